from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.publish import chart, table
from analysis.publish.numbers import interval
from analysis.unreleased import ModelResult, ResultTable


@pytest.fixture
def policy(tmp_path: Path) -> tuple[ReleasePolicy, Ledger]:
    return ReleasePolicy(), Ledger(tmp_path / "ledger.jsonl")


def places(figure: Any) -> list[tuple[str, str]]:
    """The places of the axis in the order in which Plotly meets them."""
    met = [place for trace in figure.data for place in zip(*trace.y, strict=True)]
    rows, groups = (list(dict.fromkeys(part)) for part in zip(*met, strict=True))
    return [(row, group) for row in rows for group in groups]


def test_hidden_bars_keep_their_place_in_the_order_of_the_table(
    policy: tuple[ReleasePolicy, Ledger], crosstab_of: Callable[..., ResultTable]
) -> None:
    released = release(crosstab_of([[3, 400], [300, 500], [700, 2]]), *policy)
    figure, _ = chart.bars(released, "sv")
    rows, columns = ([level.label["sv"] for level in levels] for levels in (released.rows, released.columns))
    assert any(cell.blank for row in released.cells for cell in row)
    assert places(figure) == [(f"<b>{row}</b>", column) for row in rows for column in columns]


def test_a_group_whose_bars_are_all_hidden_has_no_colour_in_the_legend(
    policy: tuple[ReleasePolicy, Ledger], crosstab_of: Callable[..., ResultTable]
) -> None:
    figure, _ = chart.bars(release(crosstab_of([[3, 400, 300], [4, 500, 200]]), *policy), "sv")
    drawn = [any(x is not None for x in trace.x) for trace in figure.data if trace.type == "bar"]
    assert not all(drawn)
    assert [trace.showlegend for trace in figure.data if trace.type == "bar"] == drawn


def test_an_axis_of_odds_ratios_is_marked_with_whole_numbers_of_the_language(
    policy: tuple[ReleasePolicy, Ledger], model_of: Callable[..., ModelResult]
) -> None:
    cells = [("sex", 1.0, 300, 100), ("sex", 2.0, 400, 200)]
    axis = chart.coefficients(release(model_of(cells), *policy), "sv")[0].layout.xaxis
    marks = dict(zip(axis.tickvals, axis.ticktext, strict=True))
    assert (marks[0.05], marks[0.5], marks[2], marks[100]) == ("0,05", "0,5", "2", "100")


def test_long_labels_stand_in_lines_so_that_a_narrow_screen_keeps_room_for_the_bars() -> None:
    said = "I vilken grad instämmer du i följande påståenden om tjejer och killar?"
    assert chart._broken(said).replace("<br>", " ") == said
    assert max(map(len, chart._broken(said).split("<br>"))) <= 28


def test_where_nobody_answered_public_data_say_so_in_table_and_chart(
    tmp_path: Path, crosstab_of: Callable[..., ResultTable]
) -> None:
    public = ReleasePolicy.from_settings({"public_use": True})
    released = release(crosstab_of([[0, 400], [0, 500]], level=0), public, Ledger(tmp_path / "ledger.jsonl"))
    reason = "No figure: at least one person must have answered, and here nobody in the group did."
    assert reason in table.to_html(released, "en")
    assert reason in table.to_csv(released, "en")
    bars = chart.bars(released, "en")[0].data[-1]
    assert " – no answers" in bars.text
    assert reason in bars.hovertext[0]


def test_an_interval_without_ends_is_one_dash() -> None:
    assert interval("–", "–") == "–"


def test_codes_without_labels_are_categories_of_the_axis_not_numbers(
    policy: tuple[ReleasePolicy, Ledger], crosstab_of: Callable[..., ResultTable]
) -> None:
    single, _ = chart.bars(release(crosstab_of([[400], [500]], by=""), *policy), "sv")
    grouped, _ = chart.bars(release(crosstab_of([[400, 300], [500, 200]]), *policy), "sv")
    assert (single.layout.yaxis.type, grouped.layout.yaxis.type) == ("category", "multicategory")
