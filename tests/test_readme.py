"""The README's commands run as they stand, in its order, in a copy of the studies."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.processes import free_port
from survey.compile import compile
from survey.load import load
from survey.sealing import seal
from survey.simulate import simulate
from survey.store import SqliteStore

SERVES = {"form", "dashboard", "demo"}


def commands(root: Path) -> list[list[str]]:
    blocks = re.findall(r"```console\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    return [shlex.split(line.removeprefix("$ varsam ")) for block in blocks for line in block.splitlines()]


def answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        if server.poll() is not None:
            return False
        time.sleep(0.1)
    return False


def hand_in_one(folder: Path) -> None:
    """Someone answers while the form is served."""
    compiled = compile(load(folder / "questionnaires/youth_exposure"))
    (response,) = simulate(compiled, n=1, seed=1)
    sealed = seal(response.to_bytes(), [(folder / "youth.key.pub").read_text(encoding="utf-8").strip()])
    with SqliteStore(folder / "answers.sqlite") as store:
        store.new_draft(b"d" * 16, b"closed").result()
        assert store.submit("youth_exposure", draft=b"d" * 16, response=b"r" * 16, sealed=sealed).result() == 1


@pytest.mark.slow
def test_the_readme_s_commands_work_in_its_order(root: Path, real: Path, tmp_path: Path) -> None:
    for folder in ("questionnaires", "sample_data"):
        shutil.copytree(root / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".varsam"))
    shutil.copy(real / "yrbs_2019.sav", tmp_path)
    varsam = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(root)!r}); from app.cli import main; main()"]
    ran = commands(root)
    for words in ran:
        if words[0] in SERVES:
            port = free_port(8790)
            with subprocess.Popen([*varsam, *words, "--port", str(port)], cwd=tmp_path) as server:
                try:
                    assert answers(port, server), words
                finally:
                    server.terminate()
            if words[0] == "form":
                hand_in_one(tmp_path)
        else:
            run = subprocess.run([*varsam, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
            assert run.returncode == 0, (words, run.stderr)
    assert len(ran) > 12


def test_every_link_of_the_papers_leads_somewhere(root: Path) -> None:
    papers = [root / "README.md", root / "ARCHITECTURE.md", *root.glob("docs/**/*.md"), *root.glob("*/README.md")]
    lost = [
        (paper.name, target)
        for paper in papers
        for target in re.findall(r"\]\(([^)#:]+)\)", paper.read_text(encoding="utf-8"))
        if not (paper.parent / target).exists()
    ]
    assert lost == []


def test_the_map_names_modules_that_are_there(root: Path) -> None:
    named = re.findall(
        r"(?:survey|analysis|app)/[a-z_/]+(?:\.py)?", (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    )
    assert len(named) > 20
    assert [name for name in named if not (root / name).exists()] == []
