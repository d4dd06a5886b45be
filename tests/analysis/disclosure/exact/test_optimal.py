from __future__ import annotations

import numpy as np
import pytest

from analysis.disclosure.exact.audit import Audit
from analysis.disclosure.exact.nodes import Nodes, table_nodes
from analysis.disclosure.exact.optimal import cheapest_pattern, protect_thoroughly
from analysis.disclosure.exact.protect import protect
from analysis.disclosure.exact.remainders import Remainders


def random_table(seed: int) -> tuple[Nodes, np.ndarray]:
    random = np.random.default_rng(seed)
    counts = random.poisson(random.gamma(1.2, 25.0, size=(6, 6)))
    counts = np.vstack([counts, counts.sum(axis=0)])
    nodes = table_nodes(np.column_stack([counts, counts.sum(axis=1)]), threshold=10, totals=[True, True])
    return nodes, np.where(nodes.n < 10, "c", "").astype("<U1")


def loss(nodes: Nodes, flags: np.ndarray) -> float:
    return float(nodes.loss[flags == "x"].sum())


@pytest.mark.parametrize("seed", range(12))
def test_the_best_pattern_is_safe_and_loses_no_more_than_the_quick_one(seed):
    nodes, flags = random_table(seed)
    known = np.zeros(nodes.k, dtype=bool)
    quick, best = protect(nodes, flags, known=known), protect_thoroughly(nodes, flags, known=known)
    assert loss(nodes, best) <= loss(nodes, quick)
    assert Audit(nodes, best).certify().size == 0
    assert Remainders(nodes).small(best) == []


def test_it_is_the_best_of_all_patterns():
    """Of one line every pattern can be tried."""
    nodes = table_nodes(np.array([4, 30, 22, 16, 90, 162]), threshold=10, totals=[True])
    flags = np.array(["c", "", "", "", "", ""])
    assert cheapest_pattern(nodes, flags, known=nodes.margin, rounds=50).tolist() == ["c", "", "", "x", "", ""]


def test_where_nothing_may_be_hidden_there_is_no_pattern():
    nodes = table_nodes(np.array([4, 30, 34]), threshold=10, totals=[True])
    assert cheapest_pattern(nodes, np.array(["c", "", ""]), known=np.ones(3, dtype=bool), rounds=50) is None
