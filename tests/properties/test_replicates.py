"""Laws that replicates hold for any sample, where what is estimated is linear."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis import SurveyDesign, mean, replicate_design, replicates, totals
from analysis.unreleased import figures
from survey.frame import SurveyFrame


@st.composite
def samples(draw, *, strata=(1, 6), psus=(2, 5)):
    """Strata of so many PSUs each, cases of any number in them, weights, and the sampled share of the stratum."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    counts = [draw(st.integers(*psus)) for _ in range(draw(st.integers(*strata)))]
    stratum = np.repeat(np.arange(len(counts)), counts)
    psu = np.concatenate([np.arange(len(stratum)), random.integers(0, len(stratum), draw(st.integers(0, 60)))])
    return pd.DataFrame(
        {
            "stratum": stratum[psu],
            "psu": psu,
            "share": random.uniform(0.05, 0.9, len(counts))[stratum[psu]],
            "w": np.exp(random.normal(size=len(psu))),
            "y": np.where(random.uniform(size=len(psu)) < 0.1, np.nan, random.normal(size=len(psu)) * 10 + 3),
            "group": random.integers(0, 3, len(psu)).astype(float),
        }
    )


def design_on(data, *, fpc=False, strata=True):
    columns = {"strata": "stratum" if strata else None, "psu": "psu", "fpc": "share" if fpc else None}
    return SurveyDesign(SurveyFrame.of(data), weight="w", **columns)


def assert_same_totals(one, other):
    """The totals of all groups, and their covariances."""
    ours, theirs = (figures(totals(design, "y", by="group")) for design in (one, other))
    assert ours.value == pytest.approx(theirs.value)
    size = np.diag(theirs.linearised.vcov).max(initial=0.0)
    assert ours.linearised.vcov == pytest.approx(theirs.linearised.vcov, rel=1e-9, abs=1e-12 * size)


@given(samples(strata=(1, 1)), st.booleans())
@settings(max_examples=40, deadline=None)
def test_jk1_of_totals_is_taylor(data, mse):
    design = design_on(data, strata=False)
    assert_same_totals(replicates(design, "JK1", mse=mse), design)


@given(samples(strata=(1, 1)))
@settings(max_examples=20, deadline=None)
def test_jk1_of_totals_knows_the_finite_population(data):
    design = design_on(data, strata=False, fpc=True)
    assert_same_totals(replicates(design, "JK1"), design)


@given(samples(), st.booleans(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_jkn_of_totals_is_taylor(data, fpc, mse):
    design = design_on(data, fpc=fpc)
    assert_same_totals(replicates(design, "JKn", mse=mse), design)


@given(samples(strata=(1, 30), psus=(2, 2)), st.booleans(), st.floats(0, 0.9))
@settings(max_examples=40, deadline=None)
def test_balanced_halves_of_totals_are_taylor(data, mse, rho):
    design = design_on(data)
    assert_same_totals(replicates(design, "BRR", mse=mse), design)
    assert_same_totals(replicates(design, "Fay", fay_rho=rho, mse=mse), design)


@given(samples(strata=(1, 10), psus=(2, 2)), st.booleans())
@settings(max_examples=40, deadline=None)
def test_jk2_of_totals_is_taylor(data, fpc):
    design = design_on(data, fpc=fpc)
    assert_same_totals(replicates(design, "JK2"), design)


@given(samples(), st.sampled_from(["JKn", "bootstrap", "subbootstrap", "mrbbootstrap", "SDR"]), st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_replicate_weights_in_columns_give_the_same_as_their_design(data, kind, seed):
    assume(data["y"].notna().any())
    more = {} if kind == "JKn" else {"n": 20}
    made = replicates(design_on(data), kind, seed=seed, **more)
    weights = np.array(list(made.sampling.weights(made.calibrated_weight)))
    columns = {f"rep{r}": weight for r, weight in enumerate(weights)}
    scales = {"scale": made.sampling.scale, "rscales": made.sampling.rscales, "mse": made.sampling.mse}
    frame = SurveyFrame.of(data.assign(**columns))
    again = replicate_design(frame, weight="w", replicate_weights="rep", kind="other", **scales)
    one, other = (figures(mean(design, "y")) for design in (made, again))
    assert [one.value, one.std_error, one.df] == pytest.approx([other.value, other.std_error, other.df], rel=1e-9)


@given(samples(), st.floats(1e-3, 1e3))
@settings(max_examples=25, deadline=None)
def test_a_constant_times_the_weight_changes_no_mean(data, constant):
    one, other = (
        figures(mean(replicates(design_on(d), "JKn"), "y")) for d in (data, data.assign(w=data["w"] * constant))
    )
    assert [one.value, one.std_error, one.df] == pytest.approx([other.value, other.std_error, other.df], rel=1e-9)
