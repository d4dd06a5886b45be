import numpy as np
import pytest

from analysis import adjust, model, ttest
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import AnalysisError
from analysis.unreleased import ComparisonFigures, TestFigures, TestResult, figures


def results_with(design, *p_values):
    source = design.source("score")
    return [TestResult(ComparisonFigures(source, TestFigures("t", 2.0, 1, 20, p, "t"), 240)) for p in p_values]


def p_values(results):
    return [figures(result).test.p_value for result in results]


def test_holm_multiplies_by_the_tests_that_are_left(design):
    """R: p.adjust(c(0.01, 0.04, 0.03, 1e-50), "holm")."""
    found = adjust(results_with(design, 0.01, 0.04, 0.03, 1e-50))
    assert p_values(found) == pytest.approx([0.03, 0.06, 0.06, 4e-50])
    assert {figures(result).test.adjustment for result in found} == {"Holm"}


def test_benjamini_and_hochberg_divide_by_the_rank(design):
    """R: p.adjust(c(0.01, 0.04, 0.03, 1e-50), "BH")."""
    assert p_values(adjust(results_with(design, 0.01, 0.04, 0.03, 1e-50), method="fdr_bh")) == pytest.approx(
        [0.02, 0.04, 0.04, 4e-50]
    )


def test_a_test_without_a_p_value_is_not_counted(design):
    found = p_values(adjust(results_with(design, 0.01, np.nan, 0.02)))
    assert np.isnan(found[1])
    assert [found[0], found[2]] == pytest.approx([0.02, 0.02])


def test_everything_but_p_stays(design):
    plain = ttest(design, "score", by="sex")
    one, other = figures(plain), figures(adjust([plain, plain])[0])
    assert other.difference == one.difference
    assert other.test.statistic == one.test.statistic
    assert other.test.p_value == pytest.approx(min(1.0, 2 * one.test.p_value))


def test_terms_of_a_model_are_adjusted_but_not_its_intercept(design):
    fitted = model(design, "score ~ sex + often + ever")
    plain, found = figures(fitted).p_value, figures(adjust(fitted)).p_value
    assert found[0] == plain[0]
    assert found[1:].min() == pytest.approx(3 * plain[1:].min())
    assert (found[1:] >= plain[1:]).all()


def test_what_is_shown_says_that_it_was_adjusted(design, tmp_path):
    policy, ledger = ReleasePolicy(public_use=True), Ledger(tmp_path / "ledger.jsonl")
    for result in (adjust(model(design, "score ~ sex + ever")), adjust([ttest(design, "score", by="sex")])[0]):
        notes = [note["en"] for note in release(result, policy, ledger).notes]
        assert "The p values are adjusted for several tests having been made (Holm)." in notes


def test_what_cannot_be_asked_is_said(design):
    with pytest.raises(AnalysisError, match="method is one of holm, fdr_bh"):
        adjust(results_with(design, 0.1), method="bonferroni")
    with pytest.raises(AnalysisError, match="no test"):
        adjust([])
    with pytest.raises(AnalysisError, match="adjusted before"):
        adjust(adjust(results_with(design, 0.1, 0.2)))
    with pytest.raises(AnalysisError, match="adjusted before"):
        adjust(adjust(model(design, "score ~ sex")))
