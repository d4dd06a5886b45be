"""A model of very many cases starts from some of them; where it ends does not depend on that."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.models import fit
from analysis.models.families import family_named


def drawn(n: int = 1000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(1)
    x = np.column_stack([np.ones(n), draw.normal(size=(n, 2)), np.arange(n) % 10 == 7])
    y = (draw.uniform(size=n) < 1 / (1 + np.exp(-x @ [-0.5, 1.0, -1.0, 0.5]))).astype(float)
    return x, y, draw.uniform(0.5, 2, n)


@pytest.mark.parametrize("some", [30, 100, 400])
@pytest.mark.parametrize("family", ["linear", "logistic", "probit", "poisson"])
def test_the_start_changes_nothing(monkeypatch, family, some):
    x, y, w = drawn()
    plain = fit.fit(x, y, w, family_named(family))
    # At 100 the cases looked at first are every tenth, and none of them is in the category.
    monkeypatch.setattr(fit, "_SOME", some)
    started = fit.fit(x, y, w, family_named(family))
    assert started.coefficient == pytest.approx(plain.coefficient, rel=1e-12)
    assert started.scores == pytest.approx(plain.scores, rel=1e-10, abs=1e-15)


@pytest.mark.parametrize("family", ["logistic", "gamma_inverse"])
def test_a_start_that_all_the_cases_cannot_have_is_left(monkeypatch, family):
    x, y, w = drawn()
    plain = fit.fit(x, y + 1.0 * (family != "logistic"), w, family_named(family))
    monkeypatch.setattr(fit, "_SOME", 100)
    monkeypatch.setattr(fit, "_nearer", lambda equations, some, b, usual: np.full(len(b), np.nan))
    started = fit.fit(x, y + 1.0 * (family != "logistic"), w, family_named(family))
    assert started.coefficient == pytest.approx(plain.coefficient, rel=1e-12)
