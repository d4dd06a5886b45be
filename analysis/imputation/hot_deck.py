"""Hot deck: lacking answers drawn from those of similar respondents."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.arguments import names_of, takes, whole_of
from analysis.arrays import BoolArray, IntArray
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError
from analysis.imputation.imputed_designs import imputable, refuse_few, with_imputed

_FEWEST_DONORS = 5


@takes(SurveyDesign)
def impute(
    design: SurveyDesign, variable: str, *, within: Sequence[str] = (), m: int = 20, seed: int
) -> tuple[SurveyDesign, ...]:
    """Fill item nonresponse of one variable from similar respondents (hot deck), in m designs.

    In each class of `within`, m times: draw as many donors as there are answers, with replacement, with probability
    proportional to the weight; then give everybody who lacks an answer that of one of these donors, drawn with
    replacement (approximate Bayesian bootstrap, so that the imputations differ as much as they must).

    within  variables whose combinations are the classes; who has no answer to one of them gets those of everybody
    seed    of the random draws; the same seed gives the same answers

    Only don't know, prefer not to answer, left blank and not reached are imputed; in an imported file without these
    codes every lacking answer. Cases outside the design's domain neither give nor get answers.

    Limits: nonresponse must be at random within the classes. Classes should hold what goes with the answer and with
    the weight; relations to other variables are kept as far as the classes know them, so let them hold what a model
    is to be about. PSUs are not drawn: where answers are alike within PSUs, add what makes them alike to the classes.
    One variable is imputed; several at once would lose their relation, and questions that only some are asked because
    of it stay as they were.

    Raises UnknownVariable, and AnalysisError where nothing is to impute or a class has fewer than 5 answers.
    Same as SAS SURVEYIMPUTE METHOD=HOTDECK(SELECTION=ABB) but for the donors' weights.

    Rubin and Schenker (1986), JASA 81, doi:10.1080/01621459.1986.10478280.
    """
    refuse_few(m)
    within, seed = names_of("within", within), whole_of("seed", seed, 0)
    lacking = imputable(design.frame, variable) & design.inside
    donors = design.inside & ~design.frame.is_missing(variable)
    if variable in within or not lacking.any():
        why = "is one of its own classes" if variable in within else "has no answer to impute here"
        raise AnalysisError(f'"{variable}" {why}. Choose another variable, or other classes.')
    classes = _classes(design, within)
    draw, answers = np.random.default_rng(seed), design.frame.data[variable].to_numpy()
    wanting = [np.flatnonzero(lacking & (classes == c)) for c in np.unique(classes[lacking])]
    giving = [np.flatnonzero(donors & _givers(classes, classes[cases[0]])) for cases in wanting]
    _refuse_few_donors(giving, within)
    filled = []
    for _ in range(m):
        column = answers.copy()
        for cases, pool in zip(wanting, giving, strict=True):
            column[cases] = answers[_drawn(draw, pool, design.calibrated_weight[pool], len(cases))]
        filled.append(column)
    return tuple(with_imputed(design, {variable: column}) for column in filled)


def _classes(design: SurveyDesign, within: Sequence[str]) -> IntArray:
    """(n,) number of each case's class; -1 without an answer to one of the variables."""
    if not within:
        return np.zeros(len(design.frame), dtype=np.int64)
    codes = np.column_stack([design.categories(name).codes for name in within])
    number = np.unique(codes, axis=0, return_inverse=True)[1].ravel()
    return np.where((codes < 0).any(axis=1), -1, number)


def _givers(classes: IntArray, of: int) -> BoolArray:
    """(n,) cases of a class; everybody for those whose class is not known."""
    return np.asarray((classes == of) | (of < 0))


def _drawn(draw: np.random.Generator, pool: IntArray, weight: NDArray[np.float64], n: int) -> IntArray:
    """Numbers of n donors by the approximate Bayesian bootstrap."""
    again = draw.choice(pool, size=len(pool), p=weight / weight.sum())
    return np.asarray(draw.choice(again, size=n))


def _refuse_few_donors(giving: Sequence[IntArray], within: Sequence[str]) -> None:
    few = sum(len(pool) < _FEWEST_DONORS for pool in giving)
    if few:
        raise AnalysisError(
            f"Each class of {' × '.join(within) or 'everybody'} that lacks answers must have at least {_FEWEST_DONORS} "
            f"answers to draw from; {few} of {len(giving)} have fewer. Merge categories, or use fewer variables."
        )
