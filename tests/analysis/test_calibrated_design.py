"""A design with a calibrated weight: what every estimate of it knows."""

import numpy as np
import pytest

from analysis import (
    SurveyDesign,
    calibrate,
    crosstab,
    mean,
    means,
    nonresponse_adjust,
    post_stratify,
    rake,
    total,
    trim,
)
from analysis.errors import AnalysisError
from analysis.unreleased import figures

GIRLS_AND_BOYS = {"girl": 300.0, "boy": 220.0}


@pytest.fixture
def answered(frame):
    """Everybody has one of two sexes, so that all can be calibrated on it."""
    assert set(frame.data["sex"]) == {"girl", "boy"}
    return frame


@pytest.fixture
def calibrated(answered, design):
    return design.calibrated(rake(answered, "weight", {"sex": GIRLS_AND_BOYS}))


def test_the_weight_and_the_population_are_the_calibrated_ones(calibrated):
    found = figures(crosstab(calibrated, "sex"))
    assert found.weighted_n[:2, 0] == pytest.approx([300, 220])
    assert calibrated.df == 16


def test_what_was_calibrated_on_has_no_error(calibrated):
    found = figures(crosstab(calibrated, "sex"))
    assert found.std_error[:, 0] == pytest.approx(0, abs=1e-15)
    assert figures(crosstab(calibrated, "sex", by="stratum")).std_error[0, 0] > 0.01


def test_calibration_on_what_goes_with_the_answer_makes_it_surer(frame, design):
    """The score itself is known in total: its mean has no error, one that goes with it has less."""
    known = calibrate(frame, "weight", {"score": 60 * 400.0}, size=400)
    surer = design.calibrated(known)
    assert figures(mean(surer, "score")).std_error == pytest.approx(0, abs=1e-12)
    assert figures(mean(surer, "often")).std_error < figures(mean(design, "often")).std_error


def test_steps_on_the_design_are_steps_on_the_weight(answered, design):
    first = post_stratify(answered, "weight", ["sex"], {("girl",): 300.0, ("boy",): 220.0})
    both = calibrate(answered, first, {"score": 58 * 520.0}, size=520, distance="raking")
    at_once = figures(means(design.calibrated(both), "often", by="sex"))
    second = calibrate(answered, first.values, {"score": 58 * 520.0}, size=520, distance="raking")
    in_turn = design.calibrated(first).calibrated(second)
    assert figures(means(in_turn, "often", by="sex")).std_error == pytest.approx(
        at_once.std_error, rel=1e-12, nan_ok=True
    )
    assert [report.step for report in in_turn.calibration.reports] == ["post-stratification", "calibration (raking)"]


def test_tables_and_single_estimates_know_the_same(calibrated):
    """Tables sum residuals within units, single estimates sum scores first: the same error."""
    table = figures(means(calibrated, "often", by="sex"))
    for column, sex in enumerate(["girl", "boy"]):
        alone = figures(mean(calibrated.domain(f'sex = "{sex}"'), "often"))
        assert alone.std_error == pytest.approx(table.std_error[0, column], rel=1e-12)
    cases = np.isfinite(calibrated.numeric("often")) & calibrated.inside
    y = calibrated.numeric("often")[cases]
    direct = calibrated.smooth(np.column_stack([y, np.ones_like(y)]), cases, lambda s: s[..., :1] / s[..., 1:2])
    assert direct.std_error == pytest.approx(table.std_error[0, -1], rel=1e-12)


def test_a_domain_keeps_the_residuals_of_everybody(calibrated):
    """R sets weights outside to zero and keeps the cases of a calibrated design."""
    part = calibrated.domain("ever = 1")
    inside = calibrated.numeric("ever") == 1
    y = np.where(inside, calibrated.numeric("score"), 0.0)[:, None]
    whole = calibrated.totals(y, np.ones(len(y), dtype=bool))
    assert figures(total(part, "score")).std_error == pytest.approx(whole.std_error[0], rel=1e-12)


def test_trimming_alone_leaves_the_variance_as_it_is(frame, design):
    trimmed = design.calibrated(trim(frame, "weight", upper=2.0))
    data = frame.data.assign(weight=trimmed.calibrated_weight)
    plain = SurveyDesign(type(frame).of(data), weight="weight", strata="stratum", psu="school")
    assert figures(mean(trimmed, "score")).std_error == pytest.approx(figures(mean(plain, "score")).std_error)


def test_those_who_did_not_respond_are_in_no_estimate(frame, design):
    weight = nonresponse_adjust(frame, "weight", responded="ever = 1", classes=["stratum"])
    responded = design.calibrated(weight)
    found = figures(mean(responded, "score"))
    assert found.n == int((frame.values("ever") == 1).sum())
    assert found.weighted_n == pytest.approx(frame.values("weight").sum())


def test_a_weight_that_started_elsewhere_is_refused(answered, design):
    with pytest.raises(AnalysisError, match="start from the weight of the design, `weight`"):
        design.calibrated(rake(answered, None, {"sex": GIRLS_AND_BOYS}))


def test_a_domain_is_not_calibrated(answered, design):
    with pytest.raises(AnalysisError, match="Calibrate first"):
        design.domain("ever = 1").calibrated(rake(answered, "weight", {"sex": GIRLS_AND_BOYS}))


def test_the_design_before_is_not_changed(answered, design):
    before = figures(mean(design, "score")).std_error
    design.calibrated(rake(answered, "weight", {"sex": GIRLS_AND_BOYS}))
    assert figures(mean(design, "score")).std_error == before
    assert design.calibration is None
