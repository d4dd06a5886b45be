"""A small sample whose weights can be worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from survey.frame import SurveyFrame


@pytest.fixture
def people() -> SurveyFrame:
    return SurveyFrame.of(
        pd.DataFrame(
            {
                "sex": ["f", "f", "m", "m", "m"],
                "age": [1.0, 2, 1, 2, 2],
                "income": [10.0, 20, 30, 40, 60],
                "w": [1.0, 2, 1, 1, 3],
            }
        )
    )
