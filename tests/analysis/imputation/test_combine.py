"""Combining imputations: Rubin's rules, what is carried along, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis import SurveyDesign, combine_imputations, cronbach_alpha, crosstab, impute, mean, means, model, proportion
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import AnalysisError, NotReleased, Refused
from analysis.imputation.rubin import Combined
from analysis.linearised import Linearised
from analysis.replicates import Replicates
from analysis.unreleased import Estimate, figures


@pytest.fixture
def designs(design: SurveyDesign) -> tuple[SurveyDesign, ...]:
    return impute(design, "often", within=["sex"], m=6, seed=3)


def test_the_rules_by_hand():
    """Two imputations: q 4 and 6, variances 1 and 3, so w = 2, b = 2, t = 2 + 1.5 * 2 = 5."""
    found = Combined.of(np.array([4.0, 6.0]), np.array([1.0, 3.0]), np.array(10.0))
    assert (found.value, found.variance, found.relative_increase) == (5.0, 5.0, 1.5)
    old, observed = 1 / 0.6**2, 0.4 * 11 / 13 * 10
    assert found.df == pytest.approx(1 / (1 / old + 1 / observed))
    assert found.missing_information == pytest.approx((1.5 + 2 / (found.df + 3)) / 2.5)


def test_imputations_that_agree_add_nothing():
    found = Combined.of(np.array([4.0, 4.0]), np.array([1.0, 1.0]), np.array(np.inf))
    assert (found.variance, found.relative_increase, found.df) == (1.0, 0.0, np.inf)
    assert found.missing_information == 0
    assert Combined.of(np.array([0.0, 0.0]), np.zeros(2), np.array(20.0)).df == pytest.approx(21 / 23 * 20)


def test_degrees_of_freedom_never_exceed_those_of_the_design(designs):
    found = figures(combine_imputations([mean(d, "often") for d in designs]))
    assert 0 < found.df < designs[0].df
    assert 0 < found.imputed.missing_information < 0.5
    assert found.imputed.m == 6


def test_what_comes_back_is_not_released(designs):
    result = combine_imputations([mean(d, "often") for d in designs])
    assert repr(result) == "<Estimate: not released>"
    with pytest.raises(NotReleased):
        float(result)


def test_a_variable_without_gaps_has_the_result_of_every_design(designs):
    one, combined = mean(designs[0], "score"), combine_imputations([mean(d, "score") for d in designs])
    for part in ("value", "std_error", "deff", "n", "weighted_n"):
        assert getattr(figures(combined), part) == pytest.approx(getattr(figures(one), part), rel=1e-12)
    assert figures(combined).imputed.relative_increase == pytest.approx(0, abs=1e-20)


def test_a_crosstab_keeps_its_counts_together_and_its_intervals_in_0_to_1(designs):
    table = figures(combine_imputations([crosstab(d, "often", by="sex") for d in designs]))
    assert (table.n[:, :-1].sum(axis=1) == table.n[:, -1]).all()
    assert (table.n.sum(axis=0) == table.base_n).all()
    known = np.isfinite(table.value)
    assert table.value[:, -1].sum() == pytest.approx(1)
    assert (table.ci_low[known] >= 0).all()
    assert (table.ci_high[known] <= 1).all()
    assert table.ci_method == "logit"
    assert table.df.shape == table.value.shape
    assert table.test is None


def test_what_is_carried_for_contrasts_has_the_variance_of_the_table(designs):
    table = figures(combine_imputations([crosstab(d, "often", by="sex") for d in designs]))
    known = np.isfinite(table.value.ravel())
    assert table.linearised.value[known] == pytest.approx(table.value.ravel()[known])
    assert table.linearised.std_error[known] == pytest.approx(table.std_error.ravel()[known])
    assert np.diag(table.linearised.vcov)[known] == pytest.approx(table.std_error.ravel()[known] ** 2)


def test_a_contrast_of_what_is_combined_is_the_combined_contrast(designs):
    tables = [means(d, "often", by="sex") for d in designs]
    combined = figures(combine_imputations(tables)).linearised.transformed(lambda t: t[..., :1] - t[..., 1:2])
    each = [figures(t).linearised.transformed(lambda t: t[..., :1] - t[..., 1:2]) for t in tables]
    by_hand = Combined.of(np.array([e.value for e in each]), np.array([e.variance for e in each]), np.array([16.0]))
    assert combined.value == pytest.approx(by_hand.value, rel=1e-10)
    assert combined.variance == pytest.approx(by_hand.variance, rel=1e-10)
    with pytest.raises(AnalysisError, match="only within one design"):
        Linearised.joined([combined, each[0]])


def test_replicate_designs_combine_as_others_do(designs):
    def jackknifed(design: SurveyDesign) -> SurveyDesign:
        u = design.stages.n_units
        factors = np.where(np.eye(u, dtype=bool), 0.0, u / (u - 1))
        design._set("sampling", Replicates(design.stages.unit, factors, (u - 1) / u, np.ones(u), mse=True))
        return design

    results = [mean(jackknifed(d), "often") for d in designs]
    found = figures(combine_imputations(results))
    assert found.linearised.replicated
    assert found.linearised.variance[0] == pytest.approx(found.std_error**2)
    square = found.linearised.transformed(np.square)
    each = [figures(r).linearised.transformed(np.square) for r in results]
    by_hand = Combined.of(np.array([e.value for e in each]), np.array([e.variance for e in each]), np.array([1.0]))
    assert square.variance == pytest.approx(by_hand.variance, rel=1e-10)


def test_a_model_has_its_full_covariance_and_tests_of_its_own(designs):
    results = [model(d, "often ~ sex + score") for d in designs]
    found = figures(combine_imputations(results))
    assert np.sqrt(np.diag(found.vcov)) == pytest.approx(found.std_error)
    assert found.linearised.vcov == pytest.approx(found.vcov)
    assert (found.imputed.df < found.df).all()
    assert found.df == figures(results[0]).df
    assert ((found.p_value >= 0) & (found.p_value <= 1)).all()


def test_alpha_and_any_other_estimate_combine(designs):
    found = figures(combine_imputations([cronbach_alpha(d, ["often", "ever", "score"]) for d in designs]))
    assert (found.statistic, found.ci_method) == ("alpha", "t")
    assert np.isnan(found.deff)


def test_a_mean_of_yes_or_no_is_still_known_as_such(design):
    """The release refuses it by value, error and design effect: those of all imputations together keep the law."""
    gaps = design.frame.data["ever"].to_numpy(copy=True)
    gaps[::6] = np.nan
    part = design.with_columns({"ever": gaps}, [replace(design.frame.variable("ever"), values=())])
    result = combine_imputations([mean(d, "ever") for d in impute(part, "ever", m=4, seed=1)])
    with pytest.raises(Refused, match="a mean may not be a share"):
        release(result, ReleasePolicy(), Ledger())


def test_combined_results_are_released_by_the_same_rules(designs):
    table = combine_imputations([crosstab(d, "often", by="ever") for d in designs])
    public = release(table, ReleasePolicy(public_use=True), Ledger())
    assert public.cells[0][0].df == pytest.approx(figures(table).df[0, 0])
    shown = release(table, ReleasePolicy(), Ledger())
    assert any(cell.flag for row in shown.cells for cell in row) or shown.cells[0][0].value is not None
    assert "(imputed)" in shown.source.labels[0]["en"]


def test_one_result_other_kinds_and_other_shapes_are_refused(designs, design):
    with pytest.raises(AnalysisError, match="at least two results; found 1"):
        combine_imputations([mean(design, "score")])
    with pytest.raises(AnalysisError, match="found Estimate, ResultTable"):
        combine_imputations([mean(designs[0], "often"), means(designs[1], "often")])  # type: ignore[list-item]
    with pytest.raises(AnalysisError, match='"source" differs'):
        combine_imputations([mean(designs[0], "often"), mean(designs[1], "score")])
    with pytest.raises(AnalysisError, match='"code" differs'):
        combine_imputations([proportion(designs[0], "often", code=c) for c in (1, 2)])
    with pytest.raises(AnalysisError, match="all are models; found str"):
        combine_imputations(["a", "b"])  # type: ignore[list-item]


def test_designs_of_other_units_are_refused(design):
    single = SurveyDesign(design.frame, weight="weight", strata="stratum")
    one, other = figures(mean(design, "score")), figures(mean(single, "score"))
    with pytest.raises(AnalysisError, match="their units differ"):
        combine_imputations([Estimate(one), Estimate(replace(other, source=one.source))])
