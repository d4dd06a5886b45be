import time

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, mean, means, model, post_stratify, replicates, total
from analysis.errors import AnalysisError
from analysis.replicates import Replicates
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def of_factors(factors, **more) -> Replicates:
    factors = np.asarray(factors, dtype=float)
    u = factors.shape[1]
    return Replicates(np.arange(u), factors, 1.0, np.ones(len(factors)), mse=False, **more)


@pytest.fixture
def clusters() -> SurveyDesign:
    """Six clusters of ten; group 1 lies in the first only."""
    random = np.random.default_rng(5)
    data = pd.DataFrame({"psu": np.repeat(np.arange(6), 10), "y": random.normal(size=60), "x": random.normal(size=60)})
    data["group"] = np.where(data["psu"] == 0, 1.0, 2.0 + (data.index % 2))
    data["half"] = np.where(data.index % 2, "b", "a")
    data["both"] = np.where(data["psu"] == 0, "b", "a")
    return replicates(SurveyDesign(SurveyFrame.of(data), psu="psu"), "JK1")


def test_the_rank_leaves_out_what_the_others_make_up():
    assert of_factors([[1, 0, 0], [0, 1, 0], [1, 1, 0]]).df(np.ones(3, dtype=bool)) == 1
    assert of_factors([[1, 0, 0], [0, 1, 0], [1, 1, 1e-4]]).df(np.ones(3, dtype=bool)) == 2
    assert of_factors([[1, 0, 0], [0, 1, 0], [1, 1, 1e-6]]).df(np.ones(3, dtype=bool)) == 1


def test_weights_count_in_the_rank():
    factors = [[1, 0, 0], [0, 1, 0], [1, 1, 1e-6]]
    assert of_factors(factors, size=np.array([1, 1, 1e3])).df(np.ones(3, dtype=bool)) == 2


def test_nobody_has_no_degrees_of_freedom():
    assert of_factors(np.eye(3)).df(np.zeros(3, dtype=bool)) == 0


def test_the_rank_of_many_cases_is_one_product_of_matrices():
    weights = of_factors(np.random.default_rng(0).uniform(0, 2, (40, 50_000)))
    begun = time.process_time()
    assert weights.df(np.ones(50_000, dtype=bool)) == 39
    assert time.process_time() - begun < 2


def test_a_replicate_without_the_group_does_not_count(clusters):
    table = figures(means(clusters, "y", by="group"))
    inside = clusters.frame.data["group"] == 1
    assert table.value[0, 0] == pytest.approx(clusters.frame.data["y"][inside].mean())
    assert table.std_error[0, 0] == pytest.approx(0, abs=1e-12)  # a group in one PSU: as in Taylor, and df is 0
    assert table.df.tolist() == [0, 4, 4, 5]
    assert np.isnan(table.ci_low[0, 0])


def test_a_model_counts_the_replicates_it_can_be_fitted_in(clusters):
    fitted = figures(model(clusters, "y ~ x + both"))
    assert np.isfinite(fitted.std_error).all()
    assert np.isfinite(fitted.linearised.parts).all(axis=1).sum() == 5  # the category "b" is the first cluster
    assert "replicates" in fitted.advice[-1]["en"]
    assert "replikat" in fitted.advice[-1]["sv"]


def test_a_model_that_every_replicate_has_is_without_advice(clusters):
    assert figures(model(clusters, "y ~ x")).advice == ()


def chances_near_one(seed: int) -> SurveyDesign:
    """Twelve clusters of five, in which a yes becomes nearly certain as x grows."""
    random = np.random.default_rng(seed)
    x = random.uniform(size=60)
    yes = (random.uniform(size=60) < np.minimum(1, 0.3 * np.exp(1.1 * x))).astype(float)
    data = pd.DataFrame({"x": x, "y": yes, "psu": np.arange(60) // 5})
    return replicates(SurveyDesign(SurveyFrame.of(data), psu="psu"), "JK1")


def test_risk_ratios_without_solution_in_a_replicate_are_left_out_and_said():
    fitted = figures(model(chances_near_one(58), "y ~ x", family="log"))
    assert np.isnan(fitted.linearised.parts).all(axis=1).sum() == 2
    assert "the model has no solution" in fitted.advice[-1]["en"]


def test_more_than_half_of_the_replicates_without_estimates_are_refused():
    def again(weight):
        if weight[0] > 0:
            raise AnalysisError("no solution")
        return np.ones(1)

    first_out = of_factors([[0, 1], [0, 1], [1, 0], [1, 0]])
    assert np.isnan(first_out.solved(np.ones(2), again, 1)).ravel().tolist() == [False, False, True, True]
    with pytest.raises(AnalysisError, match="3 of the 5 replicates there are no estimates"):
        of_factors([[0, 1], [0, 1], [1, 0], [1, 0], [1, 1]]).solved(np.ones(2), again, 1)


def test_tables_of_replicates_add_up_and_have_their_test(clusters):
    table = figures(crosstab(clusters, "both", by="group"))
    assert table.value.sum(axis=0) == pytest.approx(np.ones(4))
    assert table.test is not None


def test_a_domain_keeps_its_replicates(clusters):
    part = clusters.domain("group = 2")
    assert part.sampling is clusters.sampling
    assert part.df == 4
    assert figures(total(part, "y")).n == 25


def test_a_constant_has_no_variance(clusters):
    data = clusters.frame.data.assign(y=0.1)
    constant = replicates(SurveyDesign(SurveyFrame.of(data), psu="psu"), "JK1")
    assert figures(mean(constant, "y")).std_error == 0


def test_kinds_that_are_drawn_or_given_say_so(clusters):
    with pytest.raises(AnalysisError, match="come with a file"):
        replicates(clusters, "other")
    with pytest.raises(AnalysisError, match="take no n"):
        replicates(clusters, "JK1", n=10)
    with pytest.raises(AnalysisError, match='found "jack"'):
        replicates(clusters, "jack")


def test_a_calibrated_design_is_calibrated_in_each_replicate(clusters):
    frame = clusters.frame
    taylor = SurveyDesign(frame, psu="psu")
    weight = post_stratify(frame, None, ["half"], {("a",): 70.0, ("b",): 20.0})
    before, after = replicates(taylor.calibrated(weight), "JK1"), replicates(taylor, "JK1").calibrated(weight)
    assert before.sampling.factors == pytest.approx(after.sampling.factors)
    one, other = (figures(mean(design, "y")) for design in (before, after))
    assert (one.value, one.std_error, one.df) == pytest.approx((other.value, other.std_error, other.df))
