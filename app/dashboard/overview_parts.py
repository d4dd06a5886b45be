"""The parts of the overview page."""

from __future__ import annotations

from html import escape

import streamlit as st

from app.dashboard import controls, parts
from app.dashboard.texts import text
from app.opened import Opened, table_of

GOOD_DF, FAIR_DF = 30, 12
GOOD_N, FAIR_N = 1000, 300
WAVE = "week"


def title(opened: Opened, language: str) -> None:
    """The study's title, and its population where the questionnaire says it."""
    st.html(f"<h1>{escape(opened.study.title.in_language(language))}</h1>")
    if population := opened.population.in_language(language):
        st.caption(population)


def facts(opened: Opened, language: str) -> None:
    """A line of plain facts: respondents, questions, version."""
    shown = {
        text("respondents", language): parts.whole(len(opened.frame), language),
        text("questions", language): str(len(controls.questions(opened.frame))),
        text("psus", language): parts.whole(opened.psus, language),
        text("strata", language): parts.whole(opened.strata, language),
        text("df", language): parts.whole(int(opened.design.df), language),
    }
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in shown.items())
    st.html(f'<dl class="facts">{cells}</dl>')
