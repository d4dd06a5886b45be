"""A table beside the two one-way tables of its variables: what opened 53 % of ACRO's blanks opens none here."""

from __future__ import annotations

import numpy as np

from analysis.disclosure import Ledger, ReleasePolicy
from tests.attacks.answers import Shown, everything, released
from tests.attacks.interval import Attacker, remainders
from tests.attacks.study import Study, study_of

POLICY = ReleasePolicy()
ASKED = [("answer", "group", {}), ("answer", "", {}), ("group", "", {})]


def sparse(seed: int) -> Study:
    """250 to 900 people in 3 to 6 answers of 3 to 5 groups, as in the measurement of ACRO."""
    draw = np.random.default_rng(seed)
    n, rows, groups = int(draw.integers(250, 901)), int(draw.integers(3, 7)), int(draw.integers(3, 6))
    columns = {
        "answer": draw.choice(rows, n, p=draw.dirichlet(np.full(rows, 0.9))) + 1.0,
        "group": draw.choice(groups, n, p=draw.dirichlet(np.full(groups, 1.5))) + 1.0,
    }
    return study_of(columns, categorical={"answer": rows, "group": groups}, level=2)


def blanks_recovered_when_records_are_deleted(study: Study) -> tuple[int, int]:
    """ACRO's way: small cells are blank, and the one-way tables have the true margins. Blanks, and those opened."""
    shown = Shown()
    for total, parts in lines(study):
        for name in (total, *parts):
            n = study.count(name)
            blank = len(name) == 2 and n < 10
            shown.counts[name], shown.flags[name] = (None, "c") if blank else (n, "")
        shown.lines.add((total, parts))
    attacker = Attacker(shown, threshold=10)
    return len(shown.blank), sum(one.width < 1 for one in attacker.narrow(5.0).values()) if shown.blank else 0


def lines(study: Study):
    codes = study.codes
    for one, other in (("answer", "group"), ("group", "answer")):
        yield frozenset(), tuple(frozenset({(one, code)}) for code in codes[one])
        for code in codes[one]:
            around = frozenset({(one, code)})
            yield around, tuple(around | {(other, further)} for further in codes[other])


def test_true_one_way_tables_open_a_table_whose_small_cells_are_only_blanked():
    found = [blanks_recovered_when_records_are_deleted(sparse(seed)) for seed in range(12)]
    assert sum(opened for _, opened in found) > sum(blank for blank, _ in found) / 4


def test_the_two_one_way_tables_open_nothing():
    for seed in range(12):
        study = sparse(seed)
        shown = everything(released(study, POLICY, Ledger(None)), ASKED)
        if shown.blank:
            found = Attacker(shown, threshold=10).narrow(5.0)
            assert not found, (seed, found)
        assert not [left for left in remainders(shown).values() if 0 < left < 10], seed
