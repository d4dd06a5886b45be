"""The logic report: what is asked of whom and where it leads, in plain words, as one page of HTML for reviewers.

The page holds everything itself and has no script. It reads on a telephone, in the dark, on paper and by ear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from survey.blanks import unpiped
from survey.codebook_words import LEVELS
from survey.compile import Compiled
from survey.expressions.phrases import PHRASES
from survey.missing import LABELS, OFFERED
from survey.model import Check, Page, Question, Questionnaire, Scale, Section
from survey.reports.how import how
from survey.reports.leads import Lead, first_pages, is_shown, leads, own_condition
from survey.reports.minutes import TimeEstimate
from survey.reports.numbering import is_asked, letter, numbers_of_pages, numbers_of_questions
from survey.reports.picture import flow_picture
from survey.reports.report_words import WORDS
from survey.reports.route_words import RouteWords
from survey.text import Text

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Way:
    """One way on from a page, in words. `page` is its id, empty for the end; `those` is empty for all others."""

    page: str
    to: str
    those: str


@dataclass(frozen=True)
class AskedQuestion:
    """A question in words. `number` is None for a note or a computed value; `only` is empty for all on the page."""

    question: Question
    number: int | None
    how: str
    only: str
    value: str
    variants: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str, str, str], ...]  # letter, id, wording, whom it is only for
    offered: str


@dataclass(frozen=True)
class ReviewedPage:
    """A page in words. `number` is None for one that shows nothing; `only` is empty for all in its section."""

    page: Page
    number: int | None
    only: str
    questions: tuple[AskedQuestion, ...]
    checks: tuple[tuple[str, Check], ...]
    ends: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class ReviewedSection:
    """A section in words. `only` is empty for everybody; `skips_to` where its button leads."""

    section: Section
    only: str
    pages: tuple[ReviewedPage, ...]
    skips_to: tuple[Way, ...]


def logic_report(compiled: Compiled, language: str, time: TimeEstimate) -> str:
    """The report of a questionnaire in one language, as HTML; `time` is its estimate in that language."""
    questionnaire = compiled.questionnaire
    return _TEMPLATES.get_template("logic_report.html").render(
        title=questionnaire.title.in_language(language),
        language=language,
        questionnaire=questionnaire,
        facts=_facts(compiled, language),
        size=_size(questionnaire, language),
        time=time,
        sections=reviewed(compiled, language),
        scales=[_scale(compiled, scale, language) for scale in questionnaire.scales],
        picture=flow_picture(compiled, language),
        say={word: text.in_language(language) for word, text in WORDS.items()},
        levels=[text.in_language(language) for text in LEVELS],
        said=lambda text: unpiped(text, compiled.variables).in_language(language),
        quote=PHRASES[language].quote,
        figure=lambda number: f"{number:.1f}".replace(".", "," if language == "sv" else "."),
    )


def reviewed(compiled: Compiled, language: str) -> tuple[ReviewedSection, ...]:
    """Every section with its pages and questions, in order and in words."""
    reading = _Reading(compiled, language)
    return tuple(reading.section(section) for section in compiled.questionnaire.sections)


def _facts(compiled: Compiled, language: str) -> list[tuple[str, str]]:
    questionnaire = compiled.questionnaire
    facts = (
        ("population", questionnaire.population.in_language(language)),
        ("version", questionnaire.version),
        ("ethics", questionnaire.ethics),
        ("digest", compiled.digest),
    )
    return [(WORDS[word].in_language(language), fact) for word, fact in facts if fact]


def _size(questionnaire: Questionnaire, language: str) -> str:
    return (
        WORDS["size"]
        .in_language(language)
        .format(
            sections=len(questionnaire.sections),
            pages=len(numbers_of_pages(questionnaire)),
            questions=len(numbers_of_questions(questionnaire)),
        )
    )


class _Reading:
    def __init__(self, compiled: Compiled, language: str) -> None:
        self._compiled, self._language = compiled, language
        self._route = RouteWords(compiled, language)
        self._leads = leads(compiled)
        self._pages = numbers_of_pages(compiled.questionnaire)
        self._questions = numbers_of_questions(compiled.questionnaire)

    def section(self, section: Section) -> ReviewedSection:
        return ReviewedSection(
            section=section,
            only=self._route.those(self._compiled.conditions.get(section.id)),
            pages=tuple(self._page(page) for page in section.pages),
            skips_to=tuple(self._ways(first_pages(self._compiled, section))) if section.skip else (),
        )

    def _page(self, page: Page) -> ReviewedPage:
        return ReviewedPage(
            page=page,
            number=self._pages.get(page.id),
            only=self._route.those(own_condition(self._compiled, page)) if is_shown(page) else "",
            questions=tuple(self._question(question) for question in page.questions),
            checks=tuple((self._route.those_of(check.must), check) for check in page.checks),
            ends=self._route.those(self._compiled.endings.get(page.id)),
            ways=tuple(self._ways(self._leads.get(page.id, ()))),
        )

    def _question(self, question: Question) -> AskedQuestion:
        offered = [LABELS[OFFERED[word]].in_language(self._language) for word in question.missing if word in OFFERED]
        return AskedQuestion(
            question=question,
            number=self._questions.get(question.id) if is_asked(question) else None,
            how=how(question, self._language),
            only=self._route.those(self._compiled.conditions.get(question.id)),
            value=self._route.value(question.value),
            variants=tuple(
                (self._route.those_of(variant.ask_if), self._said(variant.text)) for variant in question.variants
            ),
            items=tuple(
                (
                    letter(place),
                    item.id,
                    self._said(item.text),
                    self._route.those(self._compiled.conditions.get(item.id)),
                )
                for place, item in enumerate(question.items)
            ),
            offered=" · ".join(offered),
        )

    def _said(self, text: Text) -> str:
        """A text; what it takes in stands in square brackets."""
        return unpiped(text, self._compiled.variables).in_language(self._language)

    def _ways(self, found: tuple[Lead, ...]) -> Iterator[Way]:
        for lead in found:
            number = self._pages[lead.page.id] if lead.page else 0
            to = WORDS["to_page" if lead.page else "to_end"].in_language(self._language).format(number=number)
            yield Way(lead.page.id if lead.page else "", to, self._route.those_by_number(lead.condition))


def _scale(compiled: Compiled, scale: Scale, language: str) -> tuple[Scale, str]:
    """A scale, and how it is worked out in words."""

    def say(key: str, **values: object) -> str:
        return WORDS[key].in_language(language).format(**values)

    def labels(names: tuple[str, ...]) -> str:
        known = (compiled.variables[name].label.in_language(language) for name in names if name in compiled.variables)
        return ", ".join(map(PHRASES[language].quote, known))

    said = f"{say(f'scale_{scale.score}')} {labels(scale.items)}"
    if scale.factor != 1:
        said += f", {say('scale_factor', factor=scale.factor)}"
    said = f"{said[0].upper()}{said[1:]}."
    if scale.reverse:
        said += f" {say('scale_reverse', items=labels(scale.reverse))}"
    # Rounded up: four fifths of six items are five.
    least = scale.min_answered or -(-len(scale.items) * 4 // 5)
    return scale, f"{said} {say('scale_needs', least=least, all=len(scale.items))}"
