"""Released figures as charts: bars with their intervals, coefficients with theirs, each with a text that says the same.

A hidden figure is drawn as a word where its bar would be, never as a bar of length zero. Charts hold the released
figures and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import plotly.graph_objects as go

from analysis.disclosure.released import ReleasedModel, ReleasedTable
from analysis.publish import words
from analysis.publish.effects import effect, ratio_of
from analysis.publish.layout_model import heading, outcome
from analysis.publish.layout_table import what
from analysis.publish.numbers import DASH, interval, number
from analysis.publish.sentences import main_figure
from survey.text import Text

# Okabe and Ito (2008), without yellow (too pale on white) and black: told apart with every kind of colour vision.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
EVERYBODY = "#5f6b75"

_BAR_CHART = Text(sv="Stapeldiagram", en="Bar chart")
_COEFFICIENTS = Text(sv="Diagram över sambanden i modellen", en="Chart of the effects in the model")
_TOLD = 8
_AND_MORE = Text(sv="och {more} till", en="and {more} more")
_HEIGHT_OF_BAR, _HEIGHT_OF_LINE, _HEIGHT_AROUND = 26, 17, 110
_LONGEST_LINE, _BREAK = 28, "<br>"  # wider, and a telephone has no room left for the bars
_RATIOS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class _Bar:
    """One bar with its place on the axis; `x` is None where the figure is hidden, `group` is "" without groups."""

    row: str
    group: str
    x: float | None
    low: float | None
    high: float | None
    said: str
    reason: str

    @property
    def place(self) -> str:
        return f"{self.row}, {self.group}" if self.group else self.row


def bars(released: ReleasedTable, language: str) -> tuple[go.Figure, str]:
    """A horizontal bar for each category (in each group), with its interval; and the alternative text."""
    columns = [_column(released, c, language) for c in range(len(released.columns))]
    figure = go.Figure()
    for c, drawn in enumerate(columns):
        _draw(figure, drawn, released.columns[c].label.in_language(language), _colour(released, c))
    everything = [bar for row in zip(*columns, strict=True) for bar in row]
    _draw_hidden(figure, [bar for bar in everything if bar.x is None])
    statistic = words.statistic(released, language)
    _lay_out(figure, statistic, _axis(everything), legend=len(columns) > 1)
    figure.update_xaxes(rangemode="tozero")
    said = [f"{bar.place}: {bar.said}" for bar in everything]
    about = [words.title(released, language), words.only(released, language), what(released, language)]
    return figure, _alternative(_BAR_CHART, about, said, language)


def coefficients(released: ReleasedModel, language: str) -> tuple[go.Figure, str]:
    """A point with its interval for each term but the intercept (ratios: log scale); and the alternative text."""
    ratio = ratio_of(released)
    terms = [term for term in released.coefficients if term.variable]
    effects = [effect(released, term) for term in terms]
    labels = _unique([heading(term, language) for term in terms])
    figure = go.Figure(
        go.Scatter(
            x=[value for value, _, _ in effects],
            y=(axis := [_broken(label) for label in labels]),
            mode="markers",
            marker={"color": PALETTE[0], "size": 9},
            error_x=_error(effects),
            showlegend=False,
        )
    )
    name = (ratio.name if ratio else words.COEFFICIENT)[language]
    _lay_out(figure, name, axis, legend=False)
    figure.add_vline(x=1 if ratio else 0, line={"color": EVERYBODY, "dash": "dot", "width": 1})
    if ratio:
        figure.update_xaxes(type="log", tickvals=_RATIOS, ticktext=[_ratio(tick, language) for tick in _RATIOS])
    said = [f"{label}: {_with_interval(values, language)}" for label, values in zip(labels, effects, strict=True)]
    about = [outcome(released, language), words.only(released, language), name]
    return figure, _alternative(_COEFFICIENTS, about, said, language)


def _column(released: ReleasedTable, c: int, language: str) -> list[_Bar]:
    scale = 100 if released.statistic == "proportion" else 1
    rows = _unique([level.label.in_language(language) for level in released.rows])
    groups = _unique([level.label.in_language(language) for level in released.columns])
    made = []
    for row, cells in zip(rows, released.cells, strict=True):
        cell, group = cells[c], groups[c] if len(groups) > 1 else ""
        x, low, high = (None if f is None else round(scale * f, 10) for f in (cell.value, cell.ci_low, cell.ci_high))
        reason = cell.reason.in_language(language) if cell.reason else ""
        said = "{} ({})".format(*main_figure(released, cell, released.bases[c], language))
        absent = words.HIDDEN if cell.blank else words.NO_ANSWERS
        made.append(_Bar(row, group, x, low, high, absent[language] if reason else said, reason))
    return made


def _draw(figure: go.Figure, column: list[_Bar], name: str, colour: str) -> None:
    # Hidden bars keep their place without a length: the axis takes the order in which it meets the places.
    figure.add_trace(
        go.Bar(
            x=[bar.x for bar in column],
            y=_axis(column),
            orientation="h",
            name=name,
            marker={"color": colour},
            error_x=_error([(bar.x, bar.low, bar.high) for bar in column]),
            hovertext=[f"{bar.place}: {bar.said}" for bar in column],
            hoverinfo="text",
            showlegend=any(bar.x is not None for bar in column),
        )
    )


def _draw_hidden(figure: go.Figure, hidden: list[_Bar]) -> None:
    """A word at the foot of each bar that is not there, and its reason when pointed at."""
    if not hidden:
        return
    figure.add_trace(
        go.Scatter(
            x=[0] * len(hidden),
            y=_axis(hidden),
            mode="text",
            text=[f" {DASH} {bar.said}" for bar in hidden],
            textposition="middle right",
            hovertext=[f"{bar.place}: {bar.reason}" for bar in hidden],
            hoverinfo="text",
            showlegend=False,
        )
    )


def _axis(drawn: list[_Bar]) -> list[str] | list[list[str]]:
    """Places on the axis: categories, and within them groups; these stand so close that the categories are bold."""
    rows = [_broken(bar.row) for bar in drawn]
    if not any(bar.group for bar in drawn):
        return rows
    return [[f"<b>{row}</b>" for row in rows], [_broken(bar.group) for bar in drawn]]


def _error(values: Sequence[tuple[float | None, float | None, float | None]]) -> dict[str, object]:
    """Distances from the figures to the ends of their intervals; none where an end could not be estimated."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [None if x is None or high is None else high - x for x, _, high in values],
        "arrayminus": [None if x is None or low is None else x - low for x, low, _ in values],
        "color": "#6b7780",  # read on light and on dark ground
        "thickness": 2,
        "width": 3,
    }


def _lay_out(figure: go.Figure, title: str, axis: list[str] | list[list[str]], *, legend: bool) -> None:
    """Places in the order of the table, from the top; the labels need room of their own."""
    grouped = bool(axis) and isinstance(axis[0], list)
    places = [str(place) for place in (axis[-1] if grouped else axis)]
    of_bar = max(_HEIGHT_OF_BAR, *(_HEIGHT_OF_LINE * (place.count(_BREAK) + 1) for place in places), 0)
    figure.update_layout(
        template="none",
        barmode="overlay",
        bargap=0.25,
        height=_HEIGHT_AROUND + of_bar * max(len(places), 2),
        margin={"l": 8, "r": 16, "t": 24, "b": 48},
        showlegend=legend,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        xaxis={"title": {"text": title}, "zeroline": False, "gridcolor": "rgba(122,139,150,0.25)"},
        yaxis={"autorange": "reversed", "automargin": True, "ticklabelstandoff": 6},
    )
    # Else codes without labels would be read as numbers, with marks at 0.5 and 1.5 between them.
    figure.update_yaxes(type="multicategory" if grouped else "category")


def _colour(released: ReleasedTable, c: int) -> str:
    everybody = len(released.columns) > 1 and released.columns[c].value is None
    return EVERYBODY if everybody else PALETTE[c % len(PALETTE)]


def _unique(labels: list[str]) -> list[str]:
    """Equal labels would share one place; the later ones get a number."""
    made: list[str] = []
    for label in labels:
        same = sum(label == earlier for earlier in labels[: len(made)])
        made.append(f"{label} ({same + 1})" if same else label)
    return made


def _broken(label: str) -> str:
    """A label of the axis in lines."""
    return _BREAK.join(wrap(label, _LONGEST_LINE)) or label


def _ratio(tick: float, language: str) -> str:
    """A ratio as a number of the language, without zeros that say nothing."""
    return number(tick, 0 if tick >= 1 else 1 if tick >= 0.1 else 2, language)


def _with_interval(values: tuple[float, float, float], language: str) -> str:
    value, low, high = (number(figure, 2, language) for figure in values)
    return f"{value} ({interval(low, high)})"


def _alternative(kind: Text, about: list[str], said: list[str], language: str) -> str:
    """The chart in words: what it is about, and its main figures."""
    told = said[:_TOLD]
    if len(said) > _TOLD:
        told.append(_AND_MORE[language].format(more=len(said) - _TOLD))
    return f"{kind[language]}. {'. '.join(filter(None, about))}. {'; '.join(told)}."
