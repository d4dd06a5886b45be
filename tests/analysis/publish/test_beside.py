"""A published figure beside a released one: worked out from what is shown, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.disclosure.released import ReleasedBase, ReleasedCell, ReleasedTable
from analysis.publish.beside import beside_table, in_words
from analysis.publish.plan_page import Part, to_csv, to_page
from analysis.source import Level, Source
from survey.plan import Cell, PublishedFigure
from survey.text import Text, plain

HIDDEN = ReleasedCell(flag="c", reason=Text(sv="Få svarade så.", en="Few answered so."))
FIGURE = PublishedFigure("t1", Cell(answer=(1, 2)), 1.5, "A study", n=3498)


def cell(value: float, low: float, high: float) -> ReleasedCell:
    return ReleasedCell(value=value, ci_low=low, ci_high=high, n=100)


def table(*cells: ReleasedCell, synthetic: bool = False) -> ReleasedTable:
    """Answers 0, 1, 2 of everybody."""
    rows = tuple(Level(float(code), plain(str(code))) for code in range(len(cells)))
    source = Source(study="s", rows="ever", variables=("ever",), labels=(plain("Ever"),), synthetic=synthetic)
    return ReleasedTable(
        source=source,
        notes=(),
        public_use=False,
        statistic="proportion",
        rows=rows,
        columns=(Level(None, Text(sv="Alla", en="All")),),
        cells=tuple((each,) for each in cells),
        bases=(ReleasedBase(n=1000, weighted_n=1000.0),),
        ci_method="logit",
        level_of_confidence=0.95,
    )


def test_all_answers_but_one_are_what_the_one_leaves() -> None:
    found = beside_table(table(cell(0.99, 0.98, 0.995), HIDDEN, HIDDEN), FIGURE)
    assert (found.value, found.low, found.high) == pytest.approx((1.0, 0.5, 2.0))
    assert found.difference == pytest.approx(-0.5)


def test_where_the_one_that_is_left_is_blank_there_is_no_figure() -> None:
    found = beside_table(table(HIDDEN, cell(0.01, 0.005, 0.02), cell(0.02, 0.01, 0.03)), FIGURE)
    assert (found.value, found.low, found.high, found.difference) == (None, None, None, None)
    assert in_words(found, "en") == "No figure here: Few answered so. Published 1.5% (n = 3,498; A study)."


def test_some_answers_are_added_only_where_all_of_them_are_shown() -> None:
    shown = (cell(0.5, 0.4, 0.6), cell(0.2, 0.1, 0.3), cell(0.1, 0.05, 0.2), cell(0.2, 0.1, 0.3))
    found = beside_table(table(*shown), FIGURE)
    assert (found.value, found.low) == (pytest.approx(30), None)
    assert beside_table(table(shown[0], HIDDEN, *shown[2:]), FIGURE).value is None


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        (1.5, "en", "0.5 percentage points lower here. The published figure lies within the interval here."),
        (4.0, "en", "3.0 percentage points lower here. The published figure lies outside the interval here."),
        (0.3, "sv", "0,7 procentenheter högre här. Det publicerade värdet ligger utanför intervallet här."),
        (1.0, "sv", "publicerat 1,0\N{NO-BREAK SPACE}% (n = 3\N{NO-BREAK SPACE}498; A study): lika."),
    ],
)
def test_the_difference_is_said_in_words(value: float, language: str, words: str) -> None:
    found = beside_table(table(cell(0.99, 0.98, 0.995), HIDDEN, HIDDEN), replace(FIGURE, value=value))
    assert words in in_words(found, language)


def test_a_group_that_the_table_does_not_show_is_no_figure() -> None:
    found = beside_table(table(cell(0.9, 0.8, 0.95)), replace(FIGURE, cell=Cell(answer=(0,), group=3)))
    assert "has no such figure" in in_words(found, "en")


def test_made_up_answers_say_so_in_page_sentence_and_file() -> None:
    made_up = table(cell(0.99, 0.98, 0.995), HIDDEN, HIDDEN, synthetic=True)
    part = Part("t1", Text(sv="Titel", en="Title"), made_up, None, (beside_table(made_up, FIGURE),))
    page = to_page(plain("Study"), [part], "en", synthetic=True)
    assert "Synthetic data" in page
    assert "say nothing of the population" in page
    assert to_csv([part], "en", synthetic=True).splitlines()[1].startswith("1,t1,1,0.5,2,1.5,-0.5,3498,")


def test_what_a_plan_says_is_text_on_the_page() -> None:
    part = Part("t1", plain("<script>"), None, plain("<b>"), ())
    page = to_page(plain("<i>"), [part], "sv", synthetic=False)
    assert not any(word in page for word in ("<script>", "<b>", "<i>"))
