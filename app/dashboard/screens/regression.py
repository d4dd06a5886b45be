"""A regression: outcome and explanatory variables, in words, as a coefficient plot and as a table."""

import streamlit as st

from app.dashboard import controls, desk, links, parts
from app.dashboard.texts import text
from app.opened import formula_of, model_of

opened, language = desk.current()
parts.opening(opened, language)
left, right = st.columns(2)
with left:
    outcome = controls.outcome(opened, language)
with right:
    covariates = controls.covariates(opened, language, without=outcome)
with st.expander(text("filter", language), expanded=links.is_chosen("where")):
    only = controls.only_those(opened, language)
if covariates:
    parts.heading(opened.frame.variable(outcome), language)
    parts.released_model(model_of(opened, formula_of(opened, outcome, covariates), where=only.where), language)
else:
    parts.hint(text("choose_model", language))
