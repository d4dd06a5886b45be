"""Opens a page of the dashboard without a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.dashboard import desk

ENTRY = Path(__file__).parents[3] / "app" / "dashboard" / "varsam_screens.py"


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def opener(page: str, *folders: Path, **address: str) -> AppTest:
        monkeypatch.setenv(desk.STUDIES, json.dumps([str(folder) for folder in folders]))
        at = AppTest.from_file(ENTRY, default_timeout=30)
        at.run()
        for name, value in address.items():
            at.query_params[name] = value
        at.switch_page(f"screens/{page}.py").run()
        return at

    return opener
