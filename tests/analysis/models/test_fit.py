import tracemalloc

import numpy as np
import pytest
from scipy.optimize import minimize

from analysis.models.families import FAMILIES, family_named
from analysis.models.firth import firth
from analysis.models.fit import fit, largest_leverage
from analysis.models.standardised import Dependent, distinct_rows, leverage, standardised
from analysis.sampling import sums_of_blocks, sums_within

OTHERS = [name for name in FAMILIES if name != "firth"]


def made_up(name, n=300, seed=4):
    draw = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), draw.uniform(-1, 1, n), draw.integers(0, 2, n)]).astype(float)
    family = family_named(name)
    mu = family.inverse(
        x @ np.array({"log": [-1.5, 0.3, 0.2], "gamma_inverse": [1.5, 0.3, 0.2]}.get(name, [0.2, 0.5, -0.3]))
    )
    drawn = {
        "number": lambda: draw.normal(mu),
        "event": lambda: (draw.uniform(size=n) < mu).astype(float),
        "count": lambda: draw.poisson(mu).astype(float),
        "positive": lambda: draw.gamma(3, mu / 3),
    }
    return x, drawn[family.kind](), draw.uniform(0.5, 2, n)


@pytest.mark.parametrize("name", OTHERS)
def test_the_weighted_deviance_is_least_there(name):
    """An independent program: scipy minimises the deviance without derivatives."""
    (x, y, w), family = made_up(name), family_named(name)
    found = fit(x, y, w, family)

    def deviance(b):
        eta = x @ b
        return float(w @ family.deviance(y, family.inverse(eta))) if family.allows(eta) else np.inf

    with np.errstate(all="ignore"):
        peer = minimize(
            deviance, found.coefficient + 0.02, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13}
        )
    assert found.coefficient == pytest.approx(peer.x, abs=1e-5)
    assert deviance(found.coefficient) <= peer.fun * (1 + 1e-12)


@pytest.mark.parametrize("name", OTHERS)
def test_scores_are_zero_in_sum_and_are_what_a_case_more_would_change(name):
    (x, y, w), family = made_up(name), family_named(name)
    found, h = fit(x, y, w, family), 1e-6
    assert np.abs(found.scores.sum(axis=0)).max() < 1e-9
    if name in ("linear", "logistic", "poisson", "gamma_inverse"):  # where the expected slope is the observed one
        more = np.where(np.arange(len(w)) == 7, w * (1 + h), w)
        assert (fit(x, y, more, family).coefficient - found.coefficient) / h == pytest.approx(
            found.scores[7], rel=1e-3, abs=1e-8
        )


@pytest.mark.parametrize("name", FAMILIES)
def test_fitting_again_from_the_end_is_fitting_anew(name):
    x, y, w = made_up(name)
    other = np.where(np.arange(len(w)) % 10 == 0, 0.0, w * 1.3)
    kept = other > 0
    if name == "firth":
        found, anew = firth(x, y, w), firth(x[kept], y[kept], other[kept])
    else:
        found, anew = fit(x, y, w, family_named(name)), fit(x[kept], y[kept], other[kept], family_named(name))
    assert found.again(other) == pytest.approx(anew.coefficient, rel=1e-9, abs=1e-11)


def test_exposure_is_an_offset_of_its_logarithm():
    x, y, w = made_up("poisson")
    months = np.random.default_rng(1).uniform(1, 12, len(y))
    found = fit(x, y, w, family_named("poisson"), exposure=months)
    assert x.T @ (w * (y - months * np.exp(x @ found.coefficient))) == pytest.approx([0, 0, 0], abs=1e-8)


def test_firth_maximises_the_penalised_likelihood():
    """An independent program: scipy on l(b) + log det A(b) / 2 with weights of mean 1."""
    x, y, w = made_up("logistic", n=60)
    share = w / w.mean()

    def loss(b):
        mu = 1 / (1 + np.exp(-x @ b))
        likelihood = share @ (y * np.log(mu) + (1 - y) * np.log(1 - mu))
        return -likelihood - np.linalg.slogdet((x.T * (share * mu * (1 - mu))) @ x)[1] / 2

    peer = minimize(loss, np.zeros(3), method="BFGS", options={"gtol": 1e-9})
    assert firth(x, y, w).coefficient == pytest.approx(peer.x, abs=1e-6)


def test_firth_is_finite_where_nobody_has_the_event():
    """In a table of two groups it adds half a case to each cell: log of 0.5 / 10.5 and of 5.5 / 5.5."""
    x = np.column_stack([np.ones(20), np.repeat([0.0, 1.0], 10)])
    y = np.concatenate([np.tile([0.0, 1.0], 5), np.zeros(10)])
    assert firth(x, y, np.ones(20)).coefficient == pytest.approx([0, np.log(0.5 / 10.5)], abs=1e-9)


@pytest.mark.parametrize("scale", [1e-90, 1e-9, 1.0, 1e9, 1e90])
def test_no_unit_is_too_large_or_too_small(scale):
    x, y, w = made_up("logistic")
    family, moved = family_named("logistic"), x * np.array([1.0, scale, 1.0])
    near, far = fit(x, y, w, family).coefficient, fit(moved, y, w, family).coefficient
    assert far * np.array([1.0, scale, 1.0]) == pytest.approx(near, rel=1e-9)


@pytest.mark.parametrize("scale", [1e-9, 1e9])
def test_linear_outcomes_of_any_size_are_fitted(scale):
    x, y, w = made_up("linear")
    near, far = (fit(x, outcome, w, family_named("linear")).coefficient for outcome in (y, y * scale))
    assert far == pytest.approx(near * scale, rel=1e-9)


def test_leverage_is_that_of_the_hat_matrix():
    x = made_up("linear")[0]
    hat = np.diag(x @ np.linalg.inv(x.T @ x) @ x.T)
    assert largest_leverage(x) == pytest.approx(hat.max(), rel=1e-10)
    w = np.arange(1.0, 301) / np.arange(1.0, 301).sum()
    columns, correlation = standardised(x, w)
    assert leverage(columns, w, correlation) == pytest.approx(hat.max(), rel=1e-10)


def test_of_very_many_cases_no_leverage_exceeds_the_one_that_is_told():
    x, _, w = made_up("linear", n=30_000)
    hat = ((x @ np.linalg.inv(x.T @ x)) * x).sum(axis=1)
    columns, correlation = standardised(x, w / w.sum())
    assert hat.max() <= leverage(columns, w / w.sum(), correlation) < 1e-3


def test_columns_that_say_the_same_are_named():
    x = made_up("linear")[0]
    with pytest.raises(Dependent) as found:
        standardised(np.column_stack([x, x[:, 1] * 2 + 3]), np.full(300, 1 / 300))
    assert found.value.columns == (1, 3)


@pytest.mark.parametrize("seed", range(5))
def test_distinct_rows_are_counted_until_there_are_more_than_columns(seed):
    x = np.random.default_rng(seed).integers(0, 2, (200, seed + 2)).astype(float)
    true = len(np.unique(x, axis=0))
    assert (distinct_rows(x) <= x.shape[1]) == (true <= x.shape[1])
    assert distinct_rows(x[:2]) == len(np.unique(x[:2], axis=0))


@pytest.mark.parametrize("units", [3, 500, 100_000])
def test_sums_of_blocks_are_sums_of_the_whole(units):
    draw = np.random.default_rng(2)
    group, values = draw.integers(0, units, 1000), draw.normal(size=(1000, 3))
    blocks = [(slice(at, at + 100), values[at : at + 100]) for at in range(0, 1000, 100)]
    assert sums_of_blocks(group, blocks, units) == pytest.approx(
        sums_within(group, values, units), rel=1e-12, abs=1e-12
    )


def test_memory_beyond_the_matrix_is_that_of_a_few_columns():
    draw = np.random.default_rng(3)
    x = np.asfortranarray(np.column_stack([np.ones(200_000), draw.normal(size=(200_000, 10))]))
    y, w = (draw.uniform(size=200_000) < 0.3).astype(float), np.ones(200_000)
    tracemalloc.start()
    found = fit(x, y, w, family_named("logistic"))
    sums_of_blocks(np.arange(200_000) % 1000, found.scores_in_blocks(), 1000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < x.nbytes / 2
