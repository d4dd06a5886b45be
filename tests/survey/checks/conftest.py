"""The study with arms, and what the check says once one line of it is spoiled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from survey.checks import check_file
from survey.errors import Fault

ARMS = Path(__file__).parents[1] / "studies" / "arms.yaml"


@pytest.fixture
def spoiled_arms(tmp_path: Path) -> Callable[..., tuple[Fault, ...]]:
    """Faults after replacing texts of the study with arms: spoiled_arms(old, new, old, new, ...)."""

    def spoil(*replacements: str) -> tuple[Fault, ...]:
        text = ARMS.read_text(encoding="utf-8")
        for old, new in zip(replacements[::2], replacements[1::2], strict=True):
            assert old in text, f"the study does not hold {old!r}"
            text = text.replace(old, new, 1)
        file = tmp_path / "study.yaml"
        file.write_text(text, encoding="utf-8")
        return check_file(file, today=date(2026, 11, 24))

    return spoil
