"""The page for output checkers in a browser: what was published, asked, refused and decided, and no figure of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from app.processes import free_port

pytestmark = pytest.mark.browser

UNTIL = (date.today() + timedelta(30)).isoformat()
Varsam = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def study(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of young people, with a dashboard that shows what is published."""
    into = tmp_path_factory.mktemp("home")
    shutil.copytree(root / "questionnaires", into / "questionnaires", ignore=shutil.ignore_patterns(".varsam"))
    (into / "sample_data").mkdir()
    for file in (root / "sample_data").glob("youth_exposure.*"):
        shutil.copy(file, into / "sample_data")
    settings = into / "questionnaires" / "youth_exposure" / "study.toml"
    said = settings.read_text(encoding="utf-8").replace("[release]\n", '[release]\ndashboard = "published"\n')
    settings.write_text(said, encoding="utf-8")
    return settings.parent


@pytest.fixture(scope="module")
def varsam(root: Path, study: Path) -> Varsam:
    """Runs a command beside the study."""

    def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "app.cli", *map(str, words)]
        told = {"capture_output": True, "text": True, "check": False}
        return subprocess.run(command, cwd=study.parent, env={**os.environ, "PYTHONPATH": str(root)}, **told)  # type: ignore[call-overload,no-any-return]

    return run


@pytest.fixture(scope="module")
def dashboard(root: Path, study: Path, varsam: Varsam) -> Iterator[Callable[..., str]]:
    """Starts a dashboard of the study, once everything was published, and gives its address."""
    published = varsam("publish", study, "--out", "given")
    assert published.returncode == 0, published.stderr
    with ExitStack() as running:

        def start(*options: str) -> str:
            command = [
                sys.executable,
                "-m",
                "app.cli",
                "dashboard",
                str(study),
                "--port",
                str(free_port(18950)),
                *options,
            ]
            environment = {**os.environ, "PYTHONPATH": str(root)}
            quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
            process = running.enter_context(subprocess.Popen(command, env=environment, **quiet))  # type: ignore[call-overload]
            running.callback(process.terminate)
            while not (said := process.stdout.readline()).startswith("Dashboard"):
                assert process.poll() is None
            return str(said.split()[1])

        yield start


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(30_000)
    yield page
    page.close()


def opened(page: Page, address: str) -> str:
    """The words of a page, once its script has run to its end."""
    page.goto(address)
    page.wait_for_selector("#done", state="attached")
    return page.inner_text(".stMain")


def log(page: Page) -> list[str]:
    """The lines of the log, the newest first, with spaces between their cells."""
    return [" ".join(row.inner_text().split()) for row in page.locator(".log tbody tr").all()]


def test_from_a_refusal_to_a_published_table_and_on_to_the_checkers_page(
    dashboard: Callable[..., str], varsam: Varsam, study: Path, page: Page
) -> None:
    address = dashboard("--review")
    shown = opened(page, f"{address}question?study=youth_exposure&language=en&rows=y_meet&by=y_gender")
    figures = set(re.findall(r"\b\d{1,2}\.\d\b", shown))
    assert len(figures) > 5
    refused = opened(page, f"{address}question?study=youth_exposure&language=en&rows=y_meet&by=y_prog")
    assert "only tables that the study has published may be shown" in refused
    page.locator(".refusal a").first.click()
    page.wait_for_selector("table caption")
    assert "y_prog" not in page.url

    said = opened(page, f"{address}review?study=youth_exposure&language=en")
    lines = log(page)
    assert any("publication of y_meet x y_gender" in line for line in lines)
    assert any("released proportion of y_meet by y_gender" in line for line in lines)
    assert any("refused proportion of y_meet by y_prog not among what was published" in line for line in lines[:2])
    assert not figures & set(re.findall(r"\b\d{1,2}\.\d\b", said))
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []


def test_a_decision_stands_on_the_page_in_both_languages_and_holds(
    dashboard: Callable[..., str], varsam: Varsam, study: Path, page: Page
) -> None:
    address = dashboard("--review")
    opened(page, f"{address}review?study=youth_exposure&language=en")
    (line,) = [line.split()[0] for line in log(page) if "released proportion of y_meet by region_part" in line]
    decided = ["--by", "The checker", "--reason", "Too close to a named school.", "--until", UNTIL, "--forbid"]
    assert varsam("exception", study, line, *decided).returncode == 0
    for language, word in (("en", "forbidden"), ("sv", "förbjudet")):
        opened(page, f"{address}review?study=youth_exposure&language={language}&log=refused")
        lines = log(page)
        assert word in lines[0]
        assert "Too close to a named school." in lines[0]
        assert not any(" released " in one or " visat " in one for one in lines)
    seal = varsam("releases", study).stdout.split()[-1]
    assert seal[:16] in page.inner_text(".stMain")
    said = opened(page, f"{address}question?study=youth_exposure&language=en&rows=y_meet&by=region_part")
    assert "the checker said no" in said


def test_who_only_asks_questions_has_no_page_for_checkers(dashboard: Callable[..., str], page: Page) -> None:
    opened(page, f"{dashboard()}?study=youth_exposure&language=en")
    assert page.get_by_role("link", name="Question", exact=True).count() == 1
    assert page.get_by_role("link", name="Review").count() == 0
