import numpy as np
import pytest

from analysis import SurveyDesign, replicates
from analysis.errors import AnalysisError
from survey.frame import SurveyFrame


@pytest.mark.parametrize("strata", [1, 2, 3, 7, 12, 25])
def test_brr_of_a_total_is_taylor(taylor, total, strata):
    design = taylor([2] * strata)
    found = replicates(design, "BRR")
    assert found.sampling.n_parts > strata
    assert total(found).variance == pytest.approx(total(design).variance, rel=1e-12)
    assert found.df == strata


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.5])
def test_fay_of_a_total_is_taylor(taylor, total, rho):
    design = taylor([2] * 6)
    assert total(replicates(design, "Fay", fay_rho=rho)).variance == pytest.approx(total(design).variance, rel=1e-12)


def test_every_half_sample_takes_one_psu_a_stratum(taylor):
    factors = replicates(taylor([2] * 5), "BRR").sampling.factors
    assert set(factors.ravel()) == {0.0, 2.0}
    assert (factors.reshape(-1, 5, 2).sum(axis=2) == 2).all()


def test_four_psus_are_two_pairs(taylor, total):
    design = taylor([4, 2])
    data = design.frame.data
    pairs = SurveyDesign(SurveyFrame.of(data.assign(pair=data["psu"] // 2)), weight="w", strata="pair", psu="psu")
    assert total(replicates(design, "BRR")).variance == pytest.approx(total(pairs).variance, rel=1e-12)


def test_odd_strata_are_refused(taylor):
    with pytest.raises(AnalysisError, match=r'1 of 2 have an odd number \("0" has 3\)'):
        replicates(taylor([3, 2]), "BRR")


def test_brr_cannot_adjust(taylor):
    with pytest.raises(AnalysisError, match="BRR cannot adjust for 1 strata"):
        replicates(taylor([1, 2, 2], lonely_psu="adjust"), "BRR")
    assert replicates(taylor([1, 2, 2], lonely_psu="remove"), "BRR").sampling.n_parts == 4


@pytest.mark.parametrize("rho", [None, 1.0, -0.1])
def test_fay_needs_its_factor(taylor, rho):
    with pytest.raises(AnalysisError, match="fay_rho from 0 to below 1"):
        replicates(taylor([2, 2]), "Fay", fay_rho=rho)


def test_other_kinds_take_no_fay_rho(taylor):
    with pytest.raises(AnalysisError, match="Leave fay_rho out"):
        replicates(taylor([2, 2]), "BRR", fay_rho=0.3)


@pytest.mark.parametrize("fpc", [False, True])
def test_sdr_is_half_the_squared_differences_of_neighbours(taylor, total, fpc):
    """Ash (2014), the closed circle of successive differences, within each stratum."""
    design = taylor([4, 7, 2], fpc=fpc)
    scores = design.calibrated_weight * design.numeric("y")
    by_hand = 0.0
    for stratum, of_stratum in design.frame.data.groupby("stratum"):
        z = np.array([scores[design.frame.data["psu"] == psu].sum() for psu in of_stratum["psu"].unique()])
        f = np.linspace(0.1, 0.6, 3)[int(stratum)] if fpc else 0.0
        by_hand += (1 - f) / 2 * np.sum((z - np.roll(z, -1)) ** 2)
    found = replicates(design, "SDR")
    assert found.sampling.n_parts == 80
    assert total(found).variance[0] == pytest.approx(by_hand, rel=1e-12)


def test_sdr_follows_the_order_of_the_cases(taylor, total):
    design = taylor([12])
    turned = SurveyDesign(SurveyFrame.of(design.frame.data.iloc[::-1]), weight="w", psu="psu")
    mixed = SurveyDesign(SurveyFrame.of(design.frame.data.sample(frac=1, random_state=1)), weight="w", psu="psu")
    variance = [total(replicates(one, "SDR")).variance[0] for one in (design, turned, mixed)]
    assert variance[0] == pytest.approx(variance[1])
    assert variance[0] != pytest.approx(variance[2])


def test_sdr_with_more_psus_than_replicates(taylor, total):
    """Rows come again; on units in random order the expected variance is still that of a simple random sample."""
    ratios = []
    for seed in range(30):
        design = taylor([50], seed=seed)
        ratios.append(total(replicates(design, "SDR", n=16)).variance[0] / total(design).variance[0])
    assert np.mean(ratios) == pytest.approx(1, abs=0.15)
