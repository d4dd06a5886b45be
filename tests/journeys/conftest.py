"""A form server in its own process, and Debian's Chromium to visit it with."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from survey.compile import Compiled, compile
from survey.load import load
from survey.sealing import new_keys

STUDIES = ("youth_exposure", "buyer_attitudes")
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

_SERVE = """
import json, sys
from pathlib import Path
from survey.compile import compile
from survey.load import load
from app.forms.serve import log_to_terminal, serve
log_to_terminal()
given = json.loads(sys.argv[1])
serve([compile(load(Path(path))) for path in given["studies"]], Path(given["store"]), recipients=[given["public"]],
      port=given["port"])
"""


@dataclass(frozen=True)
class FormServer:
    """A form that is being served: its address, its store, the key to it, and all that it has logged."""

    address: str
    store: Path
    secret: str
    log: Path

    def study(self, name: str) -> str:
        """The address of a study's first page."""
        return f"{self.address}/{name}/"


@pytest.fixture(scope="session")
def questionnaires(root) -> dict[str, Compiled]:
    return {name: compile(load(root / "questionnaires" / name)) for name in STUDIES}


@pytest.fixture
def form_server(tmp_path, root) -> Iterator[FormServer]:
    """Both core studies on a free port, with an empty store; ended after the test."""
    secret, public = new_keys()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = FormServer(f"http://127.0.0.1:{port}", tmp_path / "answers.sqlite", secret, tmp_path / "form.log")
    given = {
        "studies": [str(root / "questionnaires" / name) for name in STUDIES],
        "store": str(server.store),
        "public": public,
        "port": port,
    }
    with server.log.open("wb") as log:
        command = [sys.executable, "-c", _SERVE, json.dumps(given)]
        process = subprocess.Popen(command, cwd=root, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(port, process)
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the form did not start"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the form did not answer within 30 seconds")


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield chromium
        chromium.close()
