"""The figures of results: plain classes without a readable form, in the register of `analysis.unreleased`.

So a log line or a traceback that shows variables does not show them. Whoever makes or opens results takes these names
from `analysis.unreleased`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import FloatArray, IntArray
from analysis.contributions import Contributions
from analysis.linearised import Linearised
from analysis.presentation import CV_LIMIT, Flag, Presentation, flags, presentation
from analysis.source import Level, Source
from survey.text import Text


@dataclass(frozen=True, repr=False)
class TestFigures:
    """A test. p_value comes from a survival function and is never rounded to 0.

    distribution  of the statistic: "F" with df1 and df2; "t" with df2, df1 = 1; "chi2" with df1, df2 infinite;
                  "sum" of weighted chi-squares, df1 of them, over a chi-square with df2
    adjustment    what p_value was adjusted by for several tests, such as "Holm"; "" for none
    """

    __test__ = False  # pytest takes what is called Test... for a test

    name: str
    statistic: float
    df1: float
    df2: float
    p_value: float
    distribution: Literal["F", "t", "chi2", "sum"] = "F"
    adjustment: str = ""


@dataclass(frozen=True, repr=False)
class ImputationFigures:
    """What item nonresponse added to a result that was combined from m imputations; see `rubin.Combined`.

    relative_increase    of the variance, of the shape of the estimates
    missing_information  fraction of it, in [0, 1]
    df                   degrees of freedom of Barnard and Rubin
    """

    m: int
    relative_increase: FloatArray
    missing_information: FloatArray
    df: FloatArray


@dataclass(frozen=True, repr=False)
class OfGroups:
    """A comparison of means of groups: the sum over groups of c times the mean, where a question has codes.

    groups  the value of each group, with its c and its mean; None for everybody in one
    scores  of the codes, 0 of those without one, where the mean is one of scores and not of the codes themselves
    """

    groups: tuple[tuple[float | str | None, float, float], ...]
    scores: Mapping[float | str | None, float] | None = None


@dataclass(frozen=True, repr=False)
class EstimateFigures:
    """One estimate of one group.

    value       in the unit of the variable; a proportion lies in [0, 1]
    std_error   linearised; NaN when it cannot be estimated
    n           unweighted cases in the base; `n_cell` those with the code, for a proportion (else n)
    weighted_n  sum of weights in the base
    deff        variance over the variance of a simple random sample of the same size
    code        the category that a proportion is about
    linearised  the same estimate with what its covariance with others of the design is made from
    per_head    of a total: the mean that it is the weight of people times
    key, base_key  name the sets of cases of `n_cell` and `n`, see `SurveyDesign.key_of`; None without record keys
    contributions  what a mean or total rests on; see `TableFigures`
    imputed     of an estimate that was combined from imputations
    fewest      of a comparison, cases in the smallest group or cell that it rests on; None where that is not known
    of_groups   of a comparison of means of groups: which, and how
    """

    source: Source
    statistic: str  # "mean", "total", "proportion"
    value: float
    std_error: float
    ci_low: float
    ci_high: float
    ci_method: str
    level_of_confidence: float
    df: float
    deff: float
    n: int
    n_cell: int
    weighted_n: float
    code: float | str | None = None
    linearised: Linearised | None = None
    imputed: ImputationFigures | None = None
    per_head: Linearised | None = None
    key: int | None = None
    base_key: int | None = None
    contributions: tuple[Contributions, ...] = ()
    fewest: int | None = None
    of_groups: OfGroups | None = None

    @property
    def n_effective(self) -> float:
        """N / deff: answers of a simple random sample with the same variance."""
        return float(_ratio(self.n, self.deff))

    @property
    def cv(self) -> float:
        """Coefficient of variation, SE / abs(value); NaN for a value of 0."""
        return float(_ratio(self.std_error, abs(self.value)))

    @property
    def flag(self) -> Flag:
        """How far the figure can be relied on; see `analysis.presentation`."""
        return self.presented().flag

    def presented(self, cv_limit: float = CV_LIMIT) -> Presentation:
        """The same with its reason."""
        value, std_error, df, n = (np.asarray(part) for part in (self.value, self.std_error, self.df, self.n))
        found: Presentation = presentation(
            self.statistic, value=value, std_error=std_error, df=df, n=n, cv_limit=cv_limit
        ).item()
        return found


@dataclass(frozen=True, repr=False)
class TableFigures:
    """Estimates of R rows in C columns; the last column is "all" when there are groups, else the only one.

    statistic   "proportion": share of each row category within each column, columns sum to 1;
                "mean" or "total": one row a variable
    n           (R, C) unweighted cases in the cell; equals base_n in every row for means
    weighted_n  (R, C) sum of weights in the cell
    base_n, base_weighted_n  (C,) the column's cases with an answer
    value, std_error, ci_low, ci_high, deff  (R, C); NaN where nothing can be estimated
    df          design degrees of freedom, (C,); (R, C) in a table that was combined from imputations
    test        Rao–Scott F over the columns without "all"; None without groups
    linearised  the R * C estimates, row by row
    per_head    of totals: the means that they are the weight of people times
    keys, base_keys  (R, C) and (C,) name the sets of cases of `n` and `base_n`; None without record keys
    contributions  of figures of amounts in one row: of each variable that goes in, what its sums rest on
    beside      (2, R, C) of quantiles: cases at or below the lower end of the interval, and at or above the upper end;
                where the end is the answer of one of them, without this one
    imputed     of a table that was combined from imputations
    """

    source: Source
    statistic: str
    rows: tuple[Level, ...]
    columns: tuple[Level, ...]
    n: IntArray
    weighted_n: FloatArray
    base_n: IntArray
    base_weighted_n: FloatArray
    value: FloatArray
    std_error: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray
    ci_method: str
    level_of_confidence: float
    df: FloatArray
    deff: FloatArray
    test: TestFigures | None = None
    linearised: Linearised | None = None
    imputed: ImputationFigures | None = None
    per_head: Linearised | None = None
    keys: IntArray | None = None
    base_keys: IntArray | None = None
    contributions: tuple[Contributions, ...] = ()
    beside: IntArray | None = None

    @property
    def n_effective(self) -> FloatArray:
        """(R, C) base_n / deff: answers of a simple random sample with the same variance."""
        return _ratio(self.base_n, self.deff)

    @property
    def cv(self) -> FloatArray:
        """(R, C) coefficients of variation, SE / abs(value); NaN for a value of 0."""
        return _ratio(self.std_error, np.abs(self.value))

    @property
    def flag(self) -> NDArray[np.str_]:
        """(R, C) how far each figure can be relied on; see `analysis.presentation`."""
        return flags(self.presented())

    def presented(self, cv_limit: float = CV_LIMIT) -> NDArray[Any]:
        """(R, C) the same with their reasons, as `Presentation`."""
        return presentation(
            self.statistic,
            value=self.value,
            std_error=self.std_error,
            df=self.df,
            n=self.base_n,
            cv_limit=cv_limit,
        )


def _ratio(above: Any, below: Any) -> FloatArray:
    """Above / below; NaN where below is 0 or unknown."""
    above, below = np.broadcast_arrays(np.asarray(above, dtype=float), np.asarray(below, dtype=float))
    found: FloatArray = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    return found


@dataclass(frozen=True, repr=False)
class ModelCell:
    """A category of a factor, or a value of a column with two, in a model: its cases, and those with the event.

    n_events  for an outcome with two values, also in a linear model: cases with the event, or with the higher value
    n_by_outcome  for an outcome with several categories: cases with each of them, as in `ModelFigures.outcomes`
    """

    variable: str
    level: Level
    n: int
    n_events: int | None
    n_by_outcome: tuple[int, ...] = ()


@dataclass(frozen=True, repr=False)
class ModelFigures:
    """A fitted model of k coefficients.

    terms       names as the formula made them; `labels` the same in words, in the same order
    variables   variable of each term ("" for the intercept, names joined by ":" for an interaction)
    levels      category of each term, None for the intercept and numeric terms
    references  reference category of each factor
    coefficient, std_error, statistic, p_value, ci_low, ci_high  (k,); on the scale of the link
    vcov        (k, k)
    df          residual degrees of freedom, design df + 1 - k
    family      a name of `families.FAMILIES`, "ordinal" or "multinomial"; `event` is the outcome of a yes or no
    n_events, n_by_outcome  as in `ModelCell`
    saturated   True when there are as many coefficients as distinct rows of the model matrix
    leverage    the largest of any case, or a small number that none exceeds; see `standardised.leverage`
    linearised  the coefficients with what their covariance with others of the design is made from
    adjustment  what the p values of terms were adjusted by for several tests, such as "Holm"; "" for none
    link        of an ordinal or multinomial model; "" for the others
    outcomes    categories of the outcome of an ordinal or multinomial model, in code order
    baseline    the category that the others are compared with in a multinomial model
    equations   the category that each term of a multinomial model is about
    imputed     of a model that was combined from imputations
    counts      True for counts: n_events are then the cases above 0, on whom the means rest
    dispersion  of the Pearson residuals, see `fit.Fit.dispersion`; None for a yes or no
    advice      to be read with the model where it is shown
    parts       what stands in the formula, such as "sex", "C(age)" or "log(income)"
    key         names the set of cases of `n`, see `SurveyDesign.key_of`; None without record keys
    """

    source: Source
    formula: str
    family: str
    event: Level | None
    terms: tuple[str, ...]
    labels: tuple[Text, ...]
    variables: tuple[str, ...]
    levels: tuple[Level | None, ...]
    references: tuple[ModelCell, ...]
    coefficient: FloatArray
    std_error: FloatArray
    statistic: FloatArray
    p_value: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray
    vcov: FloatArray
    level_of_confidence: float
    df: float
    n: int
    weighted_n: float
    n_events: int | None
    cells: tuple[ModelCell, ...]
    saturated: bool
    leverage: float
    linearised: Linearised | None = None
    adjustment: str = ""
    link: str = ""
    outcomes: tuple[Level, ...] = ()
    n_by_outcome: tuple[int, ...] = ()
    baseline: Level | None = None
    equations: tuple[Level | None, ...] = ()
    imputed: ImputationFigures | None = None
    counts: bool = False
    dispersion: float | None = None
    advice: tuple[Text, ...] = ()
    key: int | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class ComparisonFigures:
    """A test by itself.

    difference  what is tested against 0 (or another number), with its interval; None for a test of several at once
    n           unweighted cases that took part
    key         names the set of these cases; None without record keys
    fewest      cases in the smallest group, or cell of a table, that is compared; of a variable with two values with
                each of them; None where that is not known
    """

    source: Source
    test: TestFigures
    n: int
    difference: EstimateFigures | None = None
    statistic: str = "test"
    key: int | None = None
    fewest: int | None = None


@dataclass(frozen=True, repr=False)
class VifFigures:
    """Variance inflation of the terms of a formula; see `vif.vif`.

    variables  of each term; names joined by ":" for an interaction
    degrees    columns of each term
    gvif, scaled  (t,)
    """

    variables: tuple[str, ...]
    degrees: tuple[int, ...]
    gvif: FloatArray
    scaled: FloatArray
