from __future__ import annotations

import json
import stat
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.disclosure.ledger import Column, Entry
from analysis.errors import AnalysisError
from survey.frame import SurveyFrame

POLICY = ReleasePolicy()


def entry(number: int = 1) -> Entry:
    columns = (Column(frozenset({"sex=2"}), 412, {"0": 400, "1": None}),)
    return Entry("study", "proportion", "y", "sex", "", ("y", "sex"), 3, "p", digest=f"d{number}", columns=columns)


def add(path: Path, number: int) -> None:
    ledger = Ledger(path)
    with ledger.locked():
        ledger.add(entry(number))


def test_what_is_added_is_there_for_the_next_who_opens_the_file(tmp_path):
    path = tmp_path / "new" / "ledger.jsonl"
    add(path, 1)
    with Ledger(path).locked() as earlier:
        (found,) = earlier
    assert found.columns == entry().columns
    assert found.day


def test_a_ledger_sees_what_another_has_added(tmp_path):
    first = Ledger(tmp_path / "ledger.jsonl")
    with first.locked() as earlier:
        assert earlier == ()
    add(tmp_path / "ledger.jsonl", 1)
    with first.locked() as earlier:
        assert len(earlier) == 1


def test_the_same_output_leaves_one_line(tmp_path, crosstab_of):
    path = tmp_path / "ledger.jsonl"
    for _ in range(3):
        release(crosstab_of([[100, 80], [70, 90]]), POLICY, Ledger(path))
    assert len(path.read_text().splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are those of POSIX")
def test_the_file_is_for_its_owner_alone(tmp_path):
    add(tmp_path / "ledger.jsonl", 1)
    assert stat.S_IMODE((tmp_path / "ledger.jsonl").stat().st_mode) == 0o600


def test_hidden_counts_are_not_in_the_file(tmp_path, crosstab_of):
    path = tmp_path / "ledger.jsonl"
    release(crosstab_of([[1237, 1483], [1009, 1021], [7, 1117]]), POLICY, Ledger(path))
    (line,) = (json.loads(line) for line in path.read_text().splitlines())
    assert [column["base"] for column in line["columns"]] == [2253, 3621, 5874]
    counts = [list(column["cells"].values()) for column in line["columns"]]
    assert counts[0][2] is None
    assert sum(count is None for column in counts for count in column) == 4
    for hidden in (7, 1117):
        assert hidden not in [count for column in counts for count in column]


def test_the_ledger_says_what_was_released_and_under_which_policy(tmp_path, crosstab_of):
    path = tmp_path / "ledger.jsonl"
    released = release(crosstab_of([[100, 80], [70, 90]], where="y_age = 17", level=2), POLICY, Ledger(path))
    line = json.loads(path.read_text())
    assert line["digest"] == released.digest
    assert line["policy"] == POLICY.digest
    assert line["variables"] == ["y_meet", "sex", "y_age"]
    assert (line["study"], line["by"], line["where"], line["level"]) == ("youth_exposure", "sex", "y_age = 17", 2)


@pytest.mark.parametrize("damage", ["{half a line", '{"study": "x"}\n', "[]\n", "\n"])
def test_a_damaged_ledger_stops_every_release(tmp_path, crosstab_of, damage):
    path = tmp_path / "ledger.jsonl"
    add(path, 1)
    with path.open("a") as file:
        file.write(damage)
    with pytest.raises(AnalysisError, match=r"ledger.jsonl, line 2: the release ledger cannot be relied on"):
        release(crosstab_of([[100, 80], [70, 90]]), POLICY, Ledger(path))


def test_a_ledger_that_became_shorter_stops_every_release(tmp_path):
    path = tmp_path / "ledger.jsonl"
    ledger = Ledger(path)
    with ledger.locked():
        ledger.add(entry())
    path.write_text("")
    with pytest.raises(AnalysisError, match="it has become shorter"), ledger.locked():
        pass


def test_a_place_that_cannot_be_written_stops_every_release(tmp_path, crosstab_of):
    (tmp_path / "file").write_text("")
    with pytest.raises(AnalysisError, match="must be readable and writable"):
        release(crosstab_of([[100, 80], [70, 90]]), POLICY, Ledger(tmp_path / "file" / "ledger.jsonl"))


def test_threads_and_processes_lose_no_line(tmp_path):
    path = tmp_path / "ledger.jsonl"
    with ThreadPoolExecutor(4) as threads, ProcessPoolExecutor(2) as processes:
        waiting = [threads.submit(add, path, number) for number in range(20)]
        waiting += [processes.submit(add, path, number) for number in range(20, 40)]
        for each in waiting:
            each.result()
    assert {json.loads(line)["digest"] for line in path.read_text().splitlines()} == {f"d{n}" for n in range(40)}


def test_what_somebody_wrote_is_not_in_the_ledger(tmp_path: Path) -> None:
    said = ["word by word"] * 60 + ["otherwise"] * 60
    table = crosstab(SurveyDesign(SurveyFrame.of(pd.DataFrame({"said": said}))), "said")
    release(table, ReleasePolicy(), Ledger(tmp_path / "ledger.jsonl"))
    written = (tmp_path / "ledger.jsonl").read_text(encoding="utf-8")
    assert '"said"' in written
    assert "word by word" not in written
