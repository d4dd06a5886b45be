from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from analysis.errors import AnalysisError, NotNumeric, Refused
from analysis.source import Question
from app.dashboard import refusals
from app.opened import Opened, open_study
from survey.study import find
from survey.text import Text


def shown(at: AppTest) -> str:
    """All that stands on the page in words."""
    return "\n".join(str(getattr(element, "value", "") or getattr(element, "body", "")) for element in at.main)


@pytest.fixture
def opened(small: Path) -> Opened:
    return open_study(find(small))


def links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'<li><a href="(question\?[^"]*)"', page)]


@pytest.mark.parametrize(
    ("language", "asked", "instead"), [("sv", "Du frågade", "Fråga i stället"), ("en", "You asked", "Ask instead")]
)
def test_a_refusal_says_what_was_asked_and_what_to_ask_in_its_place(open_page, small, language, asked, instead) -> None:
    at = open_page("crosstab", small, language=language, rows="rare", by="gender", where="online", **{"is": "1"})
    said = shown(at)
    assert asked in said
    assert instead in said
    assert links(said)


def test_a_link_of_a_refusal_opens_a_question_with_its_choices(opened) -> None:
    to = refusals.address(Question("rare", "gender", "online = 1 and hours = 2"), opened, "sv")
    chosen = {name: value for name, (value,) in parse_qs(urlsplit(to).query).items()}
    assert chosen == {
        "language": "sv", "study": "small", "rows": "rare", "by": "gender",
        "where": "online", "is": "1", "where2": "hours", "is2": "2",
    }  # fmt: skip


def test_a_question_is_said_as_one_would_say_it(opened) -> None:
    said = refusals.in_words(Question("rare", "gender", "online = 1"), opened, "en")
    assert said.startswith("“Did it happen to you?”, in groups of “Are you a girl or a boy?”; filter: ")
    assert "Yes" in said


def test_a_model_that_is_not_shown_offers_a_table(open_page, small) -> None:
    said = shown(open_page("regression", small, language="en", outcome="rare", covariates="gender"))
    assert "explained by" in said
    assert [parse_qs(urlsplit(link).query)["rows"] for link in links(said)] == [["rare"]]


def test_reasons_are_in_the_language_of_the_reader() -> None:
    assert refusals.reason(Refused(Text(sv="därför", en="because")), "sv") == "därför"
    assert "korstabell" in refusals.reason(NotNumeric("x holds text"), "sv")
    assert refusals.reason(AnalysisError("It cannot be."), "sv").startswith("Frågan gick inte att räkna på.")
    assert refusals.reason(AnalysisError("It cannot be."), "en") == "It cannot be."


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_says_how_respondents_are_protected(open_page, small, language) -> None:
    for page in ("overview", "question", "crosstab", "regression"):
        at = open_page(page, small, language=language)
        labels = [expander.label for expander in at.expander]
        assert {"sv": "Så skyddas de som svarat", "en": "How respondents are protected"}[language] in labels
