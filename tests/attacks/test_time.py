"""Releases over time: snapshots that differ by a few, a second secret, policy or mode, another order."""

from __future__ import annotations

from itertools import permutations

import pytest

from analysis import crosstab
from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from tests.attacks.answers import Shown, everything, questions, released, shown_in
from tests.attacks.interval import Attacker, remainders
from tests.attacks.study import CODES, Study, key, study_of, survey

EXACT, KEYED = ReleasePolicy(), ReleasePolicy(mode="keyed")
NAMES = tuple(CODES)


def first(study: Study, n: int, secret: bytes | None = None) -> Study:
    """Those who had answered when there were n."""
    columns = {name: column[:n] for name, column in study.columns.items()}
    return study_of(columns, categorical=CODES, **({"secret": secret} if secret else {}))


def shown_at(study: Study, n: int, policy: ReleasePolicy, ledger: Ledger, rows: str, where: str = "") -> Shown | None:
    then = first(study, n)
    try:
        table = release(crosstab(then.part(where), rows), policy, ledger)
    except Refused:
        return None
    filtered = {where.split(" = ")[0]: float(where.split(" = ")[1])} if where else {}
    return shown_in(then, table, filtered, exact=policy.mode == "suppress")


@pytest.mark.parametrize("more", [1, 5, 30])
def test_keyed_figures_are_not_made_anew_for_a_few_respondents(some, more):
    """Else a count that stays the same says that nobody new is in it."""
    ledger = Ledger(None)
    before = shown_at(some, 1900, KEYED, ledger, "health")
    after = shown_at(some, 1900 + more, KEYED, ledger, "health")
    assert before is not None
    assert after is None or after.counts == before.counts


@pytest.mark.parametrize("more", [1, 5, 9, 30])
def test_exact_counts_that_moved_by_a_few_are_not_shown_again(some, more):
    ledger = Ledger(None)
    before = shown_at(some, 1900, EXACT, ledger, "health")
    after = shown_at(some, 1900 + more, EXACT, ledger, "health")
    assert before is not None
    if after is not None:
        moved = {name: n - before.known[name] for name, n in after.known.items() if name in before.known}
        assert not [name for name, by in moved.items() if 0 < abs(by) < 10]


@pytest.mark.parametrize("variance", [4.0, 9.0, 100.0])
def test_what_was_keyed_is_not_shown_with_other_noise(some, variance):
    ledger, other = Ledger(None), ReleasePolicy(mode="keyed", noise_variance=variance, noise_limit=60)
    release(crosstab(some.design, "health", by="sex"), KEYED, ledger)
    with pytest.raises(Refused):
        release(crosstab(some.design, "health", by="sex"), other, ledger)


def test_what_has_blanks_is_not_shown_both_exactly_and_with_noise(few):
    for one, other in ((EXACT, KEYED), (KEYED, EXACT)):
        ledger = Ledger(None)
        first = release(crosstab(few.design, "health", by="region"), one, ledger)
        assert any(cell.blank for row in first.cells for cell in row)
        with pytest.raises(Refused):
            release(crosstab(few.design, "health", by="region"), other, ledger)


def test_a_second_secret_is_no_second_draw(some):
    ledger, other = Ledger(None), study_of(some.columns, categorical=CODES, secret=b"a second secret of the study")
    release(crosstab(some.design, "health", by="sex"), KEYED, ledger)
    with pytest.raises(Refused):
        release(crosstab(other.design, "health", by="sex"), KEYED, ledger)


def test_no_order_of_exact_tables_opens_a_blank():
    study = survey(500)
    tables = [
        ("health", "victim", {}),
        ("health", "victim", {"sex": 1.0}),
        ("health", "sex", {}),
        ("victim", "sex", {}),
    ]
    for order in permutations(tables):
        shown = everything(released(study, EXACT, Ledger(None)), list(order))
        assert shown.known
        if shown.blank:
            attacker = Attacker(shown, threshold=10)
            assert attacker.narrow(5.0) == {}
        assert not [left for left in remainders(shown).values() if 0 < left < 10]


def test_two_way_tables_of_all_pairs_one_after_the_other_open_nothing(few):
    shown = everything(released(few, EXACT, Ledger(None)), questions(few, NAMES, dimensions=2))
    assert len(shown.blank) > 100
    attacker = Attacker(shown, threshold=10, whole=False)
    found = attacker.narrow(5.0)
    assert not found, {tuple(name): (interval, few.count(name)) for name, interval in found.items()}
    assert not [left for left in remainders(shown).values() if 0 < left < 10]
    assert few.count(key()) == 500
