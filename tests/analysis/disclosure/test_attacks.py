"""Ways in that do not subtract one cell from another: models, orders of a table, labels, figures that count people."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, model, totals
from analysis.disclosure import Ledger, Refused, ReleasedTable, ReleasePolicy, release
from analysis.publish import table
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import ValueLabel

POLICY = ReleasePolicy()


def design_of(columns: dict[str, np.ndarray], *, labelled: tuple[str, ...] = (), level: int = 3) -> SurveyDesign:
    """A design without weights; the codes of `labelled` columns have labels, as those of a question have."""
    frame, meanings = SurveyFrame.of(pd.DataFrame(columns)), {}
    for name, variable in frame.variables.items():
        codes = np.unique(columns[name]) if name in labelled else ()
        values = tuple(ValueLabel(float(code), plain(f"{name} {code:g}")) for code in codes)
        meanings[name] = replace(
            variable, level=level, values=values, measure="nominal" if values else variable.measure
        )
    return SurveyDesign(replace(frame, variables=meanings))


@pytest.fixture
def pupils() -> SurveyDesign:
    """400 pupils; 3 of the 200 girls are victims, 50 of the 200 boys."""
    draw = np.random.default_rng(1)
    n, sex = 400, np.repeat([1.0, 2.0], 200)
    victim = np.zeros(n)
    victim[:3] = victim[200:250] = 1.0
    columns = {
        "sex": sex,
        "victim": victim,
        "age": draw.integers(16, 26, n).astype(float),
        "score": draw.normal(50, 10, n),
        "income": np.arange(n) + 20_000.0,
        "fortune": np.where(np.arange(n) == 7, 1e6, draw.integers(1, 100, n)).astype(float),
        "rare": np.isin(np.arange(n), (0, 399)).astype(float),
    }
    return design_of(columns, labelled=("sex", "victim"), level=2)


@pytest.mark.parametrize("family", ["linear", "logistic", "probit", "cloglog", "log", "poisson", "firth"])
def test_a_model_of_a_yes_or_no_tells_no_share_that_a_table_hides(pupils, family):
    """Of a linear model the constant is the share of the reference group: 3 of 200."""
    with pytest.raises(Refused, match=r'category "sex 1" .* has fewer than 10'):
        release(model(pupils, "victim ~ sex", family=family), POLICY, Ledger(None))


@pytest.mark.parametrize("rare", ["rare", "sex:rare"])
def test_a_number_with_two_values_is_checked_as_a_factor(pupils, rare):
    """Fitted values of two people are their mean; of one person, his answer."""
    with pytest.raises(Refused, match="has fewer than 10"):
        release(model(pupils, f"score ~ {rare} + age"), POLICY, Ledger(None))


@pytest.mark.parametrize("narrow", ["fortune", "I(fortune ** 2)"])
def test_no_coefficient_rests_on_a_few_people(pupils, narrow):
    with pytest.raises(Refused, match="may rest on a few people"):
        release(model(pupils, f"score ~ {narrow} + age"), POLICY, Ledger(None))


@pytest.mark.parametrize(
    "cut",
    [
        "exp(income / 2 - 10000)",
        "I(1 / (income - 20123.001))",
        "I(0 ** ((income - 20123) ** 2))",
        "I(sqrt((income - 20123.5) ** 2) / (income - 20123.5))",
        "I(2 * income)",
    ],
)
def test_no_formula_cuts_a_variable_where_one_person_lies(pupils, cut):
    """Means on either side of a cut before and behind one person tell that person's answer."""
    with pytest.raises(Refused, match="calculate with a variable freely"):
        release(model(pupils, f"score ~ {cut} + age"), POLICY, Ledger(None))


@pytest.mark.parametrize("form", ["C(sex)", "log(income)", "sqrt(income)", "I(income ** 2)", "sex * age"])
def test_fixed_forms_of_a_variable_are_released(pupils, form):
    assert release(model(pupils, f"score ~ {form}"), POLICY, Ledger(None)).coefficients


def test_an_ordinary_model_is_released(pupils):
    released = release(model(pupils, "score ~ sex + age + income"), POLICY, Ledger(None))
    assert released.n_events is None
    assert len(released.coefficients) == 4


def crossed(counts: list[list[int]], *, level: int = 2) -> SurveyDesign:
    """Two questions a and b with (A, B) counts of their answers."""
    n = np.array(counts)
    places = np.repeat(np.arange(n.size), n.ravel())
    a, b = (place.astype(float) for place in np.unravel_index(places, n.shape))
    return design_of({"a": a, "b": b}, labelled=("a", "b"), level=level)


def blanks(released: ReleasedTable) -> np.ndarray:
    """(R + 1, C) True where a figure is hidden, the last row the bases."""
    return np.array([[cell.blank for cell in row] for row in (*released.cells, released.bases)])


@pytest.mark.parametrize(
    "counts",
    [
        [[8, 24, 39, 16], [0, 34, 22, 12], [39, 46, 11, 0]],
        [[0, 0, 21], [0, 61, 21], [10, 29, 5], [0, 12, 16]],
        [[6, 7, 41], [2, 11, 15], [24, 16, 41]],
        [[1, 4, 0, 2], [4, 1, 0, 34], [10, 11, 184, 1], [14, 15, 1, 10]],
    ],
)
def test_a_table_turned_on_its_side_shows_nothing_that_was_hidden(counts):
    """Each alone is safe; hidden cells of one that the other shows are equations for the rest."""
    design, ledger = crossed(counts), Ledger(None)
    upright = blanks(release(crosstab(design, "a", by="b"), POLICY, ledger))
    try:
        turned = blanks(release(crosstab(design, "b", by="a"), POLICY, ledger)).T
    except Refused:
        return
    assert not (upright & ~turned).any()


def test_a_base_that_was_hidden_is_hidden_behind_a_filter_too():
    """The second group's base is hidden because the third has 4 people."""
    design, ledger = crossed([[150, 60, 2], [140, 70, 2]]), Ledger(None)
    bases = release(crosstab(design, "a", by="b"), POLICY, ledger).bases
    assert [base.flag for base in bases] == ["", "x", "b", ""]
    (base,) = release(crosstab(design.domain("b = 1"), "a"), POLICY, ledger).bases
    assert base.blank


def test_a_total_of_nobody_is_released_blank(pupils):
    released = release(totals(pupils.domain("age = 90"), "score"), replace(POLICY, groupings=("age",)), Ledger(None))
    assert released.cells[0][0].blank


@pytest.fixture
def staff() -> SurveyDesign:
    """503 people who wrote what they work as; three of them wrote what nobody else did."""
    work = np.array(["nurse"] * 300 + ["teacher"] * 200 + ["mayor of Arboga", "prince", "Åke Ö"], dtype=object)
    draw = np.random.default_rng(2)
    return design_of({"work": work, "age": draw.integers(20, 60, 503) * 1.0, "x": draw.integers(0, 2, 503) * 1.0})


@pytest.mark.parametrize("order", [{"rows": "work"}, {"rows": "x", "by": "work"}])
def test_the_words_of_a_few_are_no_rows_or_columns(staff, order):
    released = release(crosstab(staff, **order), POLICY, Ledger(None))
    told = table.to_page(released, "sv") + table.to_csv(released, "en") + json.dumps(table.to_json(released))
    assert "nurse" in told
    assert not [word for word in ("mayor", "prince", "Åke", "\\u00c5ke") if word in told]
    assert any("does not name" in note["en"] for note in released.notes)


def test_a_refused_model_does_not_say_the_words_of_a_few(staff):
    with pytest.raises(Refused, match="fewer than 10") as refusal:
        release(model(staff, "age ~ work"), POLICY, Ledger(None))
    assert not [word for word in ("mayor", "prince", "Åke") if word in str(refusal.value)]


def test_degrees_of_freedom_count_people_no_closer_than_n():
    """Without PSUs they are the exact number of people, less one: two filters that differ by 4 would tell so."""
    design = crossed([[151, 162], [143, 135]])
    released = release(crosstab(design, "a", by="b"), POLICY, Ledger(None))
    assert {cell.df for row in released.cells for cell in row} == {295.0, 590.0}
    assert released.test.df2 == 590.0
    assert release(model(design, "a ~ b"), POLICY, Ledger(None)).df == 590.0
