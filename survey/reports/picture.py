"""The flow picture: sections as boxes with their pages, conditions in words, drawn as SVG and made of nothing else.

One column, 360 units wide, so that it is read on a telephone as on a desk. What only some come to has a dashed edge and
a line that leads past it; where the form can end stands in the page. Colours are the page's own (`currentColor` and
custom properties), light and dark.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from survey.blanks import unpiped
from survey.compile import Compiled
from survey.model import Page, Section
from survey.reports.leads import is_shown, own_condition
from survey.reports.numbering import is_asked, numbers_of_pages, numbers_of_questions
from survey.reports.report_words import WORDS
from survey.reports.route_words import RouteWords

WIDTH = 360
_LEFT, _RIGHT = 24, 352  # edges of a section's box; the lane on its left is for those who pass it
_PAGE_LEFT, _PAGE_RIGHT = 50, 342
_LINE, _GAP, _PAD = 15, 16, 9
_TITLE_LETTERS, _PAGE_LETTERS, _NOTE_LETTERS = 40, 40, 44  # letters that fit a line for certain


@dataclass(frozen=True)
class _Row:
    """A line of text in a box, of a class that the style sheet knows."""

    text: str
    kind: str


@dataclass(frozen=True)
class _Box:
    rows: tuple[_Row, ...]
    passed: bool  # only some come to it
    target: str

    @property
    def height(self) -> int:
        return len(self.rows) * _LINE + 2 * _PAD - 3


def flow_picture(compiled: Compiled, language: str) -> Markup:
    """The picture as an SVG element; its boxes link to `#p-` and `#s-` with the ids of pages and sections."""
    return _Drawing(compiled, language).svg()


class _Drawing:
    def __init__(self, compiled: Compiled, language: str) -> None:
        self._compiled, self._language = compiled, language
        self._route = RouteWords(compiled, language)
        self._numbers = numbers_of_pages(compiled.questionnaire)
        self._asked = numbers_of_questions(compiled.questionnaire)

    def svg(self) -> Markup:
        parts: list[Markup] = []
        y = self._pill(parts, 6, self._word("start"))
        parts.append(_arrow(y - _GAP, y))
        for section in self._compiled.questionnaire.sections:
            if any(is_shown(page) for page in section.pages):
                y = self._section(parts, y, section)
        end = self._pill(parts, y, self._word("end")) - _GAP
        title = self._word("flow")
        return Markup(
            f'<svg class="flow" viewBox="0 0 {WIDTH} {end + 6}" role="group" aria-label="{escape(title)}">'
            '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
            'orient="auto"><path d="M0 0 8 4 0 8z" class="tip"/></marker></defs>'
            f"{Markup('').join(parts)}</svg>"
        )

    def _section(self, parts: list[Markup], top: int, section: Section) -> int:
        """Draw a section from `top`; gives where the next box begins."""
        head = _Box(tuple(self._heading(section)), self._is_passed(section), f"s-{section.id}")
        pages = [self._page(page) for page in section.pages if is_shown(page)]
        inner = sum(page.height + _GAP for page in pages)
        height = head.height + inner - 4
        around = _rectangle(_LEFT, _RIGHT, top, height, "section", dashed=head.passed)
        parts += [around, self._texts(head, _LEFT + 12, top)]
        if head.passed:
            parts.append(_past(8, _LEFT + 24, top, height))
        y = top + head.height
        for place, page in enumerate(pages):
            parts += [_rectangle(_PAGE_LEFT, _PAGE_RIGHT, y, page.height, "page", dashed=page.passed)]
            parts += [self._texts(page, _PAGE_LEFT + 10, y)]
            if page.passed:
                parts.append(_past(36, _PAGE_LEFT + 14, y, page.height))
            y += page.height + _GAP
            if place < len(pages) - 1:
                parts.append(_arrow(y - _GAP, y))
        parts.append(_arrow(top + height, top + height + _GAP))
        return top + height + _GAP

    def _heading(self, section: Section) -> Iterator[_Row]:
        yield from _wrapped(section.title.in_language(self._language), _TITLE_LETTERS, "title")
        condition = self._compiled.conditions.get(section.id)
        if condition is not None:
            only = f"{self._word('only_for')} {self._route.those_by_number(condition)}"
            yield from _wrapped(only, _NOTE_LETTERS, "only")
        if section.skip:
            yield from _wrapped(self._word("skippable"), _NOTE_LETTERS, "may")

    def _page(self, page: Page) -> _Box:
        condition = own_condition(self._compiled, page)
        rows = _wrapped(f"{self._numbers[page.id]}. {self._name(page)}", _PAGE_LETTERS, "name")
        rows += _wrapped(self._questions(page), _NOTE_LETTERS, "asks")
        if condition is not None:
            only = f"{self._word('only_for')} {self._route.those_by_number(condition)}"
            rows += _wrapped(only, _NOTE_LETTERS, "only")
        if page.end_if is not None:
            ends = f"{self._word('ends')} {self._route.those_by_number(self._compiled.endings.get(page.id))}"
            rows += _wrapped(ends, _NOTE_LETTERS, "ends")
        return _Box(tuple(rows), condition is not None, f"p-{page.id}")

    def _name(self, page: Page) -> str:
        """What the picture calls a page: its title, or how its first question begins."""
        asked = [question for question in page.questions if is_asked(question)]
        text = page.title or (asked or list(page.questions))[0].text
        said = unpiped(text, self._compiled.variables).in_language(self._language)
        return said if page.title else textwrap.shorten(said, 70, placeholder=" …")

    def _questions(self, page: Page) -> str:
        """The numbers of its questions, for conditions speak of them by number."""
        numbers = [self._asked[question.id] for question in page.questions if question.id in self._asked]
        if not numbers:
            return ""
        which = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
        return self._word("question_numbers" if len(numbers) > 1 else "question_number").format(which)

    def _is_passed(self, section: Section) -> bool:
        return section.id in self._compiled.conditions or section.skip

    def _texts(self, box: _Box, x: int, top: int) -> Markup:
        lines = Markup("").join(
            Markup('<text x="{}" y="{}" class="{}">{}</text>').format(
                x, top + _PAD + _LINE * place + 8, row.kind, row.text
            )
            for place, row in enumerate(box.rows)
        )
        return Markup('<a href="#{}">{}</a>').format(box.target, lines)

    def _pill(self, parts: list[Markup], top: int, text: str) -> int:
        parts.append(
            Markup('<rect x="{}" y="{}" width="{}" height="26" rx="13" class="pill"/>').format(
                _LEFT, top, _RIGHT - _LEFT
            )
        )
        middle = (_LEFT + _RIGHT) // 2
        parts.append(
            Markup('<text x="{}" y="{}" class="pilled" text-anchor="middle">{}</text>').format(middle, top + 17, text)
        )
        return top + 26 + _GAP

    def _word(self, key: str) -> str:
        return WORDS[key].in_language(self._language)


def _wrapped(text: str, letters: int, kind: str) -> list[_Row]:
    return [_Row(line, kind) for line in textwrap.wrap(text, letters)]


def _rectangle(left: int, right: int, top: int, height: int, kind: str, *, dashed: bool) -> Markup:
    some = " some" if dashed else ""
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="8" class="{}{}"/>').format(
        left, top, right - left, height, kind, some
    )


def _past(lane: int, edge: int, top: int, height: int) -> Markup:
    """The way of those who pass a box on its left: out above it, back below it."""
    path = f"M{edge} {top - 8}H{lane + 6}Q{lane} {top - 8} {lane} {top - 2}V{top + height + 1}"
    path += f"Q{lane} {top + height + 7} {lane + 6} {top + height + 7}H{edge}"
    return Markup('<path d="{}" class="past" marker-end="url(#arrow)"/>').format(path)


def _arrow(top: int, bottom: int) -> Markup:
    x = (_LEFT + _RIGHT) // 2
    return Markup('<path d="M{} {}V{}" class="way" marker-end="url(#arrow)"/>').format(x, top, bottom)
