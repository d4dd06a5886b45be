"""Calibrated weights: post-stratification to known counts of cells, raking to known counts of several margins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.categories import categories, written
from analysis.errors import AnalysisError, BadWeight
from analysis.unreleased import FloatArray, IntArray
from survey.frame import SurveyFrame

Code = float | str
Margins = Mapping[str, Mapping[Code, float]]

TOLERANCE = 1e-10
_MOST_ROUNDS = 5000


@dataclass(frozen=True, eq=False)
class Calibration:
    """What became of a weight; counts of the population and factors, no answers.

    largest_gap       largest |sum of weights / population count - 1| over all categories
    smallest_factor, largest_factor  range of calibrated weight / weight before
    deff              1 + squared coefficient of variation of the calibrated weight (Kish)
    """

    largest_gap: float
    smallest_factor: float
    largest_factor: float
    deff: float


@dataclass(frozen=True, eq=False)
class _Margin:
    """A margin as numbers: (n,) category of each case, (c,) population counts."""

    name: str
    codes: IntArray
    population: FloatArray


def rake(frame: SurveyFrame, design_weight: str | FloatArray | None, margins: Margins) -> FloatArray:
    """(n,) weights that meet every margin, by iterative proportional fitting.

    repeated  w_i = w_i * N_c / sum of w in c, for the category c of case i in each margin in turn
    until     every |sum of w in c / N_c - 1| <= 1e-10

    design_weight  column, (n,) array, or None for 1 each
    margins        variable to population count of each of its categories, such as {"sex": {1: 5100, 2: 4900}}
    Raises BadWeight, and AnalysisError for margins that leave a case out, have no case, contradict each other, or
    cannot be met together. Same as R `rake`, Stata `svycal rake`.

    Deming and Stephan (1940), Ann. Math. Stat. 11; Deville, Särndal and Sautory (1993), JASA 88.
    """
    weight, coded = _starting(frame, design_weight), [_margin(frame, name, known) for name, known in margins.items()]
    _refuse_contradiction(coded)
    for _ in range(_MOST_ROUNDS):
        for margin in coded:
            weight = weight * (margin.population / _sums(margin, weight))[margin.codes]
        if _largest_gap(coded, weight) <= TOLERANCE:
            return weight
    raise AnalysisError(
        f"The margins {_listed(margins)} cannot be met together: after {_MOST_ROUNDS} rounds the largest gap is "
        f"{_largest_gap(coded, weight):.2g}. Some combination of categories has no case; merge categories."
    )


def post_stratify(
    frame: SurveyFrame,
    design_weight: str | FloatArray | None,
    variables: Sequence[str],
    population: Mapping[tuple[Code, ...], float],
) -> FloatArray:
    """(n,) weights that meet the population count of each combination of categories: w_i * N_c / sum of w in c.

    variables   such as ["sex", "age_group"]
    population  combination to count, such as {(1, 1): 2500, (1, 2): 2600, ...}
    Raises BadWeight, and AnalysisError for a combination that occurs and is not listed, or is listed and has no case.
    Same as R `postStratify`, Stata `svyset, poststrata()`.
    """
    weight = _starting(frame, design_weight)
    margin = _combined(frame, variables, population)
    return weight * (margin.population / _sums(margin, weight))[margin.codes]


def calibration(
    frame: SurveyFrame, design_weight: str | FloatArray | None, calibrated_weight: FloatArray, margins: Margins
) -> Calibration:
    """How far a weight meets its margins and how much it moved."""
    factor = calibrated_weight / _starting(frame, design_weight)
    coded = [_margin(frame, name, known) for name, known in margins.items()]
    return Calibration(
        largest_gap=_largest_gap(coded, calibrated_weight),
        smallest_factor=float(factor.min()),
        largest_factor=float(factor.max()),
        deff=float(len(factor) * np.sum(calibrated_weight**2) / calibrated_weight.sum() ** 2),
    )


def _starting(frame: SurveyFrame, design_weight: str | FloatArray | None) -> FloatArray:
    if design_weight is None:
        return np.ones(len(frame))
    weight = frame.values(design_weight) if isinstance(design_weight, str) else np.asarray(design_weight, np.float64)
    wrong = ~(np.isfinite(weight) & (weight > 0))
    if len(weight) != len(frame) or wrong.any():
        raise BadWeight(
            f"A design weight must be positive and there for each of {len(frame)} cases; {len(weight)} are given, "
            f"{wrong.sum()} of them empty, zero or negative."
        )
    return weight


def _margin(frame: SurveyFrame, name: str, population: Mapping[Code, float]) -> _Margin:
    return _combined(frame, [name], {(code,): count for code, count in population.items()})


def _combined(frame: SurveyFrame, variables: Sequence[str], population: Mapping[tuple[Code, ...], float]) -> _Margin:
    known = [categories(frame, name) for name in variables]
    name = " × ".join(variables)
    unanswered = np.any([k.codes < 0 for k in known], axis=0)
    if unanswered.any():
        raise AnalysisError(
            f'"{name}" must be known for every case; {unanswered.sum()} of {len(frame)} have no answer. '
            "Impute them, or leave these cases out of the file."
        )
    places = [{level.value: at for at, level in enumerate(k.levels)} for k in known]
    shape = tuple(len(k.levels) for k in known)
    of_cell = np.full(shape, -1, dtype=np.int64)
    for number, combination in enumerate(population):
        at = tuple(place.get(code, -1) for place, code in zip(places, combination, strict=True))
        if -1 in at:
            raise AnalysisError(f'"{name}" has no category {_words(combination)}, which the population counts name.')
        of_cell[at] = number
    codes = of_cell[tuple(k.codes for k in known)]
    margin = _Margin(name, codes, np.array(list(population.values()), dtype=np.float64))
    _refuse_holes(margin, list(population))
    return margin


def _refuse_holes(margin: _Margin, combinations: list[tuple[Code, ...]]) -> None:
    left_out = int((margin.codes < 0).sum())
    if left_out:
        raise AnalysisError(
            f'The population counts of "{margin.name}" leave out {left_out} of {len(margin.codes)} cases: '
            "every category that occurs needs its count."
        )
    bad = np.flatnonzero(~(np.isfinite(margin.population) & (margin.population > 0)))
    if len(bad):
        raise AnalysisError(f'"{margin.name}" needs a positive population count in {_words(combinations[bad[0]])}.')
    empty = np.flatnonzero(np.bincount(margin.codes, minlength=len(margin.population)) == 0)
    if len(empty):
        raise AnalysisError(
            f'Nobody in the data is in {_words(combinations[empty[0]])} of "{margin.name}", so no weight can meet its '
            "population count. Merge it with another category."
        )


def _refuse_contradiction(margins: list[_Margin]) -> None:
    if not margins:
        raise AnalysisError("Raking needs at least one margin, such as {'sex': {1: 5100, 2: 4900}}.")
    totals = np.array([margin.population.sum() for margin in margins])
    if np.ptp(totals) > TOLERANCE * totals.max():
        said = ", ".join(f'"{m.name}" {total:.15g}' for m, total in zip(margins, totals, strict=True))
        raise AnalysisError(f"All margins must add up to the same population; found {said}.")


def _sums(margin: _Margin, weight: FloatArray) -> FloatArray:
    return np.bincount(margin.codes, weights=weight, minlength=len(margin.population)).astype(np.float64, copy=False)


def _largest_gap(margins: list[_Margin], weight: FloatArray) -> float:
    return max(float(np.abs(_sums(margin, weight) / margin.population - 1).max()) for margin in margins)


def _words(combination: tuple[Code, ...]) -> str:
    return " and ".join(written(code) for code in combination)


def _listed(margins: Margins) -> str:
    return ", ".join(f'"{name}"' for name in margins)
