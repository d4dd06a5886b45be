from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import AnalysisError

POLICY = ReleasePolicy()


@pytest.fixture
def path(tmp_path: Path, crosstab_of) -> Path:  # type: ignore[no-untyped-def]
    """A ledger of three releases."""
    file = tmp_path / "ledger.jsonl"
    for n in (80, 180, 280):
        release(crosstab_of([[100, n], [70, 90]], rows=f"q{n}"), POLICY, Ledger(file))
    return file


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, changed: list[dict[str, object]]) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in changed)
    path.write_text(text, encoding="utf-8")


def read(path: Path) -> int:
    with Ledger(path).locked() as entries:
        return len(entries)


def test_each_line_carries_the_hash_of_the_line_before(path: Path) -> None:
    first, second, third = lines(path)
    assert first["before"] == ""
    assert (second["before"], third["before"]) == (first["hash"], second["hash"])
    assert read(path) == 3


def test_a_changed_line_is_named(path: Path) -> None:
    first, second, third = lines(path)
    write(path, [first, {**second, "refused": "never"}, third])
    with pytest.raises(AnalysisError, match=r"line 2: .*it was changed after it was written"):
        read(path)


@pytest.mark.parametrize(("kept", "at"), [([0, 2], 2), ([1, 2], 1), ([0, 2, 1], 2)])
def test_a_line_that_was_taken_out_or_moved_is_named(path: Path, kept: list[int], at: int) -> None:
    before = lines(path)
    write(path, [before[n] for n in kept])
    with pytest.raises(AnalysisError, match=rf"line {at}: .*does not follow from the line before"):
        read(path)


def test_a_line_without_a_hash_breaks_a_chain_that_has_begun(path: Path) -> None:
    first, second, third = lines(path)
    write(path, [first, {k: v for k, v in second.items() if k not in ("hash", "before")}, third])
    with pytest.raises(AnalysisError, match=r"line 2: .*carries no hash"):
        read(path)


def test_a_ledger_from_before_there_was_a_chain_is_read_and_tied_down(path: Path, crosstab_of) -> None:  # type: ignore[no-untyped-def]
    plain = [{k: v for k, v in line.items() if k not in ("hash", "before", "query", "rule", "exception")}
             for line in lines(path)]  # fmt: skip
    write(path, plain)
    assert read(path) == 3
    release(crosstab_of([[500, 400], [170, 190]], rows="new"), POLICY, Ledger(path))
    assert read(path) == 4
    write(path, [{**plain[0], "about": "other"}, *plain[1:], lines(path)[3]])
    with pytest.raises(AnalysisError, match=r"line 4: .*does not follow"):
        read(path)
