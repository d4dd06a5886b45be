"""What was asked for, on one line: the name of an output in the ledger, in files and in exceptions."""

from __future__ import annotations

from analysis.disclosure.domain import coded
from analysis.unreleased import ComparisonFigures, EstimateFigures, ModelFigures, TableFigures


def asked(opened: TableFigures | EstimateFigures | ModelFigures | ComparisonFigures) -> str:
    """Such as "proportion of y_meet by sex where y_age = 17", or "logistic y_meet ~ sex"; the same for the same output.

    Codes stand as the ledger writes them: of a text, which may be what somebody answered, there is a digest.
    """
    source = opened.source
    parts = [f"{opened.family} {opened.formula}"] if isinstance(opened, ModelFigures) else _of_figures(opened)
    if source.where:
        parts.append(f"where {source.where}")
    return " ".join(" ".join(parts).split())


def _of_figures(opened: TableFigures | EstimateFigures | ComparisonFigures) -> list[str]:
    parts = [f"{opened.statistic} of {opened.source.rows}"]
    if isinstance(opened, EstimateFigures) and opened.code is not None:
        parts.append(f"= {coded(opened.code)}")
    if opened.source.by:
        parts.append(f"by {opened.source.by}")
    return parts
