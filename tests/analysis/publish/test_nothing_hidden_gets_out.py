"""No output holds a figure of a hidden cell: planted figures are searched for in all of them."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np
import pytest

from analysis.disclosure import Ledger, ReleasedTable, ReleasePolicy, release
from analysis.publish import chart, sentences, table
from analysis.unreleased import figures

COUNTS = [[1237, 1483, 1601], [1009, 1301, 1201], [7, 1117, 907]]
PLANTED = {"value": 0.7310573, "std_error": 0.0417193, "ci_low": 0.6213579, "ci_high": 0.8171717, "deff": 4.9137157}
WEIGHTED_N = 61931.77
# As they would be written, rounded or not, in either language; and the hidden counts themselves.
TRACES = [
    *("7310573", "73.1", "73,1", "0.731", "73.11", "73,11"),
    *("0417193", "4.17", "4,17", "0.0417", "0.042"),
    *("6213579", "62.1", "62,1", "0.621"),
    *("8171717", "81.7", "81,7", "0.817"),
    *("4.9137157", "4.91", "4,91"),
    *("61931", "61930", "61\N{NO-BREAK SPACE}93", "61,93"),
    *("1009", "1010", "1\N{NO-BREAK SPACE}010", "1,010", "1201", "907", "905"),
]


@pytest.fixture
def released(crosstab_of) -> ReleasedTable:
    """A table with a small cell, and planted figures wherever it is hidden."""
    made = crosstab_of(COUNTS)
    first = release(made, ReleasePolicy(), Ledger())
    hidden = np.array([[cell.blank for cell in row] for row in first.cells])
    assert [COUNTS[r][c] for r, c in np.argwhere(hidden)] == [1009, 1201, 7, 907]
    for name, number in PLANTED.items():
        getattr(figures(made), name)[hidden] = number
    figures(made).weighted_n[hidden] = WEIGHTED_N
    return release(made, ReleasePolicy(), Ledger())


def assert_clean(text: str) -> None:
    assert [trace for trace in TRACES if trace in text] == []


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("write", [table.to_html, table.to_page, table.to_csv], ids=lambda write: write.__name__)
def test_html_and_csv_hold_no_hidden_figure(released, write, language):
    assert_clean(write(released, language))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_workbook_holds_no_hidden_figure(released, language):
    with zipfile.ZipFile(io.BytesIO(table.to_xlsx(released, language))) as book:
        parts = [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
    assert len(parts) > 5
    assert_clean("\n".join(parts))


def test_json_holds_no_hidden_figure(released):
    assert_clean(json.dumps(table.to_json(released), allow_nan=False))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_chart_and_its_text_hold_no_hidden_figure(released, language):
    figure, alternative = chart.bars(released, language)
    assert_clean(figure.to_json() + figure.to_html(include_plotlyjs=False, div_id="chart") + alternative)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_sentences_hold_no_hidden_figure(released, language):
    assert_clean(" ".join(sentences.of_table(released, language)))


def test_the_released_table_itself_holds_no_hidden_figure(released):
    assert_clean(repr(released))


def test_the_search_would_find_a_figure_that_is_shown(crosstab_of):
    made = crosstab_of(COUNTS)
    figures(made).value[0, 0] = PLANTED["value"]
    public = release(made, ReleasePolicy(public_use=True), Ledger())
    for text in (table.to_html(public, "sv"), table.to_csv(public, "en"), chart.bars(public, "en")[0].to_json()):
        with pytest.raises(AssertionError):
            assert_clean(text)
