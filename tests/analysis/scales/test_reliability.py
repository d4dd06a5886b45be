"""Alpha, omega and their tables: laws, edges and refusals. Values against R stand in tests/reference."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import (
    SurveyDesign,
    alpha_without_item,
    cronbach_alpha,
    factor_loadings,
    item_rest_correlation,
    mcdonald_omega,
    standardised_alpha,
)
from analysis.design import Domain
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import AnalysisError, NoCases, NotNumeric, Refused
from analysis.scales import one_factor as one_factor_module
from analysis.scales.one_factor import NoFactor, one_factor
from analysis.unreleased import figures
from survey.frame import SurveyFrame

LOADINGS = np.array([0.8, 0.7, 0.6, 0.5, 0.4])
ITEMS = ["i1", "i2", "i3", "i4", "i5"]


def scale_data(n: int = 300, seed: int = 4) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    noise = draw.normal(size=(n, 5)) * np.sqrt(1 - LOADINGS**2)
    x = draw.normal(size=(n, 1)) * LOADINGS + noise
    return pd.DataFrame(np.round(3 + 2 * x), columns=ITEMS).assign(
        w=draw.uniform(0.5, 3, n), stratum=np.arange(n) % 3, psu=np.arange(n) % 30
    )


def design_on(data: pd.DataFrame) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(data), weight="w", strata="stratum", psu="psu")


@pytest.fixture
def scale() -> SurveyDesign:
    return design_on(scale_data())


@pytest.mark.parametrize("part", [cronbach_alpha, standardised_alpha, mcdonald_omega])
def test_the_parts_are_the_derivative_by_the_weights(part):
    """z_i = w_i * d estimate / d w_i, here by central differences of whole estimates."""
    data = scale_data(60)
    found = figures(part(design_on(data), ITEMS)).linearised
    by_difference = np.zeros_like(found.parts[:, 0])
    for psu in range(30):
        up, down = (
            figures(part(design_on(data.assign(w=data["w"] * np.where(data["psu"] == psu, 1 + h, 1))), ITEMS)).value
            for h in (1e-5, -1e-5)
        )
        by_difference[psu] = (up - down) / 2e-5
    assert found.parts[:, 0] == pytest.approx(by_difference, rel=1e-4, abs=1e-7)


def test_a_matrix_of_one_factor_gives_its_loadings_back():
    r = np.outer(LOADINGS, LOADINGS)
    np.fill_diagonal(r, 1.0)
    assert one_factor(r) == pytest.approx(np.concatenate([LOADINGS, 1 - LOADINGS**2]), abs=1e-12)


def test_omega_is_alpha_where_all_loadings_are_equal():
    r = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    a, u = np.split(one_factor(r), 2)
    assert a.sum() ** 2 / (a.sum() ** 2 + u.sum()) == pytest.approx(4 * 0.5 / (1 + 3 * 0.5), abs=1e-12)


def test_the_factor_is_looked_for_once_in_the_value_and_once_for_all_parts(monkeypatch):
    searches = []
    found = one_factor_module._searched
    monkeypatch.setattr(one_factor_module, "_searched", lambda r: searches.append(r) or found(r))
    mcdonald_omega(SurveyDesign(SurveyFrame.of(scale_data(20_000)), weight="w"), ITEMS)
    assert len(searches) == 2


def test_a_scale_of_a_known_factor_has_its_omega():
    found = figures(mcdonald_omega(design_on(scale_data(6000)), ITEMS))
    true = LOADINGS.sum() ** 2 / (LOADINGS.sum() ** 2 + (1 - LOADINGS**2).sum())
    assert abs(found.value - true) < 4 * found.std_error
    assert found.ci_low < found.value < found.ci_high < 1


def test_turning_an_item_and_naming_it_in_reverse_changes_nothing():
    data = scale_data()
    for part in (cronbach_alpha, mcdonald_omega, standardised_alpha):
        one, other = (
            figures(part(design_on(turned), ITEMS, reverse=reverse))
            for turned, reverse in ((data, []), (data.assign(i2=6 - data["i2"]), ["i2"]))
        )
        assert [one.value, one.std_error] == pytest.approx([other.value, other.std_error], rel=1e-9)


def test_a_constant_added_and_a_constant_times_the_weight_change_nothing():
    data = scale_data()
    moved = data.assign(i1=data["i1"] + 1e6, w=data["w"] * 1e3)
    for part in (cronbach_alpha, mcdonald_omega):
        one, other = (figures(part(design_on(d), ITEMS)) for d in (data, moved))
        assert [one.value, one.std_error] == pytest.approx([other.value, other.std_error], rel=1e-8)


def test_a_case_without_one_answer_leaves_the_scale_and_stays_in_the_design(scale):
    data = scale_data()
    data.loc[::7, "i3"] = np.nan
    found, whole = (figures(cronbach_alpha(design, ITEMS)) for design in (design_on(data), scale))
    assert found.n == whole.n - len(data[::7])
    assert found.df == whole.df == 27


def test_a_domain_is_a_scale_of_its_own(scale):
    inside = scale.frame.data["psu"].to_numpy() < 15
    domain = figures(cronbach_alpha(scale.domain_of(inside, Domain("psu < 15")), ITEMS))
    alone = figures(cronbach_alpha(design_on(scale.frame.data[inside]), ITEMS))
    assert (domain.value, domain.n) == (pytest.approx(alone.value, rel=1e-12), alone.n)


def test_tables_name_their_items(scale):
    for part, statistic in (
        (alpha_without_item, "alpha"),
        (item_rest_correlation, "correlation"),
        (factor_loadings, "loading"),
    ):
        table = figures(part(scale, ITEMS))
        assert [row.value for row in table.rows] == ITEMS
        assert (table.statistic, table.value.shape) == (statistic, (5, 1))
        assert (table.ci_low < table.value).all()


def test_alpha_without_an_item_is_alpha_of_the_others(scale):
    table = figures(alpha_without_item(scale, ITEMS))
    rest = figures(cronbach_alpha(scale, ITEMS[1:]))
    assert [table.value[0, 0], table.std_error[0, 0]] == pytest.approx([rest.value, rest.std_error], rel=1e-12)


def test_two_items_have_an_alpha_and_no_omega(scale):
    assert figures(cronbach_alpha(scale, ITEMS[:2])).value > 0
    for part in (mcdonald_omega, factor_loadings, alpha_without_item):
        with pytest.raises(AnalysisError, match="needs at least 3 items; found 2"):
            part(scale, ITEMS[:2])


def test_an_item_that_the_factor_explains_wholly_is_named():
    r = np.array([[1, 0.9, 0.8], [0.9, 1, 0.6], [0.8, 0.6, 1]])
    with pytest.raises(NoFactor, match=r"explain item 1 of 3, in the order given, wholly \(a Heywood case\)"):
        one_factor(r)


def test_items_that_repeat_each_other_have_no_omega():
    data = scale_data().assign(i5=lambda d: d["i1"] + d["i2"])
    with pytest.raises(NoFactor, match="one follows from the others"):
        mcdonald_omega(design_on(data), ITEMS)


def test_a_constant_item_items_that_cancel_and_nobody_are_refused():
    data = scale_data()
    with pytest.raises(AnalysisError, match='gave the same answer to "i2"'):
        cronbach_alpha(design_on(data.assign(i2=1.0)), ITEMS)
    with pytest.raises(AnalysisError, match="cancel each other out"):
        cronbach_alpha(design_on(data.assign(i2=-data["i1"])), ["i1", "i2"])
    with pytest.raises(NoCases, match="Nobody in this part of the data"):
        cronbach_alpha(design_on(data.assign(i2=np.nan)), ITEMS)


def test_a_statistic_without_rules_is_released_of_public_data_only(scale):
    for part in (cronbach_alpha, mcdonald_omega, factor_loadings):
        with pytest.raises(Refused):
            release(part(scale, ITEMS), ReleasePolicy(), Ledger())
    public = release(factor_loadings(scale, ITEMS), ReleasePolicy(public_use=True), Ledger())
    assert [row.value for row in public.rows] == ITEMS
    assert public.cells[0][0].value == pytest.approx(0.8, abs=0.15)


def test_text_a_stranger_in_reverse_and_one_item_are_refused(scale):
    with pytest.raises(NotNumeric):
        cronbach_alpha(SurveyDesign(SurveyFrame.of(pd.DataFrame({"p": [1.0], "t": ["x"]}))), ["p", "t"])
    with pytest.raises(AnalysisError, match='"x" is not one of'):
        cronbach_alpha(scale, ITEMS, reverse=["x"])
    with pytest.raises(AnalysisError, match="at least two different items"):
        cronbach_alpha(scale, ["i1"])
