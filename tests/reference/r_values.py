"""What the comparisons with R share: R's data as designs, and how far our figures are from R's.

Test folders are no packages, so the tests that want this read it with `runpy`.
"""

from __future__ import annotations

import json
import subprocess
from copy import copy
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign
from analysis.design import Domain
from analysis.replicates import Replicates
from survey.frame import SurveyFrame

HERE = Path(__file__).parent


@cache
def data_named(name: str) -> pd.DataFrame:
    return pd.read_csv(next((HERE / "data").glob(f"{name}.csv*")))


@cache
def frame_named(name: str) -> SurveyFrame:
    return SurveyFrame.of(data_named(name), study=name)


def design_of(case: dict, frame: SurveyFrame | None = None) -> SurveyDesign:
    """The design of a case, of its data set or of a frame made of it, within the case's domain."""
    whole = SurveyDesign(frame or frame_named(case["data"]), **dict(case["design"] or {}))  # R writes no settings as []
    return domain_of(whole, case.get("where"))


def domain_of(design: SurveyDesign, where: dict | None) -> SurveyDesign:
    """The part of a design that has one of some values; see domain_of in common.R."""
    if not where:
        return design
    inside = np.isin(design.frame.data[where["variable"]].to_numpy(), where["values"])
    return design.domain_of(inside, Domain(f"{where['variable']} in {where['values']}"))


def jackknifed(design: SurveyDesign, *, mse: bool = False) -> SurveyDesign:
    """Each PSU left out in turn, the others of its stratum in its place: R's JKn, which is JK1 without strata."""
    stage = design.stages.first
    n_h = stage.n_h[stage.stratum]
    same = stage.stratum[:, None] == stage.stratum
    factors = np.where(same, (n_h / (n_h - 1))[:, None], 1.0)
    np.fill_diagonal(factors, 0.0)
    rscales = (n_h - 1) / n_h * (1 - stage.sampled_share)
    made = copy(design)
    made._set("sampling", Replicates(design.stages.unit, factors, 1.0, rscales, mse))
    return made


def numbers(values: object) -> np.ndarray:
    """R's NaN (null) as NaN."""
    return np.array([np.nan if x is None else x for x in np.asarray(values, dtype=object).ravel()], dtype=float)


def difference(ours: object, theirs: object) -> float:
    """Largest difference relative to R's value (absolute below 1e-12), where R has a value."""
    ours, theirs = np.asarray(ours, dtype=float).ravel(), numbers(theirs)
    assert ours.shape == theirs.shape
    known = np.isfinite(theirs)
    scale = np.where(np.abs(theirs) > 1e-12, np.abs(theirs), 1.0)
    gaps = np.abs(ours - theirs)[known] / scale[known]
    return float(np.nan_to_num(gaps, nan=np.inf).max(initial=0.0))


def relative(ours: float, theirs: float | str | None) -> float:
    """Difference relative to R's value, however small that is, such as of a p value; 0 where R has none."""
    return 0.0 if theirs is None or theirs == "NA" else abs(ours - theirs) / abs(theirs)


def values_of(family: str, folder: Path = HERE) -> list | dict:
    return json.loads((folder / f"{family}.json").read_text())


def made_again(script: str, folder: Path, family: str) -> list | dict:
    """The values that R writes to another folder."""
    subprocess.run(["Rscript", str(HERE / f"make_{script}.R"), str(folder)], check=True, capture_output=True)
    return values_of(family, folder)


def assert_made_again(script: str, folder: Path, family: str) -> None:
    """R writes what is kept here, but for the last digits of another R or BLAS."""
    again, kept = flat(made_again(script, folder, family)), flat(values_of(family))
    assert again.keys() == kept.keys()
    for at, value in kept.items():
        assert again[at] == (pytest.approx(value, rel=1e-9, abs=1e-12) if isinstance(value, float) else value), at


def flat(values: object, at: str = "") -> dict[str, object]:
    """All leaves of a JSON value by their path."""
    if isinstance(values, dict):
        values = list(values.items())
    elif isinstance(values, list):
        values = list(enumerate(values))
    else:
        return {at: values}
    return {path: leaf for key, value in values for path, leaf in flat(value, f"{at}/{key}").items()}
