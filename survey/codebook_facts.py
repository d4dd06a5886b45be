"""What the codebook says of a question by its type, of arms, design variables and scales, besides codes and wording."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from survey.blanks import unpiped
from survey.codebook_words import DATES, DESIGN_ROLES, FACTS
from survey.columns import categories_of, has_other, places
from survey.compile import Compiled
from survey.expressions import Node, references, words
from survey.expressions.tree import CONDITIONS
from survey.expressions.wording import value_words
from survey.model import Category, DesignVariable, Experiment, Page, Question, Scale
from survey.text import Text

# A heading and what stands beside it, line by line.
Fact = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Facts:
    """Facts about the elements of one questionnaire, in one language."""

    compiled: Compiled
    language: str

    def of_question(self, question: Question, page: Page) -> tuple[Fact, ...]:
        """What its type asks for, then what respondents met besides."""
        return (*self._of_type(question), *self._on_screen(question, page))

    def of_experiment(self, experiment: Experiment) -> tuple[Fact, ...]:
        """Its arms with their shares."""
        lines = (self.say("arm", arm.code, self.text(arm.text), arm.share) for arm in experiment.arms)
        return tuple(self.fact("arms", *lines))

    def of_design(self, variable: DesignVariable) -> tuple[Fact, ...]:
        """What it is in the sampling."""
        return tuple(self.fact("sampling", DESIGN_ROLES[variable.role].in_language(self.language)))

    def of_scale(self, scale: Scale) -> tuple[Fact, ...]:
        """Its items, how they are put together, and where it comes from."""
        return (*self._of_items(scale), *self.fact("source", scale.source))

    def say(self, word: str, *parts: object) -> str:
        """One of the codebook's own words."""
        return FACTS[word].in_language(self.language).format(*parts)

    def text(self, text: Text) -> str:
        """A text of the questionnaire, with names in place of what it takes in."""
        return unpiped(text, self.compiled.variables).in_language(self.language)

    def fact(self, word: str, *lines: str) -> Iterator[Fact]:
        """A heading with its lines; nothing where there are none."""
        if found := tuple(line for line in lines if line):
            yield self.say(word), found

    def _of_type(self, question: Question) -> Iterator[Fact]:
        match question.type:
            case "multiple":
                yield from self.fact("ticks", self._range(question.min, question.max))
            case "scale" | "slider":
                yield from self.fact("ends", *self._ends(question))
            case "banded":
                yield from self.fact("bands", *(self._band(category) for category in categories_of(question)))
            case "rank":
                yield from self.fact("places", self.say("of", places(question), len(categories_of(question))))
            case "date":
                yield from self.fact("date", DATES[question.precision].in_language(self.language))
                yield from self.fact("limits", self._range(question.earliest or None, question.latest or None))
            case "text":
                yield from self.fact("longest", self.say("letters", question.longest))
            case "count" | "crosswise":
                yield from self._statements(question)
            case "computed":
                yield from self.fact("worked_out", self._value(question))

    def _on_screen(self, question: Question, page: Page) -> Iterator[Fact]:
        if question.must_be_answered:
            yield from self.fact("needed", self.say("yes"))
        if has_other(question):
            codes = ", ".join(str(category.code) for category in categories_of(question) if category.other)
            yield from self.fact("own_words", self.say("beside", f"{question.id}_other", codes))
        if question.order == "random":
            yield from self.fact("order", self.say("by_chance", f"{question.id}_order"))
        conditions = self.compiled.variants.get(question.id, ())
        wordings = zip(question.variants, conditions, strict=True)
        yield from self.fact(
            "variants", *(self.say("for", self.text(variant.text), self._whom(node)) for variant, node in wordings)
        )
        yield from self.fact("checks", *self._checks(question, page))

    def _range(self, low: object, high: object) -> str:
        if low is None and high is None:
            return ""
        if high is None:
            return self.say("at_least", low)
        return self.say("at_most", high) if low is None else self.say("between", low, high)

    def _ends(self, question: Question) -> Iterator[str]:
        for number, text in zip(question.limits, (question.low_text, question.high_text), strict=True):
            yield f"{number}: {self.text(text)}" if text else ""

    def _band(self, category: Category) -> str:
        low, high = category.low, category.high
        numbers = str(low) if low == high and low is not None else self._range(low, high)
        return numbers and f"{category.code}: {numbers}"

    def _statements(self, question: Question) -> Iterator[Fact]:
        lines = []
        for item in question.items:
            condition = self.compiled.conditions.get(item.id)
            text = self.text(item.text)
            lines.append(self.say("for", text, self._whom(condition)) if condition else text)
        yield from self.fact("statements", *lines)
        if question.share is not None:
            per_cent = f"{100 * question.share:.4g}"
            per_cent = per_cent.replace(".", ",") if self.language == "sv" else per_cent
            yield from self.fact("share", self.say("of_first", per_cent))

    def _value(self, question: Question) -> str:
        node = self.compiled.values.get(question.id)
        if node is None:
            return ""
        if isinstance(node, CONDITIONS):
            return self.say("one_for", self._whom(node))
        return value_words(node, self.compiled.variables, self.language)

    def _whom(self, node: Node) -> str:
        return words(node, self.compiled.variables, self.language, age=self.compiled.questionnaire.age)

    def _checks(self, question: Question, page: Page) -> Iterator[str]:
        """Checks of the page that speak of this question."""
        own = {question.id, *self.compiled.names[question.id]}
        for check, must in zip(page.checks, self.compiled.checks[page.id], strict=True):
            if own & {reference.name for reference in references(must)}:
                yield self.say("stops" if check.stop else "asks_once", self.text(check.text))

    def _of_items(self, scale: Scale) -> Iterator[Fact]:
        yield from self.fact(
            "items", *(self.say("turned", item) if item in scale.reverse else item for item in scale.items)
        )
        score = self.say(scale.score)
        yield from self.fact("score", self.say("times", score, scale.factor) if scale.factor != 1 else score)
        yield from self.fact("least", self.say("of", scale.needed, len(scale.items)))
