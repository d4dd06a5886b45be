"""A small questionnaire, and a client that answers it as a browser without script would."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from app.forms.site import site
from survey.compile import compile
from survey.model import (
    Category,
    CodeList,
    Expression,
    Item,
    Page,
    Question,
    Questionnaire,
    Section,
    Support,
    SupportService,
)
from survey.sealing import new_keys
from survey.store import SqliteStore
from survey.text import Text, plain

YES_NO = CodeList("yn", (Category(1, Text(sv="Ja", en="Yes")), Category(0, Text(sv="Nej", en="No"))))
OFTEN = CodeList("often", tuple(Category(code, plain(f"often {code}")) for code in range(3)))
WHERE = CodeList("where", (Category(1, plain("home")), Category(2, plain("school")), Category(9, plain("none"), True)))


def small() -> Questionnaire:
    """Consent and age; a battery, a multiple choice and a routed question; a sensitive section that can be skipped."""
    consent = Page(
        "p_consent",
        (
            Question("note", "note", Text(sv="Om studien", en="About the study")),
            Question(
                "consent", "single", Text(sv="Vill du delta?", en="Will you take part?"), codes=YES_NO, required=True
            ),
            Question("age", "number", Text(sv="Hur gammal är du?", en="How old are you?"), min=0, max=120),
        ),
        end_if=Expression("consent = 0 or age < 16"),
        end_text=Text(sv="Tack ändå.", en="Thank you all the same."),
    )
    use = Page(
        "p_use",
        (
            Question(
                "use", "battery", Text(sv="Hur ofta?", en="How often?"), codes=OFTEN, missing=("refused",),
                items=(Item("use_a", plain("chat")), Item("use_b", plain("games"))),
            ),
            Question("where", "multiple", Text(sv="Var?", en="Where?"), codes=WHERE, missing=("refused",)),
        ),
    )  # fmt: skip
    more = Page("p_more", (Question("more", "single", Text(sv="Mer?", en="More?"), codes=YES_NO),))
    hard = Page("p_hard", (Question("hard", "single", Text(sv="Svårt?", en="Hard?"), codes=YES_NO, level=3),))
    return Questionnaire(
        id="small",
        version="1.0.0",
        languages=("sv", "en"),
        title=Text(sv="Liten studie", en="Small study"),
        population=Text(sv="Alla", en="Everybody"),
        sections=(
            Section("s_about", Text(sv="Om studien", en="About"), (consent,)),
            Section("s_use", Text(sv="Vanor", en="Habits"), (use,)),
            Section("s_more", Text(sv="Mer", en="More"), (more,), ask_if=Expression("use_a > 0")),
            Section("s_hard", Text(sv="Känsligt", en="Sensitive"), (hard,), level=3, skip=True, support="help"),
        ),
        supports=(
            Support("help", plain("Someone listens."), (SupportService(plain("Line"), phone="020-1"),), "2026-11-01"),
        ),
        age="age",
    )


class Client:
    """httpx against the application itself, one request after another; redirects are followed."""

    def __init__(self, app: Starlette, **settings: Any) -> None:
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._http = httpx.AsyncClient(
            transport=transport, **{"base_url": "http://testserver", "follow_redirects": True, **settings}
        )

    @property
    def cookies(self) -> httpx.Cookies:
        return self._http.cookies

    @cookies.setter
    def cookies(self, cookies: httpx.Cookies) -> None:
        self._http.cookies = cookies

    def request(self, method: str, path: str, **settings: Any) -> httpx.Response:
        return self._runner.run(self._http.request(method, path, **settings))

    def get(self, path: str, **settings: Any) -> httpx.Response:
        return self.request("GET", path, **settings)

    def post(self, path: str, **settings: Any) -> httpx.Response:
        return self.request("POST", path, **settings)

    def close(self) -> None:
        self._runner.run(self._http.aclose())
        self._runner.close()


@dataclass
class Browser:
    """A client with its cookies, and the page it last saw."""

    client: Client
    page: httpx.Response | None = None

    def get(self, path: str) -> httpx.Response:
        self.page = self.client.get(path)
        return self.page

    def send(self, path: str, to: str = "next", **answers: object) -> httpx.Response:
        """Post a page with the hidden values of the page last seen."""
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.text))
        self.page = self.client.post(path, data={**hidden, **answers, "to": to}, headers={"Origin": "null"})
        return self.page

    @property
    def text(self) -> str:
        return unescape(self.page.text) if self.page is not None else ""

    @property
    def path(self) -> str:
        assert self.page is not None
        return self.page.url.raw_path.decode()

    def begin(self, language: str = "en") -> None:
        """Consent, and be of age."""
        self.get(f"/small/1?lang={language}")
        self.send("/small/1", consent="1", age="17")

    def fill(self) -> None:
        """Everything up to the overview."""
        self.begin()
        self.send("/small/2", use_a="1", use_b="2", where=["1", "2"])
        self.send("/small/3", more="1")
        self.send("/small/4", hard="1")


@pytest.fixture
def keys() -> tuple[str, str]:
    return new_keys()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with SqliteStore(tmp_path / "answers.sqlite") as opened:
        yield opened


@pytest.fixture
def questionnaire() -> Questionnaire:
    return small()


@pytest.fixture
def serving(store, keys) -> Iterator[Callable[..., Client]]:
    """Makes a client of a site; kept out of the lifespan, so that the store stays open for what a test asks of it."""
    clients: list[Client] = []

    def make(questionnaire: Questionnaire, *, settings: Any = None, **of_site: Any) -> Client:
        app = site([compile(questionnaire)], store, recipients=[keys[1]], **of_site)
        clients.append(Client(app, **(settings or {})))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def client(serving, questionnaire) -> Client:
    return serving(questionnaire)


@pytest.fixture
def browser(client) -> Browser:
    return Browser(client)
