"""A form server in its own process, and Debian's Chromium to visit it with."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from survey.sealing import new_keys

STUDIES = ("questionnaires/youth_exposure", "questionnaires/buyer_attitudes", "tests/survey/studies/types.yaml")
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


class FormServer:
    """A form that is being served: its address, its store, the key to it, and all that it has logged."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.secret, self._public = new_keys()
        self.store, self.log = folder / "answers.sqlite", folder / "form.log"
        self._root, self._port = root, _free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self._process = self._started()

    def study(self, name: str) -> str:
        """The address of a study's first page."""
        return f"{self.address}/{name}/"

    def kill_and_restart(self) -> None:
        """As when the power fails: no goodbye."""
        self._process.kill()
        self._process.wait()
        self._process = self._started()

    def stop(self) -> int:
        """End it as Ctrl-C does; gives its exit code."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=20)

    def _started(self) -> subprocess.Popen[bytes]:
        given = {
            "studies": [str(self._root / path) for path in STUDIES],
            "store": str(self.store),
            "public": self._public,
            "port": self._port,
        }
        with self.log.open("ab") as log:
            command = [sys.executable, "-c", _SERVE, json.dumps(given)]
            process = subprocess.Popen(command, cwd=self._root, stdout=log, stderr=subprocess.STDOUT)
        _wait_for(self._port, process)
        return process


@pytest.fixture(scope="module")
def form_server(tmp_path_factory, root) -> Iterator[FormServer]:
    """Both core studies and one of all types on a free port, shared by the tests that do not count responses."""
    yield from _serving(root, tmp_path_factory.mktemp("form"))


@pytest.fixture
def fresh_server(tmp_path_factory, root) -> Iterator[FormServer]:
    """The same on a free port, with an empty store, for one test."""
    yield from _serving(root, tmp_path_factory.mktemp("fresh"))


def _serving(root: Path, folder: Path) -> Iterator[FormServer]:
    server = FormServer(root, folder)
    yield server
    assert server.stop() == 0
    assert [file.name for file in sorted(folder.iterdir())] == ["answers.sqlite", "form.log"]
    assert set(server.log.read_text().splitlines()) == {"form started", "form stopped"}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the form did not start"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the form did not answer within 30 seconds")


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium."""
    with sync_playwright() as running:
        chromium = running.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser):
    """Makes a page of a fresh browser; any request beyond this machine fails the test."""
    contexts, strangers = [], []

    def make(*, language: str = "sv-SE", script: bool = False, width: int = 390, scheme: str = "light"):
        context = browser.new_context(
            java_script_enabled=script, locale=language, viewport={"width": width, "height": 844}, color_scheme=scheme
        )
        context.on("request", lambda request: strangers.append(request.url) if _is_strange(request.url) else None)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert strangers == []


def _is_strange(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:"))
