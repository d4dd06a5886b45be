import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, mean, replicate_design, replicates
from analysis.errors import AnalysisError, BadWeight
from analysis.unreleased import figures
from survey.errors import UnknownVariable
from survey.frame import SurveyFrame

PSUS = [2, 2, 2]


def written(design: SurveyDesign, *, combined: bool = True) -> pd.DataFrame:
    """The frame of a replicate design with its replicate weights as columns, as a producer would send it."""
    factors = design.sampling.factors[:, design.sampling.unit]
    weights = factors * design.calibrated_weight if combined else factors
    columns = {f"rep{r + 1}": weight for r, weight in enumerate(weights)}
    return design.frame.data.assign(repository=1.0, **columns)


@pytest.fixture
def brr(taylor) -> SurveyDesign:
    return replicates(taylor(PSUS), "BRR")


def given(data: pd.DataFrame, **how) -> SurveyDesign:
    settings = {"weight": "w", "replicate_weights": "rep", "kind": "BRR", **how}
    return replicate_design(SurveyFrame.of(data), **settings)


@pytest.mark.parametrize("combined", [True, False])
def test_what_was_written_gives_the_same_variance(brr, total, combined):
    again = given(written(brr, combined=combined), combined=combined)
    assert total(again).variance == pytest.approx(total(brr).variance)
    assert again.df == brr.df == 3


def test_cases_that_always_change_alike_are_one_unit(brr):
    assert given(written(brr, combined=False), combined=False).sampling.n_units == 6


def test_a_prefix_takes_only_names_with_a_number(brr):
    assert given(written(brr)).sampling.n_parts == 4  # and not "repository"


def test_names_can_be_listed(brr):
    data = written(brr).rename(columns={"rep1": "first"})
    assert given(data, replicate_weights=["first", "rep2", "rep3", "rep4"]).sampling.n_parts == 4


@pytest.mark.parametrize(
    ("kind", "more", "scale"),
    [
        ("JK1", {}, 3 / 4),
        ("BRR", {}, 1 / 4),
        ("Fay", {"fay_rho": 0.5}, 1.0),
        ("bootstrap", {}, 1 / 3),
        ("ACS", {}, 1.0),
        ("successive-difference", {}, 1.0),
        ("jk2", {}, 1.0),
        ("other", {}, 1.0),
        ("other", {"scale": 0.2}, 0.2),
        ("JKn", {"rscales": [0.5] * 4}, 1.0),
    ],
)
def test_the_usual_scales(brr, kind, more, scale):
    assert given(written(brr), kind=kind, **more).sampling.scale == pytest.approx(scale)


def test_factors_of_a_jackknife_say_its_scales(taylor, total):
    design = taylor([2, 3])
    made = replicates(design, "JKn")
    again = given(written(made, combined=False), kind="JKn", combined=False)
    assert again.sampling.rscales == pytest.approx(made.sampling.rscales)
    assert total(again).variance == pytest.approx(total(design).variance)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"kind": "JKn"}, "needs rscales"),
        ({"kind": "jackknife"}, 'kind is one of JK1, .*found "jackknife"'),
        ({"scale": 1.0}, "has a scale of its own; leave scale out"),
        ({"kind": "JK2", "rscales": 1.0}, "leave rscales out"),
        ({"kind": "Fay"}, "needs fay_rho"),
        ({"fay_rho": 0.3}, "Leave fay_rho out"),
        ({"kind": "other", "rscales": [1.0, 2.0]}, "one for each replicate: 4; found 2"),
        ({"kind": "other", "rscales": -1.0}, "rscales must be 0 or more"),
        ({"replicate_weights": "nothing"}, 'No column is called "nothing" and a number'),
        ({"replicate_weights": ["rep1"]}, "At least 2 different columns"),
        ({"replicate_weights": ["rep1", "rep1"]}, "At least 2 different columns"),
        ({"combined": False}, "have a mean near 1; found .* Say combined = true"),
    ],
)
def test_mistakes_are_named(brr, more, said):
    data = written(brr).assign(w=lambda d: d["w"])
    data = data.assign(**{name: data[name] * 10 for name in ["w", "rep1", "rep2", "rep3", "rep4"]})
    with pytest.raises(AnalysisError, match=said):
        given(data, **more)


def test_factors_taken_for_weights_are_refused(brr):
    data = written(brr, combined=False)
    with pytest.raises(AnalysisError, match="Say combined = false"):
        given(data.assign(w=data["w"] * 100))


def test_unknown_columns_are_named(brr):
    with pytest.raises(UnknownVariable, match="rep9"):
        given(written(brr), replicate_weights=["rep1", "rep9"])
    with pytest.raises(UnknownVariable, match="weigth"):
        given(written(brr), weight="weigth")


def test_an_empty_replicate_weight_is_refused(brr):
    data = written(brr)
    data.loc[4, "rep2"] = np.nan
    with pytest.raises(BadWeight, match=r"`rep2` must be there for every case; 1 of 18 are empty \(first at row 5\)"):
        given(data)


def test_text_is_refused(brr):
    with pytest.raises(BadWeight, match="`rep2` must hold numbers"):
        given(written(brr).assign(rep2="a"))


def test_a_case_without_weight_that_replicates_count_is_refused(brr):
    data = written(brr)
    data.loc[0, "w"] = 0.0
    with pytest.raises(BadWeight, match="1 cases have weight 0 in the whole sample but not in `rep"):
        given(data)


def test_a_case_that_counts_nothing_anywhere_is_as_if_left_out(brr):
    data = written(brr)
    none = data.copy()
    none.loc[0, ["w", "rep1", "rep2", "rep3", "rep4"]] = 0.0
    with_it, without = (figures(mean(given(d), "y")) for d in (none, data.drop(index=0)))
    assert [with_it.value, with_it.std_error, with_it.df] == pytest.approx(
        [without.value, without.std_error, without.df]
    )


def test_a_design_says_what_it_is(brr):
    assert repr(given(written(brr))) == "<SurveyDesign of data: weight=w, 4 BRR replicates>"
