"""What cannot be an argument is refused in plain words, by every function that takes it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis import (
    SurveyDesign,
    change,
    correlation,
    cronbach_alpha,
    crosstab,
    difference_in_differences,
    distribution,
    impute,
    mean,
    means,
    quantile,
    replicates,
    standard_deviation,
    term_test,
    trend,
    ttest,
)
from analysis.arguments import confidence_of, names_of, number_of, numbers_of, whole_of
from analysis.errors import AnalysisError, NoCases, NotNumeric
from analysis.unreleased import figures
from survey.errors import UnknownVariable
from survey.frame import SurveyFrame

RANDOM = np.random.default_rng(4)
N = 60
COLUMNS = {
    "y": RANDOM.normal(size=N),
    "x": RANDOM.normal(size=N),
    "yes": RANDOM.integers(0, 2, N),
    "sex": RANDOM.choice(["a", "b"], N),
    "wave": RANDOM.choice([2019, 2021, 2025], N),
    **{name: RANDOM.integers(1, 6, N) for name in ("i1", "i2", "i3")},
}
DESIGN = SurveyDesign(SurveyFrame.of(pd.DataFrame(COLUMNS)))

WAVES = {"over": "wave", "waves": (2019, 2025)}
CALLS: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "change": (["y"], WAVES),
    "changes": (["y"], {**WAVES, "by": "sex"}),
    "contrast": ([[1, -1]], {}),
    "correlation": ([["x", "y"]], {}),
    "covariance": ([["x", "y"]], {}),
    "difference_in_differences": (["y"], {**WAVES, "groups": ("sex", "a", "b")}),
    "marginal_effects": (["y ~ x"], {}),
    "model": (["yes ~ x"], {}),
    "multinomial": (["i1 ~ x"], {}),
    "ordinal": (["i1 ~ x"], {}),
    "predict": (["y ~ x"], {"at": [{"x": 0.0}]}),
    "predictive_margins": (["y ~ x + sex"], {"over": "sex"}),
    "proportion": (["sex"], {"code": "a"}),
    "quantile": (["y", 0.5], {}),
    "ranktest": (["y"], {"by": "sex"}),
    "ratio": (["y", "x"], {}),
    "slope": (["y"], {"over": "wave"}),
    "standardize": (["y"], {"over": "sex", "population": {"a": 1, "b": 1}}),
    "trend": (["y"], {"over": "wave"}),
}
FIRST = {
    name: first
    for name in analysis.__all__
    if (first := next(iter(inspect.signature(getattr(analysis, name)).parameters))) in ("design", "frame")
}
ITEMS = ("alpha", "omega", "item", "loadings")
WITH_CONFIDENCE = [
    name
    for name in analysis.__all__
    if callable(function := getattr(analysis, name)) and "confidence" in inspect.signature(function).parameters
]


def call(name: str, confidence: object) -> object:
    of_items = any(part in name for part in ITEMS) and name != "item_nonresponse"
    usual = [["i1", "i2", "i3"]] if of_items else ["sex" if name in ("crosstab", "item_nonresponse") else "y"]
    given, how = CALLS.get(name, (usual, {}))
    on = [mean(DESIGN, "y"), mean(DESIGN, "x")] if name == "contrast" else DESIGN
    return getattr(analysis, name)(on, *given, **how, confidence=confidence)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, float("nan"), None, "0.95", [0.95], True, 1e-300])
def test_a_level_of_confidence_that_is_none_is_refused(confidence):
    with pytest.raises(AnalysisError, match="between 0 and 1"):
        confidence_of(confidence)


@pytest.mark.parametrize("name", WITH_CONFIDENCE)
def test_every_estimator_refuses_95_as_a_level_of_confidence(name):
    with pytest.raises(AnalysisError, match="found 95"):
        call(name, 95)


@pytest.mark.parametrize("given", [pd.DataFrame(COLUMNS), DESIGN.frame.data["y"], None, "design", SurveyDesign])
@pytest.mark.parametrize("name", FIRST)
def test_every_function_of_a_design_or_a_frame_refuses_anything_else_first(name, given):
    made = {
        "design": r"a SurveyDesign first; found .*SurveyDesign\(frame",
        "frame": r"a SurveyFrame first; found .*\.of",
    }
    with pytest.raises(AnalysisError, match=f"^{name} takes {made[FIRST[name]]}"):
        getattr(analysis, name)(given)
    with pytest.raises(AnalysisError, match=f"^{name} takes {made[FIRST[name]]}"):
        getattr(analysis, name)(**{FIRST[name]: given})


def test_a_frame_is_no_design_and_a_design_no_frame():
    with pytest.raises(AnalysisError, match="takes a SurveyDesign first; found a SurveyFrame"):
        mean(DESIGN.frame, "y")  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="takes a SurveyFrame first; found a SurveyDesign"):
        analysis.trim(DESIGN, "y")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [None, 5, ["y"], ("y", "x"), {"y": 1}, b"y", float("nan")])
def test_what_names_no_variable_is_refused(name):
    for estimate in (mean, crosstab):
        with pytest.raises(UnknownVariable, match="named by one text"):
            estimate(DESIGN, name)


@pytest.mark.parametrize("by", [5, [None], [["sex"]], 0, object()])
def test_groups_are_named(by):
    with pytest.raises(AnalysisError, match="by takes the name of a variable"):
        means(DESIGN, "y", by=by)


WRONG: list[tuple[Callable[[], object], str]] = [
    (lambda: crosstab(DESIGN, "sex", ci_method=["logit"]), "ci_method is one of"),  # type: ignore[arg-type]
    (lambda: quantile(DESIGN, "y", "half"), "probabilities takes a number"),  # type: ignore[arg-type]
    (lambda: quantile(DESIGN, "y", [[0.1], [0.2, 0.3]]), "probabilities takes a number"),  # type: ignore[list-item]
    (lambda: quantile(DESIGN, "y", 0.5, rule={}), "rule is one of"),  # type: ignore[arg-type]
    (lambda: distribution(DESIGN, "y", at=["a"]), "at takes a number"),  # type: ignore[list-item]
    (lambda: change(DESIGN, "y", over="wave", waves=(2019, 2021, 2025)), "waves takes 2"),  # type: ignore[arg-type]
    (lambda: change(DESIGN, "y", over="wave", waves=(2019, [2021])), "no category"),  # type: ignore[arg-type]
    (lambda: difference_in_differences(DESIGN, "y", **WAVES, groups=("sex", "a")), "groups takes 3"),
    (lambda: trend(DESIGN, "y", over="wave", degree=1.5), "degree is a whole number"),  # type: ignore[arg-type]
    (lambda: ttest(DESIGN, "y", null="0"), "null is a number"),  # type: ignore[arg-type]
    (lambda: correlation(DESIGN, [1, 2]), "variables takes"),  # type: ignore[list-item]
    (lambda: cronbach_alpha(DESIGN, "i1"), "items takes a list"),
    (lambda: term_test(DESIGN, "yes ~ x", [1]), "term takes"),  # type: ignore[list-item]
    (lambda: analysis.model(DESIGN, None), "A formula is one text"),  # type: ignore[arg-type]
    (lambda: impute(DESIGN, "y", m=2.5, seed=1), "m is a whole number"),  # type: ignore[arg-type]
    (lambda: impute(DESIGN, "y", seed=-1), "seed is a whole number"),
    (lambda: analysis.imputed_designs(DESIGN, {"nope": ["y", "x"]}), 'no variable "nope"'),
    (lambda: analysis.contrast(None, [1]), "takes results"),  # type: ignore[arg-type]
    (lambda: analysis.contrast(mean(DESIGN, "y"), None), "a number for each"),  # type: ignore[arg-type]
    (lambda: analysis.contrast(means(DESIGN, "y", by="sex"), [1, "a"]), "number for each"),  # type: ignore[arg-type]
    (lambda: analysis.contrast(mean(DESIGN, "y"), [1], labels=5), "labels takes a list"),  # type: ignore[arg-type]
    (lambda: analysis.adjust(None), "adjust takes a list of tests"),  # type: ignore[call-overload]
    (lambda: analysis.adjust([mean(DESIGN, "y")]), "adjust takes a list of tests"),  # type: ignore[list-item]
    (lambda: analysis.combine_imputations(None), "from a list of results"),  # type: ignore[arg-type]
    (lambda: replicates(DESIGN, None), "kind is one of"),  # type: ignore[arg-type]
    (lambda: replicates(DESIGN, "bootstrap", n=2.5), "n is a whole number"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_a_wrong_argument_is_refused_in_plain_words(wrong, said):
    with pytest.raises((AnalysisError, UnknownVariable), match=said):
        wrong()


def test_names_and_numbers_are_taken_as_they_are_commonly_given():
    assert names_of("by", None) == names_of("by", "") == ()
    assert names_of("by", "a") == names_of("by", ["a"]) == ("a",)
    assert numbers_of("at", 1).tolist() == numbers_of("at", np.array([1])).tolist() == [1.0]
    assert number_of("null", np.float64(2)) == whole_of("n", np.int64(2), 0) == 2


@pytest.mark.parametrize("size", [1e300, np.inf, 1e-300])
def test_numbers_that_cannot_be_squared_are_refused_and_not_shown(size):
    design = SurveyDesign(SurveyFrame.of(pd.DataFrame({"y": [size, size / 2, 0.0, np.nan]})))
    for estimate in (mean, means, standard_deviation):
        with pytest.raises(NotNumeric, match=r"too (large|small) to calculate with") as refused:
            estimate(design, "y")
        assert str(size) not in str(refused.value)


def test_large_and_small_numbers_have_estimates():
    """Far from all that is measured, yet squares of squares are numbers still."""
    for unit in (1e55, 1e-55):
        design = SurveyDesign(SurveyFrame.of(pd.DataFrame({"y": unit * np.arange(1.0, 6.0)})))
        assert figures(standard_deviation(design, "y")).value[0, 0] == pytest.approx(unit * 2.5**0.5)


def test_a_frame_without_rows_has_no_estimates_but_tables():
    nobody = SurveyFrame.of(pd.DataFrame({"y": pd.Series([], dtype=float), "sex": pd.Series([], dtype=float)}))
    for estimate in (means, standard_deviation):
        table = figures(estimate(SurveyDesign(nobody), "y", by="sex"))
        assert np.isnan(table.value).all()
        assert (table.n == 0).all()


def test_a_frame_without_rows_has_nothing_to_compare():
    nobody = {name: pd.Series([], dtype=float) for name in ("y", "sex", "wave")}
    design = SurveyDesign(SurveyFrame.of(pd.DataFrame(nobody)))
    for compare in (
        lambda: ttest(design, "y", by="sex"),
        lambda: analysis.ranktest(design, "y", by="sex"),
        lambda: trend(design, "y", over="wave"),
        lambda: analysis.chisq(design, "sex", by="wave"),
        lambda: replicates(design, "JK1"),
    ):
        with pytest.raises(NoCases):
            compare()


def test_an_outcome_that_nobody_answered_has_no_event():
    design = SurveyDesign(SurveyFrame.of(pd.DataFrame({"y": [np.nan] * 4, "x": [1.0, 2.0, 3.0, 4.0]})))
    with pytest.raises(NoCases, match='answer to "y"'):
        analysis.model(design, "y ~ x", family="logistic")


def test_inflation_needs_somebody_with_an_answer_to_all():
    design = SurveyDesign(SurveyFrame.of(pd.DataFrame({"y": [1.0, 2.0], "x": [np.nan, np.nan]})))
    with pytest.raises(NoCases, match="Widen the filter"):
        analysis.vif(design, "y ~ x")
