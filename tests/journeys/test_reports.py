"""What reviewers read, in a browser: accessible, light and dark, on a telephone and on a desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from typer.testing import CliRunner

from app.cli import app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def reports(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The reports of one study, by the name of their command."""
    folder, study = tmp_path_factory.mktemp("reports"), str(root / "questionnaires/buyer_attitudes")
    made = {}
    for command in ("logic", "preview"):
        made[command] = folder / f"{command}.html"
        run = CliRunner().invoke(app, [command, study, "--language", "sv", "--out", str(made[command])])
        assert run.exit_code == 0, run.output
    return made


@pytest.fixture
def open_page(browser):
    """A fresh page of a width, in light or dark."""
    contexts = []

    def opened(*, width: int, scheme: str = "light"):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
@pytest.mark.parametrize("report", ["logic", "preview"])
def test_a_report_is_accessible_and_fits_the_screen(reports, open_page, report, width, scheme) -> None:
    page = open_page(width=width, scheme=scheme)
    page.goto(reports[report].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    results = Axe().run(page)
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in results.response["violations"]] == []


def test_the_text_of_the_picture_can_be_read_on_a_telephone(reports, open_page) -> None:
    page = open_page(width=390)
    page.goto(reports["logic"].as_uri())
    heights = page.evaluate("[...document.querySelectorAll('.flow text')].map(t => t.getBoundingClientRect().height)")
    assert min(heights) >= 10
    inside = page.evaluate(
        "[...document.querySelectorAll('.flow text')].every(t => t.getBBox().x + t.getBBox().width <= 352)"
    )
    assert inside
