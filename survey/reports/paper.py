"""The paper form: the questionnaire as a PDF to print, with its routes in words and codes for data entry.

Questions are numbered through. Whoever is to jump is told where to, before the questions that only some answer and
behind the answers that decide. Paper has no chance: an experiment's arm is chosen when the form is made, what has a
random order stands as it was written, and checks are left to those who type.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import KeepTogether, PageBreak, SimpleDocTemplate, Spacer

from survey.compile import Compiled
from survey.expressions import Node
from survey.model import Page, Question, Section, Support
from survey.reports.in_arm import Arms, first_arms, in_arm
from survey.reports.leads import Lead, first_pages, is_shown, leads, own_condition
from survey.reports.numbering import is_asked, numbers_of_questions
from survey.reports.paper_answers import answers, instruction
from survey.reports.paper_look import (
    HINT,
    PAGE,
    REGULAR,
    ROUTE,
    SECTION,
    SMALL,
    SOFT,
    TEXT,
    TITLE,
    WIDTH,
    WORDING,
    grid,
    said,
)
from survey.reports.paper_words import word
from survey.reports.route_words import RouteWords, tree

_MARGIN = 18 * mm


def paper_form(compiled: Compiled, language: str, *, arms: Arms | None = None) -> bytes:
    """The form of one language as a PDF; the same questionnaire gives the same bytes.

    arms  id of an experiment to the code of its arm; the first of those that are not named
    Raises SurveyError for an arm that there is not.
    """
    chosen = {**first_arms(compiled), **(arms or {})}
    form = _Form(in_arm(compiled, chosen), language, chosen)
    return form.pdf()


class _Form:
    def __init__(self, compiled: Compiled, language: str, arms: Arms) -> None:
        self._compiled, self._language, self._arms = compiled, language, arms
        self._questionnaire = compiled.questionnaire
        self._route = RouteWords(compiled, language)
        self._numbers = numbers_of_questions(compiled.questionnaire)
        self._leads = leads(compiled)

    def pdf(self) -> bytes:
        file = BytesIO()
        title = self._questionnaire.title.in_language(self._language)
        document = SimpleDocTemplate(
            file,
            pagesize=A4,
            leftMargin=_MARGIN,
            rightMargin=_MARGIN,
            topMargin=_MARGIN,
            bottomMargin=_MARGIN + 4 * mm,
            title=title,
            lang=self._language,
            invariant=1,
        )
        document.build(list(self._parts()), canvasmaker=partial(_Numbered, foot=self._foot(), said=self._word))
        return file.getvalue()

    def _parts(self) -> Iterator[Any]:
        yield said(self._questionnaire.title.in_language(self._language), TITLE)
        yield said(self._questionnaire.population.in_language(self._language), HINT)
        yield said(self._word("how"), PAGE)
        for key in ("how_tick", "how_free", "how_route", *(["how_help"] if self._supports() else [])):
            yield said(self._word(key), TEXT)
        for section in self._questionnaire.sections:
            yield from self._section(section)
        yield KeepTogether([said(self._word("end"), SECTION), said(self._word("end_text"), TEXT)])
        yield from self._support_page()

    def _section(self, section: Section) -> Iterator[Any]:
        parts: list[Any] = [said(section.title.in_language(self._language), SECTION)]
        condition = self._compiled.conditions.get(section.id)
        behind = first_pages(self._compiled, section)
        if condition is not None:
            parts.append(self._only("section_only_if", condition, behind))
        if section.intro:
            parts.append(said(section.intro.in_language(self._language), TEXT))
        if section.skip:
            parts.append(said(self._word("may_skip", target=self._target(behind[0])), TEXT))
        for place, page in enumerate(section.pages):
            if is_shown(page):
                yield from self._page(section, page, place, parts)
                parts = []

    def _page(self, section: Section, page: Page, place: int, heading: list[Any]) -> Iterator[Any]:
        """The questions of a page; the first stays together with the headings above it."""
        parts = [*heading]
        if page.title:
            parts.append(said(page.title.in_language(self._language), PAGE))
        condition = own_condition(self._compiled, page)
        if condition is not None:
            parts.append(self._page_only(section, page, place, condition))
        for question in page.questions:
            if question.type != "computed":
                yield KeepTogether([*parts, *self._question(question, condition)])
                parts = []
        yield from self._onward(page)

    def _page_only(self, section: Section, page: Page, place: int, condition: Node) -> Any:
        """For whom the questions of a page are, and where all others go."""
        numbers = [self._numbers[question.id] for question in page.questions if question.id in self._numbers]
        if not numbers:
            return said(self._word("only_if", self._route.you_by_number(condition)), ROUTE)
        which = (
            self._word("Question", numbers[0])
            if len(numbers) == 1
            else self._word("Questions", numbers[0], numbers[-1])
        )
        others = self._behind(section, place, condition)
        said_so = self._route.you_by_number(condition)
        return said(self._word("page_only_if", questions=which, condition=said_so, target=others), ROUTE)

    def _behind(self, section: Section, place: int, condition: Node) -> str:
        """The first question after a page that others than those on the page may come to."""
        for page in section.pages[place + 1 :]:
            if is_shown(page) and own_condition(self._compiled, page) != condition:
                return self._number_of(page)
        return self._target(first_pages(self._compiled, section)[-1])

    def _question(self, question: Question, of_page: Node | None) -> list[Any]:
        number = self._numbers.get(question.id)
        text = question.text.in_language(self._language)
        if number is None:
            return [said(text, TEXT), Spacer(0, 2)]
        parts: list[Any] = [self._heading(number, text, question)]
        own = self._compiled.conditions.get(question.id)
        if own is not None and own != of_page:
            parts.append(said(self._word("only_if", self._route.you_by_number(own)), ROUTE))
        for variant in question.variants:
            condition = self._route.you_by_number(tree(variant.ask_if))
            instead = f"{self._word('instead', condition=condition)} {variant.text.in_language(self._language)}"
            parts.append(said(instead, HINT))
        hints = (question.help.in_language(self._language), instruction(question, self._language))
        parts += [said(hint, HINT) for hint in hints if hint]
        only = {
            item.id: self._route.you_by_number(self._compiled.conditions[item.id])
            for item in question.items
            if item.id in self._compiled.conditions
        }
        return [*parts, *answers(question, self._language, only), Spacer(0, 9)]

    def _heading(self, number: int, text: str, question: Question) -> Any:
        variable = SMALL.clone("variable", alignment=2, textColor=SOFT, fontSize=6)
        return grid(
            [[said(f"{number}.", WORDING), said(text, WORDING), said(question.id, variable)]],
            [9 * mm, WIDTH - 37 * mm, 26 * mm],
            top=0,
            at="TOP",
        )

    def _onward(self, page: Page) -> Iterator[Any]:
        """What ends the form, and where those go who do not go on to the next question."""
        lines = []
        ending = self._compiled.endings.get(page.id)
        if ending is not None:
            stop = self._word("stop_if", condition=self._route.you_by_number(ending))
            lines.append(f"{stop} {page.end_text.in_language(self._language)}".strip())
        found = self._leads.get(page.id, ())
        if len(found) > 1 and not self._is_said_next(page, found):
            for lead in found[:-1]:
                condition = self._route.you_by_number(lead.condition)
                lines.append(self._word("go_to_if", target=self._target(lead), condition=condition))
            lines.append(self._word("go_to", target=self._target(found[-1])))
        if lines:
            yield KeepTogether([said("\n".join(lines), ROUTE), Spacer(0, 6)])

    def _is_said_next(self, page: Page, found: tuple[Lead, ...]) -> bool:
        """Whether the next questions say themselves whom they are for, and where all others go."""
        pages = [known for _, known in self._compiled.steps if is_shown(known)]
        following = pages[[known.id for known in pages].index(page.id) + 1 :]
        first = found[0].page
        return len(found) == 2 and first is not None and [first.id] == [known.id for known in following[:1]]

    def _only(self, key: str, condition: Node, behind: tuple[Lead, ...]) -> Any:
        said_so = self._route.you_by_number(condition)
        return said(self._word(key, condition=said_so, target=self._target(behind[-1])), ROUTE)

    def _target(self, lead: Lead) -> str:
        return self._number_of(lead.page) if lead.page else self._word("the_end")

    def _number_of(self, page: Page) -> str:
        """The first question on a page, or after it where the page only has a text."""
        pages = [known for _, known in self._compiled.steps]
        for later in pages[[known.id for known in pages].index(page.id) :]:
            for question in later.questions:
                if is_asked(question):
                    return self._word("question", self._numbers[question.id])
        return self._word("the_end")

    def _supports(self) -> list[Support]:
        used = {section.support for section in self._questionnaire.sections}
        return [support for support in self._questionnaire.supports if support.id in used]

    def _support_page(self) -> Iterator[Any]:
        supports = self._supports()
        if supports:
            yield PageBreak()
            yield said(self._word("support"), TITLE)
        for support in supports:
            yield said(support.intro.in_language(self._language), TEXT)
            for service in support.services:
                ways = " · ".join(way for way in (service.phone, service.url) if way)
                about = [said(service.name.in_language(self._language), PAGE), said(ways, TEXT)]
                if service.text:
                    about.append(said(service.text.in_language(self._language), TEXT))
                yield KeepTogether(about)
            yield said(self._word("verified", support.verified), HINT)

    def _foot(self) -> str:
        version = self._word("version", self._questionnaire.version)
        foot = f"{self._questionnaire.id}, {version}, {self._compiled.digest[:8]}"
        arms = ", ".join(f"{name} = {code}" for name, code in self._arms.items())
        return f"{foot} · {self._word('arms', arms)}" if arms else foot

    def _word(self, key: str, *parts: object, **named: object) -> str:
        return word(key, self._language, *parts, **named)


class _Numbered(Canvas):  # type: ignore[misc]
    """A canvas that knows how many pages there are before it writes their numbers."""

    def __init__(self, *given: Any, foot: str, said: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._kept: list[dict[str, Any]] = []
        self._foot, self._said = foot, said

    def showPage(self) -> None:  # noqa: N802
        """Keep the page until all are there."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its number."""
        for number, state in enumerate(self._kept, start=1):
            self.__dict__.update(state)
            self.setFillColor(SOFT)
            self.setFont(REGULAR, 7)
            self.drawString(_MARGIN, 10 * mm, self._foot)
            page = self._said("page_of", page=number, pages=len(self._kept))
            self.drawRightString(A4[0] - _MARGIN, 10 * mm, page)
            super().showPage()
        super().save()
