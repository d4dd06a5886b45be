"""The parts of the overview page."""

from __future__ import annotations

from html import escape
from typing import Literal
from urllib.parse import urlencode

import streamlit as st

from analysis.publish.numbers import number
from analysis.replicates import Replicates
from app.dashboard import parts
from app.dashboard.texts import text
from app.opened import Opened, table_of, unweighted
from survey.text import Text

Verdict = Literal["good", "fair", "poor"]

# From here on an interval is about as wide as with unlimited degrees of freedom, and small groups can be compared.
GOOD_DF, GOOD_N = 30, 1000
# Below this an interval depends on a handful of PSUs, or on too few people to split into groups.
FAIR_DF, FAIR_N = 12, 300
WAVE = "week"


def title(opened: Opened, language: str) -> None:
    """The study's title, and its population where the questionnaire says it."""
    st.html(f"<h1>{escape(opened.study.title.in_language(language))}</h1>")
    if population := _population(opened).in_language(language):
        st.html(f'<p class="note">{escape(text("population", language))}: {escape(population)}</p>')


def facts(opened: Opened, language: str) -> None:
    """A line of plain facts about the study and its sample."""
    shown = {
        text("respondents", language): _respondents(opened, language),
        text("questions", language): number(len(opened.questions), 0, language),
        **_sample(opened, language),
    }
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in shown.items())
    st.html(f'<dl class="facts">{cells}</dl>')


def verdict(opened: Opened, language: str) -> None:
    """How far the figures reach, in one word and with its reasons."""
    sample = opened.sample
    found = verdict_of(sample.respondents or 0, sample.df, weighted=opened.design.weighted)
    reasons = [
        text("reason_n", language, n=_respondents(opened, language)),
        _reason_df(opened, language),
        text("reason_weighted" if opened.design.weighted else "reason_unweighted", language),
    ]
    st.html(
        f"<h2>{escape(text('verdict', language))}</h2>"
        f'<p class="verdict {found}"><strong>{escape(text(found, language))}</strong> {escape("; ".join(reasons))}.</p>'
    )


def verdict_of(n: int, df: float, *, weighted: bool) -> Verdict:
    """Good, fair or poor, by the number of respondents, the degrees of freedom, and whether answers are weighted."""
    if n >= GOOD_N and df >= GOOD_DF and weighted:
        return "good"
    return "fair" if n >= FAIR_N and df >= FAIR_DF else "poor"


def response(opened: Opened, language: str) -> None:
    """Responses by wave, for a study that was collected with the form; released like every other table.

    Every response counts 1 here, whatever its weight: this is about the collection, not about the population.
    """
    if WAVE in opened.frame.variables:
        with st.expander(text("response", language)):
            parts.table_and_chart(table_of(unweighted(opened), WAVE), language)


def contents(opened: Opened, language: str) -> None:
    """Every question, each a link to its page."""
    st.html(f"<h2>{escape(text('contents', language))}</h2>")
    for title, names in _chapters(opened, language):
        links = "".join(f"<li>{_link(opened, name, language)}</li>" for name in names)
        with st.expander(f"{title} ({len(names)})"):
            st.html(f'<ul class="questions">{links}</ul>')


def method(opened: Opened, language: str) -> None:
    """How the figures are made: weights, variance."""
    settings = opened.study.design
    if opened.design.weighted:
        named = "method_weights" if settings.get("weight") else "method_weights_of_fpc"
        weights = text(named, language, weight=settings.get("weight"), fpc=_columns(settings.get("fpc")))
    else:
        weights = text("method_no_weights", language)
    st.html(
        f"<h2>{escape(text('method', language))}</h2>"
        + "".join(f'<p class="note">{escape(said)}</p>' for said in (weights, *_variance(opened, language)))
    )


def _population(opened: Opened) -> Text:
    return opened.form.questionnaire.population if opened.form else Text()


def _respondents(opened: Opened, language: str) -> str:
    sample = opened.sample
    if sample.respondents is None:
        return text("fewer_than", language, n=sample.least)
    return number(sample.respondents, 0, language)


def _sample(opened: Opened, language: str) -> dict[str, str]:
    stages, sampling = opened.design.stages, opened.design.sampling
    shown = {}
    if opened.study.design.get("psu"):
        shown[text("strata", language)] = number(len(stages.first.names), 0, language)
        shown[text("psus", language)] = number(opened.sample.units, 0, language)
    if len(stages.stages) > 1:
        shown[text("stages", language)] = number(len(stages.stages), 0, language)
    if isinstance(sampling, Replicates):
        shown[text("replicates", language)] = f"{number(sampling.n_parts, 0, language)} ({sampling.kind})"
    return shown


def _reason_df(opened: Opened, language: str) -> str:
    design, sample = opened.design, opened.sample
    df, units = number(sample.df, 0, language), number(sample.units, 0, language)
    if isinstance(design.sampling, Replicates):
        return text("reason_df_replicates", language, df=df, n=units, kind=design.sampling.kind)
    strata = number(len(design.stages.first.names), 0, language)
    return text("reason_df", language, df=df, psus=units, strata=strata)


def _variance(opened: Opened, language: str) -> list[str]:
    """How uncertainty is estimated, in a sentence or two."""
    df, sampling = number(opened.sample.df, 0, language), opened.design.sampling
    if isinstance(sampling, Replicates):
        n = number(sampling.n_parts, 0, language)
        return [text("method_replicates", language, n=n, kind=sampling.kind, df=df)]
    said = [text("method_variance", language, df=df)]
    counted = sum(stage.inherited.any() for stage in sampling.stages)
    return said if counted < 2 else [*said, text("method_stages", language, stages=counted)]


def _columns(named: object) -> str:
    return named if isinstance(named, str) else ", ".join(map(str, named)) if isinstance(named, list) else ""


def _chapters(opened: Opened, language: str) -> list[tuple[str, list[str]]]:
    if opened.form is None:
        return [(text("all_questions", language), list(opened.questions))]
    section_of = {
        question.id: section.title.in_language(language)
        for section, page in opened.form.questionnaire.pages()
        for question in page.questions
    }
    chapters: dict[str, list[str]] = {}
    for name in opened.questions:
        title = section_of.get(opened.frame.variable(name).question, text("other_questions", language))
        chapters.setdefault(title, []).append(name)
    return list(chapters.items())


def _link(opened: Opened, name: str, language: str) -> str:
    address = urlencode({"language": language, "study": opened.study.id, "rows": name})
    label = opened.frame.variable(name).label.in_language(language) or name
    return f'<a href="question?{escape(address)}" target="_self">{escape(label)}</a> <code>{escape(name)}</code>'
