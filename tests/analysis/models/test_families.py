import numpy as np
import pytest
import statsmodels.api as sm

from analysis.errors import AnalysisError
from analysis.models.families import FAMILIES, family_named, refuse_outcome

ETA = {"log": np.linspace(-4, -0.05, 9), "gamma_inverse": np.linspace(0.1, 4, 9)}
Y = {"event": (0.0, 1.0), "count": (0.0, 3.0), "positive": (0.4, 3.0), "number": (-1.0, 2.0)}
PEERS = {
    "linear": sm.families.Gaussian(),
    "logistic": sm.families.Binomial(),
    "probit": sm.families.Binomial(sm.families.links.Probit()),
    "cloglog": sm.families.Binomial(sm.families.links.CLogLog()),
    "log": sm.families.Binomial(sm.families.links.Log()),
    "poisson": sm.families.Poisson(),
    "gamma": sm.families.Gamma(sm.families.links.Log()),
    "gamma_inverse": sm.families.Gamma(sm.families.links.InversePower()),
}


def predictors(name):
    return ETA.get(name, np.linspace(-3, 2, 9))


@pytest.mark.parametrize("name", FAMILIES)
def test_the_inverse_link_undoes_the_link(name):
    family, eta = family_named(name), predictors(name)
    assert family.link(family.inverse(eta)) == pytest.approx(eta, rel=1e-12)


@pytest.mark.parametrize("name", FAMILIES)
def test_slopes_are_derivatives_of_the_deviance(name):
    """The deviance is -2 log likelihood, up to a constant: differences of it, and of the score."""
    family, eta, h = family_named(name), predictors(name), 1e-5
    for y in Y[family.kind]:
        answers = np.full_like(eta, y)
        low, high = (family.deviance(answers, family.inverse(eta + step)) for step in (-h, h))
        score, information = family.slopes(eta, answers)
        assert score == pytest.approx((low - high) / (4 * h), rel=1e-6, abs=1e-8)
        below, above = (family.slopes(eta + step, answers)[0] for step in (-h, h))
        assert information == pytest.approx((below - above) / (2 * h), rel=1e-6, abs=1e-8)
        assert (information >= 0).all()


@pytest.mark.parametrize("name", FAMILIES)
def test_the_expected_slope_is_its_mean_over_outcomes(name):
    family, eta = family_named(name), predictors(name)
    mu = family.inverse(eta)
    if family.kind == "event":
        with_event, without = (family.slopes(eta, np.full_like(eta, y))[1] for y in (1.0, 0.0))
        mean = mu * with_event + (1 - mu) * without
    else:  # in the other families it is linear in y
        mean = family.slopes(eta, mu)[1]
    assert family.expected(eta) == pytest.approx(mean, rel=1e-10)


@pytest.mark.parametrize("name", PEERS)
def test_deviance_and_variance_equal_those_of_statsmodels(name):
    family, peer, mu = family_named(name), PEERS[name], family_named(name).inverse(predictors(name))
    assert family.variance(mu) == pytest.approx(peer.variance(mu), rel=1e-12)
    for y in Y[family.kind]:
        answers = np.full_like(mu, y)
        assert family.deviance(answers, mu) == pytest.approx(peer.resid_dev(answers, mu) ** 2, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("name", ["logistic", "probit", "cloglog", "poisson", "gamma"])
def test_predictors_far_out_make_no_warning_and_no_infinite_weight(name):
    family, eta = family_named(name), np.array([-30.0, 30.0])
    for y in Y[family.kind]:
        assert np.isfinite(family.slopes(eta, np.full(2, y))).all()
    assert np.isfinite(family.expected(eta)).all()


@pytest.mark.parametrize(
    ("family", "answers", "message"),
    [
        ("poisson", [0.0, -1.0, 2.0], '0 or more; 1 of 3 answers to "y" are negative'),
        ("poisson", [0.5, 1.0], 'whole numbers; 1 of 2 answers to "y" are not whole. For amounts use quasipoisson'),
        ("quasipoisson", [0.0, 0.0], '"y" is 0 for everybody'),
        ("gamma", [0.0, 1.0], 'larger than 0; 1 of 2 answers to "y" are 0 or negative'),
        ("gamma_inverse", [-1.0, 1.0], "larger than 0"),
    ],
)
def test_outcomes_that_a_family_cannot_have_are_refused(family, answers, message):
    with pytest.raises(AnalysisError, match=message):
        refuse_outcome("y", family, np.array(answers))


def test_amounts_are_quasipoisson():
    refuse_outcome("y", "quasipoisson", np.array([0.5, 0.0]))
