"""The first time through a survey sheet: what each name stands for, before any condition is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from survey.exchange.foreign import Untranslatable, read
from survey.exchange.meaning import Target
from survey.exchange.xlsform.book import Book
from survey.exchange.xlsform.choices import OTHER
from survey.exchange.xlsform.lines import TYPES, Group, Line
from survey.exchange.xlsform.own import SKIPPED
from survey.expressions.tree import Compare, Includes, Name
from survey.text import Text

OTHER_TEXT = Text(sv="Annat", en="Other")


def meet(book: Book, whole: Group) -> None:
    """Give every row that becomes a question its name, and find rows that belong to the one before them."""
    former: Line | None = None
    for line in _standing(whole):
        if book.columns.own(line.row).get("part") in SKIPPED:
            continue
        if former is not None and (choice := _written_on(book, former, line)):
            _merge(book, former, line, choice)
            continue
        if line.type in TYPES:
            _name(book, line)
        former = line if line.type in ("select_one", "select_multiple") else None


def name_also(book: Book, aliases: Mapping[str, tuple[str, str]]) -> None:
    """Further names: each stands for a row, or for one choice of it, which is then a box that is ticked or not."""
    for alias, (name, choice) in aliases.items():
        target = book.targets.get(name)
        if target is None:
            continue
        if choice and choice in target.codes:
            book.targets.setdefault(alias, replace(target, category=target.codes[choice]))
        elif not choice:
            book.targets.setdefault(alias, target)


def _standing(group: Group) -> Iterator[Line]:
    for part in group.inside:
        if isinstance(part, Line):
            yield part
        elif part.nesting == "group":
            yield from _standing(part)


def _name(book: Book, line: Line) -> None:
    name = book.names.take(line.name or f"row_{line.row.number}")
    choices = book.lists.get(line.argument)
    if choices is not None and line.or_other:
        choices = choices.with_other(OTHER_TEXT, name)
        book.lists[f"{line.argument}\n{name}"] = choices
    book.rows[line.row.number] = Target(
        name,
        choices.codes if choices else {"OK": 1, "yes": 1} if line.type in ("acknowledge", "trigger") else {},
        frozenset(choices.declined) if choices else frozenset(),
        multiple=line.type == "select_multiple",
        text=TYPES[line.type] == "text",
    )
    book.targets.setdefault(line.name, book.rows[line.row.number])
    if line.or_other:
        book.targets[f"{line.name}_other"] = Target(f"{name}_other", text=True)
    if name != line.name:
        book.changed(line, "name", f'The question is called "{name}": once, letters, digits and _, at most 32.')


def _written_on(book: Book, former: Line, line: Line) -> str | None:
    """The choice of the row before that this row lets people write on; None when it is a question of its own."""
    choices = book.lists.get(former.argument)
    if line.type not in ("text", "string") or choices is None or former.or_other:
        return None
    try:
        node = read(book.cell(line, "relevant"), book.program)
    except Untranslatable:
        return None
    match node:
        case Includes(Name(name), value) | Compare("=", Name(name), value) if name == former.name:
            choice = str(getattr(value, "value", "")).removesuffix(".0")
        case _:
            return None
    if choice not in choices.codes:
        return None
    code = choices.codes[choice]
    said = next(category.text for category in choices.code_list.categories if category.code == code)
    return choice if any(OTHER.fullmatch(text) for text in (choice, *said.values())) else None


def _merge(book: Book, former: Line, line: Line, choice: str) -> None:
    target = book.rows[former.row.number]
    book.lists[f"{former.argument}\n{target.name}"] = book.lists[former.argument].written_on(choice, target.name)
    book.targets[line.name] = Target(f"{target.name}_other", text=True)
    book.merged[line.row.number] = target.name
    reason = (
        f'It became the line to write on of "{target.name}" (`other: true`); its variable is "{target.name}_other".'
    )
    book.losses.changed(book.columns.at(line.row, "type"), line.what, reason)
