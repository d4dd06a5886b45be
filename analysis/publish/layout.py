"""How a released output lies on paper: headings, rows of written figures, footnotes. HTML and Excel take it."""

from __future__ import annotations

from dataclasses import dataclass

from survey.text import Text


@dataclass(frozen=True)
class Entry:
    """A written figure.

    text, small  as it is read; `small` is its interval
    figure, decimals  the same as a number, for a spreadsheet; None for a blank or for words
    blank      why it is hidden; "" where it is shown
    footnotes  numbers of its footnotes, from 1
    """

    text: str
    small: str = ""
    figure: float | None = None
    decimals: int = 0
    blank: str = ""
    footnotes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row of a table with its heading; `code` is that of its answer, for a program that reads the table back."""

    heading: str
    entries: tuple[Entry, ...]
    code: str | None = None


@dataclass(frozen=True)
class Layout:
    """A table on paper, in one language.

    codes  of the columns' groups, "" for everybody; none where columns are no groups
    """

    language: str
    title: str
    under: tuple[str, ...]
    corner: str
    heads: tuple[str, ...]
    body: tuple[Row, ...]
    foot: tuple[Row, ...]
    footnotes: tuple[str, ...]
    notes: tuple[str, ...]
    codes: tuple[str, ...] = ()


class Footnotes:
    """Numbers reasons in the order they are met; the same reason has one number."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.said: list[str] = []

    def of(self, *reasons: Text | None) -> tuple[int, ...]:
        """The numbers of some reasons."""
        found = [reason.in_language(self.language) for reason in reasons if reason]
        self.said += [reason for reason in found if reason not in self.said]
        return tuple(self.said.index(reason) + 1 for reason in found)
