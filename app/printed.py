"""Released figures on the terminal: the table as it lies on paper, and below it the reason of every blank cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from analysis.disclosure import ReleasedComparison, ReleasedModel, ReleasedTable
from analysis.publish import sentences, words
from analysis.publish.layout import Entry, Layout
from analysis.publish.layout_model import of_model
from analysis.publish.layout_table import of_table
from analysis.review import LogLine, rule_in_words
from app.terminal import answer
from survey.text import Text as SaidIn

_HEADING = 24  # characters that the headings of rows get beside the columns


def print_table(released: ReleasedTable, language: str) -> None:
    """The table as it was released."""
    _print(of_table(released, language))


def print_model(released: ReleasedModel, language: str) -> None:
    """The model as it was released; odds ratios where the outcome is yes or no."""
    _print(of_model(released, language))


def print_test(released: ReleasedComparison, language: str) -> None:
    """The test as it was released: what it says in sentences, then as it is reported."""
    answer().print(
        Group(
            Text(words.title(released, language), style="bold"),
            *(Text(line) for line in filter(None, [words.only(released, language)])),
            *(Text(line) for line in sentences.of_comparison(released, language)),
            Text(f"{words.test(released.test, language)}, n = {released.n}"),
            *(Text(note, style="dim") for note in (note.in_language(language) for note in released.notes)),
        )
    )


_WHAT = {
    "released": SaidIn(sv="visat", en="released"),
    "refused": SaidIn(sv="avvisat", en="refused"),
    "allowed": SaidIn(sv="tillåtet", en="allowed"),
    "forbidden": SaidIn(sv="förbjudet", en="forbidden"),
}
_SEAL = SaidIn(sv="Sigill: {seal}", en="Seal: {seal}")
_EMPTY = SaidIn(sv="Loggen är tom.", en="The log is empty.")


def print_log(lines: Sequence[LogLine], seal: str, language: str) -> None:
    """The log of a study, a line each; the reason stands below its line."""
    if not lines:
        answer().print(_EMPTY[language])
        return
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in ("#", "", "", "", "policy", "digest"):
        drawn.add_column(head, justify="right" if head == "#" else "left", overflow="fold")
    for line in lines:
        names = line.policy[:8], line.digest[:8]
        drawn.add_row(str(line.line), line.day, _WHAT[line.what][language], _told(line, language), *names)
    answer().print(drawn)
    answer().print(_SEAL[language].format(seal=seal), markup=False)


def _told(line: LogLine, language: str) -> Text:
    """The question, and below it why, by whom and until when."""
    about = f"(# {line.of_line})" if line.of_line else ""
    why = f"{rule_in_words(line.rule, language)}: {line.reason}" if line.rule else line.reason
    who = f"{line.decided_by}, {line.until}" if line.decided_by else ""
    below = " ".join(filter(None, (why, who, about)))
    return Text(line.query) if not below else Text.assemble(line.query, "\n", (below, "dim"))


def _print(layout: Layout) -> None:
    reasons = [f"[{number}] {reason}" for number, reason in enumerate(layout.footnotes, start=1)]
    answer().print(
        Group(
            Text(layout.title, style="bold"),
            *(Text(line) for line in layout.under),
            *(_drawn(layout, columns) for columns in _blocks(layout, answer().width)),
            *(Text(line) for line in reasons),
            *(Text(note, style="dim") for note in layout.notes),
        )
    )


def _blocks(layout: Layout, width: int) -> Iterator[range]:
    """Columns that stand side by side in `width` characters; a wide table goes on in a further block below."""
    rows = [*layout.body, *layout.foot]
    wide = [
        max(_longest_word(head), *(len(_entry(row.entries[c])) for row in rows)) for c, head in enumerate(layout.heads)
    ]
    room = width - max(len(layout.corner), *(min(len(row.heading), _HEADING) for row in rows))
    start = 0
    for end in range(1, len(wide) + 1):
        if end == len(wide) or sum(wide[start : end + 1]) + 2 * (end + 1 - start) > room:
            yield range(start, end)
            start = end


def _longest_word(head: str) -> int:
    return max(map(len, head.split()), default=0)


def _drawn(layout: Layout, columns: range) -> Table:
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate((layout.corner, *(layout.heads[c] for c in columns))):
        drawn.add_column(Text(head), justify="right" if place else "left", overflow="fold")
    for rows in (layout.body, layout.foot):
        for row in rows:
            drawn.add_row(Text(row.heading), *(_entry(row.entries[c]) for c in columns))
        drawn.add_section()
    return drawn


def _entry(entry: Entry) -> Text:
    """The figure, its interval in brackets, and the numbers of its footnotes."""
    notes = "".join(f" [{number}]" for number in entry.footnotes)
    return Text(f"{entry.text} ({entry.small}){notes}" if entry.small else f"{entry.text}{notes}")
