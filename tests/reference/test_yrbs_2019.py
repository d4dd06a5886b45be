"""What CDC published for its file of 2019 ("Software for Analysis of YRBS Data", August 2020, table 3)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pyreadstat
import pytest

from analysis import SurveyDesign, proportion
from analysis.unreleased import figures
from survey.frame import SurveyFrame

# variable: percent, SE, interval of SUDAAN and SPSS, interval of R, n, weighted n
PUBLISHED = {
    "QN8": ("6.54", "0.65", ("5.34", "7.99"), ("5.29", "8.00"), 11_149, 12_132),
    "QN58": ("38.45", "1.52", ("35.41", "41.58"), ("35.35", "41.62"), 11_040, 11_689),
    "QN52": ("1.77", "0.30", ("1.25", "2.48"), ("1.21", "2.48"), 12_711, 12_950),
}


@pytest.fixture(scope="module")
def design(real):
    data, _ = pyreadstat.read_sav(real / "yrbs_2019.sav", usecols=[*PUBLISHED, "weight", "stratum", "psu"])
    return SurveyDesign(SurveyFrame.of(data, study="yrbs_2019"), weight="weight", strata="stratum", psu="psu")


def printed(proportion_: float, digits: str = "0.01") -> str:
    return str(Decimal(100 * proportion_).quantize(Decimal(digits), ROUND_HALF_UP))


@pytest.mark.parametrize("variable", PUBLISHED)
def test_percent_standard_error_and_sudaan_interval(design, variable):
    percent, std_error, interval, _, n, weighted_n = PUBLISHED[variable]
    found = figures(proportion(design, variable, code=1, ci_method="logit"))
    assert (printed(found.value), printed(found.std_error)) == (percent, std_error)
    assert (printed(found.ci_low), printed(found.ci_high)) == interval
    assert (found.n, round(found.weighted_n)) == (n, weighted_n)
    assert found.df == 37


@pytest.mark.parametrize("variable", PUBLISHED)
def test_korn_graubard_interval(design, variable):
    """The upper bound of QN8 is 7.99488 here and in R 4.2; CDC's 8.00 is that number rounded twice (7.995, 8.00)."""
    low, high = PUBLISHED[variable][3]
    found = figures(proportion(design, variable, code=1, ci_method="korn_graubard"))
    once_more = Decimal(printed(found.ci_high, "0.001")).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert printed(found.ci_low) == low
    assert high in (printed(found.ci_high), str(once_more))
