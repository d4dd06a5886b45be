"""What the attacks share: studies that are made once."""

from __future__ import annotations

import pytest

from tests.attacks.study import Study, survey


@pytest.fixture(scope="session")
def few() -> Study:
    """500 respondents."""
    return survey(500)


@pytest.fixture(scope="session")
def some() -> Study:
    """2 000 respondents."""
    return survey(2000)
