"""Two questions against each other: percentages within columns, intervals, and whether the columns differ."""

import streamlit as st

from app.dashboard import controls, desk, links, parts
from app.dashboard.texts import text
from app.opened import table_of

opened, language = desk.current()
parts.opening(opened, language)
left, middle, right = st.columns([2, 2, 1])
with left:
    rows = controls.question(opened, language, label=text("choose_rows", language))
with middle:
    by = controls.columns(opened, language, without=rows)
with right:
    ci_method = controls.interval(language)
with st.expander(text("filter", language), expanded=links.is_chosen("where")):
    only = controls.only_those(opened, language)
parts.heading(opened.frame.variable(rows), language)
parts.released_table(table_of(opened, rows, by=by, where=only.where, ci_method=ci_method), language)
