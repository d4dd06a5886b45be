"""What pages are made of, besides the widgets: notices, headings, released figures, downloads."""

from __future__ import annotations

from html import escape

import streamlit as st

from analysis.disclosure import ReleasedModel, ReleasedTable
from analysis.publish import chart, table, words
from app.dashboard.texts import text
from app.opened import Opened
from survey.variables import Variable

KINDS = {
    "csv": ("CSV", "text/csv"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "html": ("HTML", "text/html"),
}


def brand(language: str) -> None:
    """The product's name at the top of the side bar."""
    st.html(f'<p class="brand"><strong>Varsam</strong><span>{text("about", language)}</span></p>')


def notices(opened: Opened, language: str) -> None:
    """What must be known before any figure is read: made-up data, data that are public already."""
    if opened.frame.synthetic:
        _notice("made-up", text("synthetic", language))
    if opened.policy.public_use:
        _notice("public", text("public_use", language))


def refusal(message: str, language: str) -> None:
    """A figure that is not shown, with the reason in place of the figure."""
    st.warning(f"**{text('not_shown', language)}** {message}")


def heading(variable: Variable, language: str) -> None:
    """The question as it was asked, and of whom."""
    label, stem = variable.label.in_language(language), variable.stem.in_language(language)
    st.html(f"<h2>{escape(label or variable.name)}</h2>")
    above = [stem] if stem and stem != label else []
    if universe := variable.universe.in_language(language):
        above.append(text("asked_of", language, universe=universe))
    if above:
        st.caption(" · ".join(above))
