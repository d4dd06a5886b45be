import numpy as np
import pytest

from analysis import trim
from analysis.errors import AnalysisError


def test_what_is_cut_off_is_shared_by_the_others(people):
    weight = trim(people, "w", upper=2.0)
    assert weight.values == pytest.approx([1 + 1 / 4, 2 + 1 / 4, 1 + 1 / 4, 1 + 1 / 4, 2])
    assert weight.report.notes == ("1 of 5 cases trimmed",)


def test_strict_trimming_goes_on_until_nobody_is_beyond(people):
    weight = trim(people, "w", upper=2.0, strict=True).values
    assert weight == pytest.approx([4 / 3, 2, 4 / 3, 4 / 3, 2], rel=1e-12)


def test_lower_limits_take_from_the_others(people):
    assert trim(people, "w", lower=1.5).values == pytest.approx([1.5, 1.25, 1.5, 1.5, 2.25])


def test_weights_within_the_limits_stay(people):
    assert trim(people, "w", lower=0.5, upper=3).values.tolist() == [1, 2, 1, 1, 3]


@pytest.mark.parametrize("strict", [False, True])
def test_trimming_keeps_the_sum(people, strict):
    assert trim(people, "w", lower=1.2, upper=2.5, strict=strict).values.sum() == pytest.approx(8, rel=1e-14)


def test_cases_with_weight_zero_stay_out(people):
    weight = trim(people, np.array([0.0, 2, 1, 1, 4]), upper=3.0).values
    assert weight == pytest.approx([0, 2 + 1 / 3, 1 + 1 / 3, 1 + 1 / 3, 3])


def test_limits_that_cannot_keep_the_sum_are_refused(people):
    with pytest.raises(AnalysisError, match="both sides of the mean"):
        trim(people, "w", upper=1.5, strict=True)
    with pytest.raises(AnalysisError, match="nobody can take"):
        trim(people, None, upper=0.5)
