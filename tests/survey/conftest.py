"""A small study without a fault, and what the check says once one line of it is spoiled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from survey.checks import check_file
from survey.errors import Fault

CLEAN = Path(__file__).parent / "studies" / "clean.yaml"
TODAY = date(2026, 11, 24)

Spoil = Callable[..., tuple[Fault, ...]]


@pytest.fixture
def clean() -> str:
    """The text of the study without a fault."""
    return CLEAN.read_text(encoding="utf-8")


@pytest.fixture
def spoiled(tmp_path: Path, clean: str) -> Spoil:
    """Faults after replacing texts of the clean study: spoiled(old, new, old, new, ...)."""

    def spoil(*replacements: str, today: date = TODAY) -> tuple[Fault, ...]:
        text = clean
        for old, new in zip(replacements[::2], replacements[1::2], strict=True):
            assert old in text, f"the clean study does not hold {old!r}"
            text = text.replace(old, new, 1)
        file = tmp_path / "study.yaml"
        file.write_text(text, encoding="utf-8")
        return check_file(file, today=today)

    return spoil


@pytest.fixture
def line_of(tmp_path: Path) -> Callable[[str], int]:
    """The line of the spoiled study in which a text begins."""

    def line(fragment: str) -> int:
        text = (tmp_path / "study.yaml").read_text(encoding="utf-8")
        return text.count("\n", 0, text.index(fragment)) + 1

    return line
