"""A published figure beside a released one, with the difference in words.

It is worked out from what was released and from nothing else: where the cell is blank there is nothing to compare, and
the reason is all that is said. Shares of several answers are added only where every one of them was released, or are
what the one remaining answer leaves of 100 per cent; both could be done by anybody who reads the table.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.disclosure.released import ReleasedCell, ReleasedModel, ReleasedTable
from analysis.publish.effects import effect, ratio_of
from analysis.publish.numbers import interval, number, percent, with_sign
from survey.plan import PublishedFigure
from survey.text import Text


@dataclass(frozen=True)
class Beside:
    """A published figure and what was released of the same; None where that is blank, `reason` says why.

    value, low, high  in the unit of the published figure: per cent for a proportion, a ratio for a model that has one
    percent  True for shares
    """

    figure: PublishedFigure
    value: float | None = None
    low: float | None = None
    high: float | None = None
    percent: bool = False
    synthetic: bool = False
    reason: Text | None = None

    @property
    def difference(self) -> float | None:
        """Here minus published."""
        return None if self.value is None else self.value - self.figure.value


def beside_table(released: ReleasedTable, figure: PublishedFigure) -> Beside:
    """A published figure beside the cell of a released table that it is about."""
    share = released.statistic == "proportion"
    synthetic = released.source.synthetic
    group = None if figure.cell.group is None else float(figure.cell.group)
    at = next((c for c, column in enumerate(released.columns) if column.value == group), None)
    if at is None:
        return Beside(figure, percent=share, synthetic=synthetic, reason=_NO_CELL)
    rows = [(row.value, cells[at]) for row, cells in zip(released.rows, released.cells, strict=True)]
    if not share:
        return _of_cell(figure, rows[0][1], synthetic)
    wanted = {float(code) for code in figure.cell.answer}
    asked = [cell for value, cell in rows if value in wanted]
    others = [cell for value, cell in rows if value not in wanted]
    if len(asked) < len(wanted):
        return Beside(figure, percent=True, synthetic=synthetic, reason=_NO_CELL)
    if len(asked) > 1 and len(others) == 1:
        return _rest_of(figure, others[0], synthetic)
    return _sum_of(figure, asked, synthetic)


def beside_model(released: ReleasedModel, figure: PublishedFigure) -> Beside:
    """A published figure beside a term of a released model."""
    term = next((term for term in released.coefficients if term.term == figure.cell.term), None)
    if term is None:
        return Beside(figure, synthetic=released.source.synthetic, reason=_NO_CELL)
    value, low, high = effect(released, term)
    return Beside(figure, value, low, high, synthetic=released.source.synthetic)


def name_of_figure(released: ReleasedTable | ReleasedModel, language: str) -> str:
    """What a model's figures are called, such as "Odds ratio"; nothing for a table."""
    ratio = ratio_of(released) if isinstance(released, ReleasedModel) else None
    return ratio.name[language] if ratio else ""


def _of_cell(figure: PublishedFigure, cell: ReleasedCell, synthetic: bool) -> Beside:
    if cell.value is None:
        return Beside(figure, synthetic=synthetic, reason=cell.reason or _NO_CELL)
    return Beside(figure, cell.value, cell.ci_low, cell.ci_high, synthetic=synthetic)


def _rest_of(figure: PublishedFigure, cell: ReleasedCell, synthetic: bool) -> Beside:
    """What one answer leaves of everybody: 100 - p, from 100 - high to 100 - low."""
    if cell.value is None:
        return Beside(figure, percent=True, synthetic=synthetic, reason=cell.reason or _NO_CELL)
    low, high = (None if end is None else 100 * (1 - end) for end in (cell.ci_high, cell.ci_low))
    return Beside(figure, 100 * (1 - cell.value), low, high, percent=True, synthetic=synthetic)


def _sum_of(figure: PublishedFigure, cells: list[ReleasedCell], synthetic: bool) -> Beside:
    """The shares of some answers together; an interval only of a single one."""
    values = [cell.value for cell in cells if cell.value is not None]
    if len(values) < len(cells) or not cells:
        reason = next((cell.reason for cell in cells if cell.reason), _NO_CELL)
        return Beside(figure, percent=True, synthetic=synthetic, reason=reason)
    ends = (cells[0].ci_low, cells[0].ci_high) if len(cells) == 1 else (None, None)
    low, high = (None if end is None else 100 * end for end in ends)
    return Beside(figure, 100 * sum(values), low, high, percent=True, synthetic=synthetic)


# ---- in words -----------------------------------------------------------------------------------------------

_NO_CELL = Text(
    sv="Tabellen eller modellen som visas har inget sådant värde.",
    en="The table or model that was released has no such figure.",
)
_HERE = Text(
    sv="Här {here}, publicerat {there}: {difference}.",
    en="Here {here}, published {there}: {difference}.",
)
_BLANK = Text(
    sv="Här visas inget värde: {reason} Publicerat {there}.", en="No figure here: {reason} Published {there}."
)
_HIGHER = Text(sv="{by} högre här", en="{by} higher here")
_LOWER = Text(sv="{by} lägre här", en="{by} lower here")
_SAME = Text(sv="lika", en="the same")
_POINTS = Text(sv="{by} procentenheter", en="{by} percentage points")
_TIMES = Text(sv="{by} enheter", en="{by} units")
_INSIDE = Text(
    sv=" Det publicerade värdet ligger inom intervallet här.",
    en=" The published figure lies within the interval here.",
)
_OUTSIDE = Text(
    sv=" Det publicerade värdet ligger utanför intervallet här.",
    en=" The published figure lies outside the interval here.",
)
_MADE_UP = Text(
    sv=" Svaren här är syntetiska och säger ingenting om befolkningen.",
    en=" The answers here are synthetic and say nothing of the population.",
)
_N = Text(sv="n = {n}", en="n = {n}")


def in_words(found: Beside, language: str) -> str:
    """The two figures, how far they lie apart, and whether the published one lies within the interval here."""
    there = f"{_written(found.figure.value, found, language)} ({_source(found, language)})"
    if found.value is None or found.difference is None:
        reason = (found.reason or _NO_CELL).in_language(language)
        return _BLANK[language].format(reason=reason, there=there)
    here = _written(found.value, found, language)
    if found.low is not None and found.high is not None:
        here += f" ({interval(*(number(end, _decimals(found), language) for end in (found.low, found.high)))})"
    said = _HERE[language].format(here=here, there=there, difference=_apart(found, language))
    return said + _within(found, language) + (_MADE_UP[language] if found.synthetic else "")


def _apart(found: Beside, language: str) -> str:
    assert found.difference is not None
    by = number(abs(found.difference), _decimals(found), language)
    if by == number(0, _decimals(found), language):
        return _SAME[language]
    unit = (_POINTS if found.percent else _TIMES)[language].format(by=by)
    return (_HIGHER if found.difference > 0 else _LOWER)[language].format(by=unit)


def _within(found: Beside, language: str) -> str:
    if found.low is None or found.high is None:
        return ""
    return (_INSIDE if found.low <= found.figure.value <= found.high else _OUTSIDE)[language]


def _source(found: Beside, language: str) -> str:
    figure = found.figure
    ends = interval(*(number(end, _decimals(found), language) for end in figure.interval)) if figure.interval else ""
    n = _N[language].format(n=number(figure.n, 0, language)) if figure.n is not None else ""
    return "; ".join(filter(None, (ends, n, figure.source)))


def _written(value: float, found: Beside, language: str) -> str:
    if found.percent:
        return with_sign(percent(value / 100, 1, language), language)
    return number(value, 2, language)


def _decimals(found: Beside) -> int:
    return 1 if found.percent else 2
