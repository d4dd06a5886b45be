from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest

from app.dashboard.texts import TEXTS
from survey.text import LANGUAGES

FOLDER = Path(__file__).parents[3] / "app" / "dashboard"


def parts(wording: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_is_there_in_every_language_with_the_same_parts(key: str) -> None:
    assert set(TEXTS[key]) == set(LANGUAGES)
    assert len({frozenset(parts(wording)) for wording in TEXTS[key].values()}) == 1


def test_no_text_is_left_that_no_page_says() -> None:
    said = "".join(file.read_text(encoding="utf-8") for file in FOLDER.rglob("*.py") if file.name != "texts.py")
    assert [key for key in TEXTS if f'"{key}"' not in said and f"'{key}'" not in said] == []
