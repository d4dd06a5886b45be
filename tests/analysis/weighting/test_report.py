import numpy as np
import pytest

from analysis import calibrate, moved, rake, trim
from analysis.errors import AnalysisError
from analysis.weighting import Distribution
from survey.frame import SurveyFrame

MARGINS = {"sex": {"f": 50.0, "m": 50.0}}


def test_the_distribution_of_a_weight_by_hand():
    found = Distribution.of(np.array([1.0, 1, 2, 4, 0]))
    assert (found.n, found.total, found.smallest, found.median, found.largest) == (4, 8, 1, 1.5, 4)
    assert found.deff == pytest.approx(4 * 22 / 64)
    assert found.n_effective == pytest.approx(64 / 22)
    assert found.cv == pytest.approx((22 / 16 - 1) ** 0.5)


def test_equal_weights_cost_nothing():
    assert Distribution.of(np.full(7, 1 / 3)).deff == 1.0


def test_a_report_shows_the_margins_before_and_after(people):
    women, men = rake(people, "w", MARGINS).report.margins
    assert (women.name, women.target, women.before, women.after) == ("sex = f", 50, 3, pytest.approx(50))
    assert (men.before, men.gap) == (5, pytest.approx(0, abs=1e-10))


def test_each_step_has_its_report(people):
    weight = trim(people, calibrate(people, rake(people, "w", MARGINS), {"income": 3500.0}, size=100.0), upper=30.0)
    assert [report.step for report in weight.reports] == ["raking", "calibration (linear)", "trimming"]
    assert weight.report.before.total == pytest.approx(weight.reports[1].after.total)


def test_a_report_can_be_read(people):
    text = rake(people, "w", MARGINS).report.text()
    assert "Kish's deff" in text
    assert "sex = f" in text
    assert text.splitlines()[0] == "raking"


def test_a_weight_without_a_step_has_no_report(people):
    from analysis.weighting.calibrated import starting

    with pytest.raises(AnalysisError, match="not been through any step"):
        _ = starting(people, "w").report


def test_who_moved(people):
    weight = rake(people, "w", MARGINS)  # women by 50 / 3, men by 10
    women, men = moved(people, weight, by="sex", bounds=(0.5, 12.0))
    assert (women.category, women.n, women.n_above, women.share) == ("f", 2, 2, 1.0)
    assert (men.n, men.n_above, men.share, men.largest_factor) == (3, 0, 0.0, pytest.approx(10))
    (all_of_them,) = moved(people, weight, bounds=(11.0, 12.0))
    assert (all_of_them.n_below, all_of_them.n_above) == (3, 2)


def test_answers_to_sensitive_questions_are_not_counted(people):
    from dataclasses import replace

    variables = {**people.variables, "sex": replace(people.variable("sex"), level=3)}
    secret = SurveyFrame("s", people.data, variables)
    weight = rake(secret, "w", MARGINS)
    assert np.isnan([row.before for row in weight.report.margins]).all()
    with pytest.raises(AnalysisError, match="sensitive"):
        moved(secret, weight, by="sex")
