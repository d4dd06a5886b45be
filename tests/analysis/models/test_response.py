from __future__ import annotations

import numpy as np
import pytest

from analysis.models.families import FAMILIES, family_named
from analysis.models.response import response


@pytest.mark.parametrize("name", FAMILIES)
def test_the_mean_is_that_of_the_family(name):
    eta = -np.linspace(0.1, 3, 9) if name == "log" else np.linspace(0.1, 3, 9)
    assert response(name, eta).mean == pytest.approx(family_named(name).inverse(eta), rel=1e-14)


@pytest.mark.parametrize("name", FAMILIES)
def test_slope_and_bend_are_derivatives(name):
    """Against differences of fourth order."""
    eta, h = -np.linspace(0.2, 3, 9) if name == "log" else np.linspace(0.2, 3, 9), 1e-3

    def along(part: int) -> np.ndarray:
        at = [response(name, eta + d * h)[part] for d in (-2, -1, 1, 2)]
        return np.asarray((at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * h))

    found = response(name, eta)
    assert found.slope == pytest.approx(along(0), rel=1e-8, abs=1e-12)
    assert found.bend == pytest.approx(along(1), rel=1e-8, abs=1e-12)


@pytest.mark.parametrize("name", ["logistic", "probit", "cloglog", "poisson"])
def test_far_predictors_have_finite_slopes(name):
    found = response(name, np.array([-800.0, 800.0]))
    assert all(np.isfinite(part).all() for part in found)
