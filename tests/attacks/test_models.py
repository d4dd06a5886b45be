"""Models and means: no cell, no person, no change by a few people follows from what is shown."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import mean, means, model, total
from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from tests.attacks.study import CODES, Study, key, study_of

EXACT, KEYED = ReleasePolicy(), ReleasePolicy(mode="keyed")
BOTH = pytest.mark.parametrize("policy", [EXACT, KEYED], ids=["exact", "keyed"])


@BOTH
@pytest.mark.parametrize(
    "formula",
    [
        "income ~ region * work",
        "income ~ region:work",
        "income ~ 0 + region:work",
        "income ~ region / work",
        "partners ~ sex * victim * health",
    ],
)
def test_a_model_with_a_cell_of_few_is_refused(some, policy, formula):
    with pytest.raises(Refused):
        release(model(some.design, formula), policy, Ledger(None))


@BOTH
def test_a_saturated_model_is_refused(policy):
    draw = np.random.default_rng(1)
    pair = {name: draw.integers(1, 3, 400).astype(float) for name in ("a", "b")}
    study = study_of({**pair, "y": draw.normal(50, 10, 400)}, categorical={"a": 2, "b": 2})
    with pytest.raises(Refused):
        release(model(study.design, "y ~ a * b"), policy, Ledger(None))


def nested(n: int, extra: int) -> Study:
    """Everybody of a = 1 but `extra` has b = 1."""
    draw = np.random.default_rng(3)
    a = np.repeat([1.0, 2.0], n // 2)
    b = np.where(a == 1, 1.0, 2.0)
    b[:extra] = 2.0
    return study_of(
        {"a": a, "b": b, "x": draw.integers(1, 4, n) * 1.0, "y": np.round(draw.normal(50, 10, n), 3)},
        categorical={"a": 2, "b": 2, "x": 3},
    )


@pytest.mark.parametrize("extra", [1, 4])
@pytest.mark.parametrize("estimate", [mean, total, lambda design, y: model(design, f"{y} ~ x")])
def test_exact_figures_of_a_group_and_of_all_but_a_few_of_it_are_not_both_shown(extra, estimate):
    """The few are a cell of 1 or 4 people: a = 1 and b = 2."""
    study, ledger = nested(400, extra), Ledger(None)
    release(estimate(study.part("a = 1"), "y"), EXACT, ledger)
    try:
        second = release(estimate(study.part("a = 1 and b = 1"), "y"), EXACT, ledger)
    except Refused:
        return
    assert second.cell.blank


def test_keyed_means_of_a_group_and_of_all_but_one_of_it_tell_nothing_of_that_one():
    """The error of the person's answer, with both counts known exactly, is larger than a guess of the mean makes."""
    errors, guesses = [], []
    for seed in range(40):
        study = nested(400, 1)
        study = study_of(
            {**study.columns, "y": np.round(np.random.default_rng(seed).normal(50, 10, 400), 3)},
            categorical={"a": 2, "b": 2, "x": 3},
        )
        answer = study.columns["y"][0]
        ledger = Ledger(None)
        around, within = (
            release(mean(study.part(where), "y"), KEYED, ledger).cell.value for where in ("a = 1", "a = 1 and b = 1")
        )
        errors.append(200 * around - 199 * within - answer)
        guesses.append(within - answer)
    assert np.sqrt(np.mean(np.square(errors))) > np.sqrt(np.mean(np.square(guesses)))


def test_keyed_totals_of_all_parts_but_one_tell_nothing_of_that_one():
    """One of 200 people answered b = 3; the totals of all of them, of b = 1 and of b = 2 are shown."""
    errors, guesses = [], []
    for seed in range(30):
        columns = dict(nested(400, 1).columns)
        columns["b"] = np.r_[3.0, np.resize([1.0, 2.0], 399)]
        columns["y"] = np.round(np.random.default_rng(seed).normal(50, 10, 400), 3)
        study = study_of(columns, categorical={"a": 2, "b": 3, "x": 3})
        everybody, one, two = (
            release(total(study.part(where), "y"), KEYED, Ledger(None)).cell.value
            for where in ("a = 1", "a = 1 and b = 1", "a = 1 and b = 2")
        )
        errors.append(everybody - one - two - columns["y"][0])
        guesses.append(columns["y"].mean() - columns["y"][0])
    assert np.sqrt(np.mean(np.square(errors))) > np.sqrt(np.mean(np.square(guesses)))


@BOTH
def test_means_by_group_of_few_are_blank(some, policy):
    released = release(means(some.design, "income", by="work"), policy, Ledger(None))
    for column, cell in zip(released.columns, released.cells[0], strict=True):
        if column.value is not None and some.count(key(work=column.value)) < 10:
            assert cell.blank
            assert cell.value is cell.std_error is cell.deff is None


def test_the_six_variables_are_those_of_the_reference():
    assert tuple(CODES.values()) == (6, 3, 8, 5, 4, 3)
