import numpy as np
import pytest

from analysis import SurveyDesign, contrast, mean, means, model, quantile, total, totals
from analysis.errors import AnalysisError, BadFormula, NotReleased
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def test_weights_text_and_function_say_the_same(design):
    table = means(design, "score", by="sex")  # girl, boy, other (nobody), all
    sums = figures(contrast(table, [1, -1, 0, 0]))
    written = figures(contrast({"m": table}, "m[0] - m[1]"))
    worked_out = figures(contrast(table, lambda m: m[..., :1] - m[..., 1:2]))
    for other in (written, worked_out):
        assert other.value[0, 0] == pytest.approx(sums.value[0, 0], rel=1e-12)
        assert other.std_error[0, 0] == pytest.approx(sums.std_error[0, 0], rel=1e-12)
    assert sums.statistic == "contrast"


def test_two_domains_share_their_schools(design):
    """The difference of two domains has the SE of the difference of two groups."""
    girls, boys = (mean(design.domain(f'sex = "{sex}"'), "score") for sex in ("girl", "boy"))
    found = figures(contrast({"girls": girls, "boys": boys}, "girls - boys"))
    expected = figures(contrast(means(design, "score", by="sex"), [1, -1, 0, 0]))
    assert found.std_error[0, 0] == pytest.approx(expected.std_error[0, 0], rel=1e-10)
    assert found.df[0] == 16
    assert found.source.where == 'sex = "girl"; sex = "boy"'
    assert found.source.where_variables == ("sex",)


def test_a_ratio_of_totals_is_a_mean(design):
    data = SurveyFrame.of(design.frame.data.assign(one=1.0))
    same = SurveyDesign(data, weight="weight", strata="stratum", psu="school")
    found = figures(contrast({"y": total(same, "score"), "n": total(same, "one")}, "y / n"))
    expected = figures(mean(same, "score"))
    assert [found.value[0, 0], found.std_error[0, 0]] == pytest.approx([expected.value, expected.std_error], rel=1e-9)


def test_a_group_that_nobody_is_in_spoils_only_what_it_has_a_part_in(design):
    table = means(design, "score", by="sex")
    found = figures(contrast({"m": table}, ["m[2] - m[0]", "m[1] - m[0]"]))
    assert np.isnan(found.value[:, 0]).tolist() == [True, False]
    assert np.isnan(found.std_error[:, 0]).tolist() == [True, False]
    assert np.isnan(figures(contrast(table, [1, 0, -1, 0])).value[0, 0])


def test_results_of_a_model_and_of_quantiles_take_part(design):
    fitted = model(design, "score ~ ever")
    found = figures(contrast({"b": fitted, "m": mean(design, "score")}, "b[0] + b[1] * 0.5 - m", labels=["gap"]))
    assert np.isfinite(found.std_error[0, 0])
    assert found.rows[0].label["en"] == "gap"
    span = figures(contrast(quantile(design, "score", [0.25, 0.75]), [-1, 1]))
    assert 0 < span.std_error[0, 0] < 10


def test_powers_and_functions_have_their_derivative(design):
    m = figures(mean(design, "score"))
    found = figures(contrast({"m": mean(design, "score")}, ["m ** 3", "exp(-m / 10)", "sqrt(log(m))"]))
    x, se = m.value, m.std_error
    slopes = [3 * x**2, np.exp(-x / 10) / 10, 0.5 / np.sqrt(np.log(x)) / x]
    assert found.std_error[:, 0] == pytest.approx(np.array(slopes) * se, rel=1e-12)


@pytest.mark.parametrize(
    "text", ["m + x", "m[3]", "m.real", "__import__('os')", "m if m else 1", "log(m, 2)", "m +", "'m'"]
)
def test_only_arithmetic_on_the_names_is_read(design, text):
    with pytest.raises(BadFormula):
        contrast({"m": mean(design, "score")}, text)


def test_what_does_not_fit_is_refused(design):
    other = SurveyDesign(design.frame, weight="weight")
    with pytest.raises(AnalysisError, match="only within one design"):
        contrast([mean(design, "score"), mean(other, "score")], [1, -1])
    with pytest.raises(AnalysisError, match="each of the 4 estimates; found 2"):
        contrast(means(design, "score", by="sex"), [1, -1])
    with pytest.raises(AnalysisError, match="not a number"):
        contrast({"m": mean(design, "score")}, "log(-m)")
    with pytest.raises(AnalysisError, match="takes results"):
        contrast([1.0, 2.0], [1, -1])
    with pytest.raises(AnalysisError, match="1 contrasts and 2 labels"):
        contrast(mean(design, "score"), [1], labels=["a", "b"])


def test_totals_of_groups_less_the_total_are_exactly_nothing(design):
    found = figures(contrast(totals(design, "score", by="sex"), [1, 1, 1, -1]))
    assert found.value[0, 0] == pytest.approx(0, abs=1e-8)
    assert found.std_error[0, 0] == pytest.approx(0, abs=1e-8)


def test_a_contrast_is_not_shown(design):
    made = contrast(mean(design, "score"), [2])
    assert repr(made) == "<ResultTable: not released>"
    with pytest.raises(NotReleased):
        float(made)


NO_FUNCTIONS = {
    "a text": lambda m: "women - men",
    "texts": lambda m: ["women", "men"],
    "nothing": lambda m: None,
    "no place": lambda m: m[..., 99],
    "no argument": lambda: 1,
    "one number": lambda m: float(m[..., 0]),
    "no list": lambda m: m[..., 0],
    "rows of estimates": lambda m: [m[0] - m[1]],
    "an empty list": lambda m: [],
    "a comparison": lambda m: m[..., :1] > 50,
    "a size": lambda m: abs(m[..., :1]),
    "a constant": lambda m: np.ones((2, 1)),
    "an imaginary number": lambda m: m[..., :1] * 1j,
}


@pytest.mark.parametrize("asked", NO_FUNCTIONS.values(), ids=NO_FUNCTIONS)
def test_a_function_that_gives_no_numbers_of_its_estimates_is_refused(design, asked):
    with pytest.raises(AnalysisError, match=r"^The function of a contrast .* such as lambda m: "):
        contrast(means(design, "score", by="sex"), asked)
