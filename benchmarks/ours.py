"""Varsam's side: `python benchmarks/ours.py FILE OPERATION...` prints its measures as JSON."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pandas as pd
from data import GROUPS, PREDICTORS
from timing import Operation, report

from analysis import SurveyDesign, crosstab, mean, means, model, quantile
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import ValueLabel, Variable


def frame_of(data: pd.DataFrame) -> SurveyFrame:
    """The file with its codebook: row, column and groups are codes with labels."""
    frame = SurveyFrame.of(data)
    coded = ["row", "column", *(f"group{g}" for g in GROUPS)]
    labels = {name: tuple(ValueLabel(float(c), plain(str(c))) for c in sorted(data[name].unique())) for name in coded}
    named = {name: Variable(name, plain(name), values=values) for name, values in labels.items()}
    return SurveyFrame(frame.study, frame.data, {**frame.variables, **named})


def operations(data: pd.DataFrame) -> dict[str, Operation]:
    frame, formula = frame_of(data), "y ~ " + " + ".join(PREDICTORS)

    def clustered() -> SurveyDesign:
        return SurveyDesign(frame, weight="weight", strata="stratum", psu="psu")

    def single() -> SurveyDesign:
        return SurveyDesign(frame, weight="weight", strata="stratum")

    known, known_single = clustered(), single()
    crosstab(known, "row", by="column")
    found: dict[str, Operation] = {
        "design": (lambda: None, lambda _: clustered()),
        # A new design each time: nothing is known of the columns.
        "crosstab": (clustered, lambda design: crosstab(design, "row", by="column")),
        "crosstab_known": (lambda: known, lambda design: crosstab(design, "row", by="column")),
        "crosstab_text": (clustered, lambda design: crosstab(design, "row_text", by="column_text")),
        "logistic": (lambda: known, lambda design: model(design, formula)),
        "mean": (lambda: known, lambda design: mean(design, "y")),
        "quantiles": (lambda: known, lambda design: quantile(design, "x0", [0.25, 0.5, 0.75])),
        "single_mean": (lambda: known_single, lambda design: mean(design, "y")),
        "single_crosstab": (lambda: known_single, lambda design: crosstab(design, "row", by="column")),
    }
    for g in GROUPS:
        means(known, "y", by=f"group{g}")
        found[f"mean_{g}"] = (lambda: known, lambda design, g=g: means(design, "y", by=f"group{g}"))
    return found


if __name__ == "__main__":
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    report(project["version"], operations(pd.read_csv(sys.argv[1])), sys.argv[2:])
