import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis import SurveyDesign, mean, means, total, totals
from analysis.design import Domain
from analysis.errors import AnalysisError, NoCases, NotNumeric
from analysis.unreleased import figures
from survey.errors import UnknownVariable
from survey.frame import SurveyFrame


def frame_of(**columns):
    return SurveyFrame.of(pd.DataFrame(columns))


def test_a_plain_sample_by_hand():
    found = figures(mean(SurveyDesign(frame_of(y=[1.0, 2.0, 3.0, 6.0])), "y"))
    assert found.value == 3
    assert found.std_error == pytest.approx(np.std([1, 2, 3, 6], ddof=1) / 2)
    assert found.deff == pytest.approx(1)
    assert (found.df, found.n, found.weighted_n, found.ci_method) == (3, 4, 4, "t")


def test_a_mean_of_clusters_equals_the_sandwich_of_statsmodels(design):
    """Without strata the linearised variance is the cluster sandwich times m / (m - 1)."""
    unstratified = SurveyDesign(design.frame, weight="weight", psu="school")
    data = design.frame.data
    fit = sm.WLS(data["score"], np.ones(len(data)), weights=data["weight"]).fit(
        cov_type="cluster", cov_kwds={"groups": data["school"].astype(int), "use_correction": False}
    )
    found = figures(mean(unstratified, "score"))
    assert found.value == pytest.approx(fit.params.iloc[0], rel=1e-12)
    assert found.std_error == pytest.approx(fit.bse.iloc[0] * np.sqrt(20 / 19), rel=1e-10)


def test_cases_without_an_answer_stay_in_the_design(design):
    answered = np.isfinite(design.numeric("often"))
    part = design.domain_of(answered, Domain("answered"))
    one, other = figures(mean(design, "often")), figures(mean(part, "often"))
    assert (one.value, one.std_error, one.n) == (other.value, other.std_error, other.n)


def test_groups_equal_their_domains(design):
    table = figures(means(design, "score", by="sex"))
    for column, sex in enumerate(["girl", "boy"]):
        part = design.domain_of((design.frame.data["sex"] == sex).to_numpy(), Domain(sex))
        alone = figures(mean(part, "score"))
        assert table.value[0, column] == pytest.approx(alone.value, rel=1e-13)
        assert table.std_error[0, column] == pytest.approx(alone.std_error, rel=1e-12)
        assert table.df[column] == alone.df


def test_a_group_without_cases_is_shown_without_a_number(design):
    table = figures(means(design, "score", by="sex"))
    assert [level.value for level in table.columns] == ["girl", "boy", "other", None]
    assert table.base_n[2] == 0
    assert np.isnan(table.value[0, 2])
    assert np.isnan(table.std_error[0, 2])


def test_totals_of_groups_add_up(design):
    table = figures(totals(design, "score", by="sex"))
    assert table.value[0, :2].sum() == pytest.approx(table.value[0, -1], rel=1e-13)


def test_a_constant_has_no_variance():
    found = figures(mean(SurveyDesign(frame_of(y=[3.3] * 7, w=[1.0, 2, 3, 4, 5, 6, 7]), weight="w"), "y"))
    assert found.value == pytest.approx(3.3, rel=1e-15)
    assert found.std_error == 0
    assert np.isnan(found.deff)


def test_large_numbers_lose_no_digits():
    y = np.array([1.0, 2.0, 3.0, 6.0])
    found = figures(mean(SurveyDesign(frame_of(y=y + 1e9)), "y"))
    assert found.std_error == pytest.approx(np.std(y, ddof=1) / 2, rel=1e-12)


def test_one_case_has_a_mean_and_no_standard_error():
    found = figures(mean(SurveyDesign(frame_of(y=[4.0])), "y"))
    assert (found.value, found.n) == (4, 1)
    assert np.isnan([found.std_error, found.ci_low, found.ci_high]).all()


def test_nobody_in_the_domain_is_said(design):
    with pytest.raises(NoCases, match="Widen the filter"):
        mean(design.domain_of(np.zeros(240, dtype=bool), Domain("never")), "score")


def test_nobody_with_an_answer_is_said():
    with pytest.raises(NoCases):
        total(SurveyDesign(frame_of(y=[np.nan, np.nan])), "y")


def test_a_table_of_nobody_has_no_numbers(design):
    """Tables do not fail on an empty filter, so that an empty group looks like any other that is too small."""
    table = figures(means(design.domain_of(np.zeros(240, dtype=bool), Domain("never")), "score", by="sex"))
    assert np.isnan(table.value).all()
    assert not table.base_n.any()


def test_text_has_no_mean(design):
    with pytest.raises(NotNumeric):
        mean(design, "sex")


def test_an_unknown_variable_is_named(design):
    with pytest.raises(UnknownVariable, match="score"):
        means(design, "scores", by="sex")


def test_a_total_by_hand():
    """Two strata of two PSUs, half of the first sampled: 0.5 * 2 * (1 + 1) + 2 * (4 + 4)."""
    frame = frame_of(s=[1, 1, 2, 2], f=[0.5, 0.5, 1e-12, 1e-12], w=[2.0, 2, 1, 1], y=[1.0, 2.0, 10.0, 14.0])
    found = figures(total(SurveyDesign(frame, weight="w", strata="s", fpc="f"), "y"))
    assert found.value == 2 * 3 + 24
    assert found.std_error**2 == pytest.approx(0.5 * 4 + 16)


def test_a_table_may_have_hundreds_of_groups(frame):
    many = SurveyFrame.of(frame.data.assign(case=np.arange(len(frame.data)) * 1.0))
    table = figures(means(SurveyDesign(many, weight="weight", strata="stratum", psu="school"), "score", by="case"))
    assert table.value.shape == (1, len(many) + 1)
    assert table.value[0, :-1] == pytest.approx(many.data["score"].to_numpy())


def test_more_groups_than_a_table_can_hold_are_refused(frame):
    long = pd.concat([frame.data] * 5, ignore_index=True)
    design = SurveyDesign(SurveyFrame.of(long.assign(case=np.arange(len(long)) * 1.0)))
    with pytest.raises(AnalysisError, match='"case" has 1200 different values; a table takes at most 1000'):
        means(design, "score", by="case")
