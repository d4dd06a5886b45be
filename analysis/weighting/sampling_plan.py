"""Design weights from a sampling plan: the inverse of the probability of selection, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.arguments import names_of, numbers_of, refuse_no_mapping, takes
from analysis.arrays import FloatArray, IntArray
from analysis.errors import AnalysisError
from analysis.weighting.margins import Code, combined, words
from survey.frame import SurveyFrame

Counts = Mapping[Code, float] | Mapping[tuple[Code, ...], float]


@dataclass(frozen=True)
class Drawn:
    """A stage at which a known number of units was drawn from a known number, stratum by stratum.

    population  units in the population of each stratum: {"E": 4421, "H": 755, "M": 1018}, with tuples as keys where
                several columns make the strata
    strata      column or columns of strata, at a later stage those of the units above, too
    sampled     units drawn in each stratum, those that did not take part included; none: counted in the frame
    unit        column of the stage's units, for counting them; none: cases are the units
    """

    population: Counts
    strata: str | Sequence[str]
    sampled: Counts | None = None
    unit: str | None = None


@takes(SurveyFrame)
def design_weights(frame: SurveyFrame, stages: Sequence[Drawn | str]) -> FloatArray:
    """(n,) design weights: 1 / product over stages of the probability of selection.

    stages  first to last: `Drawn`, where the probability is sampled / population of the case's stratum; or the name of
            a column with each case's probability at that stage
    Raises AnalysisError for a probability that is missing, not positive or above 1, and for a stratum without its
    counts. Same as the weights that R `svydesign` makes of `fpc` or `probs`; the column for Stata's `pweight`.

    Horvitz and Thompson (1952), JASA 47, doi:10.1080/01621459.1952.10483446.
    """
    if isinstance(stages, str | Drawn) or not isinstance(stages, Sequence):
        raise AnalysisError("stages is a list, first to last, such as [Drawn(...)].")
    if not stages:
        raise AnalysisError("A sampling plan has at least one stage: Drawn(...) or a column of probabilities.")
    probability = np.ones(len(frame))
    for stage in stages:
        probability = probability * (_given(frame, stage) if isinstance(stage, str) else _drawn(frame, stage))
    return np.asarray(1 / probability)


def _given(frame: SurveyFrame, name: str) -> FloatArray:
    if frame.variable(name).kind == "text":
        raise AnalysisError(f"`{name}` must hold probabilities of selection; the column holds text.")
    probability = frame.values(name)
    wrong = ~((probability > 0) & (probability <= 1))
    if wrong.any():
        raise AnalysisError(
            f"`{name}` must hold probabilities of selection, above 0 and at most 1; {wrong.sum()} of {len(wrong)} are "
            f"not (first at row {wrong.argmax() + 1})."
        )
    return probability


def _drawn(frame: SurveyFrame, stage: Drawn) -> FloatArray:
    if not isinstance(stage, Drawn):
        raise AnalysisError("A stage is Drawn(...), or the name of a column of probabilities.")
    strata = names_of("strata", stage.strata)
    if not strata:
        raise AnalysisError("A stage has the name of a column of strata; found none.")
    population = _by_combination(stage.population)
    everyone = np.ones(len(frame), dtype=bool)
    name, stratum, _ = combined(frame, strata, list(population), everyone)
    if (stratum < 0).any():
        raise AnalysisError(
            f'The population counts of "{name}" leave out the strata of {(stratum < 0).sum()} of {len(frame)} cases: '
            "every stratum in the sample needs its count."
        )
    N = numbers_of(f'A population count of "{name}"', list(population.values()))
    n = _sampled(frame, stage, stratum, list(population), name)
    seen = np.bincount(stratum, minlength=len(N)) > 0
    for at in np.flatnonzero(seen & ~((n > 0) & (n <= N))):
        raise AnalysisError(
            f'A stratum has at least as many units as were drawn from it; "{name}" has {N[at]:g} and {n[at]:g} drawn '
            f"in {words(list(population)[at])}."
        )
    share = np.divide(n, N, out=np.full(len(N), np.nan), where=seen)
    return np.asarray(share[stratum])


def _sampled(
    frame: SurveyFrame, stage: Drawn, stratum: IntArray, combinations: Sequence[tuple[Code, ...]], name: str
) -> FloatArray:
    """(H,) units drawn in each stratum."""
    if stage.sampled is None:
        unit = (
            np.arange(len(frame))
            if stage.unit is None
            else pd.factorize(frame.data[frame.variable(stage.unit).name])[0]
        )
        pairs = np.unique(np.stack([stratum, unit]), axis=1)
        return np.bincount(pairs[0], minlength=len(combinations)).astype(np.float64)
    sampled = _by_combination(stage.sampled)
    unknown = [combination for combination in combinations if combination not in sampled]
    if unknown:
        raise AnalysisError(f'"{name}" needs the number drawn in {words(unknown[0])}, as in all its strata.')
    return numbers_of(f'A number drawn in "{name}"', [sampled[combination] for combination in combinations])


def _by_combination(counts: Counts) -> dict[tuple[Code, ...], float]:
    refuse_no_mapping("Counts of a stage", counts, "{'E': 4421, 'H': 755}")
    return {key if isinstance(key, tuple) else (key,): count for key, count in counts.items()}
