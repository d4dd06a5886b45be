import numpy as np
import pandas as pd
import pytest

from analysis import (
    SurveyDesign,
    change,
    changes,
    contrast,
    difference_in_differences,
    means,
    model,
    replicates,
    ttest,
)
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import AnalysisError, NoCases, Refused
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def panel(seed: int = 3) -> pd.DataFrame:
    """Sixty people in twelve schools, asked in 2022 and 2024; some of them only once."""
    draw = np.random.default_rng(seed)
    person = np.arange(60)
    level = draw.normal(size=60)
    both = pd.DataFrame(
        {
            "person": np.tile(person, 2),
            "school": np.tile(person % 12, 2),
            "year": np.repeat([2022, 2024], 60),
            "y": np.concatenate([10 + level, 10.5 + level]) + draw.normal(size=120) / 4,
            "group": np.tile(np.where(person < 40, "a", "b"), 2),
            "weight": np.tile(draw.uniform(1, 3, 60), 2),
        }
    )
    return both.assign(yes=(both["y"] > 10).astype(float)).drop(index=[5, 70, 71])


def design_on(data: pd.DataFrame, **settings) -> SurveyDesign:
    return SurveyDesign(SurveyFrame.of(data), weight="weight", **settings)


def over(waves=(2022, 2024)) -> dict:
    return {"over": "year", "waves": waves}


def test_what_waves_share_makes_a_change_more_certain():
    """The same people: nearly their own differences. As if they were others: the variances add up."""
    data = panel()
    same, others = design_on(data, psu="person"), design_on(data.assign(person=range(len(data))), psu="person")
    one, other = (figures(change(design, "y", **over())) for design in (same, others))
    assert one.value == other.value
    assert one.std_error < other.std_error / 3


def test_a_full_panel_is_the_mean_of_the_differences():
    data = panel()
    data = data[data.groupby("person")["year"].transform("size") == 2]
    long = figures(change(design_on(data, psu="person"), "y", **over()))
    first, second = (data[data["year"] == year].set_index("person") for year in (2022, 2024))
    wide = first.assign(later=second["y"]).reset_index()
    paired = figures(ttest(design_on(wide), "later", minus="y")).difference
    assert [long.value, long.std_error] == pytest.approx([paired.value, paired.std_error], rel=1e-10)


def test_groups_change_each_by_themselves_and_all_together():
    design = design_on(panel(), psu="school")
    table = figures(changes(design, "y", by="group", **over()))
    assert [level.value for level in table.columns] == ["a", "b", None]
    alone = figures(change(design, "y", **over()))
    assert [table.value[0, -1], table.std_error[0, -1], table.df[-1]] == pytest.approx(
        [alone.value, alone.std_error, alone.df], rel=1e-12
    )
    by_wave = [figures(means(design.domain(f"year = {year}"), "y", by="group")) for year in (2022, 2024)]
    assert table.value == pytest.approx(by_wave[1].value - by_wave[0].value, rel=1e-12)
    assert (table.n == by_wave[0].n + by_wave[1].n).all()


def test_a_share_changes_as_the_mean_of_its_indicator():
    design = design_on(panel(), psu="school")
    one, other = figures(change(design, "yes", code=1, **over())), figures(change(design, "yes", **over()))
    assert [one.value, one.std_error, one.ci_low] == [other.value, other.std_error, other.ci_low]
    assert (one.statistic, one.code) == ("change", 1)


def test_a_relative_change_is_the_ratio_less_1():
    design = design_on(panel(), psu="school")
    found = figures(change(design, "y", relative=True, **over()))
    back = figures(change(design, "y", relative=True, **over((2024, 2022))))
    assert found.statistic == "relative change"
    assert (1 + found.value) * (1 + back.value) == pytest.approx(1.0)


def test_no_relative_change_from_nothing():
    data = panel().assign(yes=lambda d: d["yes"].where(d["year"] == 2024, 0.0))
    found = figures(change(design_on(data, psu="school"), "yes", relative=True, **over()))
    assert np.isnan([found.value, found.std_error, found.ci_low]).all()


def test_a_constant_changes_by_nothing():
    found = figures(change(design_on(panel().assign(y=7.0), psu="school"), "y", **over()))
    assert [found.value, found.std_error] == [0.0, 0.0]


def test_a_group_that_is_absent_from_a_wave_has_no_change():
    data = panel()
    data = data[(data["group"] == "a") | (data["year"] == 2022)]
    design = design_on(data, psu="school")
    table = figures(changes(design, "y", by="group", **over()))
    assert np.isnan(table.value[0]).tolist() == [False, True, False]
    assert figures(changes(design, "y", by="group", statistic="total", **over())).value[0, 1] < 0
    with pytest.raises(NoCases, match='Both groups of "group" need answers'):
        difference_in_differences(design, "y", groups=("group", "a", "b"), **over())


def test_a_difference_in_differences_is_the_interaction_of_a_regression():
    data = panel().assign(
        later=lambda d: (d["year"] == 2024).astype(float), b=lambda d: (d["group"] == "b").astype(float)
    )
    design = design_on(data, psu="school")
    found = figures(difference_in_differences(design, "y", groups=("group", "a", "b"), **over()))
    fitted = figures(model(design, "y ~ later * b"))
    assert [found.value, found.std_error] == pytest.approx([fitted.coefficient[3], fitted.std_error[3]], rel=1e-9)
    by_group = figures(changes(design, "y", by="group", **over()))
    assert found.value == pytest.approx(by_group.value[0, 1] - by_group.value[0, 0], rel=1e-12)


def test_changes_of_groups_have_contrasts():
    design = design_on(panel(), psu="school")
    table = figures(contrast(changes(design, "y", by="group", **over()), [-1.0, 1.0, 0.0]))
    found = figures(difference_in_differences(design, "y", groups=("group", "a", "b"), **over()))
    assert [table.value[0, 0], table.std_error[0, 0]] == pytest.approx([found.value, found.std_error], rel=1e-12)


def test_a_jackknife_is_near_the_linearised_variance():
    design = design_on(panel(), psu="school")
    for relative in (False, True):
        one, other = (figures(change(d, "y", relative=relative, **over())) for d in (design, replicates(design, "JK1")))
        assert other.std_error == pytest.approx(one.std_error, rel=0.01)
        assert (other.value, other.df) == (one.value, one.df)


def test_the_filter_says_which_waves():
    source = figures(change(design_on(panel(), psu="school"), "y", **over())).source
    assert source.where == "year = 2022 or year = 2024"
    assert source.where_words["en"] == "year: from 2022 to 2024"
    assert source.where_variables == ("year",)


def test_what_cannot_be_asked_is_said():
    design = design_on(panel(), psu="school")
    with pytest.raises(AnalysisError, match='"year" has no category 2023'):
        change(design, "y", **over((2022, 2023)))
    with pytest.raises(AnalysisError, match="Both waves"):
        change(design, "y", **over((2022, 2022)))
    with pytest.raises(AnalysisError, match="statistic is one of mean, total"):
        change(design, "y", statistic="median", **over())
    with pytest.raises(AnalysisError, match="both a"):
        difference_in_differences(design, "y", groups=("group", "a", "a"), **over())
    with pytest.raises(NoCases, match="nobody answered in wave 2024"):
        change(design.domain("year = 2022"), "y", **over())


def test_a_change_is_released_of_public_data_only(tmp_path):
    found = changes(design_on(panel(), psu="school"), "y", by="group", **over())
    ledger = Ledger(tmp_path / "ledger.jsonl")
    table = release(found, ReleasePolicy(public_use=True), ledger)
    assert table.cells[0][0].value == figures(found).value[0, 0]
    with pytest.raises(Refused):
        release(found, ReleasePolicy(), ledger)
