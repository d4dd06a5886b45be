"""How estimates and their intervals did over many rounds, against what is true."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.unreleased import Estimate, EstimateFigures, ModelResult, ResultTable, TableFigures, figures
from simulations.rounds import FloatArray


@dataclass(frozen=True, eq=False)
class Recovery:
    """k parameters over all rounds.

    names     (k,)
    truth     (k,)
    mean      (k,) mean of the estimates
    spread    (k,) standard deviation of the estimates
    std_error (k,) root mean square of the standard errors
    coverage  (k,) share of the rounds whose interval holds the truth
    margin    (k,) standard error of that share by the number of rounds
    """

    names: tuple[str, ...]
    truth: FloatArray
    mean: FloatArray
    spread: FloatArray
    std_error: FloatArray
    coverage: FloatArray
    margin: FloatArray

    @classmethod
    def of(cls, names: tuple[str, ...], truth: FloatArray, results: FloatArray) -> Recovery:
        """From (rounds, k, 4) estimates with standard errors and interval bounds, as `row` makes them."""
        value, std_error, low, high = np.moveaxis(results, -1, 0)
        covered = ((low <= truth) & (truth <= high)).mean(axis=0)
        return cls(
            names,
            truth,
            value.mean(axis=0),
            value.std(axis=0, ddof=1),
            np.sqrt((std_error**2).mean(axis=0)),
            covered,
            np.sqrt(covered * (1 - covered) / len(value)),
        )

    @property
    def bias(self) -> FloatArray:
        """(k,) mean of the estimates less the truth, as a share of the truth."""
        return self.mean / self.truth - 1


def row(estimate: Estimate) -> list[float]:
    """Value, standard error and interval of an estimate."""
    found: EstimateFigures = figures(estimate)
    return [found.value, found.std_error, found.ci_low, found.ci_high]


def column(table: ResultTable) -> FloatArray:
    """(R, 4) the same of each row of a table without groups."""
    found: TableFigures = figures(table)
    parts = (found.value, found.std_error, found.ci_low, found.ci_high)
    return np.stack([part[:, -1] for part in parts], axis=1)


def rows(model: ModelResult) -> FloatArray:
    """(k, 4) the same of each coefficient but the intercept."""
    found = figures(model)
    columns = (found.coefficient, found.std_error, found.ci_low, found.ci_high)
    return np.stack(columns, axis=1)[[term != "Intercept" for term in found.terms]]
