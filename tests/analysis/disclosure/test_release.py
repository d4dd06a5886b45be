from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab
from analysis.disclosure import Ledger, Refused, ReleasePolicy, record_keys, release
from analysis.errors import AnalysisError
from analysis.unreleased import ResultTable, figures
from survey.frame import SurveyFrame

POLICY = ReleasePolicy()
PUBLIC = ReleasePolicy(public_use=True)
SMALL = [[100, 120, 50], [40, 52, 60], [4, 30, 22]]


def flags(released) -> list[list[str]]:
    return [[cell.flag for cell in row] for row in released.cells]


def english(texts) -> str:
    return " ".join(text["en"] for text in texts if text)


def test_a_large_table_is_shown_whole(crosstab_of):
    released = release(crosstab_of([[100, 80], [70, 90]]), POLICY, Ledger())
    assert flags(released) == [["", "", ""], ["", "", ""]]
    assert released.cells[0][0].value == 0.588
    assert released.test is not None
    assert released.test_reason is None


def test_a_blank_cell_holds_no_figure_and_says_why(crosstab_of):
    released = release(crosstab_of(SMALL), POLICY, Ledger())
    blank = released.cells[2][0]
    assert blank.flag == "c"
    assert blank.reason == {
        "sv": "Dolt: minst 10 måste ha svarat så, för att ingen ska kunna kännas igen; här är de färre. Slå samman "
        "svar eller grupper.",
        "en": "Hidden: at least 10 must have answered so, so that nobody can be recognised; here they are fewer. Merge "
        "answers or groups.",
    }
    figures_of_blank = (blank.value, blank.std_error, blank.ci_low, blank.ci_high, blank.df, blank.deff, blank.n)
    assert {*figures_of_blank, blank.weighted_n, blank.caution} == {None}
    others = [cell for row in released.cells for cell in row if cell.flag == "x"]
    assert len(others) == 3
    assert english({cell.reason for cell in others}).startswith("Hidden: no hidden figure may be worked out")


def test_the_test_is_withheld_with_its_reason(crosstab_of):
    released = release(crosstab_of(SMALL), POLICY, Ledger())
    assert released.test is None
    assert "may rest only on figures that are shown" in released.test_reason["en"]


def test_shown_counts_are_rounded_and_shares_too(crosstab_of):
    released = release(crosstab_of([[53, 501], [32, 332]]), POLICY, Ledger())
    assert [cell.n for cell in released.cells[0]] == [55, 500, 555]
    assert [base.n for base in released.bases] == [85, 835, 920]
    assert released.cells[0][0].value == 0.62  # whole per cents below 100 answers
    assert released.cells[0][1].value == 0.601
    assert "rounded to the nearest 5" in english(released.notes)


@pytest.mark.parametrize(("weights", "shown"), [(1.0, 60), (245.0, 14000), (0.93, 50)])
def test_weighted_counts_are_rounded_like_counts(crosstab_of, weights, shown):
    released = release(crosstab_of([[57, 501], [32, 332]], weights=weights), POLICY, Ledger())
    assert released.cells[0][0].weighted_n == pytest.approx(shown, abs=6 * weights)
    assert released.cells[0][0].weighted_n % 5 == 0


def test_public_data_are_shown_as_they_are_and_say_so(crosstab_of):
    table = crosstab_of([[3, 0], [47, 61]])
    released = release(table, PUBLIC, Ledger())
    exact = figures(table)
    assert flags(released) == [["", "", ""], ["", "", ""]]
    assert released.cells[0][0].value == exact.value[0, 0]
    assert [cell.n for cell in released.cells[0]] == [3, 0, 3]
    assert released.public_use
    assert "already public" in english(released.notes)


def named(result, statistic):
    return ResultTable(replace(figures(result), statistic=statistic))


def test_a_statistic_without_rules_is_refused(crosstab_of):
    with pytest.raises(Refused, match='"quantile" is not shown: only statistics with rules'):
        release(named(crosstab_of([[100, 80], [70, 90]]), "quantile"), POLICY, Ledger())


def test_a_statistic_without_rules_is_shown_of_public_data(crosstab_of):
    released = release(named(crosstab_of([[3, 0], [47, 61]]), "quantile"), PUBLIC, Ledger())
    assert released.statistic == "quantile"
    assert released.cells[0][0].value is not None


def test_synthetic_data_say_so_on_every_output(crosstab_of, estimate_of):
    table = release(crosstab_of(SMALL, synthetic=True), POLICY, Ledger())
    assert "Synthetic data" in english(table.notes)
    assert "Syntetiska data" in table.notes[0]["sv"]
    assert "Synthetic data" not in english(release(estimate_of(60, 300), POLICY, Ledger()).notes)


def test_one_answer_alone_is_blank_and_says_why(crosstab_of):
    """What a study shows on the day its first answer comes in."""
    released = release(crosstab_of([[1], [0], [0]], by=""), POLICY, Ledger())
    assert flags(released) == [["b"], ["b"], ["b"]]
    assert "a group must have at least 41 answers" in released.cells[0][0].reason["en"]
    assert released.bases[0].n is None
    assert "a group must have at least 10 answers" in released.bases[0].reason["en"]


def test_a_group_that_nobody_is_in_hides_nothing_else(crosstab_of):
    released = release(crosstab_of([[100, 80, 0], [70, 90, 0]]), POLICY, Ledger())
    assert [column[2] for column in flags(released)] == ["b", "b"]
    assert "here nobody in the group did" in released.cells[0][2].reason["en"]
    assert released.bases[2].n == 0
    assert [row[:2] for row in flags(released)] == [["", ""], ["", ""]]


@pytest.mark.parametrize(("level", "hidden"), [(1, 0), (3, 6)])
def test_an_answer_that_nobody_gave_is_a_secret_from_level_2_only(crosstab_of, level, hidden):
    released = release(crosstab_of([[100, 80], [70, 90], [0, 0]], level=level), POLICY, Ledger())
    assert sum(flag != "" for row in flags(released) for flag in row) == hidden
    assert released.cells[2][0].n == (None if hidden else 0)


def test_three_variables_at_level_3_are_refused(crosstab_of):
    with pytest.raises(Refused, match="at most 2 variables may be combined") as refused:
        release(crosstab_of([[100, 80], [70, 90]], where="y_age = 17"), POLICY, Ledger())
    assert "högst 2 variabler" in refused.value.reason["sv"]
    release(crosstab_of([[100, 80], [70, 90]], where="y_age = 17", level=2), POLICY, Ledger())


def test_a_refusal_is_written_down(crosstab_of):
    ledger = Ledger()
    with pytest.raises(Refused):
        release(crosstab_of([[100, 80], [70, 90]], where="y_age = 17"), POLICY, ledger)
    with ledger.locked() as earlier:
        (entry,) = earlier
    assert "at most 2 variables" in entry.refused
    assert entry.columns == ()


def test_an_uncertain_figure_says_so_and_is_shown(crosstab_of):
    cell = release(crosstab_of([[11], [400]], by=""), POLICY, Ledger()).cells[0][0]
    assert (cell.flag, cell.quality, cell.caution) == ("", "", None)
    uncertain = release(crosstab_of([[5], [80]], by="", level=0), POLICY, Ledger()).cells[0][0]
    assert (uncertain.flag, uncertain.value, uncertain.quality) == ("", 0.06, "unreliable")
    assert "too wide for its size" in uncertain.caution["en"]
    assert uncertain.caution["sv"].startswith("Osäkert värde")


def test_a_hidden_figure_has_no_quality(crosstab_of):
    """The flag of a hidden figure would tell about it."""
    made = crosstab_of([[100, 12], [7, 15]], level=1)
    assert "unreliable" in figures(made).flag
    released = release(made, POLICY, Ledger())
    blanks = [cell for row in released.cells for cell in row if cell.blank]
    assert blanks
    assert {(cell.quality, cell.caution) for cell in blanks} == {("", None)}


def test_a_study_says_from_which_cv_on_a_mean_is_uncertain(means_of):
    made = means_of([200, 150], [3.0, 0.5])
    assert [cell.quality for cell in release(made, POLICY, Ledger()).cells[0]] == ["", "caution", ""]
    stricter, laxer = (ReleasePolicy(caution_cv=cv) for cv in (0.01, 0.9))
    assert [cell.quality for cell in release(made, stricter, Ledger()).cells[0]] == ["caution"] * 3
    assert [cell.quality for cell in release(made, laxer, Ledger()).cells[0]] == [""] * 3


def test_a_table_whose_groups_do_not_add_up_is_not_released(crosstab_of):
    table = crosstab_of([[100, 80], [70, 90]])
    figures(table).n[0, 2] += 3
    with pytest.raises(AnalysisError, match="must add up to its last column"):
        release(table, POLICY, Ledger())


def test_the_same_figures_have_the_same_digest(crosstab_of):
    one, other = (release(crosstab_of([[100, 80], [70, 90]]), POLICY, Ledger()) for _ in range(2))
    assert one.digest == other.digest
    assert one.digest != release(crosstab_of([[100, 85], [70, 90]]), POLICY, Ledger()).digest


def test_a_small_group_takes_another_with_it_in_a_table_of_means(means_of):
    released = release(means_of([200, 30, 150], [3.0, 4.0, 5.0]), POLICY, Ledger())
    assert flags(released) == [["", "b", "x", ""]]
    assert [base.n for base in released.bases] == [200, 30, 150, 380]


def test_a_mean_of_a_yes_or_no_variable_is_refused(means_of):
    """It is a proportion, whose small numerator no mean would show."""
    table = means_of([200, 200], [0.01, 0.01], values=2)
    with pytest.raises(Refused, match="only two answers"):
        release(table, POLICY, Ledger())
    release(table, PUBLIC, Ledger())


def test_a_mean_that_is_everybodys_answer_is_hidden(means_of):
    table = means_of([100, 120, 130], [0.0, 1.0, 2.0])
    found = figures(table).contributions[0]
    found.high[0], found.more[0] = found.low[0], False
    assert flags(release(table, POLICY, Ledger())) == [["x", "x", "", ""]]


@pytest.mark.parametrize(
    ("n_cell", "n", "flag"), [(60, 300, ""), (9, 300, "c"), (0, 300, "c"), (292, 300, "c"), (20, 40, "b")]
)
def test_a_proportion_needs_enough_people_with_it_without_it_and_in_all(estimate_of, n_cell, n, flag):
    released = release(estimate_of(n_cell, n), POLICY, Ledger())
    assert released.cell.flag == flag
    assert (released.cell.value is None) == bool(flag)


def test_proportions_one_by_one_leave_no_small_rest(estimate_of):
    ledger = Ledger()
    assert release(estimate_of(200, 304, code=0.0), POLICY, ledger).cell.flag == ""
    assert release(estimate_of(100, 304, code=1.0), POLICY, ledger).cell.flag == "x"


def test_both_sides_of_a_yes_or_no_question_may_be_shown(estimate_of):
    ledger = Ledger()
    assert release(estimate_of(200, 304, code=0.0), POLICY, ledger).cell.flag == ""
    assert release(estimate_of(104, 304, code=1.0), POLICY, ledger).cell.flag == ""


def test_only_an_unreleased_result_can_be_released(crosstab_of):
    released = release(crosstab_of(SMALL), POLICY, Ledger())
    assert not isinstance(released, ResultTable)
    for wrong in (released, 0.42):
        with pytest.raises(TypeError, match="release takes an unreleased result"):
            release(wrong, POLICY, Ledger())


@pytest.mark.parametrize("mode", ["suppress", "keyed"])
def test_a_question_filtered_by_its_own_answers_is_refused(mode):
    frame = SurveyFrame.of(pd.DataFrame({"a": np.repeat([1.0, 2.0], 100), "b": np.tile([1.0, 2.0], 100)}))
    part = SurveyDesign(frame).with_record_keys(record_keys(frame, b"0" * 16)).domain("a = 1")
    for result in (crosstab(part, "a"), crosstab(part, "b", by="a")):
        with pytest.raises(Refused, match="filtered by its own answers") as found:
            release(result, replace(POLICY, mode=mode), Ledger(None))
        assert found.value.rule == "grammar"
