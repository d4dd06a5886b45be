"""The attacks bite: plain threshold suppression, and a model without checks, give everything away."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.formula.api import ols

from analysis.disclosure import ReleasePolicy
from tests.attacks.answers import everything, plain_threshold, questions
from tests.attacks.complements import counted_plainly, opened_groups
from tests.attacks.differencing import recovered
from tests.attacks.interval import small
from tests.attacks.results import opened
from tests.attacks.study import CODES, Study, survey
from tests.attacks.tables import SHAPES

NAMES = tuple(CODES)


def plainly(study: Study, policy: ReleasePolicy):
    level = study.design.frame.variable(next(iter(study.codes))).level
    return plain_threshold(study, policy.at(level).threshold)


@pytest.mark.parametrize("n", [2000, 10_000])
def test_subtraction_opens_every_small_group_of_plain_threshold_suppression(n):
    study = survey(n)
    shown = everything(plain_threshold(study), questions(study, NAMES, dimensions=2))
    groups = small(list(shown.counts), {name: study.count(name) for name in shown.counts}, 10)
    assert opened_groups(study, counted_plainly(study), groups) == (len(groups), len(groups))
    assert len(groups) > 1


def test_subtraction_of_tables_alone_is_always_right(few):
    shown = everything(plain_threshold(few), questions(few, NAMES, dimensions=2))
    found = recovered(few, shown, threshold=10, names=NAMES)
    assert found.groups > 10
    assert found.exact == found.mean == found.groups


@pytest.mark.parametrize("shape", SHAPES)
def test_intervals_and_remainders_open_random_tables(shape):
    found = opened(shape, range(4), plainly)
    assert found.exact > found.blank / 20
    assert found.narrow > found.blank / 8
    assert found.remainders > 0
    assert found.unsound == 0


def test_fitted_values_of_a_saturated_model_are_the_means_of_cells_of_one():
    """statsmodels has no objection: the value of the one person in a cell is what the model says of it."""
    draw = np.random.default_rng(1)
    data = pd.DataFrame({"region": draw.integers(1, 4, 400), "work": draw.integers(1, 5, 400)})
    data["income"] = np.round(draw.lognormal(10, 0.5, 400))
    data = data[~((data.region == 3) & (data.work == 4))]
    alone = {"region": 3, "work": 4, "income": 31_207.0}
    data = pd.concat([data, pd.DataFrame([alone])], ignore_index=True)
    fitted = ols("income ~ C(region) * C(work)", data=data).fit()
    assert fitted.df_resid > 300
    assert fitted.predict(pd.DataFrame([{"region": 3, "work": 4}]))[0] == pytest.approx(alone["income"])
