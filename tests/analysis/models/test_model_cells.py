"""Categories of a model: what value labels make of a variable, and how many cases and events a category has."""

from dataclasses import replace

import pytest

from analysis import SurveyDesign, model
from analysis.errors import AnalysisError
from analysis.unreleased import figures
from survey.text import Text
from survey.variables import ValueLabel, Variable


def labelled(design, measure):
    labels = tuple(ValueLabel(float(code), Text(en=f"level {code}")) for code in range(5))
    variable = Variable("often", Text(en="How often"), measure=measure, values=labels)
    return SurveyDesign(
        replace(design.frame, variables={**design.frame.variables, "often": variable}), weight="weight", psu="school"
    )


def test_a_variable_with_labels_is_a_factor_with_words(design):
    found = figures(model(labelled(design, "ordinal"), "score ~ often"))
    assert found.terms == ("Intercept", "often[T.1]", "often[T.2]", "often[T.3]", "often[T.4]")
    assert found.labels[2]["en"] == "How often: level 2"
    assert (found.variables[2], found.levels[2].value) == ("often", 2)
    assert [cell.level.value for cell in found.references] == [0]


def test_names_have_no_mean_unless_it_is_asked_for(design):
    nominal = labelled(design, "nominal")
    with pytest.raises(AnalysisError, match=r'5 answers to "often" stand for categories.*multinomial\(\)'):
        model(nominal, "often ~ sex")
    assert figures(model(nominal, "often ~ sex", family="linear")).family == "linear"
    assert figures(model(labelled(design, "ordinal"), "often ~ sex")).family == "linear"


def test_a_scale_with_labels_is_a_number(design):
    assert figures(model(labelled(design, "scale"), "score ~ often")).terms == ("Intercept", "often")


def test_cells_count_cases_and_events_of_each_category(design):
    found = figures(model(design, "ever ~ sex + C(stratum)"))
    data = design.frame.data
    girls = next(cell for cell in found.cells if cell.level.value == "girl")
    assert girls.n == (data["sex"] == "girl").sum()
    assert girls.n_events == ((data["sex"] == "girl") & (data["ever"] == 1)).sum()
    assert [cell.variable for cell in found.cells] == ["sex", "sex", *["stratum"] * 4]


def test_interactions_count_their_combinations(design):
    found = figures(model(design, "ever ~ sex * C(stratum)"))
    combined = [cell for cell in found.cells if cell.variable == "sex:stratum"]
    assert len(combined) == 8
    assert sum(cell.n for cell in combined) == found.n


def test_interactions_are_named_by_both_variables(design):
    found = figures(model(design, "score ~ sex * ever"))
    assert found.variables == ("", "sex", "ever", "sex:ever")
    assert found.labels[-1]["sv"] == "sex: boy × ever"


def test_a_model_with_a_coefficient_a_pattern_is_saturated(design):
    assert figures(model(design, "ever ~ sex * C(stratum)")).saturated
    assert not figures(model(design, "ever ~ sex + C(stratum)")).saturated
