"""Laws of definitions: however a file is spoiled, the check answers with faults in it and never breaks."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.checks import check_file

CLEAN = (Path(__file__).parents[1] / "survey" / "studies" / "clean.yaml").read_text(encoding="utf-8")
INSERTED = [
    "\t",
    "  ",
    " ",
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    ":",
    ": ",
    "- ",
    "#",
    "&a ",
    "*a",
    "!x ",
    "é",
    "\x00",
    "\\",
    "0",
    "-1",
]


def spoil(text: str, seed: int) -> str:
    """The text with one line lost, doubled, moved or given another sign."""
    pick = random.Random(seed)
    lines = text.split("\n")
    at = pick.randrange(len(lines))
    match pick.choice(["lose", "double", "move", "insert", "cut"]):
        case "lose":
            del lines[at]
        case "double":
            lines.insert(at, lines[at])
        case "move":
            lines[at] = " " * pick.randrange(9) + lines[at].lstrip()
        case "insert":
            place = pick.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:place] + pick.choice(INSERTED) + lines[at][place:]
        case "cut":
            lines[at] = lines[at][: pick.randrange(len(lines[at]) + 1)]
    return "\n".join(lines)


def check_text(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "study.yaml"
        file.write_text(text, encoding="utf-8")
        faults = check_file(file)
    lines = len(text.splitlines()) + 1
    assert all(1 <= fault.line <= lines and fault.what for fault in faults)
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=4))
def test_a_spoiled_definition_is_answered_with_faults(seeds: list[int]) -> None:
    text = CLEAN
    for seed in seeds:
        text = spoil(text, seed)
    check_text(text)


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=200))
def test_any_text_is_answered_with_faults(text: str) -> None:
    check_text(text.encode("utf-8", "ignore").decode())


@pytest.mark.parametrize("length", [10, 60, 110])
def test_a_file_that_ends_too_early_is_answered_with_faults(length: int) -> None:
    check_text("\n".join(CLEAN.split("\n")[:length]))
