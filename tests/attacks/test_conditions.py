"""Exact tables behind free conditions: what a look at pairs of tables does not see."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import crosstab, mean
from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from tests.attacks.complements import by_subtraction, counted_by_release
from tests.attacks.study import Study, key, study_of, survey


@pytest.fixture(scope="module")
def study() -> Study:
    return survey(500)


@pytest.mark.parametrize("group", [key(region=4, victim=1), key(region=5, sex=2), key(sex=1, work=7)])
def test_three_exact_bases_give_no_small_group(study, group):
    """One and other, one and third, other and third: half of the first two less the last."""
    assert 0 < study.count(group) < 10
    count = counted_by_release(study, ReleasePolicy(), Ledger(None))
    assert study.count(group) not in by_subtraction(study, count, group)


@pytest.mark.parametrize("group", [key(region=4, victim=1), key(region=5, sex=2), key(sex=1, work=7)])
def test_a_group_and_its_complement_are_not_both_shown(study, group):
    count = counted_by_release(study, ReleasePolicy(), Ledger(None))
    written = " and ".join(f"{name} = {code:g}" for name, code in sorted(group))
    everybody, others = count(""), count(f"not ({written})")
    assert everybody is None or others is None or everybody - others != study.count(group)


@pytest.mark.parametrize("rows", [("age", "age", "age"), ("age", "work", "sex")], ids=["same rows", "other rows"])
def test_a_group_less_its_large_parts_gives_no_small_part(study, rows):
    """Health of region 5 has 9 people with victim = 2: region 5 less victim = 1 and less victim = 3."""
    small, parts = key(region=5, victim=2), ("region = 5 and victim = 1", "region = 5 and victim = 3")
    assert 0 < study.count(small) < 10
    ledger = Ledger(None)
    counts = [
        counted_by_release(study, ReleasePolicy(), ledger, rows=asked)(where)
        for asked, where in zip(rows, (*parts, "region = 5"), strict=True)
    ]
    assert None in counts or counts[2] - counts[0] - counts[1] != study.count(small)


def test_three_exact_means_give_no_answer_of_one_person(study):
    """Incomes up to the 60th, 62nd to 121st, and up to the 121st: what is left is the 61st person's answer."""
    income = np.sort(study.columns["income"])
    cuts = [(income[place - 1] + income[place]) / 2 for place in (60, 61, 121)]
    ledger, wheres = (
        Ledger(None),
        (f"income < {cuts[0]}", f"income > {cuts[1]} and income < {cuts[2]}", f"income < {cuts[2]}"),
    )
    try:
        one, other, both = (
            release(mean(study.part(where), "partners"), ReleasePolicy(), ledger).cell.value for where in wheres
        )
    except Refused:
        return
    person = np.argsort(study.columns["income"], kind="stable")[60]
    assert round(121 * both - 60 * one - 60 * other) != study.columns["partners"][person]


def test_rows_filtered_by_themselves_are_answered_or_refused(study):
    try:
        release(crosstab(study.part("victim = 1"), "victim"), ReleasePolicy(), Ledger(None))
    except Refused:
        return


def test_empty_groups_do_not_say_where_the_few_are():
    """Nine people have slice = 2, all of them in group 1; the bases of groups 2 and 3 behind that filter say 0."""
    draw = np.random.default_rng(6)
    group = np.r_[np.full(9, 1.0), draw.integers(1, 4, 291) * 1.0]
    columns = {"answer": draw.integers(1, 4, 300) * 1.0, "group": group, "slice": np.r_[np.full(9, 2.0), np.ones(291)]}
    small = study_of(columns, categorical={"answer": 3, "group": 3, "slice": 2})
    try:
        table = release(crosstab(small.part("slice = 2"), "answer", by="group"), ReleasePolicy(), Ledger(None))
    except Refused:
        return
    assert all(base.blank for base in table.bases)
