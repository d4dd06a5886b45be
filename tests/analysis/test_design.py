from dataclasses import FrozenInstanceError, replace

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, mean
from analysis.design import Domain
from analysis.errors import AnalysisError, BadWeight, LonelyPSU, NotNumeric
from analysis.unreleased import figures
from survey.errors import UnknownVariable
from survey.expressions import ExpressionError
from survey.frame import SurveyFrame
from survey.text import Text
from survey.variables import Variable


def frame_of(**columns):
    return SurveyFrame.of(pd.DataFrame(columns))


def test_degrees_of_freedom_are_psus_less_strata(design):
    assert design.df == 20 - 4


def test_without_design_columns_every_case_counts_one(frame):
    plain = SurveyDesign(frame)
    assert plain.df == len(frame) - 1
    assert not plain.weighted
    assert plain.calibrated_weight.sum() == len(frame)


def test_a_design_never_changes(design):
    with pytest.raises(FrozenInstanceError):
        design.weight = None


def test_a_design_shows_no_figures(design):
    assert repr(design) == "<SurveyDesign of schools: weight=weight, strata=stratum, psu=school>"


@pytest.mark.parametrize("wrong", [-1.0, np.nan])
def test_weights_must_be_numbers_of_cases_and_the_first_wrong_row_is_named(wrong):
    frame = frame_of(w=[1.0, 2.0, wrong, wrong])
    with pytest.raises(BadWeight, match=r"`w` must be a weight for every case; 2 of 4 cases .* \(first at row 3\)"):
        SurveyDesign(frame, weight="w")


def test_a_weight_of_text_is_refused():
    with pytest.raises(BadWeight, match="holds text"):
        SurveyDesign(frame_of(w=["a", "b"]), weight="w")


def test_an_unknown_column_is_named_with_its_neighbours(frame):
    with pytest.raises(UnknownVariable, match="Did you mean weight"):
        SurveyDesign(frame, weight="wieght")


def test_psu_numbers_that_start_anew_in_each_stratum_need_nest():
    frame = frame_of(s=[1, 1, 2, 2], p=[1, 2, 1, 2], y=[1.0, 2.0, 3.0, 5.0])
    with pytest.raises(AnalysisError, match=r"2 of 2 values of `p` .* pass nest=True"):
        SurveyDesign(frame, strata="s", psu="p")
    assert SurveyDesign(frame, strata="s", psu="p", nest=True).df == 2


def test_a_stratum_with_one_psu_is_refused_by_name():
    design = SurveyDesign(frame_of(s=["north", "south", "south"], y=[1.0, 2.0, 3.0]), strata="s")
    with pytest.raises(LonelyPSU, match='Stratum "north" has 1 PSU'):
        mean(design, "y")


def test_a_lonely_stratum_outside_the_domain_is_no_hindrance():
    design = SurveyDesign(frame_of(s=["north", "south", "south"], y=[1.0, 2.0, 3.0]), strata="s")
    part = design.domain_of(np.array([False, True, True]), Domain("south"))
    assert figures(mean(part, "y")).std_error > 0


def test_a_design_with_one_psu_is_refused():
    with pytest.raises(LonelyPSU, match="one PSU"):
        SurveyDesign(frame_of(p=[1, 1], y=[1.0, 2.0]), psu="p")


def test_an_unknown_lonely_rule_is_refused(frame):
    with pytest.raises(AnalysisError, match='fail, remove, certainty, adjust, average, collapse; found "guess"'):
        SurveyDesign(frame, lonely_psu="guess")


def test_a_psu_that_is_not_there_is_refused():
    with pytest.raises(AnalysisError, match=r"`p` must be there for every case; 1 of 3 .* row 2"):
        SurveyDesign(frame_of(p=[1, np.nan, 2]), psu="p")


@pytest.mark.parametrize(
    ("fpc", "message"),
    [
        ([10, 10, 20, 0.5], "all counts"),
        ([1.5, 1.5, 20, 20], "fewer PSUs"),
        ([10, 11, 20, 20], "same within a stratum"),
        ([10, 10, -1, -1], "must be positive"),
    ],
)
def test_a_population_correction_that_cannot_be_is_refused(fpc, message):
    with pytest.raises(AnalysisError, match=message):
        SurveyDesign(frame_of(s=[1, 1, 2, 2], f=fpc), strata="s", fpc="f")


@pytest.mark.parametrize("fpc", ["counts", "shares"])
def test_a_census_has_estimates_without_variance(fpc):
    """R takes it as counts; of shares that are all 1 its `svydesign` stops at an error of its own."""
    frame = frame_of(s=[1, 1, 2, 2, 2], counts=[2, 2, 3, 3, 3], shares=[1, 1, 1, 1, 1], y=[1.0, 2.0, 4.0, 8.0, 0.0])
    found = figures(mean(SurveyDesign(frame, strata="s", fpc=fpc), "y"))
    assert (found.value, found.std_error, found.ci_low, found.ci_high, found.df) == (3.0, 0.0, 3.0, 3.0, 3)


def test_a_weight_that_no_computer_can_square_is_refused():
    with pytest.raises(AnalysisError, match="must be at most 1e"):
        SurveyDesign(frame_of(w=[1e300, 1.0]), weight="w")
    with pytest.raises(AnalysisError, match="must be at most 1e"):
        SurveyDesign(frame_of(share=[1e-300, 1e-300]), fpc="share")


def test_population_counts_and_shares_say_the_same():
    frame = frame_of(s=[1, 1, 2, 2], f=[10, 10, 4, 4], g=[0.2, 0.2, 0.5, 0.5], y=[1.0, 2.0, 4.0, 8.0])
    one, other = (figures(mean(SurveyDesign(frame, strata="s", fpc=fpc), "y")) for fpc in ("f", "g"))
    assert one.std_error == pytest.approx(other.std_error, rel=1e-14)


def test_a_domain_keeps_the_whole_design(design):
    girls = design.domain_of((design.frame.data["sex"] == "girl").to_numpy(), Domain("girls"))
    assert girls.sampling is design.sampling
    assert len(girls.calibrated_weight) == len(design.frame)
    assert (girls.calibrated_weight[~girls.inside] == 0).all()


def test_degrees_of_freedom_of_a_domain_count_its_own_psus_and_strata(design):
    two_schools = design.domain_of(np.isin(design.frame.data["school"], [0, 4]), Domain("two schools"))
    assert two_schools.df == 2 - 1


def test_domains_within_domains_are_both(design):
    girls = design.domain_of((design.frame.data["sex"] == "girl").to_numpy(), Domain("sex = 1", variables=("sex",)))
    both = girls.domain_of((design.frame.data["ever"] == 1).to_numpy(), Domain("ever = 1", variables=("ever",)))
    source = both.source("score")
    assert source.where == "(sex = 1) and (ever = 1)"
    assert source.where_variables == ("sex", "ever")
    assert (both.inside <= girls.inside).all()


def test_the_source_carries_the_highest_level(frame):
    secret = replace(frame, variables={**frame.variables, "sex": replace(frame.variable("sex"), level=3)})
    assert figures(crosstab(SurveyDesign(secret), "ever", by="sex")).source.level == 3


def test_settings_of_a_study_make_its_design(frame):
    settings = {"weight": "weight", "strata": "stratum", "psu": "school", "nest": False, "lonely_psu": "adjust"}
    assert SurveyDesign.of(frame, settings).df == 16


def test_answers_without_any_design_column_count_one_each(frame):
    assert not SurveyDesign.of(frame, {"weight": "w", "psu": "p", "lonely_psu": "fail"}).weighted


def test_a_frame_with_half_its_design_columns_is_refused(frame):
    with pytest.raises(UnknownVariable, match='"cluster"'):
        SurveyDesign.of(frame, {"weight": "weight", "psu": "cluster"})


def test_text_has_no_numbers(design):
    with pytest.raises(NotNumeric, match='"sex" holds text'):
        design.numeric("sex")


def test_a_filter_is_written_as_in_questionnaires_and_said_in_words(design):
    part = design.domain("ever = 1 and score > 50")
    assert part.inside.tolist() == ((design.numeric("ever") == 1) & (design.numeric("score") > 50)).tolist()
    source = part.source("sex")
    assert (source.where, source.where_variables) == ("ever = 1 and score > 50", ("ever", "score"))
    assert "ever" in source.where_words["sv"]
    assert source.variables == ("sex", "ever", "score")


def test_a_filter_on_a_multiple_choice_names_all_its_variables(design):
    names = ("used_1", "used_2")
    ticked = [Variable(name, Text(en=name), question="used", question_type="multiple") for name in names]
    frame = design.frame.with_columns({"used_1": design.numeric("ever"), "used_2": 0.0}, ticked)
    part = SurveyDesign(frame).domain("used includes 1")
    assert part.source("score").where_variables == names
    assert part.inside.sum() == design.numeric("ever").sum()


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("evre = 1", UnknownVariable),
        ("ever =", ExpressionError),
        ("", ExpressionError),
        ("sex = 1", AnalysisError),
        ("ever", AnalysisError),
    ],
)
def test_a_filter_that_cannot_be_used_is_refused(design, where, error):
    with pytest.raises(error):
        design.domain(where)


def test_a_case_of_weight_zero_is_in_no_estimate_and_stays_in_the_sample():
    columns = {"psu": [1, 1, 2, 2, 3, 3], "y": [1.0, 2.0, 4.0, 6.0, 5.0, 9.0]}
    zero = SurveyDesign(frame_of(w=[1.0, 2.0, 1.0, 2.0, 0.0, 0.0], **columns), weight="w", psu="psu")
    part = SurveyDesign(frame_of(w=[1.0, 2.0, 1.0, 2.0, 3.0, 3.0], **columns), weight="w", psu="psu")
    part = part.domain_of(np.arange(6) < 4, Domain("the first four"))
    one, other = figures(mean(zero, "y")), figures(mean(part, "y"))
    assert (one.value, one.std_error, one.df, one.n) == (other.value, other.std_error, other.df, other.n)
    assert one.n == 4


def test_weights_that_are_all_zero_are_refused():
    with pytest.raises(BadWeight, match="`w` is 0 for all 2 cases"):
        SurveyDesign(frame_of(w=[0.0, 0.0]), weight="w")


def test_without_a_weight_the_population_correction_makes_it():
    columns = {"school": [1, 1, 2, 2], "pupil": [1, 2, 1, 2], "schools": [10] * 4, "pupils": [5, 5, 8, 8]}
    design = SurveyDesign(frame_of(**columns), psu=["school", "pupil"], fpc=["schools", "pupils"])
    assert design.calibrated_weight == pytest.approx([12.5, 12.5, 20.0, 20.0])
    assert design.weighted
    first = SurveyDesign(frame_of(**columns), psu=["school", "pupil"], fpc="schools")
    assert first.calibrated_weight.tolist() == [5.0] * 4


def test_without_a_weight_probabilities_of_selection_make_it():
    design = SurveyDesign(frame_of(p=[0.1, 0.5, 1.0]), fpc="p", pps=True)
    assert design.calibrated_weight == pytest.approx([10, 2, 1])


def test_settings_of_a_study_may_name_replicate_weights():
    frame = frame_of(y=[1.0, 2.0, 4.0], w=[2.0, 2.0, 2.0], rw1=[0.0, 3, 3], rw2=[3.0, 0, 3], rw3=[3.0, 3, 0])
    settings = {"weight": "w", "replicate_weights": "rw", "kind": "JK1"}
    design = SurveyDesign.of(frame, settings)
    assert figures(mean(design, "y")).std_error == pytest.approx(figures(mean(SurveyDesign(frame), "y")).std_error)
    assert design.df == 2
    with pytest.raises(AnalysisError, match="name its column as `weight`"):
        SurveyDesign.of(frame, {**settings, "weight": None, "psu": "y"})


def test_several_stages_of_text_and_numbers_are_named_in_the_design():
    columns = {"school": ["a", "a", "b", "b"], "pupil": [1, 2, 1, 2]}
    assert repr(SurveyDesign(frame_of(**columns), psu=["school", "pupil"])) == (
        "<SurveyDesign of data: psu=school > pupil>"
    )
