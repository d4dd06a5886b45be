from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app

UNTIL = (date.today() + timedelta(30)).isoformat()
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


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_file_that_is_published_passes_the_audit(study, language):
    file = study / "study.toml"
    more = '["online"], ["rare", "gender"], ["online", "gender", "some"]'
    grouping = (
        'of = "hours"\ntitle = { sv = "Timmar", en = "Hours" }\ncategories = [{ to = 3, sv = "Få", en = "Few" }, '
    )
    settings = file.read_text(encoding="utf-8").replace('["online"]', more)
    settings += f'[groupings.some]\n{grouping} {{ from = 4, sv = "Fler", en = "More" }}]\n'
    file.write_text(settings, encoding="utf-8")
    made = varsam("publish", "small", "--out", "given", "--language", language)
    assert made.exit_code == 0, made.output
    found = varsam("audit", *sorted(Path("given").iterdir()))
    assert found.exit_code == 0, found.output
    assert found.output.count(": pass") == len(list(Path("given").iterdir())) == 12


def test_a_figure_that_was_hidden_in_a_publication_is_found_in_every_format(study):
    file = study / "study.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('["online"]', '["rare", "gender"]'), encoding="utf-8")
    varsam("publish", "small", "--out", "given")
    page = Path("given") / "rare_by_gender.html"
    lines, times = re.subn(r"<abbr[^>]*>–</abbr>", "0.5", page.read_text(encoding="utf-8"))
    assert times
    page.write_text(lines, encoding="utf-8")
    assert "was hidden when it was released" in varsam("audit", page).output
    table = Path("given") / "rare_by_gender.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",c,", ",,"), encoding="utf-8")
    assert varsam("audit", table).exit_code == 1


def test_a_checker_can_forbid_one_published_table(study):
    varsam("publish", "small", "--out", "given")
    lines = json.loads(varsam("releases", "small", "--json").stdout)["lines"]
    (line,) = [line["line"] for line in lines if line["query"] == "proportion of online by gender"]
    decided = ["--by", "The checker", "--reason", "Too close to a named school.", "--until", UNTIL, "--forbid"]
    assert varsam("exception", "small", line, *decided).exit_code == 0
    again = varsam("publish", "small", "--out", "again")
    assert again.exit_code == 1
    assert "output checker" in again.output
    assert "forbidden" in varsam("audit", "given/online_by_gender.csv").output
