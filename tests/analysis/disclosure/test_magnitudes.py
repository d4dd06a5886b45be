from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, correlation, mean, means, quantile, ratio, standard_deviation, totals, variance
from analysis.contributions import Contributions
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.disclosure.magnitudes import dominated
from analysis.errors import Refused
from analysis.unreleased import ResultTable, figures
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import ValueLabel, Variable

POLICY = ReleasePolicy()
GROUPS = tuple(ValueLabel(code, plain(f"Group {code}")) for code in (1, 2, 3))


def design_of(y: object, *, g: object = None, w: object = None, level: int = 1) -> SurveyDesign:
    y = np.asarray(y, dtype=float)
    data = pd.DataFrame({"y": y, "one": np.ones(len(y)), "g": 1.0 if g is None else g, "w": 1.0 if w is None else w})
    meanings = {
        "y": Variable("y", plain("Amount"), measure="scale", level=level),
        "one": Variable("one", plain("One"), measure="scale"),
        "g": Variable("g", plain("Group"), values=GROUPS),
        "w": Variable("w", plain("Weight"), role="weight", measure="scale"),
    }
    return SurveyDesign(SurveyFrame("amounts", data, meanings), weight="w")


def flags(table: ResultTable, policy: ReleasePolicy = POLICY) -> list[list[str]]:
    return [[cell.flag for cell in row] for row in release(table, policy, Ledger()).cells]


@pytest.fixture
def amounts() -> np.ndarray:
    return np.random.default_rng(7).gamma(2, 50, 200)


@pytest.mark.parametrize(
    ("largest", "second", "expected"),
    [(50, 0, False), (51, 0, True), (34, 33, False), (35, 33, True), (40, 28, True), (0, 0, False)],
)
def test_one_person_may_hold_half_and_two_may_hold_two_thirds(largest, second, expected):
    parts = [np.array([float(part)]) for part in (max(largest, second), min(largest, second), 100, 0, 9)]
    assert dominated(Contributions(*parts, np.array([True]))).tolist() == [expected]


@pytest.mark.parametrize("of", [mean, totals, ratio, variance, standard_deviation])
def test_a_figure_that_one_person_makes_up_is_hidden_with_its_reason(amounts, of):
    amounts[3] = 60_000.0
    design = design_of(amounts)
    released = release(of(design, *(("y", "one") if of is ratio else ("y",))), POLICY, Ledger())
    cell = released.cell if of is mean else released.cells[0][0]
    assert cell.flag == "d"
    assert cell.value is cell.std_error is cell.n is None
    assert "no person, and no two" in cell.reason["en"]


def test_a_weight_makes_an_answer_large(amounts):
    weights = np.ones(200)
    assert release(mean(design_of(amounts, w=weights), "y"), POLICY, Ledger()).cell.flag == ""
    weights[amounts.argmax()] = 300
    assert release(mean(design_of(amounts, w=weights), "y"), POLICY, Ledger()).cell.flag == "d"


def test_a_dominated_group_takes_others_with_it_until_they_are_not_dominated_together(amounts):
    y, g = np.concatenate([amounts, amounts, amounts]), np.repeat([1.0, 2.0, 3.0], 200)
    y[0], y[200:400] = 25_000, y[200:400] / 2
    assert flags(means(design_of(y, g=g), "y", by="g")) == [["d", "x", "", ""]]
    y[0] = 80_000  # also of groups 1 and 2 together, and then of all
    assert flags(means(design_of(y, g=g), "y", by="g")) == [["d", "x", "x", "d"]]


@pytest.mark.parametrize("codes", [(0, 1), (1, 2), (0, 7), (-3, 12)])
@pytest.mark.parametrize("of", [mean, totals, variance])
def test_a_figure_of_two_values_is_a_share_whatever_the_values_are(codes, of):
    design = design_of(np.random.default_rng(1).choice(codes, 500))
    with pytest.raises(Refused, match="only two answers"):
        release(of(design, "y"), POLICY, Ledger())


def test_a_ratio_of_two_valued_variables_is_a_share(amounts):
    design = design_of(amounts).with_columns({"yes": (amounts > 90).astype(float)}, [Variable("yes", plain("Yes"))])
    with pytest.raises(Refused, match="only two answers"):
        release(ratio(design, "yes", "one"), POLICY, Ledger())
    with pytest.raises(Refused, match="only two answers"):
        release(ratio(design, "y", "yes"), POLICY, Ledger())


def test_a_group_with_two_different_answers_is_hidden(amounts):
    y, g = np.concatenate([np.tile([0.0, 5.0], 100), amounts, amounts]), np.repeat([1.0, 2.0, 3.0], 200)
    assert flags(means(design_of(y, g=g, level=0), "y", by="g"))[0][0] == "g"


def test_a_constant_is_hidden_from_level_2():
    assert release(mean(design_of(np.full(200, 3.0), level=1), "y"), POLICY, Ledger()).cell.flag == ""
    assert release(mean(design_of(np.full(200, 3.0), level=2), "y"), POLICY, Ledger()).cell.flag == "x"


@pytest.mark.parametrize("p", [0, 1])
def test_the_least_and_the_greatest_answer_are_never_shown(amounts, p):
    with pytest.raises(Refused, match="answer of one person"):
        release(quantile(design_of(amounts), "y", [0.5, p]), POLICY, Ledger())


def test_quantiles_are_shown_at_twentieths_only(amounts):
    with pytest.raises(Refused, match="twentieths"):
        release(quantile(design_of(amounts), "y", 0.51), POLICY, Ledger())


@pytest.mark.parametrize(
    ("n", "p", "flag"),
    [(60, 0.5, ""), (60, 0.25, "q"), (100, 0.25, ""), (150, 0.1, "q"), (400, 0.1, ""), (150, 0.45, "q")],
)
def test_a_quantile_has_ten_people_on_each_side_and_before_the_next(n, p, flag):
    design = design_of(np.random.default_rng(n).gamma(2, 50, n))
    assert flags(quantile(design, "y", p)) == [[flag]]


def test_a_hidden_quantile_says_nothing_of_its_interval(amounts):
    released = release(quantile(design_of(amounts[:150]), "y", [0.1, 0.5]), POLICY, Ledger())
    low, median = released.cells[0][0], released.cells[1][0]
    assert (low.value, low.ci_low, low.ci_high, low.std_error) == (None,) * 4
    assert median.value == pytest.approx(np.median(amounts[:150]), rel=0.05)


def test_what_has_no_rules_is_refused_still(amounts):
    with pytest.raises(Refused, match="only statistics with rules"):
        release(correlation(design_of(amounts), ["y", "w"]), POLICY, Ledger())


def test_a_mean_that_does_not_say_what_it_rests_on_is_refused(means_of):
    bare = replace(figures(means_of([200, 150], [3.0, 5.0])), contributions=())
    with pytest.raises(Refused, match="only statistics with rules"):
        release(ResultTable(bare), POLICY, Ledger())


def test_public_data_are_shown_as_they_are(amounts):
    amounts[3] = 60_000.0
    public = ReleasePolicy(public_use=True)
    assert flags(means(design_of(amounts), "y"), public) == [[""]]
    assert flags(quantile(design_of(amounts), "y", [0, 0.333, 1]), public) == [[""]] * 3
