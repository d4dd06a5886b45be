"""Released tests as they are written, also where there is nothing to test, or next to no doubt."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, chisq, proportional_odds_test, ranktest, term_test, ttest, vif
from analysis.disclosure import Ledger, Refused, ReleasedComparison, ReleasePolicy, release
from analysis.publish import comparison, sentences, words
from survey.frame import SurveyFrame

PUBLIC = ReleasePolicy(public_use=True)
COLUMNS = {"same": np.ones(40), "y": np.arange(40.0) % 5, "sex": np.arange(40) % 3 % 2}
DESIGN = SurveyDesign(SurveyFrame.of(pd.DataFrame(COLUMNS)))


def shown(result) -> ReleasedComparison:
    return release(result, PUBLIC, Ledger())


@pytest.mark.parametrize("result", [ttest(DESIGN, "same", by="sex"), ranktest(DESIGN, "same", by="sex")])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_constant_has_a_dash_for_its_test(result, language):
    released = shown(result)
    said = [words.test(released.test, language), *sentences.of_comparison(released, language)]
    assert "= –, p = –" in said[0]
    assert "nan" not in " ".join(said)
    assert comparison.to_json(released)["test"]["p_value"] is None


@pytest.mark.parametrize(("language", "least"), [("sv", "p < 0,001"), ("en", "p < 0.001")])
def test_the_smallest_p_value_is_not_0(language, least):
    released = shown(ttest(DESIGN, "y", null=-1e7))
    assert 0 < json.loads(json.dumps(comparison.to_json(released)))["test"]["p_value"] < 1e-200
    assert words.test(released.test, language).endswith(least)


def wide() -> SurveyDesign:
    draw = np.random.default_rng(8)
    data = {
        "y": draw.normal(size=90),
        "yes": draw.integers(0, 2, 90),
        "two": np.arange(90) % 2,
        "three": np.arange(90) % 3,
    }
    return SurveyDesign(SurveyFrame.of(pd.DataFrame({**data, "often": draw.integers(0, 3, 90)})))


NAMES = [
    (lambda d: chisq(d, "yes", by="three"), "Rao–Scott F: F(", "Rao–Scotts F-test: F("),
    (lambda d: chisq(d, "yes", by="three", statistic="Chisq"), "Rao–Scott χ²: χ²(", "Rao–Scotts χ²-test: χ²("),
    (
        lambda d: chisq(d, "yes", by="three", statistic="saddlepoint"),
        "Pearson χ², saddlepoint: ",
        "Pearsons χ²-test, sadel",
    ),
    (lambda d: chisq(d, "yes", by="three", statistic="Wald"), "Wald F: F(", "Walds F-test: F("),
    (lambda d: chisq(d, "yes", by="three", statistic="adjWald"), "Adjusted Wald F: F(", "Walds F-test, justerat: F("),
    (lambda d: ttest(d, "y", by="two"), "t: t(", "t-test: t("),
    (lambda d: ranktest(d, "y", by="two"), "Wilcoxon t: t(", "Wilcoxons rangsummetest: t("),
    (lambda d: ranktest(d, "y", by="three"), "Wilcoxon F: F(", "Wilcoxons rangsummetest: F("),
    (lambda d: ranktest(d, "y", by="three", test="KruskalWallis"), "Kruskal–Wallis F: F(", "Kruskal–Wallis test: F("),
    (lambda d: ranktest(d, "y", by="two", test="vanderWaerden"), "van der Waerden t: t(", "van der Waerdens test: t("),
    (lambda d: ranktest(d, "y", by="two", test="median"), "Median t: t(", "Mediantest: t("),
    (lambda d: term_test(d, "yes ~ y", "y"), "Wald F: F(", "Walds F-test: F("),
    (lambda d: term_test(d, "yes ~ y", "y", method="working_wald"), "Working Wald χ²: ", "Working Wald χ²: "),
    (
        lambda d: term_test(d, "yes ~ y", "y", method="working_lrt"),
        "Working likelihood ratio χ²: ",
        "Rao–Scotts likelihoodkvot",
    ),
    (lambda d: proportional_odds_test(d, "often ~ y"), "Brant: F(", "Brants test: F("),
]


@pytest.mark.parametrize(("test", "english", "swedish"), NAMES)
def test_tests_are_named_as_statisticians_of_the_language_name_them(test, english, swedish):
    released = shown(test(wide())).test
    assert words.test(released, "en").startswith(english)
    assert words.test(released, "sv").startswith(swedish)


@pytest.mark.parametrize("policy", [PUBLIC, ReleasePolicy()])
def test_variance_inflation_is_refused_and_says_why(policy):
    with pytest.raises(Refused) as refused:
        release(vif(DESIGN, "y ~ sex"), policy, Ledger())  # type: ignore[call-overload]
    assert refused.value.reason["sv"].startswith("Visas inte")
    assert "Read the notes of the model" in refused.value.reason["en"]
