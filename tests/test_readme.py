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
