"""Results by school or workplace are never shown."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, model
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import Refused
from survey.frame import SurveyFrame


@pytest.fixture
def design() -> SurveyDesign:
    rng = np.random.default_rng(3)
    columns = {"school": np.repeat(np.arange(8), 100), "answer": rng.integers(0, 2, 800), "x": rng.normal(size=800)}
    return SurveyDesign(SurveyFrame.of(pd.DataFrame(columns)), psu="school")


def test_a_table_by_school_is_refused(design: SurveyDesign) -> None:
    with pytest.raises(Refused, match="sampling unit"):
        release(crosstab(design, "answer", by="school"), ReleasePolicy(), Ledger(None))


def test_a_table_of_one_school_is_refused(design: SurveyDesign) -> None:
    with pytest.raises(Refused, match="sampling unit"):
        release(crosstab(design.domain("school = 3"), "answer"), ReleasePolicy(), Ledger(None))


def test_a_model_with_schools_is_refused(design: SurveyDesign) -> None:
    with pytest.raises(Refused, match="sampling unit"):
        release(model(design, "x ~ school"), ReleasePolicy(), Ledger(None))


def test_public_data_may_be_shown_by_school(design: SurveyDesign) -> None:
    table = release(crosstab(design, "answer", by="school"), ReleasePolicy(public_use=True), Ledger(None))
    assert len(table.columns) == 9
