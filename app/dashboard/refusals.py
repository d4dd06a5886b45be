"""A question that is not answered: what was asked, which rule, and what to ask in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urlencode

import streamlit as st

from analysis.errors import AnalysisError, NotNumeric, Refused
from analysis.source import Question
from app.dashboard import links
from app.dashboard.controls import keys_of_filter
from app.dashboard.texts import text
from app.opened import Opened
from survey.errors import SurveyError
from survey.expressions import parse, words

_CONDITION = re.compile(r"(\w+) = (\S+)")


def refusal(error: SurveyError | AnalysisError, opened: Opened | None, language: str) -> None:
    """Why there is no figure, in its place, with links to what can be asked."""
    lines = [f"<strong>{escape(text('not_shown', language))}</strong> {escape(reason(error, language))}"]
    if opened is not None and isinstance(error, AnalysisError):
        if was := _asked(opened, language):
            lines.append(escape(text("asked", language, asked=was)))
        instead = error.instead if isinstance(error, Refused) else ()
        if found := list(_links(instead, opened, language)):
            lines.append(f"{escape(text('ask_instead', language))}<ul>{''.join(found)}</ul>")
    st.html(f'<div class="refusal" role="status">{"".join(f"<div>{line}</div>" for line in lines)}</div>')


def reason(error: SurveyError | AnalysisError, language: str) -> str:
    """The reason in the reader's language; where there is none in it, an opening that says so."""
    if isinstance(error, Refused):
        return error.reason.in_language(language)
    if isinstance(error, NotNumeric):
        return text("no_numbers", language)
    return text("in_english", language, said=error)


def address(question: Question, opened: Opened, language: str) -> str:
    """The page that asks a question."""
    chosen = {"language": language, "study": opened.study.id, "rows": question.rows, "by": question.by}
    for place, (name, code) in enumerate(_CONDITION.findall(question.where)):
        chosen.update(zip(keys_of_filter(place), (name, code), strict=True))
    return f"question?{urlencode({name: value for name, value in chosen.items() if value})}"


def in_words(question: Question, opened: Opened, language: str) -> str:
    """A question as one would say it."""
    said = _label(opened, question.rows, language)
    if question.by:
        said = text("by_group", language, rows=said, by=_label(opened, question.by, language))
    if not question.where:
        return said
    where = words(parse(question.where), opened.frame.variables, language)
    return text("with_filter", language, asked=said, where=where)


def _links(instead: tuple[Question, ...], opened: Opened, language: str) -> Iterator[str]:
    for question in dict.fromkeys(instead):
        if question.rows in opened.questions and question.by in ("", *opened.groups):
            to, said = escape(address(question, opened, language)), escape(in_words(question, opened, language))
            yield f'<li><a href="{to}" target="_self">{said}</a></li>'


def _asked(opened: Opened, language: str) -> str:
    """What the widgets of this page say."""
    chosen = links.shown()
    conditions = [(chosen.get(name), chosen.get(code)) for name, code in map(keys_of_filter, range(2))]
    where = " and ".join(f"{name} = {code}" for name, code in conditions if name and code)
    if outcome := chosen.get("outcome"):
        explained = [_label(opened, name, language) for name in chosen.get("covariates", "").split(",") if name]
        said = _label(opened, outcome, language)
        return text("explained_by", language, outcome=said, covariates=", ".join(explained)) if explained else said
    rows = chosen.get("rows")
    return in_words(Question(rows, chosen.get("by", ""), where), opened, language) if rows else ""


def _label(opened: Opened, name: str, language: str) -> str:
    return opened.frame.variable(name).label.in_language(language) or name
