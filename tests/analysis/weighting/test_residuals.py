import numpy as np
import pytest

from analysis import calibrate, post_stratify, rake, trim

EVERYONE = np.ones(5, dtype=bool)
CELLS = {("f",): 45.0, ("m",): 55.0}


def scores_of(people, weight):
    return (weight.values * people.values("income"))[:, None]


def steps(people):
    raked = rake(people, "w", {"sex": {"f": 45.0, "m": 55.0}, "age": {1: 40.0, 2: 60.0}})
    return {
        "post": post_stratify(people, "w", ["sex"], CELLS),
        "raked": raked,
        "linear": calibrate(people, "w", {"sex": {"f": 45.0, "m": 55.0}, "age": {1: 40.0, 2: 60.0}}),
        "both": calibrate(people, raked, {"sex": {"f": 45.0, "m": 55.0}, "income": 3400.0}, distance="raking"),
    }


def test_post_stratification_leaves_deviations_from_the_means_of_cells(people):
    weight = post_stratify(people, "w", ["sex"], CELLS)
    w, x, f = weight.values, people.values("income"), people.data["sex"].to_numpy() == "f"
    means = np.where(f, w[f] @ x[f] / 45, w[~f] @ x[~f] / 55)
    assert weight.residuals.of(scores_of(people, weight), EVERYONE).ravel() == pytest.approx(w * (x - means))


@pytest.mark.parametrize("name", ["post", "linear", "raked"])
def test_totals_that_are_known_leave_nothing(people, name):
    """The weighted indicator of a category that was calibrated on has no error. R sweeps ten times for raking."""
    weight = steps(people)[name]
    known = (weight.values * (people.data["sex"].to_numpy() == "f"))[:, None]
    left = np.abs(weight.residuals.of(known, EVERYONE)).max()
    assert left <= (1e-4 if name == "raked" else 1e-12) * np.abs(known).max()


@pytest.mark.parametrize("name", ["post", "linear", "raked", "both"])
def test_unit_totals_of_residuals_follow_from_unit_totals_of_scores(people, name):
    """What tables need: no pass over the cases for each estimate."""
    weight, unit, cell = steps(people)[name], np.array([0, 1, 1, 0, 2]), np.array([0, 1, -1, 1, 0])
    scores = np.zeros((5, 2))
    scores[cell >= 0, cell[cell >= 0]] = scores_of(people, weight)[cell >= 0, 0]
    sums = np.stack([np.bincount(unit, weights=z, minlength=3) for z in scores.T], axis=1)
    left = weight.residuals.of(scores, EVERYONE)
    wanted = np.stack([np.bincount(unit, weights=z, minlength=3) for z in left.T], axis=1)
    crossed = weight.residuals.crossed_in_cells(scores_of(people, weight).ravel(), cell, 2)
    assert crossed == pytest.approx(weight.residuals.crossed(scores, EVERYONE))
    found = weight.residuals.of_unit_sums(sums, crossed, weight.residuals.unit_totals(unit, 3))
    assert found == pytest.approx(wanted, abs=1e-9)


def test_a_later_step_works_on_what_the_earlier_left(people):
    first = rake(people, "w", {"sex": {"f": 45.0, "m": 55.0}})
    both = calibrate(people, first, {"income": 3500.0}, size=100.0)
    second = calibrate(people, first.values, {"income": 3500.0}, size=100.0)
    scores = scores_of(people, both)
    apart = second.residuals.of(first.residuals.of(scores, EVERYONE), EVERYONE)
    assert both.residuals.of(scores, EVERYONE) == pytest.approx(apart, abs=1e-9)


def test_trimming_keeps_the_residuals_of_earlier_steps(people):
    weight = post_stratify(people, "w", ["sex"], CELLS)
    assert trim(people, weight, upper=25).residuals is weight.residuals
    assert trim(people, "w", upper=2.5).residuals.p == 0


def test_cases_outside_a_domain_have_a_residual_of_their_own(people):
    weight, inside = post_stratify(people, "w", ["sex"], CELLS), np.array([True, False, True, True, False])
    scores = scores_of(people, weight)
    assert weight.residuals.of(scores[inside], inside) == pytest.approx(
        weight.residuals.of(scores * inside[:, None], EVERYONE)
    )
