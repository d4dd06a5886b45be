"""Keyed figures: all questions of the grammar at once leave small groups at guessing level."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.disclosure import Ledger, ReleasePolicy
from tests.attacks.answers import Shown, everything, questions, released, turned
from tests.attacks.complements import by_subtraction, counted_by_release, subtractions
from tests.attacks.differencing import Averaged, Recovered, averaged, recovered
from tests.attacks.hierarchy import lines_between
from tests.attacks.likelihood import likeliest
from tests.attacks.persons import discretised_normal, guessed
from tests.attacks.study import CODES, NESTED, Study, key, survey

NAMES = tuple(CODES)
POLICY = ReleasePolicy(mode="keyed", groupings=tuple(CODES))  # as every study that is opened
SEEDS = range(2)
MANY = {500: range(8), 2000: SEEDS}  # small studies have few small groups each


def asked(study: Study) -> Shown:
    return everything(released(study, POLICY, Ledger(None)), turned(study, NAMES))


@pytest.fixture(scope="module", params=[500, 2000])
def studies(request) -> list[tuple[Study, Shown]]:
    return [(study, asked(study)) for study in (survey(request.param, seed=seed) for seed in MANY[request.param])]


def test_subtraction_is_at_guessing_level(studies):
    found = Recovered.together(
        recovered(study, shown, threshold=10, names=NAMES, largest=3) for study, shown in studies
    )
    assert found.groups > 20
    assert found.exact_share <= 0.08
    assert found.mean_share <= 0.15


def test_subtraction_within_declared_groupings_is_at_guessing_level():
    """A region is what is left of a larger one: two answers with noise, not six."""
    found = []
    for seed in range(10):
        study = survey(2000, seed=seed, groupings=NESTED)
        ask = released(study, replace(POLICY, made_from=study.groupings), Ledger(None))
        shown = everything(ask, questions(study, NAMES, dimensions=2))
        for other in ("sex", "age", "health", "victim"):
            shown.add(ask(other, "part"))
            shown.add(ask(other, "sector"))
            for code in study.codes[other]:
                shown.add(ask("region", "sex" if other != "sex" else "age", {other: code}))
        hierarchy = lines_between(study, shown, fine="region", coarse="part")
        hierarchy |= lines_between(study, shown, fine="work", coarse="sector")
        found.append(recovered(study, shown, threshold=10, names=NAMES, largest=3, hierarchy=hierarchy))
    together = Recovered.together(found)
    assert together.groups > 20
    assert together.exact_share <= 0.08
    assert together.mean_share <= 0.15


def test_the_mean_of_partitions_is_not_much_better_than_one_answer(studies):
    found = Averaged.together(averaged(study, shown, names=NAMES, variables=2) for study, shown in studies)
    assert found.mean <= found.single + 0.10


def test_the_best_mean_of_partitions_of_a_large_study_is_not_much_better_than_one_answer():
    pairs = [(study, asked(study)) for study in (survey(10_000, seed=seed) for seed in SEEDS)]
    found = Averaged.together(averaged(study, shown, names=NAMES, variables=2) for study, shown in pairs)
    assert found.weighted <= found.single + 0.10


def test_all_answers_together_tell_little_more_of_small_groups_than_their_margins(studies):
    found = [
        likeliest(study, shown, variance=POLICY.noise_variance, threshold=10, names=NAMES)
        for study, shown in studies[:1]
    ]
    groups = sum(one.small for one in found)
    hit, predicted = (sum(getattr(one, name) * one.small for one in found) / groups for name in ("hit", "predicted"))
    assert groups > 20
    assert hit <= predicted + 0.20


def test_noise_of_large_groups_has_the_variance_that_the_policy_says_and_of_none_a_bias():
    """Where no small group stands beside them: its wider noise is taken up by the large ones of its line."""
    said = []
    for seed in range(20):
        study = survey(2000, seed=seed)
        shown = everything(released(study, POLICY, Ledger(None)), [(name, "", {}) for name in NAMES])
        said += [(study.count(name), n - study.count(name)) for name, n in shown.known.items()]
    n, d = np.array(said).T
    assert abs(d.mean()) < 0.15
    assert d[n >= 100].var() == pytest.approx(POLICY.noise_variance, rel=0.2)


def test_no_free_condition_is_answered(few):
    """What a filter names is a code: not a range, not "or", not "not", not a list."""
    count = counted_by_release(few, POLICY, Ledger(None))
    for group in (key(region=1, sex=2), key(work=3), key(age=2, health=1)):
        assert by_subtraction(few, count, group) == []
        for signed in subtractions(group, few.codes):
            assert any(count(where) is None for _, where in signed)


@pytest.mark.parametrize(
    "where",
    [
        "sex = 1 and age = 2 and work = 3",
        "sex + 0 = 1",
        "sex * age = 2",
        "1 = sex",
        "sex = 1 and (age = 2)  and work = 3",
        "income > 20000",
        "sex is not missing",
        "not sex = 1",
        "sex in (1)",
    ],
)
def test_filters_beyond_two_codes_are_refused(some, where):
    assert counted_by_release(some, POLICY, Ledger(None))(where) is None


def test_another_order_of_questions_and_another_login_bring_the_same_figures(few):
    """Collusion has nothing to compare."""
    questioned = questions(few, NAMES, dimensions=3)[:40]
    first = everything(released(few, POLICY, Ledger(None)), questioned)
    second = everything(released(few, POLICY, Ledger(None)), questioned[::-1])
    assert first.figures == second.figures


def test_a_count_has_one_figure(studies):
    """The mean of several has less noise than one."""
    several = [
        (np.ptp(list(figures.values())), np.mean(list(figures.values())) - study.count(name))
        for study, shown in studies
        for name, figures in shown.figures.items()
        if len(figures) > 1
    ]
    assert len(several) > 100
    ranges, errors = (np.array(numbers) for numbers in zip(*several, strict=True))
    assert ranges.max() == 0
    assert errors.var() > 2.5


def test_who_knows_all_but_one_answer_of_one_person_gains(some):
    """What noise of this size cannot hide: said in docs/attacks.md, and here so that it does not grow unseen."""
    shown, noise = asked(some), discretised_normal(30, 9.0)
    people = np.random.default_rng(1).choice(2000, 40, replace=False)
    hits = [
        guessed(some, shown, int(i), sensitive="health", names=NAMES, noise=noise, largest=3)
        == some.columns["health"][i]
        for i in people
    ]
    assert np.mean(hits) < 0.97
