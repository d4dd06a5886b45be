"""Imputed designs: what they share, what may be filled, and answers drawn from similar respondents."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, combine_imputations, impute, imputed_designs, mean
from analysis.design import Domain
from analysis.errors import AnalysisError
from analysis.imputation.imputed_designs import imputable
from analysis.unreleased import figures
from survey.columns import MISSING_RANGES
from survey.errors import UnknownVariable
from survey.frame import SurveyFrame
from survey.text import Text, plain
from survey.variables import Variable


def coded(codes, **columns) -> SurveyFrame:
    variable = Variable("q", Text(sv="Hur ofta?", en="How often?"), missing_ranges=MISSING_RANGES)
    data = pd.DataFrame({"q": np.array(codes, dtype=float), **columns})
    others = {name: Variable(name, plain(name), missing_ranges=MISSING_RANGES) for name in columns}
    return SurveyFrame("study", data, {"q": variable, **others})


def test_only_item_nonresponse_of_the_item_itself_is_imputed():
    frame = coded([1, -1, -2, -3, -4, -5, -6, -7, -9])
    assert imputable(frame, "q").tolist() == [False, False, True, True, True, True, False, False, False]
    assert imputable(SurveyFrame.of(pd.DataFrame({"x": [1.0, np.nan]})), "x").tolist() == [False, True]


def test_the_designs_share_all_but_the_imputed_columns(design):
    one, other = impute(design, "often", m=2, seed=1)
    assert one.sampling is other.sampling is design.sampling
    assert one.calibrated_weight is design.calibrated_weight
    assert one.frame.data["score"].equals(design.frame.data["score"])
    answered = ~design.frame.is_missing("often")
    assert (one.frame.data["often"][answered] == design.frame.data["often"][answered]).all()
    assert not one.frame.is_missing("often").any()
    assert design.frame.is_missing("often").any()


def test_an_imputed_variable_says_so_in_its_label():
    (one, _) = impute(SurveyDesign(coded([1, 2, 3, 2, 1, 2, -2])), "q", m=2, seed=1)
    assert one.frame.variable("q").label == Text(sv="Hur ofta? (imputerad)", en="How often? (imputed)")


def test_answers_come_from_the_same_class():
    kind = np.repeat([1.0, 2.0], 20)
    answers = np.where(kind == 1, 10.0, 20.0) + np.tile([0.0, 1.0], 20)
    answers[[3, 30]] = -4
    for design in impute(SurveyDesign(coded(answers, kind=kind)), "q", within=["kind"], m=5, seed=7):
        assert design.frame.data["q"][3] in (10, 11)
        assert design.frame.data["q"][30] in (20, 21)


def test_whose_class_is_not_known_gets_an_answer_of_anybody():
    answers = np.append(np.repeat([10.0, 20.0], 10), [-2] * 40)
    kind = np.append(np.repeat([1.0, 2.0], 10), [-4] * 40)
    (one, _) = impute(SurveyDesign(coded(answers, kind=kind)), "q", within=["kind"], m=2, seed=7)
    assert set(one.frame.data["q"][20:]) == {10, 20}


def test_the_same_seed_gives_the_same_answers(design):
    one, other, third = (impute(design, "often", m=3, seed=seed) for seed in (5, 5, 6))
    assert all(a.frame.data["often"].equals(b.frame.data["often"]) for a, b in zip(one, other, strict=True))
    assert not one[0].frame.data["often"].equals(third[0].frame.data["often"])


def test_donors_are_drawn_by_their_weight():
    weight = np.where(np.arange(4000) % 2 == 0, 9.0, 1.0)
    answers = np.where(np.arange(4000) % 2 == 0, 1.0, 0.0)
    answers[:1000] = np.nan
    frame = SurveyFrame.of(pd.DataFrame({"q": answers, "w": weight}))
    (one, _) = impute(SurveyDesign(frame, weight="w"), "q", m=2, seed=2)
    assert one.frame.data["q"][:1000].mean() == pytest.approx(0.9, abs=0.04)


def test_the_missing_information_is_about_the_share_that_lacks():
    """Without anything known of those who lack an answer, nonresponse of 30 % costs 30 % of the information."""
    draw = np.random.default_rng(8)
    answers = np.where(draw.uniform(size=3000) < 0.3, np.nan, draw.normal(size=3000))
    designs = impute(SurveyDesign(SurveyFrame.of(pd.DataFrame({"q": answers}))), "q", m=200, seed=9)
    found = figures(combine_imputations([mean(d, "q") for d in designs]))
    assert found.imputed.missing_information == pytest.approx(0.3, abs=0.06)
    complete = figures(mean(SurveyDesign(SurveyFrame.of(pd.DataFrame({"q": answers}))), "q"))
    assert found.std_error == pytest.approx(complete.std_error, rel=0.05)
    assert found.value == pytest.approx(complete.value, abs=complete.std_error / 3)


def test_cases_outside_the_domain_neither_give_nor_get():
    inside = np.arange(20) < 10
    answers = np.where(inside, 1.0, 5.0)
    answers[[0, 19]] = np.nan
    design = SurveyDesign(SurveyFrame.of(pd.DataFrame({"q": answers}))).domain_of(inside, Domain("first"))
    for imputed in impute(design, "q", m=3, seed=1):
        assert imputed.frame.data["q"][0] == 1
        assert np.isnan(imputed.frame.data["q"][19])


def test_text_is_imputed_too():
    frame = SurveyFrame.of(pd.DataFrame({"t": pd.Categorical(["a", "b", "a", "b", "a", "b", None])}))
    for design in impute(SurveyDesign(frame), "t", m=2, seed=1):
        assert design.frame.data["t"][6] in ("a", "b")


def test_columns_that_others_imputed_make_designs():
    frame = coded([1, -2, -1], q_1=[1.0, 5.0, -1.0], q_2=[1.0, 7.0, -1.0])
    one, other = imputed_designs(SurveyDesign(frame), {"q": ["q_1", "q_2"]})
    assert [d.frame.data["q"].tolist() for d in (one, other)] == [[1, 5, -1], [1, 7, -1]]
    assert one.frame.is_missing("q").tolist() == [False, False, True]
    assert one.frame.variable("q").label["en"] == "How often? (imputed)"


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({"q_1": [2.0, 5, -1], "q_2": [1.0, 7, -1]}, r'"q_1" must hold the answers to "q".*1 of 3 cases differ'),
        ({"q_1": [1.0, 5, 3], "q_2": [1.0, 7, -1]}, "not asked.*1 of 3 cases differ"),
        ({"q_1": [1.0, 5, -1], "q_2": [1.0, -2, -1]}, '"q_2" leaves 1 lacking'),
    ],
)
def test_an_imputed_column_fills_gaps_and_nothing_else(columns, found):
    design = SurveyDesign(coded([1, -2, -1], **columns))
    with pytest.raises(AnalysisError, match=found):
        imputed_designs(design, {"q": ["q_1", "q_2"]})


def test_wrong_calls_say_what_must_hold(design):
    for call, found in (
        (lambda: impute(design, "often", m=1, seed=1), "at least two, better 20; found 1"),
        (lambda: impute(design, "score", seed=1), '"score" has no answer to impute here'),
        (lambda: impute(design, "often", within=["often"], seed=1), "is one of its own classes"),
        (lambda: impute(design, "often", within=["school", "sex", "ever"], seed=1), "have fewer. Merge categories"),
        (lambda: imputed_designs(design, {"often": ["score"]}), "at least two"),
        (lambda: imputed_designs(design, {"often": ["score"] * 2, "ever": ["score"] * 3}), "found 2 for often, 3 for"),
        (lambda: imputed_designs(design, {}), "found none"),
    ):
        with pytest.raises(AnalysisError, match=found):
            call()
    with pytest.raises(UnknownVariable):
        impute(design, "oftn", seed=1)


def test_a_filter_by_the_variable_is_refused_before_it_is_imputed(design):
    with pytest.raises(AnalysisError, match='made from "often", so another column cannot take its place'):
        impute(design.domain("ever = 1 and often > 1 or often is missing"), "often", m=2, seed=1)


def test_a_column_of_the_design_cannot_be_replaced(design):
    with pytest.raises(AnalysisError, match='made from "weight"'):
        design.with_columns({"weight": np.ones(len(design.frame))}, [design.frame.variable("weight")])
