"""Entry script of the dashboard; started by `varsam dashboard`. Frame of every page: study, language, pages."""

from pathlib import Path

import streamlit as st

from analysis.errors import AnalysisError
from app.dashboard import controls, desk, links, parts, refusals
from app.dashboard.texts import text
from survey.errors import SurveyError

HERE = Path(__file__).parent
PAGES = ("overview", "question", "crosstab", "regression", *(("review",) if desk.for_checkers() else ()))

st.set_page_config(page_title="Varsam", page_icon=str(HERE / "favicon.svg"), layout="wide")
st.logo(HERE / "logo.svg", icon_image=HERE / "favicon.svg", size="large")
links.begin()
with st.sidebar:
    language = controls.language()
known = desk.studies()
pages = [
    st.Page(HERE / "screens" / f"{name}.py", title=text(name, language), url_path=name, default=name == PAGES[0])
    for name in PAGES
]
page = st.navigation(pages)
if not known:
    st.info(text("no_studies", language))
    st.stop()
with st.sidebar:
    controls.study(known, language)
parts.look()
try:
    page.run()
except AnalysisError as error:
    refusals.refusal(error, desk.if_opened(), language)
except SurveyError as error:
    refusals.refusal(error, None, language)
if opened := desk.if_opened():
    parts.protection(opened, language)
links.end()
