"""A questionnaire as one row a question, for programs whose forms are a flat list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.columns import categories_of
from survey.compile import Compiled
from survey.exchange.losses import Losses, Spot
from survey.exchange.saying import Spelling, said, untrue
from survey.expressions import Node, all_of
from survey.expressions.programs import CannotBeSaid
from survey.expressions.tree import Or
from survey.missing import LABELS, OFFERED
from survey.model import Page, Question, Section
from survey.text import Text


@dataclass(frozen=True)
class Asked:
    """A question with its place and with whom it is asked of; `items` are the conditions of a battery's items."""

    section: Section
    page: Page
    question: Question
    first: bool
    condition: str
    items: tuple[str, ...] = ()


def rows_asked(compiled: Compiled, question: Question) -> Node | None:
    """Where any item of a battery is asked; None where one always is. Others would show a table without rows."""
    asked = [compiled.conditions.get(item.id) for item in question.items if question.type == "battery"]
    kept = tuple(condition for condition in asked if condition is not None)
    if not kept or len(kept) < len(asked):
        return None
    return kept[0] if len(kept) == 1 else Or(kept)


@dataclass
class Flat:
    """The questions of a questionnaire as another program wants them; in one language, where it has no more."""

    compiled: Compiled
    spelling: Spelling
    losses: Losses = field(default_factory=Losses)
    every_language: bool = False

    @property
    def language(self) -> str:
        """The fielded master's."""
        return self.compiled.questionnaire.languages[0]

    def say(self, text: Text) -> str:
        """A wording."""
        return text.in_language(self.language)

    def asked(self) -> Iterator[Asked]:
        """Every question in order; those behind a page that ends the form know of it."""
        self._whole()
        ended: list[str] = []
        for section, page in self.compiled.steps:
            for place, question in enumerate(page.questions):
                levels = (section.id, page.id, question.id)
                items = tuple(self._condition((*levels, item.id), item.id) for item in question.items)
                own = self._condition(levels, question.id, any_of=rows_asked(self.compiled, question))
                joined = [self._joined([condition, *ended]) for condition in (own, *items)]
                yield Asked(section, page, question, not place, joined[0], tuple(joined[1:]))
            if (ending := self.compiled.endings.get(page.id)) is not None:
                ended.append(self._said(ending, page.id, ends=True))
                self.lost(page.id, "Those whose form ends here still hand it in; what they answered so far is kept.")
            if page.checks:
                self.lost(page.id, "Checks of several answers were left out.")

    def _whole(self) -> None:
        whole = self.compiled.questionnaire
        if len(whole.languages) > 1 and not self.every_language:
            self.lost(whole.id, f"Only the texts of the first language ({self.language}) were written.")
        for id in (*(part.id for part in whole.experiments), *(part.id for part in whole.design)):
            self.lost(id, f'Nothing draws or knows it there; give it to the form as a value called "{id}".')
        for scale in whole.scales:
            self.lost(scale.id, "The scale is worked out once the answers are in; nothing stands for it.")
        for section in whole.sections:
            if section.skip or section.support:
                self.lost(section.id, "The support text and the button that skips the section were left out.")

    def _condition(self, levels: tuple[str, ...], where: str, *, any_of: Node | None = None) -> str:
        node = all_of(*(self.compiled.conditions.get(level) for level in levels), any_of)
        return "" if node is None else self._said(node, where)

    def _said(self, node: Node, where: str, *, ends: bool = False) -> str:
        """A condition in the program's words. Where it has none, nobody is asked: better than everybody."""
        try:
            return (untrue if ends else said)(node, self.compiled.variables, self.spelling)
        except CannotBeSaid as error:
            self.losses.refused(Spot(), f'"{where}"', f"{error} So it is asked of nobody.")
            return self.spelling.truths[1]

    def _joined(self, parts: list[str]) -> str:
        kept = [part for part in parts if part]
        either = f" {self.spelling.either} "
        return f" {self.spelling.both} ".join(f"({p})" if either in p and len(kept) > 1 else p for p in kept)

    def choices(self, question: Question) -> list[tuple[int, str]]:
        """Codes and labels, and the reasons for not answering that are offered."""
        own = [(category.code, self.say(category.text)) for category in categories_of(question)]
        return own + [(int(OFFERED[word]), self.say(LABELS[OFFERED[word]])) for word in question.missing]

    def alone(self, question: Question) -> list[int]:
        """Codes of a multiple choice that exclude all others, the reasons among them."""
        own = [category.code for category in categories_of(question) if category.exclusive]
        return own + [int(OFFERED[word]) for word in question.missing]

    def lost(self, id: str, reason: str) -> None:
        """Note what the other program does not make of an element."""
        self.losses.changed(Spot(), f'"{id}"', reason)
