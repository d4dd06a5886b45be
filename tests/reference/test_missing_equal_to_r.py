"""Item nonresponse and combined imputations against R's survey and mitools (make_missing.R; R 4.2.2, mitools 2.4).

Values, covariances, and degrees of freedom without a complete-data df are those of `MIcombine`. With one, mitools
leaves a factor (1 + 1 / m) out of the observed degrees of freedom; the script has Barnard and Rubin's formula instead.
"""

from __future__ import annotations

import numpy as np
import pytest
from r_values import data_named, made_again, values_of

from analysis import (
    SurveyDesign,
    combine_imputations,
    imputed_designs,
    item_nonresponse,
    mean,
    means,
    model,
    proportion,
    total,
)
from analysis.imputation.rubin import Combined
from analysis.unreleased import figures
from survey.frame import SurveyFrame

TAYLOR = 1e-10
REGRESSION = 1e-7
M = 5
VALUES = values_of("missing")


def cases_of(part: str):
    return pytest.mark.parametrize("case", VALUES[part], ids=[case["data"] for case in VALUES[part]])


def imputed(case: dict) -> tuple[SurveyDesign, ...]:
    """The designs of make_missing.R, by the same whole-number rules."""
    data = data_named(case["data"]).copy()
    row = np.arange(1, len(data) + 1)
    names: dict[str, list[str]] = {"api00": [], "wide": []}
    for j in range(1, M + 1):
        api = np.where(row % 4 == 0, data["api99"] + (row * 7 + j * 13) % 61 + (j * j * 29) % 97 - 60, data["api00"])
        wide = np.where(row % 5 == 0, (row * 3 + j * 5) % (1 + j) != 0, data["sch_wide"] == "Yes")
        data[f"api00_{j}"], data[f"wide_{j}"] = api.astype(float), wide.astype(float)
        names = {name: [*columns, f"{name}_{j}"] for name, columns in names.items()}
    data["api00"] = np.where(row % 4 == 0, np.nan, data["api00"])
    data["wide"] = np.where(row % 5 == 0, np.nan, data["sch_wide"] == "Yes")
    return imputed_designs(SurveyDesign(SurveyFrame.of(data), **case["design"]), names)


def equal(found, theirs: dict, tolerance: float = TAYLOR) -> None:
    """A combined estimate, or model, and R's."""
    values = found.coefficient if hasattr(found, "coefficient") else found.value
    for ours, part in (
        (values, "value"),
        (found.std_error, "std_error"),
        (found.imputed.df, "df"),
        (found.imputed.relative_increase, "relative_increase"),
        (found.imputed.missing_information, "missing_information"),
    ):
        scale = np.abs(np.ravel(theirs[part])).max() if part == "value" else 0.0
        assert np.ravel(ours) == pytest.approx(np.ravel(theirs[part]), rel=tolerance, abs=tolerance * scale), part


@cases_of("imputations")
@pytest.mark.parametrize("part", ["mean", "total", "share"])
def test_estimates(case, part):
    estimator = {
        "mean": lambda design: mean(design, "api00"),
        "total": lambda design: total(design, "api00"),
        "share": lambda design: proportion(design, "wide", code=1),
    }[part]
    found = figures(combine_imputations([estimator(design) for design in imputed(case)]))
    equal(found, case[part])
    assert found.df == pytest.approx(case[part]["df"], rel=TAYLOR)


@cases_of("imputations")
def test_a_table_by_group_and_a_contrast_of_it(case):
    table = figures(combine_imputations([means(design, "api00", by="stype") for design in imputed(case)]))
    for c, theirs in enumerate([*case["groups"], case["mean"]]):
        assert table.value[0, c] == pytest.approx(theirs["value"], rel=TAYLOR)
        assert table.std_error[0, c] == pytest.approx(theirs["std_error"], rel=TAYLOR)
        assert table.df[0, c] == pytest.approx(theirs["df"], rel=TAYLOR)
    between = table.linearised.transformed(lambda t: t[..., :1] - t[..., 1:2])
    assert between.value[0] == pytest.approx(case["difference"]["value"], rel=TAYLOR)
    assert between.std_error[0] == pytest.approx(case["difference"]["std_error"], rel=TAYLOR)


@cases_of("imputations")
@pytest.mark.parametrize(
    ("part", "formula"), [("linear", "api00 ~ wide + ell + meals"), ("logistic", "wide ~ api00 + ell")]
)
def test_models(case, part, formula):
    found = figures(combine_imputations([model(design, formula) for design in imputed(case)]))
    theirs = case[part]
    equal(found, theirs, REGRESSION)
    scale = np.sqrt(np.outer(np.diag(theirs["vcov"]), np.diag(theirs["vcov"])))
    assert np.abs(found.vcov - theirs["vcov"]).max() <= (REGRESSION * scale).max()
    assert np.abs(found.linearised.vcov - found.vcov).max() <= (1e-10 * scale).max()
    assert found.df == theirs["complete"]


def all_combined():
    for case in VALUES["imputations"]:
        yield from (case[part] for part in ("mean", "total", "share", "difference", "linear", "logistic"))
        yield from case["groups"]


@pytest.mark.parametrize("theirs", list(all_combined()))
def test_without_complete_data_df_they_are_those_of_mitools(theirs):
    total, r = np.diag(theirs["vcov"]), np.atleast_1d(theirs["relative_increase"])
    within = total / (1 + r)
    # two values with the variance between that R found
    between = np.sqrt((total - within) / (1 + 1 / M) * (M - 1) / 2)
    values = np.array([-between, between, *[0 * between] * (M - 2)])
    found = Combined.of(values, np.tile(within, (M, 1)), np.array(np.inf))
    assert found.df == pytest.approx(np.atleast_1d(theirs["df_unlimited"]), rel=1e-9)
    assert found.missing_information == pytest.approx(np.atleast_1d(theirs["missing_unlimited"]), rel=1e-9)


@cases_of("nonresponse")
def test_item_nonresponse(case):
    design = SurveyDesign(SurveyFrame.of(data_named(case["data"])), **case["design"])
    table = figures(item_nonresponse(design, case["variable"]))
    assert [row.value for row in table.rows] == ["answered", "no reason"]
    assert (table.n[0, 0], table.base_n[0], table.df[0]) == (case["n"], case["base"], case["df"])
    assert [table.value[0, 0], table.std_error[0, 0]] == pytest.approx([case["value"], case["std_error"]], rel=TAYLOR)
    assert [table.ci_low[0, 0], table.ci_high[0, 0]] == pytest.approx(case["ci"], rel=TAYLOR)


@pytest.mark.r
def test_r_makes_the_same_values_again(tmp_path):
    again = made_again("missing", tmp_path, "missing")
    for one, other in zip(again["imputations"], VALUES["imputations"], strict=True):
        for part in ("mean", "total", "share", "linear", "logistic"):
            for figure in ("value", "std_error", "df"):
                assert one[part][figure] == pytest.approx(other[part][figure], rel=1e-8)
    for one, other in zip(again["nonresponse"], VALUES["nonresponse"], strict=True):
        assert [one["value"], one["std_error"]] == pytest.approx([other["value"], other["std_error"]], rel=1e-10)
