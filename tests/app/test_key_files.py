"""Secrets of a study are made once, whole, and for their owner alone, however many processes start together."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.key_files import made_once, record_secret
from app.opened import open_study
from survey.errors import SurveyError
from survey.study import find

# Each waits for the same moment, and is slow in the middle of writing.
RACE = """
import sys, time
from pathlib import Path
from app import key_files

def slowly(self, content, whole=Path.write_bytes):
    with self.open("wb") as file:
        file.write(content[:7])
        file.flush()
        time.sleep(0.2)
        file.write(content[7:])

Path.write_bytes = slowly
while time.time() < float(sys.argv[2]):
    pass
print(key_files.record_secret(Path(sys.argv[1])).hex())
"""


@pytest.mark.parametrize("processes", [2, 5])
def test_processes_that_start_together_have_one_key(tmp_path: Path, root: Path, processes: int) -> None:
    start = str(time.time() + 1.5)
    command = [sys.executable, "-c", RACE, str(tmp_path), start]
    running = [
        subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    said = [process.communicate(timeout=60) for process in running]
    assert [error for _, error in said] == [""] * processes
    assert {key.strip() for key, _ in said} == {record_secret(tmp_path).hex()}
    assert len(record_secret(tmp_path)) == 32


def test_a_process_that_is_killed_while_it_writes_leaves_no_half_key(tmp_path: Path, root: Path) -> None:
    slow = RACE.replace("time.sleep(0.2)", "print('half', flush=True); time.sleep(30)")
    command = [sys.executable, "-c", slow, str(tmp_path), "0"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        process.kill()
    assert not (tmp_path / "record.key").exists()
    assert len(record_secret(tmp_path)) == 32


def test_a_key_that_is_there_is_never_made_anew(tmp_path: Path) -> None:
    once = record_secret(tmp_path)
    assert record_secret(tmp_path) == once
    assert made_once(tmp_path / "record.key", lambda: b"another") == once
    assert (tmp_path / "record.key").stat().st_mode & 0o077 == 0


def test_a_key_that_was_cut_short_is_said_plainly(small: Path) -> None:
    (small / ".varsam").mkdir()
    (small / ".varsam" / "record.key").write_bytes(b"short")
    with pytest.raises(SurveyError, match="must hold at least 16 bytes and was cut short"):
        open_study(find(small))
