"""Small designs with known answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.design import SurveyDesign
from survey.frame import SurveyFrame


def school_frame(n: int = 240, seed: int = 1) -> SurveyFrame:
    """Four strata of five schools, with text, codes, numbers and item nonresponse."""
    draw = np.random.default_rng(seed)
    school = draw.permutation(np.arange(n) % 20)
    x = draw.normal(size=n) + school / 10
    data = pd.DataFrame(
        {
            "weight": draw.uniform(0.5, 3, n),
            "stratum": school % 4,
            "school": school,
            "score": 50 + 10 * x,
            "often": np.where(draw.uniform(size=n) < 0.1, np.nan, np.clip(np.round(x + 2), 0, 4)),
            "sex": pd.Categorical(np.where(draw.uniform(size=n) < 0.5, "girl", "boy"), ["girl", "boy", "other"]),
            "ever": (draw.uniform(size=n) < 1 / (1 + np.exp(-x))).astype(float),
        }
    )
    return SurveyFrame.of(data, study="schools")


@pytest.fixture
def frame() -> SurveyFrame:
    return school_frame()


@pytest.fixture
def design(frame: SurveyFrame) -> SurveyDesign:
    return SurveyDesign(frame, weight="weight", strata="stratum", psu="school")
