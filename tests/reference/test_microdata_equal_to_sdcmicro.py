"""Counts, risks and diversity equal what R's sdcMicro prints.

sdcMicro is in no Debian release, so it was not run here. The figures are those of its own documentation, version 5.7.9:
the examples of `freqCalc`, `indivRisk` and `measure_risk` (data `francdat` of Capobianchi, Polettini and Lucarelli, and
`testdata`), and of its test of `ldiversity`.
"""

from __future__ import annotations

import numpy as np
import pytest

from analysis.microdata.diversity import diversity
from analysis.microdata.frequencies import frequencies
from analysis.microdata.patterns import numbered
from analysis.microdata.risk import individual_risk

WEIGHT = np.array([18.0, 45.5, 39.0, 17.0, 541.0, 8.0, 5.0, 92.0])


@pytest.fixture
def francdat() -> np.ndarray:
    """Key1 to Key4."""
    columns = [[1, 1, 1, 3, 4, 4, 6, 1], [2, 2, 2, 3, 3, 3, 2, 2], [5, 1, 1, 1, 1, 1, 1, 5], [1, 1, 1, 5, 4, 1, 5, 1]]
    return np.array(columns).T


@pytest.fixture
def with_missing(francdat: np.ndarray) -> np.ndarray:
    francdat[2, 2] = francdat[3, 0] = francdat[3, 1] = francdat[4, 3] = francdat[5, 0] = 0
    return francdat


@pytest.mark.parametrize("missing", ["own_value", "matches_all"])
def test_frequencies_without_missing_keys(francdat, missing):
    f, F = frequencies(francdat, WEIGHT, missing=missing)
    assert f.tolist() == [2, 2, 2, 1, 1, 1, 1, 2]
    assert F.tolist() == [110.0, 84.5, 84.5, 17.0, 541.0, 8.0, 5.0, 110.0]


def test_frequencies_where_a_missing_key_matches_all(with_missing):
    f, F = frequencies(with_missing, WEIGHT, missing="matches_all")
    assert f.tolist() == [3, 2, 4, 3, 3, 2, 2, 3]
    assert F.tolist() == [149.0, 84.5, 194.5, 563.0, 566.0, 549.0, 22.0, 149.0]


@pytest.mark.parametrize("method", ["exact", "approximate"])
def test_individual_risk(francdat, method):
    printed = [0.01714426, 0.02204233, 0.02204233, 0.17707583, 0.01165448, 0.29706308, 0.40235948, 0.01714426]
    assert individual_risk(*frequencies(francdat, WEIGHT), method=method) == pytest.approx(printed, abs=5e-9)


def test_individual_risk_of_large_groups():
    f, printed = np.array([359, 351, 161, 150]), [2.793218e-05, 2.857061e-05, 6.249609e-05, 6.710959e-05]
    assert individual_risk(f, 100.0 * f, method="approximate") == pytest.approx(printed, rel=2e-7)
    assert individual_risk(f, 1.0 * f) == pytest.approx(1 / f)
    assert 1 / f[0] == pytest.approx(0.002785515, abs=5e-10)


def test_distinct_diversity():
    sex, occupation, ethnicity = [1, 1, 1, 2, 2, 1, 1], [0, 0, 0, 1, 1, 2, 2], [2, 2, 2, 2, 2, 1, 1]
    group, _ = numbered(np.column_stack([sex, occupation, ethnicity]))
    distinct, _ = diversity(group, np.array([1, 0, 2, 1, 0, 0, 1]) + 1)
    assert distinct.tolist() == [3, 3, 3, 2, 2, 2, 2]
