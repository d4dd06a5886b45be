"""The statistician's guide: its examples run, R prints the same numbers, and it names what there is."""

from __future__ import annotations

import doctest
import re
import subprocess
from pathlib import Path

import pytest

import analysis

# R runs every expression of a block and prints the numbers of those whose value is visible, with all their digits.
RUN = """
for (block in BLOCKS) for (expression in parse(text = block)) {
  found <- withVisible(eval(expression, globalenv()))
  if (found$visible) cat(formatC(as.numeric(unlist(found$value)), digits = 12, format = "g"), "\\n")
}
"""


@pytest.fixture
def guide(root: Path) -> Path:
    return root / "docs" / "statisticians-guide.md"


def blocks(guide: Path) -> list[tuple[str, str]]:
    return re.findall(r"^```(python|r)\n(.*?)^```", guide.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def numbers(text: str) -> list[float]:
    return [float(found) for found in re.findall(r"(?<![\w\[.])-?\d+\.?\d*(?:e[-+]\d+)?(?![\w\]])", text)]


def printed(block: str) -> list[float]:
    examples = doctest.DocTestParser().get_examples(block)
    return [number for example in examples for number in numbers(example.want)]


def test_the_examples_print_what_they_say(guide, root, monkeypatch):
    monkeypatch.chdir(root)
    found = doctest.testfile(str(guide), module_relative=False, encoding="utf-8")
    assert found.attempted > 30
    assert found.failed == 0


@pytest.mark.r
def test_r_prints_the_same_numbers(guide, tmp_path):
    of_r = [block for language, block in blocks(guide) if language == "r"]
    ours = [number for language, block in blocks(guide) if language == "python" for number in printed(block)]
    script = tmp_path / "guide.R"
    quoted = ", ".join("'" + block.replace("\\", "\\\\").replace("'", "\\'") + "'" for block in of_r)
    script.write_text(f"BLOCKS <- c({quoted})\n{RUN}", encoding="utf-8")
    run = subprocess.run(["Rscript", str(script)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    theirs = [float(word) for word in run.stdout.split()]
    assert theirs == pytest.approx(ours, rel=5e-7)
    assert len(ours) > 60


def test_the_guide_names_every_public_function(guide):
    said = guide.read_text(encoding="utf-8")
    assert [name for name in analysis.__all__ if f"`{name}" not in said] == []
