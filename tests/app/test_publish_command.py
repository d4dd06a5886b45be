from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app

SETTINGS = """
[publication]
tables = [["online", "gender"], ["online"]]
"""


def varsam(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def study(small: Path) -> Path:
    with (small / "study.toml").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    return small


def digest(result: Result) -> str:
    return re.search(r"[0-9a-f]{64}", result.output)[0]


def test_the_tables_are_written_and_frozen(study):
    result = varsam("publish", "small", "--out", "given")
    assert result.exit_code == 0, result.output
    names = {path.name for path in Path("given").iterdir()}
    assert names == {
        f"{name}.{ending}" for name in ("online", "online_by_gender") for ending in ("csv", "html", "xlsx")
    }
    assert '"statistic": "publication"' in (study / ".varsam" / "ledger.jsonl").read_text(encoding="utf-8")


def test_a_second_time_gives_the_same_digest_and_files(study):
    once = varsam("publish", "small", "--out", "given")
    before = {path.name: path.read_bytes() for path in Path("given").iterdir()}
    again = varsam("publish", "small", "--out", "given")
    assert digest(once) == digest(again)
    assert before == {path.name: path.read_bytes() for path in Path("given").iterdir()}


def test_to_check_writes_nothing(study):
    result = varsam("publish", "small", "--check", "--out", "given")
    assert result.exit_code == 0, result.output
    assert "figures hidden" in result.output
    assert not Path("given").exists()
    assert not (study / ".varsam" / "ledger.jsonl").exists() or not (study / ".varsam" / "ledger.jsonl").read_text()


def test_without_tables_the_message_says_what_to_write(small):
    result = varsam("publish", "small")
    assert result.exit_code == 1
    assert "[publication] tables is a list of tables" in result.output
