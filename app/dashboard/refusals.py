"""A question that is not answered: what was asked, which rule, and what to ask in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from urllib.parse import urlencode

import streamlit as st

from analysis.errors import AnalysisError, NotNumeric, Refused
from analysis.source import Question
from app.dashboard import links
from app.dashboard.controls import MOST_FILTERS, keys_of_filter
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
        if found := list(_links(instead or _simpler(opened), opened, language)):
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
    return _filtered(said, question.where, opened, language)


def _filtered(said: str, where: str, opened: Opened, language: str) -> str:
    if not where:
        return said
    return text("with_filter", language, asked=said, where=words(parse(where), opened.frame.variables, language))


def _links(instead: tuple[Question, ...], opened: Opened, language: str) -> Iterator[str]:
    for question in dict.fromkeys(instead):
        if question.rows in opened.questions and question.by in ("", *opened.groups):
            to, said = escape(address(question, opened, language)), escape(in_words(question, opened, language))
            yield f'<li><a href="{to}" target="_self">{said}</a></li>'


def _simpler(opened: Opened) -> tuple[Question, ...]:
    """What may do where a rule names nothing: without filter, without groups; a table in place of a model."""
    question, explained = _chosen()
    if explained:
        return (Question(question.rows, next((name for name in explained if name in opened.groups), ""), ""),)
    found = [
        Question(question.rows, question.by) if question.where else None,
        Question(question.rows, "", question.where) if question.by else None,
    ]
    return tuple(one for one in found if one)


def _asked(opened: Opened, language: str) -> str:
    """The question of this page in words."""
    question, explained = _chosen()
    if not question.rows:
        return ""
    if not explained:
        return in_words(question, opened, language)
    covariates = ", ".join(_label(opened, name, language) for name in explained)
    outcome = in_words(replace(question, where=""), opened, language)
    said = text("explained_by", language, outcome=outcome, covariates=covariates)
    return _filtered(said, question.where, opened, language)


def _chosen() -> tuple[Question, tuple[str, ...]]:
    """What the widgets of this page say: the question, and in a model what explains its outcome."""
    chosen = links.shown()
    conditions = [(chosen.get(name), chosen.get(code)) for name, code in map(keys_of_filter, range(MOST_FILTERS))]
    where = " and ".join(f"{name} = {code}" for name, code in conditions if name and code)
    explained = tuple(name for name in chosen.get("covariates", "").split(",") if name)
    rows = chosen.get("outcome") or chosen.get("rows", "")
    return Question(rows, "" if "outcome" in chosen else chosen.get("by", ""), where), explained


def _label(opened: Opened, name: str, language: str) -> str:
    return text("named", language, name=opened.frame.variable(name).label.in_language(language) or name)
