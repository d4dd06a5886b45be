"""Released figures on the terminal: a table, and below it the test, the reasons of blank cells and the notes."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp

from analysis.disclosure.released import ReleasedBase, ReleasedCell
from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text as Styled

from analysis.disclosure import ReleasedModel, ReleasedTable
from app.terminal import answer
from survey.text import Text

# The few headings that only the terminal has.
WORDS = {
    "answer": Text(sv="Svar", en="Answer"),
    "ci": Text(sv="{level} % KI", en="{level}% CI"),
    "mean": Text(sv="Medelvärde", en="Mean"),
    "total": Text(sv="Summa", en="Total"),
    "proportion": Text(sv="Procent", en="Percent"),
    "std_error": Text(sv="Medelfel", en="SE"),
    "n": Text(sv="n", en="n"),
    "weighted_n": Text(sv="vägt n", en="weighted n"),
    "base": Text(sv="Bas, n", en="Base, n"),
    "term": Text(sv="Term", en="Term"),
    "coefficient": Text(sv="Koefficient", en="Coefficient"),
    "odds_ratio": Text(sv="Oddskvot", en="Odds ratio"),
    "p": Text(sv="p", en="p"),
    "reference": Text(sv="Jämfört med", en="Compared with"),
}


def print_table(released: ReleasedTable, language: str) -> None:
    """The table as it was released, with the reason of every blank cell below it."""
    source = released.source
    drawn = _one_column(released, language) if len(released.columns) == 1 else _columns(released, language)
    title = source.labels[0].in_language(language) or source.rows
    _print(title, drawn, [source.where_words.in_language(language), *_below(released, language)])


def print_model(released: ReleasedModel, language: str) -> None:
    """The coefficients as they were released; odds ratios beside them in a logistic model."""
    _print(released.formula, _coefficients(released, language), _below_model(released, language))


def number(value: float | None, decimals: int, language: str) -> str:
    """A number as people of the language write it; a dash for none."""
    if value is None or value != value:
        return "–"
    written = f"{value:,.{decimals}f}"
    return written.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",") if language == "sv" else written


def _one_column(released: ReleasedTable, language: str) -> Table:
    heads = ["answer", released.statistic, "std_error", "ci", "n", "weighted_n"]
    drawn = _ruled([_word(head, language, level=round(100 * released.level_of_confidence)) for head in heads])
    for row, (cell,) in zip(released.rows, released.cells, strict=True):
        shown = _figures(released, cell, language)
        drawn.add_row(row.label.in_language(language), *shown, _n(cell.n, language), _n(cell.weighted_n, language))
    (base,) = released.bases
    if released.statistic == "proportion":
        drawn.add_section()
        drawn.add_row(_word("base", language), "", "", "", _base(base, language), _n(base.weighted_n, language))
    return drawn


def _columns(released: ReleasedTable, language: str) -> Table:
    drawn = _ruled([_word("answer", language), *(column.label.in_language(language) for column in released.columns)])
    for row, cells in zip(released.rows, released.cells, strict=True):
        drawn.add_row(row.label.in_language(language), *(_in_brackets(released, cell, language) for cell in cells))
    drawn.add_section()
    drawn.add_row(_word("base", language), *(_base(base, language) for base in released.bases))
    return drawn


def _ruled(heads: list[str]) -> Table:
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(heads):
        drawn.add_column(head, justify="right" if place else "left", overflow="fold")
    return drawn


def _figures(released: ReleasedTable, cell: ReleasedCell, language: str) -> tuple[str, str, str]:
    if cell.blank:
        return f"– {cell.flag}", "–", "–"
    scale, decimals = _scale(released)
    value, error, low, high = (
        number(None if figure is None else figure * scale, decimals, language)
        for figure in (cell.value, cell.std_error, cell.ci_low, cell.ci_high)
    )
    return value, error, f"{low}–{high}"


def _in_brackets(released: ReleasedTable, cell: ReleasedCell, language: str) -> str:
    value, _, interval = _figures(released, cell, language)
    return value if cell.blank else f"{value} ({interval})"


def _scale(released: ReleasedTable) -> tuple[float, int]:
    return (100.0, 2 if len(released.columns) == 1 else 1) if released.statistic == "proportion" else (1.0, 2)


def _base(base: ReleasedBase, language: str) -> str:
    return f"– {base.flag}" if base.blank else _n(base.n, language)


def _n(count: float | None, language: str) -> str:
    return number(count, 0, language)


def _below(released: ReleasedTable, language: str) -> list[str]:
    test, reasons = released.test, dict[str, str]()
    blanks: list[ReleasedCell | ReleasedBase] = [*(cell for cells in released.cells for cell in cells), *released.bases]
    for blank in blanks:
        if blank.reason:
            reasons.setdefault(blank.flag, blank.reason.in_language(language))
    said = []
    if test:
        figures = [number(figure, 2, language) for figure in (test.df1, test.df2, test.statistic)]
        said.append(f"{test.name}: F({figures[0]}; {figures[1]}) = {figures[2]}, p = {p_value(test.p_value, language)}")
    elif released.test_reason:
        said.append(released.test_reason.in_language(language))
    said += [f"{flag}  {reason}" for flag, reason in reasons.items()]
    return said + [note.in_language(language) for note in released.notes]


def p_value(p: float, language: str) -> str:
    """A p value with three decimals; never "0"."""
    return number(p, 3, language) if p >= 0.0005 else f"< {number(0.001, 3, language)}"


def _coefficients(released: ReleasedModel, language: str) -> Table:
    odds = released.family == "logistic"
    level = round(100 * released.level_of_confidence)
    heads = ["term", "odds_ratio" if odds else "coefficient", "ci", "std_error", "p"]
    drawn = _ruled([_word(head, language, level=level) for head in heads])
    for term in released.coefficients:
        value, low, high = (
            number(exp(figure) if odds else figure, 2, language)
            for figure in (term.coefficient, term.ci_low, term.ci_high)
        )
        error = number(term.std_error, 3, language)
        drawn.add_row(term.label.in_language(language), value, f"{low}–{high}", error, p_value(term.p_value, language))
    return drawn


def _below_model(released: ReleasedModel, language: str) -> list[str]:
    compared = [f"{name}: {level.label.in_language(language)}" for name, level in released.references]
    said = [f"{_word('reference', language)} {'; '.join(compared)}"] if compared else []
    said.append(f"n = {_n(released.n, language)}, df = {number(released.df, 0, language)}")
    return said + [note.in_language(language) for note in released.notes]


def _word(key: str, language: str, **parts: object) -> str:
    return WORDS[key].in_language(language).format(**parts)


def whole(count: float, language: str) -> str:
    """A count as people of the language write it."""
    return number(count, 0, language)


def _print(title: str, drawn: Table, below: Iterable[str]) -> None:
    notes = [Styled(line, style="dim") for line in below if line]
    console: Console = answer()
    console.print(Group(Styled(title, style="bold"), drawn, *notes))
