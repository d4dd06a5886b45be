"""Tests of a whole term of a model, such as all categories of a factor, or an interaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import fdtrc

from analysis.arguments import names_of, one_of, takes
from analysis.arrays import FloatArray
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError, BadFormula
from analysis.linearised import Linearised
from analysis.models.families import family_named
from analysis.models.fit import Fit, fit
from analysis.models.regression import Regression, regression
from analysis.saddlepoint import f_sum_tail
from analysis.unreleased import ComparisonFigures, TestFigures, TestResult


@takes(SurveyDesign)
def term_test(
    design: SurveyDesign,
    formula: str,
    term: str | Sequence[str],
    *,
    family: str | None = None,
    exposure: str | None = None,
    method: str = "wald",
) -> TestResult:
    """Test that all q coefficients of a term, or of several terms together, are 0.

    wald          F = b' V^-1 b / q with q and nu, b the coefficients of the term, V their covariance by the design
    working_wald  b' V0^-1 b, with V0 their covariance as if weighted cases were a simple random sample
    working_lrt   deviance without the term less deviance with it: the likelihood ratio of Rao and Scott
                  Both against the weighted sum of q chi-squares over a chi-square with nu, the weights being the
                  eigenvalues of V0^-1 V, by saddlepoint approximation; weights of cases have mean 1

    nu residual degrees of freedom of the model, as in `model`; formula, family, exposure as there.
    term      as the formula has it: "sex", "C(age)", "I(age ** 2)", "sex:age"; several in a list
    The model without the term has the same cases. (R drops missing values anew, so that it may have more.)
    Raises as `model`; BadFormula for a term that is not in the formula; AnalysisError for an unknown method, for more
    coefficients than the design has degrees of freedom, and for a likelihood ratio of family "firth".
    Same as R `regTermTest`, whose methods are Wald, WorkingWald and LRT; Stata `testparm`; SPSS CSGLM's Wald F.

    Rao and Scott (1984), Annals of Statistics 12; Lumley and Scott (2014), Australian & New Zealand J. Stat. 56,
    doi:10.1111/anzs.12065.
    """
    one_of("method", method, _METHODS)
    found = regression(design, formula, family, exposure)
    test = _METHODS[method](found, _columns_of(found, names_of("term", term)))
    return TestResult(ComparisonFigures(found.source(design), test, int(found.cases.sum())))


def _wald(found: Regression, tested: list[int]) -> TestFigures:
    q = len(tested)
    f = _tested(found, tested).wald() / q
    return TestFigures("Wald F", f, q, found.df, float(fdtrc(q, found.df, f)))


def _working_wald(found: Regression, tested: list[int]) -> TestFigures:
    b = found.linearised.value[tested]
    statistic = float(b @ np.linalg.solve(_working_covariance(found.fit, tested), b))
    return _against_sum("Working Wald χ²", statistic, found, tested)


def _working_lrt(found: Regression, tested: list[int]) -> TestFigures:
    if found.outcome.family == "firth":
        raise AnalysisError('A likelihood ratio of family "firth" is not to be had. Use method="wald".')
    kept = [j for j in range(len(found.matrix.columns)) if j not in tested]
    if not kept:
        raise AnalysisError('A likelihood ratio needs a model without the term; nothing is left. Use method="wald".')
    whole = found.fit.equations
    without = fit(
        found.matrix.values[:, kept],
        whole.y,
        whole.w,
        family_named(found.outcome.family),
        exposure=None if whole.offset is None else np.exp(whole.offset),
    )
    statistic = len(whole.y) * (without.deviance() - found.fit.deviance())
    return _against_sum("Working likelihood ratio χ²", statistic, found, tested)


def _against_sum(name: str, statistic: float, found: Regression, tested: list[int]) -> TestFigures:
    delta = np.linalg.solve(_working_covariance(found.fit, tested), _tested(found, tested).vcov)
    weights = np.asarray(np.linalg.eigvals(delta).real, dtype=np.float64)
    return TestFigures(name, statistic, len(tested), found.df, f_sum_tail(statistic, weights, found.df), "sum")


def _tested(found: Regression, tested: list[int]) -> Linearised:
    """The (q,) coefficients. Raises AnalysisError where the design has not so many degrees of freedom."""
    coefficients = found.linearised.at(tested)
    if not coefficients.has_full_rank:
        raise AnalysisError(
            f"The {len(tested)} coefficients cannot be tested together: the design leaves them no covariance of their "
            "own. Merge categories, or test fewer terms at a time."
        )
    return coefficients


def _working_covariance(fitted: Fit, tested: list[int]) -> FloatArray:
    """(q, q) block of (X' W X)^-1, W = w mu'^2 / V(mu) with weights w of mean 1."""
    whole = fitted.naive / len(fitted.equations.y)
    return np.asarray(whole[np.ix_(tested, tested)])


def _columns_of(found: Regression, terms: Sequence[str]) -> list[int]:
    """Numbers of the columns of the terms. Raises BadFormula."""
    of_column = [_parts(re.sub(r"\[[^\[\]]*\](?=:|$)", "", column.name)) for column in found.matrix.columns]
    asked = [_parts(term) for term in terms]
    unknown = [term for term, parts in zip(terms, asked, strict=True) if parts not in of_column]
    if unknown or not terms:
        known = dict.fromkeys(":".join(sorted(parts)) for parts in of_column if parts != {"Intercept"})
        raise BadFormula(f'The model has no term "{", ".join(unknown)}"; its terms are: {", ".join(known)}.')
    return [j for j, parts in enumerate(of_column) if parts in asked]


def _parts(term: str) -> frozenset[str]:
    """What a term is the product of, in any order and with any spaces."""
    return frozenset(re.sub(r"\s", "", term).split(":"))


_METHODS: dict[str, Callable[[Regression, list[int]], TestFigures]] = {
    "wald": _wald,
    "working_wald": _working_wald,
    "working_lrt": _working_lrt,
}
