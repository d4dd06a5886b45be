"""The codebook: every variable with its meaning, on one page that asks nobody for anything."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from survey.codebook import codebook, variables_codebook
from survey.compile import Compiled
from survey.compile import compile as compiled_from
from survey.load import load
from survey.text import Text, plain
from survey.variables import MissingRange, ValueLabel, Variable


@pytest.fixture
def compiled(tmp_path: Path, clean: str) -> Compiled:
    file = tmp_path / "study.yaml"
    file.write_text(clean, encoding="utf-8")
    return compiled_from(load(file))


def text_of(html: str) -> str:
    without_style = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", without_style)).replace("&#39;", "'")


class Structure(HTMLParser):
    """Opened and closed tags, ids and links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_variable_stands_in_the_codebook_with_its_wording(compiled: Compiled, language: str) -> None:
    html = codebook(compiled, language)
    text = text_of(html)
    for variable in compiled.variables.values():
        assert f'id="v-{variable.name}"' in html
        assert variable.label[language] in text


def test_title_version_and_digest_head_the_page(compiled: Compiled) -> None:
    text = text_of(codebook(compiled, "en"))
    assert "Everyday life online" in text
    assert "Version 1.0.0" in text
    assert compiled.digest in text


def test_codes_and_reasons_for_nonresponse_are_listed(compiled: Compiled) -> None:
    text = text_of(codebook(compiled, "sv"))
    assert "1 Ibland" in text
    assert "−3 &nbsp;Vill inte svara" in text
    assert "Giltiga tal 10–99 år" in text


def test_the_universe_stands_in_words_for_everyone_and_for_each_item(compiled: Compiled) -> None:
    text = text_of(codebook(compiled, "en"))
    assert "Universe Asked of everybody" in text
    dating = compiled.variables["c_use_b"].universe.get("en", "")
    assert dating
    assert f"dating apps {dating}" in text


def test_a_battery_is_one_entry_with_its_items(compiled: Compiled) -> None:
    html = codebook(compiled, "en")
    assert html.count("<h3>How often do you use …?</h3>") == 1
    assert html.count('<tr id="v-c_use_') == 2


def test_the_page_asks_nobody_for_anything(compiled: Compiled) -> None:
    html = codebook(compiled, "en")
    assert "script" not in Structure(html).tags
    assert all(link.startswith("#") for link in Structure(html).links)
    assert "http" not in html
    assert "@import" not in html


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_is_well_formed_and_its_links_lead_somewhere(compiled: Compiled, language: str) -> None:
    structure = Structure(codebook(compiled, language))
    assert structure.open == []
    assert len(structure.ids) == len(set(structure.ids))
    assert {link.removeprefix("#") for link in structure.links} <= set(structure.ids)


def test_the_same_questionnaire_gives_the_same_page(compiled: Compiled) -> None:
    assert codebook(compiled, "sv") == codebook(compiled, "sv")


def test_the_variables_of_an_imported_file_have_a_codebook(compiled: Compiled) -> None:
    variables = {
        "Q1": Variable("Q1", plain("How old are you <years>"), values=(ValueLabel(1, plain("12 or younger")),)),
        "bmi": Variable("bmi", Text(), measure="scale", missing_ranges=(MissingRange(-9, -7), MissingRange(99, 99))),
        "weight": Variable("weight", plain("Weight"), role="weight", measure="scale"),
    }
    html = variables_codebook(variables, plain("A file from elsewhere"), "en")
    assert "How old are you &lt;years&gt;" in html
    assert "Counts as nonresponse: −9 to −7, 99" in re.sub(r"<[^>]+>", "", html)
    assert "Role weight" in text_of(html)
    assert "everybody" not in html


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_fits_a_narrow_telephone(compiled: Compiled, tmp_path: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    file = tmp_path / "codebook.html"
    file.write_text(codebook(compiled, "sv"), encoding="utf-8")
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    arguments = ["--headless", "--no-sandbox", *quiet, "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        page = browser.new_page(viewport={"width": 320, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert Axe().run(page).violations_count == 0
        browser.close()
