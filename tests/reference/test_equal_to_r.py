"""Every estimator against R's survey package. make_*.R wrote the JSON files here (R 4.2.2, survey 4.1.1)."""

from __future__ import annotations

import pytest
from r_values import assert_made_again, design_of, difference, frame_named, values_of

from analysis import SurveyDesign, crosstab, means, model, post_stratify, proportion, rake, totals
from analysis.unreleased import figures

TAYLOR = 1e-10
REGRESSION = 1e-10
RAKING = 1e-9  # R stops raking at 1e-11 of a margin, Varsam at 1e-10


def name_of(case: dict) -> str:
    what = case.get("formula") or case.get("rows") or case.get("variable") or case["method"]
    parts = [case["data"], *dict(case["design"] or {}).values(), case.get("statistic"), what]
    parts += ["by", case["by"]] if case.get("by") else []
    parts += ["where", case["where"]["variable"]] if case.get("where") else []
    return " ".join(str(part) for part in parts if part)


def cases_of(family: str):
    cases = values_of(family)
    return pytest.mark.parametrize("case", cases, ids=[name_of(case) for case in cases])


@cases_of("means")
def test_means_and_totals(case):
    estimator = means if case["statistic"] == "mean" else totals
    table = figures(estimator(design_of(case), case["variable"], by=case["by"]))
    for part in ("value", "std_error", "ci_low", "ci_high", "deff"):
        assert difference(getattr(table, part)[0], [column[part] for column in case["columns"]]) <= TAYLOR, part
    assert table.base_n.tolist() == [column["n"] for column in case["columns"]]
    assert table.df.tolist() == [column["df"] for column in case["columns"]]
    assert difference(table.base_weighted_n, [column["weighted_n"] for column in case["columns"]]) <= TAYLOR


@cases_of("crosstabs")
@pytest.mark.parametrize("ci_method", ["logit", "korn_graubard", "mean"])
def test_crosstabs(case, ci_method):
    table = figures(crosstab(design_of(case), case["rows"], by=case["by"], ci_method=ci_method))
    cells = [column["cells"] for column in case["columns"]]
    for part in ("value", "std_error", "deff", "n", "weighted_n"):
        theirs = [[cell[part] for cell in column] for column in cells]
        assert difference(getattr(table, part).T, theirs) <= TAYLOR, part
    for part, at in (("ci_low", 0), ("ci_high", 1)):
        theirs = [[cell["ci"][ci_method][at] for cell in column] for column in cells]
        assert difference(getattr(table, part).T, theirs) <= TAYLOR, part
    assert table.df.tolist() == [column["df"] for column in case["columns"]]
    assert [level.value for level in table.rows] == case["levels"]


@cases_of("crosstabs")
def test_rao_scott(case):
    test = figures(crosstab(design_of(case), case["rows"], by=case["by"])).test
    if case["test"] is None:
        assert test is None
        return
    # R scales its statistic by the rows with missing answers, too, but divides it out again in F.
    for part in ("statistic", "df1", "df2", "p_value"):
        assert difference(getattr(test, part), case["test"][part]) <= TAYLOR, part


@cases_of("models")
def test_models(case):
    fitted = figures(model(design_of(case), case["formula"]))
    assert fitted.family == case["family"]
    for part in ("coefficient", "std_error", "statistic", "p_value", "ci_low", "ci_high", "vcov"):
        assert difference(getattr(fitted, part), case[part]) <= REGRESSION, part
    assert (fitted.df, fitted.n) == (case["df"], case["n"])


@cases_of("weights")
def test_calibrated_weights(case):
    frame, weight = frame_named(case["data"]), dict(case["design"] or {}).get("weight")
    if case["method"] == "rake":
        calibrated = rake(frame, weight, case["margins"])
    else:
        population = {tuple(cell["combination"]): cell["count"] for cell in case["population"]}
        calibrated = post_stratify(frame, weight, case["variables"], population)
    assert difference(calibrated.values, case["weight"]) <= RAKING


def test_the_golden_value_of_the_r_manual():
    """R's survey manual: equal to SUDAAN and SPSS. Variance, interval and degrees of freedom of a school sample."""
    design = SurveyDesign(frame_named("yrbs"), weight="weight", strata="stratum", psu="psu")
    found = figures(proportion(design, "qn8", code=1, ci_method="logit"))
    assert found.n == 8757
    assert found.df == 41
    assert [found.value, found.std_error] == pytest.approx([0.81362250, 0.02008901], abs=5e-9)
    assert [found.ci_low, found.ci_high] == pytest.approx([0.76962211, 0.85084780], abs=5e-9)


@pytest.mark.r
@pytest.mark.parametrize("family", ["means", "crosstabs", "models", "weights"])
def test_r_makes_the_same_values_again(family, tmp_path):
    assert_made_again(family, tmp_path, family)
