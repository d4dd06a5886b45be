"""Margins: known counts of the population in the categories of a variable, or of several together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arguments import listed, numbers_of, refuse_no_mapping, refuse_too_large
from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.categories import categories, written
from analysis.errors import AnalysisError
from analysis.weighting.report import MarginRow
from survey.frame import SurveyFrame

Code = float | str

# From this sensitivity level on a weighted count of the sample is a result, and results are released first.
RESULTS_FROM_LEVEL = 2
_SAME = 1e-10


@dataclass(frozen=True, eq=False)
class Margin:
    """A margin as numbers.

    codes       (n,) category of each case; any for cases with weight 0, which add nothing
    population  (c,) counts
    categories  (c,) what they are called
    level       sensitivity of the variables
    """

    name: str
    codes: IntArray
    population: FloatArray
    categories: tuple[str, ...]
    level: int = 0

    def sums(self, weight: FloatArray) -> FloatArray:
        """(c,) sum of the (n,) weights in each category."""
        return np.bincount(self.codes, weights=weight, minlength=len(self.population)).astype(np.float64, copy=False)

    def met(self, weight: FloatArray) -> FloatArray:
        """(n,) weights in proportion to the given ones that meet the margin: w_i * N_c / sum of w in c."""
        sums = self.sums(weight)
        if not sums.all():
            raise AnalysisError(
                f'No case is left in {self.categories[int(np.argmin(sums))]} of "{self.name}", so no weight can meet '
                "its count. Merge it with another category."
            )
        return weight * (self.population / sums)[self.codes]

    def gap(self, weight: FloatArray) -> float:
        """Largest |sum of weights / population count - 1|."""
        return float(np.abs(self.sums(weight) / self.population - 1).max())

    def rows(self, before: FloatArray, after: FloatArray) -> tuple[MarginRow, ...]:
        """The margin in a report."""
        was, now = self.sums(before), self.sums(after)
        if self.level >= RESULTS_FROM_LEVEL:
            was = np.full(len(was), np.nan)
        return tuple(
            MarginRow(self.name, category, float(count), float(b), float(a))
            for category, count, b, a in zip(self.categories, self.population, was, now, strict=True)
        )


def margin_of(
    frame: SurveyFrame, variables: Sequence[str], population: Mapping[tuple[Code, ...], float], taking_part: BoolArray
) -> Margin:
    """The margin of the combinations of several variables' categories, for the (n,) cases that take part.

    Raises AnalysisError where a case has no answer or no count, and where a count has no case or is not positive.
    """
    refuse_no_mapping("population", population, "{(1, 1): 2500, (1, 2): 2600}")
    keys = [key if isinstance(key, tuple) else (key,) for key in population]
    name, codes, level = combined(frame, listed("variables", variables), keys, taking_part)
    if not population:
        raise AnalysisError(f'"{name}" needs at least one population count.')
    counts = numbers_of(f'A population count of "{name}"', list(population.values()))
    refuse_too_large(f'A population count of "{name}"', counts)
    margin = Margin(name, np.where(taking_part, codes, 0), counts, tuple(map(words, keys)), level)
    left_out = int((codes[taking_part] < 0).sum())
    if left_out:
        raise AnalysisError(
            f'The population counts of "{name}" leave out {left_out} of {taking_part.sum()} cases: '
            "every category that occurs needs its count."
        )
    _refuse_holes(margin, taking_part)
    return margin


def combined(
    frame: SurveyFrame, variables: Sequence[str], combinations: Sequence[tuple[Code, ...]], taking_part: BoolArray
) -> tuple[str, IntArray, int]:
    """Name, (n,) number among the combinations (-1 for none of them), and sensitivity of several variables together."""
    known = [categories(frame, variable) for variable in variables]
    name = " × ".join(variables)
    unanswered = np.any([k.codes < 0 for k in known], axis=0) & taking_part
    if unanswered.any():
        raise AnalysisError(
            f'"{name}" must be known for every case; {unanswered.sum()} of {taking_part.sum()} have no answer. '
            "Impute them, or leave these cases out of the file."
        )
    places = [{level.value: at for at, level in enumerate(k.levels)} for k in known]
    of_cell = np.full(tuple(len(k.levels) for k in known), -1, dtype=np.int64)
    for number, combination in enumerate(combinations):
        if len(combination) != len(variables):
            raise AnalysisError(
                f'"{name}" has combinations of {len(variables)} categories; found {words(combination)}.'
            )
        at = tuple(place.get(code, -1) for place, code in zip(places, combination, strict=True))
        if -1 in at:
            raise AnalysisError(f'"{name}" has no category {words(combination)}, which the population counts name.')
        of_cell[at] = number
    codes = of_cell[tuple(k.codes for k in known)]
    return name, codes, max(frame.variable(variable).level for variable in variables)


def words(combination: Sequence[Code]) -> str:
    """A combination of categories as people write it."""
    return " and ".join(written(code) for code in combination)


def refuse_contradiction(margins: Sequence[Margin]) -> None:
    """Raises AnalysisError where margins do not add up to the same population."""
    totals = np.array([margin.population.sum() for margin in margins])
    if len(totals) and np.ptp(totals) > _SAME * totals.max():
        said = ", ".join(f'"{m.name}" {total:.15g}' for m, total in zip(margins, totals, strict=True))
        raise AnalysisError(f"All margins must add up to the same population; found {said}.")


def _refuse_holes(margin: Margin, taking_part: BoolArray) -> None:
    bad = np.flatnonzero(~(np.isfinite(margin.population) & (margin.population > 0)))
    if len(bad):
        raise AnalysisError(f'"{margin.name}" needs a positive population count in {margin.categories[bad[0]]}.')
    empty = np.flatnonzero(np.bincount(margin.codes[taking_part], minlength=len(margin.population)) == 0)
    if len(empty):
        raise AnalysisError(
            f'Nobody in the data is in {margin.categories[empty[0]]} of "{margin.name}", so no weight can meet its '
            "population count. Merge it with another category."
        )
