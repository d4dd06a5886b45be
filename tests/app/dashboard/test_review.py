from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.errors import Refused
from analysis.review import allow
from app.dashboard import desk
from app.dashboard.texts import TEXTS
from app.opened import open_study, table_of
from survey.study import find

ENTRY = Path(__file__).parents[3] / "app" / "dashboard" / "varsam_screens.py"


def shown(at: AppTest) -> str:
    return "\n".join(str(getattr(element, "value", "") or getattr(element, "body", "")) for element in at.main)


@pytest.fixture
def review(small: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Opens the page after a release, a refusal, and an exception by name."""
    settings = (small / "study.toml").read_text(encoding="utf-8")
    (small / "study.toml").write_text(f'{settings}[release]\ndashboard = "published"\n', encoding="utf-8")
    opened = open_study(find(small))
    table_of(opened, "online", by="gender")
    with pytest.raises(Refused):
        table_of(opened, "rare", by="gender", where="online = 1")
    allow(opened.ledger, 2, decided_by="A <Checker>", reason="Agreed with the board.", until=date.today())

    def opener(**address: str) -> AppTest:
        monkeypatch.setenv(desk.STUDIES, json.dumps([str(small)]))
        monkeypatch.setenv(desk.REVIEW, "1")
        at = AppTest.from_file(ENTRY, default_timeout=30)
        at.run()
        for name, value in address.items():
            at.query_params[name] = value
        at.switch_page("screens/review.py").run()
        return at

    return opener


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_shows_what_was_released_and_refused_and_who_decided(review, language: str) -> None:  # type: ignore[no-untyped-def]
    at = review(language=language)
    assert not at.exception
    said = shown(at)
    for part in (
        "proportion of online by gender",
        "proportion of rare by gender where online = 1",
        "A &lt;Checker&gt;",
    ):
        assert part in said
    for key in ("log_released", "log_was_refused", "log_allowed"):
        assert f"<td>{TEXTS[key][language]}</td>" in said


def test_the_page_holds_no_count_of_the_ledger(review, small: Path) -> None:  # type: ignore[no-untyped-def]
    lines = (small / ".varsam" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    columns = json.loads(lines[0])["columns"]
    counts = {column["base"] for column in columns} | {n for column in columns for n in column["cells"].values()}
    cells = [cell.split("</td>")[0] for cell in shown(review(language="en")).split("<td>")[1:]]
    assert counts
    assert not counts & {int(word) for cell in cells[:-1] for word in cell.split() if word.isdigit()}


def test_refusals_alone_can_be_looked_at(review) -> None:  # type: ignore[no-untyped-def]
    at = review(language="en", log="refused")
    assert "proportion of online by gender<" not in shown(at)
    assert "proportion of rare by gender where online = 1" in shown(at)


def test_without_review_there_is_no_such_page(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(desk.STUDIES, json.dumps([str(small)]))
    monkeypatch.delenv(desk.REVIEW, raising=False)
    at = AppTest.from_file(ENTRY, default_timeout=30)
    at.run()
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        at.switch_page("screens/review.py")


def test_a_log_that_was_changed_is_said_on_the_page(review, small: Path) -> None:  # type: ignore[no-untyped-def]
    path = small / ".varsam" / "ledger.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("online = 1", "online = 0"), encoding="utf-8")
    assert "line 2: the release ledger cannot be relied on" in shown(review(language="en"))
