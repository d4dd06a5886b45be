import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, replicates
from analysis.errors import AnalysisError, LonelyPSU
from survey.frame import SurveyFrame

KINDS = ["bootstrap", "subbootstrap", "mrbbootstrap"]
# A variance from 2000 replicates has a standard error of about sqrt(2 / 2000) = 3.2 %.
MONTE_CARLO = 4 * 0.032


@pytest.mark.parametrize("kind", KINDS)
def test_the_variance_of_a_total_is_that_of_taylor_on_average(taylor, total, kind):
    design = taylor([6, 6, 6])
    found = total(replicates(design, kind, n=2000, seed=1))
    assert found.variance[0] / total(design).variance[0] == pytest.approx(1, abs=MONTE_CARLO)
    assert found.parts.mean() == pytest.approx(found.value[0], abs=4 * found.std_error[0] / 2000**0.5)


@pytest.mark.parametrize("kind", ["bootstrap", "mrbbootstrap"])
def test_a_finite_population_takes_its_part_away(taylor, total, kind):
    design = taylor([6, 6, 6], fpc=True)
    found = total(replicates(design, kind, n=2000, seed=2))
    # Canty and Davison's population is made of whole copies, so that its variance is near, not equal.
    slack = 0.1 if kind == "bootstrap" else 0.0
    assert found.variance[0] / total(design).variance[0] == pytest.approx(1, abs=MONTE_CARLO + slack)


def test_rao_wu_has_a_scale_for_each_stratum(taylor, total):
    design = taylor([2, 3, 9])
    assert total(replicates(design, "Rao-Wu", n=2000)).variance[0] / total(design).variance[0] == pytest.approx(
        1, abs=MONTE_CARLO
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_stratum_keeps_its_number_of_psus_in_every_replicate(taylor, kind):
    factors = replicates(taylor([3, 4, 7]), kind, n=50, seed=3)
    unit = factors.sampling.factors
    psu = pd.Series(factors.sampling.unit).groupby(factors.frame.data["psu"].to_numpy()).first().to_numpy()
    for psus in (slice(0, 3), slice(3, 7), slice(7, 14)):
        sums = unit[:, psu[psus]].sum(axis=1)
        assert sums == pytest.approx(np.full(50, len(psu[psus])))


def test_the_same_seed_draws_the_same(taylor):
    design = taylor([3, 4])
    one, other, third = (replicates(design, "subbootstrap", seed=seed).sampling.factors for seed in (1, 1, 2))
    assert np.array_equal(one, other)
    assert not np.array_equal(one, third)


def test_scales_are_over_one_replicate_less(taylor):
    assert replicates(taylor([3, 6]), "subbootstrap", n=41).sampling.scale == 1 / 40
    assert replicates(taylor([3, 6]), "mrbbootstrap", n=41).sampling.scale == 1 / 40
    assert replicates(taylor([3, 6]), "bootstrap", n=41).sampling.scale == pytest.approx(4 / (3 * 40))


@pytest.fixture
def two_stages() -> SurveyDesign:
    """Eight of twenty schools in two strata, in each four of six to ten classes."""
    random = np.random.default_rng(4)
    school = np.repeat(np.arange(8), 4)
    data = pd.DataFrame(
        {"stratum": school % 2, "school": school, "class": np.arange(32), "schools": 10, "classes": (6 + school % 5)}
    ).assign(y=random.normal(size=8)[school] + 2 * random.normal(size=32))
    columns = {"psu": ["school", "class"], "fpc": ["schools", "classes"]}
    return SurveyDesign(SurveyFrame.of(data), strata="stratum", **columns)


def test_preston_counts_both_stages(two_stages, total):
    first = SurveyDesign(two_stages.frame, strata="stratum", psu="school", fpc="schools")
    ratio = total(replicates(two_stages, "mrbbootstrap", n=3000)).variance[0] / total(two_stages).variance[0]
    assert ratio == pytest.approx(1, abs=MONTE_CARLO)
    assert (
        total(two_stages).variance[0]
        > 1.3 * total(first).variance[0] * (two_stages.calibrated_weight / first.calibrated_weight).min()
    )


def test_lonely_strata(taylor):
    with pytest.raises(LonelyPSU):
        replicates(taylor([3, 1]), "subbootstrap")
    with pytest.raises(AnalysisError, match="A bootstrap cannot average for 1 strata"):
        replicates(taylor([3, 1], lonely_psu="average"), "bootstrap")
    left = replicates(taylor([3, 1], lonely_psu="remove"), "mrbbootstrap", n=10)
    assert (left.sampling.factors[:, -1] == 1).all()


@pytest.mark.parametrize("n", [1, 0])
def test_one_replicate_is_refused(taylor, n):
    with pytest.raises(AnalysisError, match="at least 2 replicates"):
        replicates(taylor([3, 4]), "bootstrap", n=n)


def test_more_than_fits_in_memory_is_refused(taylor):
    with pytest.raises(AnalysisError, match="more than fit in memory"):
        replicates(taylor([3, 4]), "bootstrap", n=10**8)
