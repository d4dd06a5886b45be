import numpy as np
import pytest

from analysis.errors import LonelyPSU
from analysis.variance import FirstStage


def stage(stratum, share=None, lonely_psu="fail"):
    """One case a PSU, so that scores are totals."""
    stratum = np.array(stratum)
    n_strata = stratum.max() + 1
    share = np.zeros(n_strata) if share is None else np.array(share)
    return FirstStage(np.arange(len(stratum)), stratum, share, tuple("abc"[:n_strata]), lonely_psu)


EVERYONE = np.ones(4, dtype=bool)
SCORES = np.array([[1.0], [3.0], [10.0], [14.0]])


def test_the_formula_by_hand():
    # 2 / (2 - 1) * (1 + 1) in the first stratum, 2 * (4 + 4) in the second
    assert stage([0, 0, 1, 1]).variance(SCORES, EVERYONE)[0, 0] == pytest.approx(4 + 16)


def test_the_sampled_share_takes_its_part_away():
    assert stage([0, 0, 1, 1], [0.5, 0.25]).variance(SCORES, EVERYONE)[0, 0] == pytest.approx(0.5 * 4 + 0.75 * 16)


def test_a_whole_stratum_has_no_variance_and_may_be_lonely():
    assert stage([0, 0, 0, 1], [1.0, 1.0]).variance(SCORES, EVERYONE)[0, 0] == 0


def test_totals_add_up_within_psus():
    one_psu_each = FirstStage(np.array([0, 1, 1, 0]), np.array([0, 0]), np.zeros(1), ("a",), "fail")
    assert one_psu_each.totals(SCORES, EVERYONE).ravel().tolist() == [15.0, 13.0]


@pytest.mark.parametrize(
    ("rule", "expected"), [("remove", 21.0), ("certainty", 21.0), ("adjust", 21.0 + 14.0**2), ("average", 2 * 21.0)]
)
def test_lonely_rules_by_hand(rule, expected):
    # stratum a holds 1, 3, 4 (mean 8/3): 3/2 * 14/3 = 7; times 3 by scaling below
    lonely = stage([0, 0, 0, 1], lonely_psu=rule)
    scores = np.array([[1.0], [3.0], [4.0], [14.0]]) * np.array([[3**0.5], [3**0.5], [3**0.5], [1.0]])
    assert lonely.variance(scores, EVERYONE)[0, 0] == pytest.approx(expected)


def test_fail_names_the_stratum():
    with pytest.raises(LonelyPSU, match=r'Stratum "b" has 1 PSU.*lonely_psu = "adjust".*study.toml'):
        stage([0, 0, 0, 1]).variance(SCORES, EVERYONE)


def test_fail_counts_several_strata():
    with pytest.raises(LonelyPSU, match=r'2 strata \("b", "c"\) have 1 PSU'):
        stage([0, 0, 1, 2]).variance(SCORES, EVERYONE)


def test_only_lonely_strata_cannot_be_averaged():
    variance = stage([0, 1], lonely_psu="average").variance(SCORES[:2], EVERYONE[:2])
    assert np.isnan(variance).all()


def test_one_case_has_no_variance():
    assert np.isnan(stage([0]).variance(SCORES[:1], EVERYONE[:1])).all()


def test_covariances_of_several_estimates_are_symmetric():
    scores = np.column_stack([SCORES[:, 0], SCORES[::-1, 0] ** 2])
    variance = stage([0, 0, 1, 1]).variance(scores, EVERYONE)
    assert variance.shape == (2, 2)
    assert variance == pytest.approx(variance.T)
