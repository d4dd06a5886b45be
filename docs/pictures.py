"""Makes the pictures of preview and logic report in docs/images: `python docs/pictures.py`, in the project's folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from app.preview import preview
from survey.compile import compile
from survey.load import load
from survey.reports import logic_report, time_estimate

IMAGES = Path(__file__).parent / "images"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def main() -> None:
    """Write both reports of a sample study, and take their pictures."""
    study = compile(load(Path("questionnaires/youth_exposure")))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        logic, seen = Path(folder) / "logic.html", Path(folder) / "preview.html"
        logic.write_text(logic_report(study, "en", time_estimate(study, "en")), encoding="utf-8")
        seen.write_text(preview(study, "en"), encoding="utf-8")
        browser = running.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        picture(browser, seen, "#p-p_sought", IMAGES / "preview-1280.png", width=1280)
        picture(browser, logic, "header", IMAGES / "logic-report-1280.png", width=1280)
        picture(
            browser, logic, ".flow a[href='#s-unwanted_contact']", IMAGES / "flow-390-dark.png", width=390, dark=True
        )
        browser.close()


def picture(browser: Browser, page: Path, at: str, file: Path, *, width: int, dark: bool = False) -> None:
    """One screen of a page, from an element on."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light")
    shown = context.new_page()
    shown.goto(page.as_uri())
    shown.locator(at).first.evaluate("element => element.scrollIntoView()")
    shown.screenshot(path=file)
    context.close()


if __name__ == "__main__":
    main()
