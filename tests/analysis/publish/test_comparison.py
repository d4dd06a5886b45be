"""Released tests as they are written, also where there is nothing to test, or next to no doubt."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, ranktest, ttest, vif
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


@pytest.mark.parametrize("policy", [PUBLIC, ReleasePolicy()])
def test_variance_inflation_is_refused_and_says_why(policy):
    with pytest.raises(Refused) as refused:
        release(vif(DESIGN, "y ~ sex"), policy, Ledger())  # type: ignore[call-overload]
    assert refused.value.reason["sv"].startswith("Visas inte")
    assert "A model that is shown says in its notes" in refused.value.reason["en"]
