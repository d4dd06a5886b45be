"""A declared family, published exactly: nothing follows from all its tables together."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from analysis.disclosure import ReleasePolicy
from tests.attacks.answers import Shown
from tests.attacks.hierarchy import lines_between
from tests.attacks.interval import Attacker, determined, remainders
from tests.attacks.published import published
from tests.attacks.study import CODES, Study, survey
from tests.attacks.tables import SHAPES, random_study

POLICY = ReleasePolicy()
FAMILIES = {
    "two-way": [("answer", "group")],
    "three-way": [("answer", "group", "slice")],
    "hierarchical": [("answer", "group"), ("answer", "area")],
}


def found_in(study: Study, shown: Shown, *, whole: bool) -> list[str]:
    """What the attacker knows too closely."""
    level = study.design.frame.variable(next(iter(study.codes))).level
    limits = POLICY.at(level)
    found = [
        f"{left:g} people left of {sorted(total)}"
        for (total, _), left in remainders(shown).items()
        if 0 < left < limits.threshold
    ]
    if not shown.blank:
        return found
    attacker = Attacker(shown, threshold=limits.threshold, whole=whole)
    for name, interval in attacker.narrow(limits.width).items():
        truth = study.count(name)
        unsound = "" if interval.low <= truth <= interval.high else "UNSOUND "
        found.append(f"{unsound}{sorted(name)} is {interval.low:g} to {interval.high:g}, {truth} in truth")
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_random_families_open_nothing(shape):
    hidden = 0
    for seed in range(8):
        study, _ = random_study(shape, seed)
        shown = published(study, FAMILIES[shape], POLICY)
        if shape == "hierarchical":
            shown.lines |= lines_between(study, shown, fine="group", coarse="area")
        found = found_in(study, shown, whole=True)
        assert not found, (seed, found)
        hidden += len(shown.blank)
    assert hidden > 30


@pytest.mark.parametrize("n", [500, 2000, 10_000])
def test_all_two_way_tables_of_six_variables_open_nothing(n):
    study = survey(n)
    shown = published(study, list(combinations(CODES, 2)), POLICY)
    assert determined(shown) == {}
    found = found_in(study, shown, whole=False)
    assert not found, found


def test_three_way_tables_that_share_their_margins_open_nothing():
    study = survey(2000)
    shown = published(study, [("region", "sex", "victim"), ("region", "health", "victim"), ("work", "sex")], POLICY)
    assert len(shown.blank) > 20
    found = found_in(study, shown, whole=False)
    assert not found, found
    assert np.isfinite(list(shown.known.values())).all()
