"""Groups of a survey sheet as sections and pages.

A group at the outer level is a section; what stands outside of groups is one, too. A group whose appearance is
`field-list` is a page, a table of rows with one list a battery; any other question has a page of its own, as ODK
Collect shows it. A condition looks back to earlier pages only, so a page is parted where it would look at itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from survey.elements import ITEM, PAGE, SECTION
from survey.exchange.xlsform.book import Book, Read
from survey.exchange.xlsform.lines import Group, Line
from survey.exchange.xlsform.own import own_words
from survey.exchange.xlsform.questions import battery_of, own_question, question_of
from survey.expressions import ExpressionError, all_of, parse, references, written
from survey.model import Check, Expression, Item, Page, Question, Section
from survey.text import Text

MAIN = "main"


def sections_of(book: Book, whole: Group, title: Text) -> tuple[Section, ...]:
    """All sections with their pages; those that hold nothing are left out."""
    found: list[Section] = []
    loose = Group("group", None)
    for part in (*whole.inside, None):
        if isinstance(part, Line):
            loose.inside.append(part)
            continue
        found += _section(book, loose, title)
        loose = Group("group", None)
        if part is not None:
            found += _refused(book, part) if part.nesting == "repeat" else _section(book, part, title)
    return tuple(section for section in found if section.pages)


def _refused(book: Book, group: Group) -> tuple[Section, ...]:
    """A repeat, which does not come over; what stands inside is not read."""
    assert group.line is not None
    rows = [line.row.number for line in group.lines()]
    reason = "Each question is asked once; what is asked again and again"
    if rows:
        reason += f" (rows {min(rows)} to {max(rows)})"
    reason += " was left out. Write the questions out as often as they may be needed, each with `ask_if`."
    book.losses.refused(book.columns.at(group.line.row, "type"), f'repeat "{group.line.name}"', reason)
    return ()


def _section(book: Book, group: Group, title: Text) -> tuple[Section, ...]:
    if not group.inside:
        return ()
    id = book.names.take(group.line.name if group.line else MAIN, prefix="section")
    pages = _Pages(book)
    if group.line is not None and _is_page(book, group):
        pages.page_of(replace(group, line=group.line), None)
    else:
        pages.add_all(group.inside, None)
    if group.line is None:
        return (Section(id, title, tuple(pages.found), level=book.level),)
    heading = _heading(book, group.line, title)
    section = Section(id, heading, tuple(pages.found), level=book.level)
    own = book.columns.own(group.line.row)
    if own.get("part") == "section":
        words = own_words(SECTION, own, group.line.row.at(), book.losses)
        return (replace(section, **{"level": 0, **words}),)
    ask_if = None if _is_page(book, group) else book.condition(group.line, "relevant")
    return (replace(section, ask_if=ask_if),)


def _heading(book: Book, line: Line, title: Text) -> Text:
    text = book.text(line, "label")
    if not text:
        book.changed(line, "label", "The group has no heading, which a section needs; it got the form's.")
    return text or title


def _appearance(book: Book, group: Group) -> set[str]:
    return set(book.cell(group.line, "appearance").lower().split()) if group.line else set()


def _is_page(book: Book, group: Group) -> bool:
    return bool(_appearance(book, group) & {"field-list", "table-list"}) and not _own_part(book, group)


def _own_part(book: Book, group: Group) -> str:
    return book.columns.own(group.line.row).get("part", "") if group.line else ""


@dataclass
class _Pages:
    """The pages of one section as they are found; notes wait for the question that they stand before."""

    book: Book
    found: list[Page] = field(default_factory=list)
    notes: list[Read] = field(default_factory=list)

    def add_all(self, parts: Iterable[Line | Group], condition: Expression | None, title: Text | None = None) -> None:
        """Pages of all parts, under the condition of the groups around them."""
        before = len(self.found)
        for part in parts:
            if isinstance(part, Line):
                self.line(part, condition)
            elif part.nesting == "repeat":
                _refused(self.book, part)
            elif self._is_page(part):
                self.page_of(part, condition)
            else:
                self.group(part, condition)
        self.hand_in_notes(condition)
        if title and len(self.found) > before:
            self.found[before] = replace(self.found[before], title=title)

    def _is_page(self, group: Group) -> bool:
        own = _own_part(self.book, group)
        return own == "page" if own else _is_page(self.book, group)

    def group(self, group: Group, condition: Expression | None) -> None:
        """A group inside a section: its condition and heading go to its pages."""
        assert group.line is not None
        self.hand_in_notes(condition)
        own = self.book.condition(group.line, "relevant")
        self.add_all(group.inside, joined(condition, own), self.book.text(group.line, "label"))

    def line(self, line: Line, condition: Expression | None) -> None:
        """A question on a page of its own; a note goes with the question behind it when both are asked of the same."""
        read = question_of(self.book, line)
        if read is None:
            return
        if self.notes and self.notes[-1].question.ask_if != read.question.ask_if:
            self.hand_in_notes(condition)
        self.notes.append(read)
        if read.question.type != "note":
            self.hand_in_notes(condition)

    def hand_in_notes(self, condition: Expression | None) -> None:
        """A page of what waits."""
        self.hand_in(self.notes, condition)
        self.notes = []

    def page_of(self, group: Group, condition: Expression | None) -> None:
        """A group that is shown at once."""
        assert group.line is not None
        own = self.book.columns.own(group.line.row)
        heading = self.book.text(group.line, "label")
        if own.get("part") == "page":
            self.hand_in_notes(condition)
            reads = list(self.content(group))
            page = Page(group.line.name, tuple(read.question for read in reads), heading, checks=_checks(reads))
            words = own_words(PAGE, own, group.line.row.at(), self.book.losses)
            self.book.names.take(group.line.name)
            self.found.append(replace(page, **words))
            return
        asked = joined(condition, self.book.condition(group.line, "relevant"))
        if asked != condition or any(note.question.ask_if for note in self.notes):
            self.hand_in_notes(condition)
        before = len(self.found)
        if "table-list" in _appearance(self.book, group) or self._is_table(group):
            reads = [read for line in group.lines() if (read := question_of(self.book, line)) is not None]
            if (battery := battery_of(self.book, group, reads)) is not None:
                self.hand_in([*self.notes, Read(group.line, battery, _checks(reads))], asked)
                self.notes = []
                return
        else:
            reads = list(self.content(group))
        self.parted([*self.notes, *reads], asked)
        self.notes = []
        if heading and len(self.found) > before:
            self.found[before] = replace(self.found[before], title=heading)

    def _is_table(self, group: Group) -> bool:
        looks = [self.book.cell(line, "appearance").lower() for line in group.lines()]
        return "label" in looks and looks.count("list-nolabel") >= len(looks) - 1

    def content(self, group: Group) -> Iterator[Read]:
        """All questions of a group that is shown at once, at any depth."""
        for part in group.inside:
            if isinstance(part, Line):
                read = question_of(self.book, part)
                yield from () if read is None else (read,)
            elif part.nesting == "repeat":
                _refused(self.book, part)
            elif _own_part(self.book, part) == "battery":
                yield from self._own_battery(part)
            else:
                yield from self._inner(part)

    def _inner(self, group: Group) -> Iterator[Read]:
        assert group.line is not None
        condition = self.book.condition(group.line, "relevant")
        reads = list(self.content(group))
        battery = battery_of(self.book, group, reads) if "table-list" in _appearance(self.book, group) else None
        if battery is not None:
            yield Read(group.line, replace(battery, ask_if=condition), _checks(reads))
            return
        for read in reads:
            yield replace(read, question=replace(read.question, ask_if=joined(condition, read.question.ask_if)))

    def _own_battery(self, group: Group) -> Iterator[Read]:
        assert group.line is not None
        first = next((part for part in group.inside if isinstance(part, Line)), group.line)
        line = replace(group.line, argument=first.argument)
        question = own_question(self.book, line, self.book.columns.own(line.row))
        if question is None:
            yield from self._inner(group)
            return
        self.book.names.take(question.id)
        items = tuple(self._item(part) for part in group.inside if isinstance(part, Line))
        yield Read(line, replace(question, items=items))

    def _item(self, line: Line) -> Item:
        own = self.book.columns.own(line.row)
        words = own_words(ITEM, own, line.row.at(), self.book.losses)
        if not own:
            words["ask_if"] = self.book.condition(line, "relevant")
        return Item(line.name, self.book.text(line, "label"), words.get("ask_if"))

    def parted(self, reads: list[Read], condition: Expression | None) -> None:
        """Pages of what is shown at once; a new one begins where a condition speaks of the page itself."""
        page: list[Read] = []
        for read in reads:
            here = {name for one in page for name in _names(one.question)}
            if here & _used(read.question):
                self.book.changed(read.line, "relevant", "It depends on the same screen, so a new page begins here.")
                self.hand_in(page, condition)
                page = []
            page.append(read)
        self.hand_in(page, condition)

    def hand_in(self, reads: list[Read], condition: Expression | None) -> None:
        """One page with these questions."""
        if not reads:
            return
        questions = tuple(read.question for read in reads)
        named = next((question for question in questions if question.type != "note"), questions[0])
        id = self.book.names.take(f"p_{named.id}", prefix="p")
        self.found.append(Page(id, questions, ask_if=condition, checks=_checks(reads)))


def _checks(reads: Iterable[Read]) -> tuple[Check, ...]:
    return tuple(check for read in reads for check in read.checks)


def _names(question: Question) -> Iterator[str]:
    yield question.id
    yield from (item.id for item in question.items)


def _used(question: Question) -> set[str]:
    """Names that a question's conditions and its items' use."""
    conditions = [question.ask_if, question.value, *(item.ask_if for item in question.items)]
    return {name for condition in conditions if condition is not None for name in _names_in(condition)}


def _names_in(condition: Expression) -> set[str]:
    try:
        return {reference.name for reference in references(parse(condition.source))}
    except ExpressionError:
        return set(re.findall(r"\w+", condition.source))


def joined(one: Expression | None, other: Expression | None) -> Expression | None:
    """Both conditions as one."""
    if one is None or other is None or one == other:
        return one or other
    try:
        both = all_of(parse(one.source), parse(other.source))
    except ExpressionError:
        return Expression(f"({one.source}) and ({other.source})")
    return None if both is None else Expression(written(both))
