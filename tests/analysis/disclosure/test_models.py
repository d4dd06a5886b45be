from __future__ import annotations

import pytest

from analysis.disclosure import Ledger, Refused, ReleasePolicy, release

POLICY = ReleasePolicy()
TWO_FACTORS = [("sex", 1.0, 200, 60), ("sex", 2.0, 180, 80), ("area", 1.0, 250, 90), ("area", 2.0, 130, 50)]


def test_a_model_on_enough_people_is_shown_rounded(model_of):
    released = release(model_of(TWO_FACTORS), POLICY, Ledger())
    assert (released.n, released.n_events) == (380, 140)
    assert [name for name, _ in released.references] == ["sex", "area"]
    assert released.coefficients[0].p_value == 6.123e-05


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([("sex", 1.0, 200, 60), ("sex", 2.0, 9, 3)], r'category "sex is 2" \(Question sex\)'),
        ([("sex", 1.0, 200, 60), ("sex", 2.0, 180, 4)], r'category "sex is 2"'),
        ([("sex", 1.0, 200, 195), ("sex", 2.0, 180, 80)], r'category "sex is 1"'),
        ([("sex", 1.0, 20, 10), ("sex", 2.0, 20, 10)], "at least 41 answers"),
        ([("sex", 1.0, 200, 5), ("sex", 2.0, 180, 4)], "at least 10 must have the outcome"),
    ],
)
def test_a_model_with_a_small_cell_is_refused_and_names_it(model_of, cells, words):
    with pytest.raises(Refused, match=words):
        release(model_of(cells), POLICY, Ledger())


def test_a_model_needs_residual_degrees_of_freedom(model_of):
    with pytest.raises(Refused, match="at least 10 residual degrees of freedom"):
        release(model_of(TWO_FACTORS, df=9.0), POLICY, Ledger())


def test_a_saturated_model_is_a_table_in_another_form(model_of):
    with pytest.raises(Refused, match="a table in another form") as refused:
        release(model_of(TWO_FACTORS, saturated=True), POLICY, Ledger())
    assert "tabell" in refused.value.reason["sv"]


def test_one_factor_alone_is_a_table_and_needs_its_base(model_of):
    release(model_of([("sex", 1.0, 200, 60), ("sex", 2.0, 41, 20)], saturated=True), POLICY, Ledger())
    with pytest.raises(Refused, match="fewer than 41"):
        release(model_of([("sex", 1.0, 200, 60), ("sex", 2.0, 40, 20)], saturated=True), POLICY, Ledger())


def test_an_interaction_must_bring_its_cells(model_of):
    terms = ("", "sex", "area", "sex:area")
    with pytest.raises(Refused, match="in each cell of an interaction must be known"):
        release(model_of(TWO_FACTORS, level=2, variables=terms), POLICY, Ledger())
    cells = [("sex:area", 11.0, 100, 30), ("sex:area", 22.0, 60, 20)]
    release(model_of([*TWO_FACTORS, *cells], level=2, variables=terms), POLICY, Ledger())
    with pytest.raises(Refused, match='"sex:area is 22"'):
        release(
            model_of([*TWO_FACTORS, cells[0], ("sex:area", 22.0, 8, 4)], level=2, variables=terms), POLICY, Ledger()
        )


def test_an_interaction_at_level_3_combines_three_variables(model_of):
    with pytest.raises(Refused, match="at most 2 variables may be combined"):
        release(model_of(TWO_FACTORS, variables=("", "sex", "area", "sex:area")), POLICY, Ledger())


def test_models_are_not_subtracted_from_each_other(model_of):
    ledger = Ledger()
    release(model_of(TWO_FACTORS, level=2), POLICY, ledger)
    fewer = [("sex", 1.0, 197, 58), *TWO_FACTORS[1:]]
    with pytest.raises(Refused, match="differ from it by at least 10 people"):
        release(model_of(fewer, level=2, where_variables=("y_age",)), POLICY, ledger)


def test_public_data_may_be_modelled_freely(model_of):
    public = ReleasePolicy(public_use=True)
    released = release(model_of([("sex", 1.0, 20, 1), ("sex", 2.0, 3, 3)], saturated=True), public, Ledger())
    assert (released.n, released.n_events) == (23, 4)
    assert released.coefficients[0].p_value == 0.0000612345
