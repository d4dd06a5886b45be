"""The researcher's guide: its commands run in its order, with its edits, and print what it says."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import app
from app.processes import free_port

BLOCK = re.compile(r"^```(console|diff)(?: (\S+))?\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
# Commands that show one of these end with code 1.
UNHAPPY = re.compile(r": [1-9]\d* fault|Raise `version` from")


@pytest.fixture
def guide(root: Path) -> str:
    return (root / "docs" / "researchers-guide.md").read_text(encoding="utf-8")


def steps(block: str) -> Iterator[tuple[list[str], list[str]]]:
    """Each command of a block with the lines that it is said to print."""
    for part in re.split(r"^\$ varsam ", block, flags=re.MULTILINE)[1:]:
        command, *printed = part.splitlines()
        yield shlex.split(command), printed


def edit(file: Path, block: str) -> None:
    """What a block takes out and puts in; what is only put in goes to the end."""
    lines = block.splitlines(keepends=True)
    out = "".join(line[1:] for line in lines if line.startswith("-"))
    put = "".join(line[1:] for line in lines if line.startswith("+"))
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    assert text.count(out) == 1 or not out, out
    file.write_text(text.replace(out, put) if out else text + put, encoding="utf-8")


def serves(varsam: list[str], words: list[str], folder: Path) -> None:
    port = free_port(8890)
    with subprocess.Popen([*varsam, *words, "--port", str(port)], cwd=folder) as server:
        try:
            for _ in range(600):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        return
                assert server.poll() is None
                time.sleep(0.1)
            raise AssertionError("the form did not answer")
        finally:
            server.terminate()


@pytest.mark.slow
def test_the_guide_s_commands_and_edits_work_in_its_order(guide, root, tmp_path) -> None:
    varsam = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(root)!r}); from app.cli import main; main()"]
    ran = 0
    for kind, name, block in BLOCK.findall(guide):
        if kind == "diff":
            edit(tmp_path / "news_2026" / (name or "questionnaire.yaml"), block)
            continue
        for words, printed in steps(block):
            ran += 1
            if words[0] == "form":
                serves(varsam, words, tmp_path)
                continue
            run = subprocess.run([*varsam, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
            assert run.returncode == int(any(UNHAPPY.search(line) for line in printed)), (words, run.stderr)
            said = run.stdout + run.stderr
            assert [line for line in printed if line not in said] == [], said
    assert ran > 15


def test_the_guide_knows_every_command_of_the_definition(guide) -> None:
    define = {command.name for command in app.registered_commands if command.rich_help_panel == "Define"}
    assert {name for name in define if name and f"varsam {name} " not in guide} == set()


def test_the_guide_knows_every_type_of_question(guide) -> None:
    from survey.model import ANSWERED

    assert [type for type in ANSWERED if f"`{type}`" not in guide] == []
