"""What pages are made of, besides the widgets: notices, headings, released figures, downloads."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st
from plotly.graph_objects import Figure

from analysis.disclosure import ReleasedModel, ReleasedTable
from analysis.disclosure.policy_words import in_words
from analysis.publish import chart, sentences, table
from app.dashboard.texts import text
from app.opened import Opened
from survey.variables import Variable

LOOK = (Path(__file__).parent / "look.css").read_text(encoding="utf-8")


def look() -> None:
    """The style sheet of the parts that are our own HTML; colours come from the theme."""
    st.html(f"<style>{LOOK}</style>")


def opening(opened: Opened, language: str) -> None:
    """The first lines of a page: which study this is, and what must be known of its data."""
    st.html(f'<p class="study">{escape(opened.study.title.in_language(language))}</p>')
    banners(opened, language)


def banners(opened: Opened, language: str) -> None:
    """What must be known before any figure is read: made-up data, data that are public already."""
    if opened.frame.synthetic:
        st.html(f'<p class="notice made-up" role="note">{escape(text("synthetic", language))}</p>')
    if opened.policy.public_use:
        st.html(f'<p class="notice" role="note">{escape(text("public_use", language))}</p>')


def protection(opened: Opened, language: str) -> None:
    """What is done so that nobody is recognised, in words, for whoever asks."""
    declared = opened.study.release.get("groupings", ())
    named = [opened.frame.variable(name).label for name in opened.policy.groupings if name in declared]
    with st.expander(text("protection", language)):
        for said in in_words(opened.policy, named):
            st.html(f'<p class="note">{escape(said.in_language(language))}</p>')


def hint(wording: str) -> None:
    """What to do next, where there is no figure yet."""
    st.html(f'<p class="notice" role="note">{escape(wording)}</p>')


def heading(variable: Variable, language: str) -> None:
    """The question as it was asked, and of whom."""
    label, stem = variable.label.in_language(language), variable.stem.in_language(language)
    above = f'<p class="stem">{escape(stem)}</p>' if stem and stem != label else ""
    universe = variable.universe.in_language(language)
    below = f'<p class="note">{escape(universe)}</p>' if universe else ""
    st.html(f"{above}<h2>{escape(label or variable.name)}</h2>{below}")


def released_table(released: ReleasedTable, language: str) -> None:
    """A released table in words, as a chart, as a table, and as files to take away."""
    if where := released.source.where_words.in_language(language):
        st.html(f'<p class="note">{escape(text("only", language, where=where))}</p>')
    _in_words(sentences.of_table(released, language))
    table_and_chart(released, language)


def table_and_chart(released: ReleasedTable, language: str) -> None:
    """A released table as a chart, with the table itself below it, and as files to take away."""
    _chart(*chart.bars(released, language), language)
    st.html(f'<div class="wide">{table.to_html(released, language)}</div>')
    _downloads(released, language)


def released_model(released: ReleasedModel, language: str) -> None:
    """A released model in words, as a coefficient plot and as a table."""
    _in_words(sentences.of_model(released, language))
    _chart(*chart.coefficients(released, language), language)
    st.html(f'<div class="wide">{table.to_html(released, language)}</div>')


def _chart(figure: Figure, alt: str, language: str) -> None:
    """The chart in the reader's numbers, its intervals drawn so that they stand out on either ground."""
    on_dark = st.context.theme.type == "dark"
    figure.update_traces(error_x_color="#d5dde3" if on_dark else "#27313a", selector=lambda trace: "error_x" in trace)
    figure.update_layout(separators=", " if language == "sv" else ".,")
    st.plotly_chart(figure, alt=alt, config={"displayModeBar": False}, theme="streamlit")


def _in_words(said: list[str]) -> None:
    if said:
        st.html("".join(f'<p class="words">{escape(sentence)}</p>' for sentence in said))


def _downloads(released: ReleasedTable, language: str) -> None:
    files: dict[str, tuple[str | bytes, str]] = {
        "csv": (table.to_csv(released, language), "text/csv"),
        "xlsx": (
            table.to_xlsx(released, language),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        "html": (table.to_page(released, language), "text/html"),
    }
    name = "_".join(filter(None, (released.source.study, released.source.rows, released.source.by)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="note">{escape(text("take_away", language))}</p>', width="content")
        for kind, (content, mime) in files.items():
            st.download_button(kind.upper(), content, f"{name}.{kind}", mime, on_click="ignore", key=f"take_{kind}")
