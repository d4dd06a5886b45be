"""The dashboard as a process, read in a browser: the way a project manager meets it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from app.processes import free_port
from survey.importing import import_file

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
PATHS = {
    "overview": "?study=yrbs_2019&language=en",
    "question": "question?study=yrbs_2019&language=en&rows=QN8",
    "crosstab": "crosstab?study=yrbs_2019&language=en&rows=QN8&by=Q2",
    "regression": "regression?study=yrbs_2019&language=en&outcome=QN58&covariates=Q2,Q3",
}


@dataclass(frozen=True)
class Dashboard:
    """A running `varsam dashboard`, or `varsam demo` with its form beside it."""

    address: str
    form: str
    process: subprocess.Popen[str]


@contextmanager
def started(root: Path, *words: str | Path, folder: Path | None = None) -> Iterator[Dashboard]:
    command = [sys.executable, "-m", "app.cli", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=environment, text=True, cwd=folder, **quiet) as process:  # type: ignore[call-overload]
        try:
            said = {}
            while "Dashboard" not in said:
                name, address = process.stdout.readline().split()[:2]
                said[name.strip(":")] = address
            yield Dashboard(said["Dashboard"], said.get("Form", ""), process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


@pytest.fixture(scope="module")
def dashboard(root: Path, real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    into = tmp_path_factory.mktemp("studies")
    design = {"weight": "weight", "strata": "stratum", "psu": "psu"}
    study = import_file(real / "yrbs_2019.sav", into, **design, public_use=True)  # type: ignore[arg-type]
    with started(root, "dashboard", study.folder, "--port", str(free_port(18850))) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(30_000)
    yield page
    page.close()


def runs(page: Page) -> int:
    """How often the page's script has run to its end."""
    mark = page.wait_for_selector("#done", state="attached")
    assert mark
    return int(mark.get_attribute("data-k") or 0)


def after_next_run(page: Page, before: int) -> None:
    page.wait_for_function("k => Number(document.querySelector('#done')?.dataset.k) > k", arg=before)


def choose(page: Page, label: str, written: str) -> None:
    before = runs(page)
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(written)
    page.get_by_role("option").first.click()
    after_next_run(page, before)


def test_a_question_is_drawn_as_a_chart_with_its_table_beside_it(dashboard: Dashboard, page: Page) -> None:
    page.goto(dashboard.address + PATHS["question"])
    page.wait_for_selector(".js-plotly-plot .main-svg", state="attached")
    runs(page)
    words = page.inner_text(".stMain")
    for figure in ("6.54", "0.65", "5.34–7.99", "11,149", "12,132"):
        assert figure in words
    assert page.locator(".stMain table").count() == 1
    assert page.locator("[aria-label*='6.54']").count() >= 1


@pytest.mark.parametrize(
    ("rows", "percent", "logit", "korn_graubard", "answers"),
    [
        ("QN8", "6.54 0.65", "5.34–7.99", "5.29–7.99", "11,149 12,132"),  # CDC prints 8.00: 7.9949 rounded twice?
        ("QN58", "38.45 1.52", "35.41–41.58", "35.35–41.62", "11,040 11,689"),
        ("QN52", "1.77 0.30", "1.25–2.48", "1.21–2.48", "12,711 12,950"),
    ],
)
def test_the_dashboard_shows_what_cdc_published(
    dashboard: Dashboard, page: Page, rows: str, percent: str, logit: str, korn_graubard: str, answers: str
) -> None:
    for method, interval in (("logit", logit), ("korn_graubard", korn_graubard)):
        page.goto(f"{dashboard.address}question?language=en&study=yrbs_2019&rows={rows}&ci={method}")
        page.wait_for_selector(f".stMain td:has-text('{interval}')")
        said = " ".join(page.inner_text(".stMain table").split())
        assert f"{percent} {interval}" in said
        assert answers in said


@pytest.mark.parametrize("name", PATHS)
def test_no_page_asks_anything_of_another_machine(dashboard: Dashboard, page: Page, name: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(dashboard.address + PATHS[name])
    runs(page)
    page.wait_for_timeout(500)
    foreign = [url for url in asked if urlsplit(url).scheme in ("http", "https", "ws", "wss")]
    assert [url for url in foreign if urlsplit(url).hostname != "127.0.0.1"] == []


@pytest.mark.parametrize("ground", ["light", "dark"])
@pytest.mark.parametrize("name", PATHS)
def test_no_page_has_a_serious_fault_of_accessibility(
    dashboard: Dashboard, browser: Browser, name: str, ground: Literal["light", "dark"]
) -> None:
    page = browser.new_page(color_scheme=ground)
    page.goto(dashboard.address + PATHS[name])
    runs(page)
    page.wait_for_timeout(500)
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    page.close()


def test_a_link_shows_another_reader_the_same(dashboard: Dashboard, page: Page, browser: Browser) -> None:
    page.goto(f"{dashboard.address}question?study=yrbs_2019&language=en")
    choose(page, "Question", "QN58")
    choose(page, "Compare groups", "Q2 ")
    page.wait_for_function("() => location.search.includes('by=Q2')")
    link, seen = page.url, page.inner_text(".stMain table")
    assert parse_qs(urlsplit(link).query)["rows"] == ["QN58"]
    other = browser.new_context().new_page()
    other.goto(link)
    runs(other)
    assert other.inner_text(".stMain table") == seen
    other.context.close()


def test_back_shows_what_was_seen_before(dashboard: Dashboard, page: Page) -> None:
    page.goto(dashboard.address + PATHS["question"])
    runs(page)
    choose(page, "Question", "QN58")
    page.wait_for_function("() => location.search.includes('rows=QN58')")
    page.go_back()
    page.wait_for_function("() => location.search.includes('rows=QN8')")
    page.wait_for_function("() => document.querySelector('.stMain h2').innerText.includes('seat belt')")


def test_ctrl_c_ends_the_dashboard_and_all_it_started(root: Path, tmp_path: Path) -> None:
    with started(root, "dashboard", "--port", str(free_port(18870))) as running:
        port = urlsplit(running.address).port or 0
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(20) == 0
    assert free_port(port) == port


def test_the_demo_shows_form_and_dashboard_and_ends_both(root: Path, tmp_path: Path) -> None:
    for folder in ("questionnaires", "sample_data"):
        shutil.copytree(root / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".varsam", "__pycache__"))
    ports = ["--form-port", str(free_port(18880)), "--dashboard-port", str(free_port(18890))]
    with started(root, "demo", *ports, folder=tmp_path) as running:
        form, dashboard = running.form, running.address
        assert b"youth_exposure" in urlopen(form, timeout=20).read()
        assert b"<script" in urlopen(dashboard, timeout=20).read()
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(20) == 0
    for address in (form, dashboard):
        port = urlsplit(address).port or 0
        assert free_port(port) == port
    assert (tmp_path / ".demo" / "demo.key").stat().st_mode & 0o077 == 0
