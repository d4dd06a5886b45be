"""The preview shows what the form shows, in every language, and keeps nothing."""

from __future__ import annotations

import asyncio
import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from app.forms.site import site
from app.preview import preview
from survey.compile import Compiled
from survey.compile import compile as compiled_from
from survey.load import load
from survey.sealing import new_keys
from survey.store import SqliteStore

STUDIES = Path(__file__).parents[2] / "survey" / "studies"


@pytest.fixture(scope="module", params=["types", "clean"])
def compiled(request) -> Compiled:
    return compiled_from(load(STUDIES / f"{request.param}.yaml"))


class Structure(HTMLParser):
    """Ids, links, and the tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.named: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src"):
                self.targets.append(value or "")
            elif name in ("for", "aria-labelledby", "aria-describedby", "form"):
                self.named += (value or "").split()


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_what_is_previewed_is_what_is_fielded(compiled: Compiled, tmp_path: Path) -> None:
    _, public = new_keys()
    form = site([compiled], SqliteStore(tmp_path / "store.sqlite"), recipients=[public])
    shown = words_of(preview(compiled, "en"))
    for language in compiled.questionnaire.languages:
        html = asyncio.run(got(form, f"/{compiled.questionnaire.id}/1?lang={language}"))
        main = re.search(r"<main[^>]*>(.*)</main>", html, re.DOTALL)
        assert main is not None
        assert words_of(main[1]) in shown


async def got(form: Starlette, path: str) -> str:
    """What a browser gets from the form itself."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(form), base_url="http://127.0.0.1") as browser:
        return (await browser.get(path)).text


def test_every_page_stands_in_it_in_every_language(compiled: Compiled) -> None:
    shown = words_of(preview(compiled, "sv"))
    for _, page in compiled.questionnaire.pages():
        for question in page.questions:
            if question.type == "computed" or question.variants or "{" in question.text["sv"]:
                continue
            assert all(words_of(text) in shown for text in question.text.values())


def test_it_asks_nobody_for_anything_and_sends_nothing(compiled: Compiled) -> None:
    html = preview(compiled, "en")
    page = Structure(html)
    assert "form-action 'none'" in html
    assert "script" not in page.tags
    outside = [target for target in page.targets if not target.startswith(("#", "data:", "tel:", "https://"))]
    assert outside == []


def test_ids_are_unique_and_whatever_names_one_finds_it(compiled: Compiled) -> None:
    page = Structure(preview(compiled, "en"))
    assert len(page.ids) == len(set(page.ids))
    assert set(page.named) <= set(page.ids)
    assert {target[1:] for target in page.targets if target.startswith("#")} <= set(page.ids)


def test_the_route_stands_beside_the_page() -> None:
    shown = words_of(preview(compiled_from(load(STUDIES / "clean.yaml")), "en"))
    assert "Shown to: those who answered something other than “Never” to “How often do you use …? – chat”" in shown
    assert "page 4 for those who answered something other than “Never” to question 3 a" in shown
    assert "b) Only for those aged 18 or older" in shown
    assert "Thank you for your interest." in shown
