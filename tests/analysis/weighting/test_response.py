import pandas as pd
import pytest

from analysis.errors import AnalysisError
from analysis.weighting import Dispositions, dispositions, outcome_rates
from survey.frame import SurveyFrame

COUNTS = Dispositions(400, 100, 200, 150, 50, 80, 20, ineligible=300)


def test_response_rates_by_hand():
    rates = outcome_rates(COUNTS, e=0.5)
    assert (rates.rr1, rates.rr2) == (400 / 1000, 500 / 1000)
    assert (rates.rr3, rates.rr4) == (400 / 950, 500 / 950)
    assert (rates.rr5, rates.rr6) == (400 / 900, 500 / 900)


def test_cooperation_refusal_and_contact_rates_by_hand():
    rates = outcome_rates(COUNTS, e=0.5)
    assert (rates.coop1, rates.coop2) == (400 / 750, 500 / 750)
    assert (rates.coop3, rates.coop4) == (400 / 700, 500 / 700)
    assert (rates.ref1, rates.ref2, rates.ref3) == (200 / 1000, 200 / 950, 200 / 900)
    assert (rates.con1, rates.con2, rates.con3) == (750 / 1000, 750 / 950, 750 / 900)


def test_the_share_of_unknown_cases_is_estimated_from_the_known():
    assert outcome_rates(COUNTS).e == 900 / 1200
    assert outcome_rates(COUNTS).rr3 == 400 / (900 + 0.75 * 100)


def test_without_unknown_cases_all_pairs_are_the_same():
    rates = outcome_rates(Dispositions(complete=3, refusal=1))
    assert rates.rr1 == rates.rr3 == rates.rr5 == rates.coop1 == 0.75


def test_dispositions_are_counted_or_weighted():
    frame = SurveyFrame.of(pd.DataFrame({"final": [1.0, 1, 2, 3], "w": [1.0, 2, 3, 4]}))
    meaning = {1: "complete", 2: "refusal", 3: "non_contact"}
    assert dispositions(frame, "final", meaning) == Dispositions(complete=2, refusal=1, non_contact=1)
    weighted = dispositions(frame, "final", meaning, design_weight="w")
    assert weighted == Dispositions(complete=3, refusal=3, non_contact=4)
    assert outcome_rates(weighted).rr1 == pytest.approx(0.3)


def test_every_code_needs_its_meaning():
    frame = SurveyFrame.of(pd.DataFrame({"final": [1.0, 9]}))
    with pytest.raises(AnalysisError, match='"final" = 9'):
        dispositions(frame, "final", {1: "complete"})
    with pytest.raises(AnalysisError, match='found "done"'):
        dispositions(frame, "final", {1: "done", 9: "other"})


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: outcome_rates(Dispositions()), "at least one case"),
        (lambda: outcome_rates(COUNTS, e=1.5), "0 to 1"),
        (lambda: Dispositions(complete=-1), "0 or more"),
        (lambda: outcome_rates(Dispositions(unknown_household=5)), "known to be eligible"),
    ],
)
def test_rates_that_cannot_be_are_refused(make, message):
    with pytest.raises(AnalysisError, match=message):
        make()
