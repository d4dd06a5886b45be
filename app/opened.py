"""A study opened for figures: its answers, its design, and the door that figures leave by.

Terminal and dashboard both take this one way from a question to a released table.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis import SurveyDesign, crosstab, means
from analysis import model as fit
from analysis.disclosure import Ledger, ReleasedModel, ReleasedTable, ReleasePolicy, release
from survey.frame import SurveyFrame
from survey.study import Study
from survey.variables import Variable


@dataclass(frozen=True)
class Opened:
    """A study with its answers, design, release policy and ledger."""

    study: Study
    frame: SurveyFrame
    design: SurveyDesign
    policy: ReleasePolicy
    ledger: Ledger


def open_study(study: Study) -> Opened:
    """Read the study's data. Raises SurveyError or AnalysisError where something does not fit."""
    frame = study.frame()
    return Opened(
        study=study,
        frame=frame,
        design=SurveyDesign.of(frame, study.design),
        policy=ReleasePolicy.from_settings(study.release),
        ledger=Ledger(ledger_file(study.folder)),
    )


def ledger_file(folder: Path) -> Path:
    """The study's ledger of releases: beside its data, kept out of version control."""
    own = folder / ".varsam"
    own.mkdir(exist_ok=True)
    if not (own / ".gitignore").exists():
        (own / ".gitignore").write_text("*\n", encoding="utf-8")
    return own / "ledger.jsonl"


def is_categorical(variable: Variable) -> bool:
    """True when the variable's answers are codes to be counted, not numbers to be averaged."""
    return bool(variable.values) or variable.measure != "scale"


def table_of(opened: Opened, rows: str, *, by: str = "", where: str = "", ci_method: str = "logit") -> ReleasedTable:
    """The released table of one question, by groups where `by` names a variable, of those for whom `where` holds.

    Proportions of each answer for a question with codes, means for a number.
    """
    design = opened.design.domain(where) if where else opened.design
    if is_categorical(opened.frame.variable(rows)):
        return release(crosstab(design, rows, by=by or None, ci_method=ci_method), opened.policy, opened.ledger)
    return release(means(design, rows, by=by or None), opened.policy, opened.ledger)


def model_of(opened: Opened, formula: str, *, where: str = "") -> ReleasedModel:
    """The released regression of `formula`, linear or logistic by its outcome."""
    design = opened.design.domain(where) if where else opened.design
    return release(fit(design, formula), opened.policy, opened.ledger)
