"""Laws of weights, for generated samples."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import calibrate, post_stratify, rake, trim
from analysis.errors import AnalysisError
from survey.frame import SurveyFrame


@st.composite
def samples(draw):
    """A sample of 20 to 80 cases, each category in it, with known counts a little off its own."""
    n, seed = draw(st.integers(20, 80)), draw(st.integers(0, 10_000))
    random = np.random.default_rng(seed)
    data = pd.DataFrame(
        {
            "w": random.uniform(0.5, 4, n),
            "sex": random.permutation(np.arange(n) % 2).astype(float),
            "age": random.permutation(np.arange(n) % 3).astype(float),
            "x": random.normal(10, 2, n),
        }
    )
    return SurveyFrame.of(data), random


def counts(frame, random, name, size=1000.0):
    share = frame.data.groupby(name)["w"].sum() * random.uniform(0.8, 1.25, frame.data[name].nunique())
    return {float(code): float(value) for code, value in (size * share / share.sum()).items()}


@given(samples())
@settings(max_examples=40, deadline=None)
def test_raking_meets_its_margins_and_so_does_calibration_by_its_distance(sample):
    frame, random = sample
    margins = {name: counts(frame, random, name) for name in ("sex", "age")}
    raked = rake(frame, "w", margins)
    assert raked.report.largest_gap <= 1e-10
    for name, known in margins.items():
        for code, count in known.items():
            assert raked.values[frame.values(name) == code].sum() == pytest.approx(count, rel=1e-10)
    calibrated = calibrate(frame, "w", margins, distance="raking")
    assert calibrated.values == pytest.approx(raked.values, rel=1e-8)


@given(samples(), st.sampled_from([("linear", None), ("raking", None), ("logit", (0.3, 3.0)), ("raking", (0.4, 2.5))]))
@settings(max_examples=60, deadline=None)
def test_calibration_meets_its_totals_or_says_that_it_cannot(sample, how):
    frame, random = sample
    known = {"sex": counts(frame, random, "sex", 100), "x": 100 * random.uniform(9.5, 10.5)}
    start = frame.values("w") * 100 / frame.values("w").sum()
    try:
        weight = calibrate(frame, start, known, distance=how[0], bounds=how[1])
    except AnalysisError:
        assume(False)
    assert weight.report.largest_gap <= 1e-10
    assert (weight.values > 0).all()
    if how[1]:
        assert weight.factor.min() >= how[1][0] - 1e-12
        assert weight.factor.max() <= how[1][1] + 1e-12


@given(samples(), st.floats(1e-2, 1e2))
@settings(max_examples=25, deadline=None)
def test_the_scale_of_the_design_weight_does_not_matter_to_what_meets_the_counts(sample, constant):
    frame, random = sample
    known = {(code,): count for code, count in counts(frame, random, "age").items()}
    other = constant * frame.values("w")
    assert post_stratify(frame, other, ["age"], known).values == pytest.approx(
        post_stratify(frame, "w", ["age"], known).values, rel=1e-12
    )
    margins = {"sex": counts(frame, random, "sex")}
    assert calibrate(frame, other, margins).values == pytest.approx(calibrate(frame, "w", margins).values, rel=1e-9)


@given(samples(), st.floats(1.05, 3), st.booleans())
@settings(max_examples=40, deadline=None)
def test_trimming_keeps_the_sum_and_strictly_the_limits(sample, ratio, strict):
    frame, _ = sample
    w = frame.values("w")
    low, high = w.mean() / ratio, w.mean() * ratio
    assume(((w >= low) & (w <= high)).any())
    weight = trim(frame, "w", lower=low, upper=high, strict=strict).values
    assert weight.sum() == pytest.approx(w.sum(), rel=1e-12)
    if strict:
        assert weight.min() >= low * (1 - 1e-9)
        assert weight.max() <= high * (1 + 1e-9)


@given(samples())
@settings(max_examples=25, deadline=None)
def test_row_order_does_not_matter(sample):
    frame, random = sample
    order = random.permutation(len(frame))
    shuffled = SurveyFrame.of(frame.data.iloc[order].reset_index(drop=True))
    margins = {"sex": counts(frame, random, "sex"), "age": counts(frame, random, "age")}
    assert rake(shuffled, "w", margins).values == pytest.approx(rake(frame, "w", margins).values[order], rel=1e-9)


@given(samples())
@settings(max_examples=25, deadline=None)
def test_residuals_are_orthogonal_to_what_was_calibrated_on(sample):
    """Residuals of residuals are the residuals: there is nothing more to take away."""
    frame, random = sample
    weight = calibrate(frame, "w", {"sex": counts(frame, random, "sex")}, distance="raking")
    everyone = np.ones(len(frame), dtype=bool)
    once = weight.residuals.of((weight.values * frame.values("x"))[:, None], everyone)
    assert weight.residuals.of(once, everyone) == pytest.approx(once, rel=1e-8, abs=1e-8)
