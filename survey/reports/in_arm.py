"""A questionnaire as one arm of its experiments is asked it: on paper nothing is left to chance.

What depends on the arm alone is settled: it is there for everybody or for nobody. Texts hold what the arm puts into
them; where they take in an earlier answer they say which question's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from survey.blanks import Blank, filled
from survey.compile import Compiled
from survey.errors import SurveyError
from survey.expressions import Node, evaluate, references
from survey.expressions.tree import And, Not, Or, Truth
from survey.model import Category, CodeList, Item, Page, Question, Section, Variant
from survey.reports.numbering import numbers_of_questions
from survey.text import Text

Arms = Mapping[str, int]
_ANSWER_TO = Text(sv="[ditt svar på fråga {}]", en="[your answer to question {}]")


def first_arms(compiled: Compiled) -> dict[str, int]:
    """The first arm of each experiment."""
    return {experiment.id: experiment.arms[0].code for experiment in compiled.questionnaire.experiments}


def in_arm(compiled: Compiled, arms: Arms) -> Compiled:
    """The questionnaire of those in the given arms; of an experiment that is not named the first one.

    Raises SurveyError for an experiment or arm that there is not.
    """
    known = {**first_arms(compiled), **_checked(compiled, arms)}
    conditions = {id: settled(node, known) for id, node in compiled.conditions.items()}
    asked = _Settling(compiled, known, {id: node for id, node in conditions.items() if node != Truth(True)})
    sections = tuple(
        settled_section
        for section in compiled.questionnaire.sections
        if (settled_section := asked.section(section)) is not None
    )
    questionnaire = replace(compiled.questionnaire, sections=sections)
    numbered = _Filling(known, compiled, numbers_of_questions(questionnaire))
    questionnaire = replace(questionnaire, sections=tuple(map(numbered.section, questionnaire.sections)))
    return replace(compiled, questionnaire=questionnaire, conditions=asked.conditions)


def settled(node: Node, known: Arms) -> Node:
    """The condition with all parts worked out that depend on nothing but the arms."""
    if all(reference.name in known for reference in references(node)):
        return Truth(evaluate(node, known.__getitem__) is True)
    if isinstance(node, And | Or):
        decides = isinstance(node, Or)  # a true part decides "or", a false one "and"
        parts = [settled(part, known) for part in node.conditions]
        if Truth(decides) in parts:
            return Truth(decides)
        open_parts = tuple(part for part in parts if not isinstance(part, Truth))
        return open_parts[0] if len(open_parts) == 1 else replace(node, conditions=open_parts)
    if isinstance(node, Not):
        inner = settled(node.condition, known)
        return Truth(not inner.value) if isinstance(inner, Truth) else replace(node, condition=inner)
    return node


def _checked(compiled: Compiled, arms: Arms) -> Arms:
    there = {e.id: [arm.code for arm in e.arms] for e in compiled.questionnaire.experiments}
    for name, code in arms.items():
        if code not in there.get(name, []):
            known = "; ".join(f"{id}: {', '.join(map(str, codes))}" for id, codes in there.items()) or "none"
            raise SurveyError(f'There is no arm {code} of an experiment "{name}". The experiments have: {known}.')
    return arms


class _Settling:
    """Takes out what nobody in these arms is asked."""

    def __init__(self, compiled: Compiled, known: Arms, conditions: Mapping[str, Node]) -> None:
        self._compiled, self._known, self.conditions = compiled, known, conditions

    def section(self, section: Section) -> Section | None:
        pages = tuple(settled_page for page in section.pages if (settled_page := self._page(page)) is not None)
        return replace(section, pages=pages) if pages and self._is_there(section.id) else None

    def _page(self, page: Page) -> Page | None:
        questions = tuple(self._question(question) for question in page.questions if self._is_there(question.id))
        return replace(page, questions=questions) if questions and self._is_there(page.id) else None

    def _question(self, question: Question) -> Question:
        items = tuple(item for item in question.items if self._is_there(item.id))
        text, variants = question.text, []
        for variant, condition in zip(question.variants, self._compiled.variants.get(question.id, ()), strict=True):
            found = settled(condition, self._known)
            if found == Truth(True):
                text = variant.text
                break
            if found != Truth(False):
                variants.append(variant)
        return replace(question, items=items, text=text, variants=tuple(variants))

    def _is_there(self, id: str) -> bool:
        return self.conditions.get(id) != Truth(False)


class _Filling:
    """Puts into texts what they take in."""

    def __init__(self, known: Arms, compiled: Compiled, numbers: Mapping[str, int]) -> None:
        self._known, self._compiled, self._numbers = known, compiled, numbers

    def section(self, section: Section) -> Section:
        pages = tuple(self._page(page) for page in section.pages)
        return replace(section, title=self.said(section.title), intro=self.said(section.intro), pages=pages)

    def _page(self, page: Page) -> Page:
        questions = tuple(self._question(question) for question in page.questions)
        return replace(page, title=self.said(page.title), end_text=self.said(page.end_text), questions=questions)

    def _question(self, question: Question) -> Question:
        return replace(
            question,
            text=self.said(question.text),
            help=self.said(question.help),
            unit=self.said(question.unit),
            low_text=self.said(question.low_text),
            high_text=self.said(question.high_text),
            codes=self._codes(question.codes),
            items=tuple(self._item(item) for item in question.items),
            variants=tuple(self._variant(variant) for variant in question.variants),
        )

    def _codes(self, codes: CodeList | None) -> CodeList | None:
        return codes and replace(codes, categories=tuple(self._category(category) for category in codes.categories))

    def _category(self, category: Category) -> Category:
        return replace(category, text=self.said(category.text))

    def _item(self, item: Item) -> Item:
        return replace(item, text=self.said(item.text))

    def _variant(self, variant: Variant) -> Variant:
        return replace(variant, text=self.said(variant.text))

    def said(self, text: Text) -> Text:
        """A text with its blanks filled, in every language."""
        return Text({language: self._filled(wording, language) for language, wording in text.items()})

    def _filled(self, wording: str, language: str) -> str:
        def fill(blank: Blank) -> str:
            variable = self._compiled.variables.get(blank.name)
            if variable is not None and blank.name in self._known:
                labels = {value.value: value.label for value in variable.values}
                return labels[self._known[blank.name]].in_language(language)
            number = self._numbers.get(variable.question) if variable else None
            if number is None:
                return blank.fallback or "…"
            return _ANSWER_TO.in_language(language).format(number)

        return filled(wording, fill)
