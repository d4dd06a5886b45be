"""What lies on the desk: the studies that were asked for, each opened once and kept for all sessions."""

from __future__ import annotations

import json
import os
from pathlib import Path

import streamlit as st

from analysis.errors import AnalysisError
from app.opened import Opened, open_study
from survey.errors import SurveyError
from survey.study import Study, find

STUDIES, REVIEW = "VARSAM_STUDIES", "VARSAM_REVIEW"


def studies() -> dict[str, Study]:
    """The studies that the command line handed over, by id."""
    found = (find(folder) for folder in json.loads(os.environ.get(STUDIES, "[]")))
    return {study.id: study for study in found}


def for_checkers() -> bool:
    """True where the page for output checkers was asked for: who may ask questions need not see what others asked."""
    return os.environ.get(REVIEW) == "1"


def opened(study: Study) -> Opened:
    """The study's answers and design; read again only when one of its files has changed."""
    return _opened(str(study.folder), _changed(study))


@st.cache_resource(show_spinner=False, max_entries=8)
def _opened(folder: str, changed: tuple[tuple[str, int], ...]) -> Opened:
    del changed  # part of the key only
    return open_study(find(folder))


def _changed(study: Study) -> tuple[tuple[str, int], ...]:
    files: list[Path] = [study.folder / "study.toml", *([study.frame_path] if study.frame_path else [])]
    return tuple((str(file), file.stat().st_mtime_ns) for file in files if file.exists())


def current() -> tuple[Opened, str]:
    """The study and the language that the side bar shows."""
    return opened(studies()[st.session_state["study"]]), st.session_state["language"]


def if_opened() -> Opened | None:
    """The study that the side bar shows; None where it cannot be opened."""
    try:
        return current()[0]
    except (SurveyError, AnalysisError):
        return None
