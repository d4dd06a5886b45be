"""The small study without a fault, and what it becomes once a few of its lines are changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from survey.load import load
from survey.model import Questionnaire

CLEAN = Path(__file__).parents[1] / "studies" / "clean.yaml"

Edited = Callable[..., Questionnaire]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study's folder with the definition."""
    (tmp_path / "questionnaire.yaml").write_text(CLEAN.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "study.toml").write_text(
        '[study]\nid = "clean"\ntitle = {sv = "Vardag", en = "Everyday life"}\nquestionnaire = "questionnaire.yaml"\n',
        encoding="utf-8",
    )
    return tmp_path


@pytest.fixture
def clean(folder: Path) -> Questionnaire:
    return load(folder)


@pytest.fixture
def edited(folder: Path) -> Edited:
    """The definition after replacing texts in its file: edited(old, new, old, new, ...)."""

    def edit(*replacements: str) -> Questionnaire:
        file = folder / "questionnaire.yaml"
        text = file.read_text(encoding="utf-8")
        for old, new in zip(replacements[::2], replacements[1::2], strict=True):
            assert old in text, f"the study does not hold {old!r}"
            text = text.replace(old, new, 1)
        file.write_text(text, encoding="utf-8")
        return load(folder)

    return edit
