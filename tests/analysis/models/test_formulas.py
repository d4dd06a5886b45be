import numpy as np
import pandas as pd
import pytest
from formulaic import Formula

from analysis import SurveyDesign, model
from analysis.errors import BadFormula
from analysis.models.formulas import read_formula
from analysis.models.matrix import model_matrix
from analysis.unreleased import figures
from survey.frame import SurveyFrame


@pytest.mark.parametrize(
    ("formula", "predictors", "factors"),
    [
        ("ever ~ score", ("score",), ()),
        ("ever ~ sex + C(often)", ("sex", "often"), ("sex", "often")),
        ("ever ~ log(score) + often:sex", ("score", "often", "sex"), ("sex",)),
        ("ever ~ I(score ** 2) + {often * 2}", ("score", "often"), ()),
        ("ever ~ (sex + often + score) ** 2", ("sex", "often", "score"), ("sex",)),
        ("ever ~ 1", (), ()),
    ],
)
def test_predictors_and_factors_are_read(design, formula, predictors, factors):
    read = read_formula(design, formula)
    assert (read.outcome, read.predictors, read.factors) == ("ever", predictors, factors)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("ever ~ scoer", 'names "scoer".*Did you mean score'),
        ("evre ~ score", 'names "evre".*Did you mean'),
        ("ever ~ score +", "cannot be read"),
        ("ever ~ (score", "cannot be read"),
        ("ever", "one outcome left of ~"),
        ("~ score", "one outcome left of ~"),
        ("ever ~ ", "its predictors right of it"),
        ("ever + often ~ score", "one outcome left of ~"),
        ("ever ~ score | sex", "one outcome left of ~"),
        ("ever ~ ever", "cannot be a predictor as well"),
        ("ever ~ 0", "no predictor"),
        ("ever ~ .", "cannot be read"),
        ("", "one outcome left of ~"),
        ("ever ~ log(sex)", '"sex" has categories'),
        ("ever ~ log(often)", "not a number for some cases"),
        ("ever ~ 2:score", '"2" stands alone'),
        ("ever ~ score + I(2)", "names no variable"),
        ("ever ~ C(score)", "at most 200"),
    ],
)
def test_formulas_that_cannot_be_fitted_are_refused_in_words(design, formula, message):
    with pytest.raises(BadFormula, match=message):
        model(design, formula)


@pytest.mark.parametrize(
    "formula",
    [
        "ever ~ __import__('os').getcwd()",
        "ever ~ {__import__('os')}",
        "ever ~ score.__class__",
        "ever ~ score.to_csv('x')",
        "ever ~ eval(score)",
        "ever ~ {[x for x in score]}",
        "ever ~ {(lambda: 1)()}",
        "ever ~ log(score, score)",
        "ever ~ exp(exp)",
        "ever ~ I(9**9**9)",
        "ever ~ (sex + score + often)**99",
        "ever ~ C(C(sex))",
        "ever ~ 'text'",
        "ever ~ " + "+".join(["score"] * 1000),
        "log(score) ~ sex",
    ],
)
def test_nothing_but_names_numbers_and_arithmetic_is_evaluated(design, formula):
    with pytest.raises(BadFormula):
        read_formula(design, formula)


def test_awkward_names_and_categories_keep_their_words():
    frame = SurveyFrame.of(
        pd.DataFrame(
            {
                "y": [1.0, 2, 3, 5, 4, 6, 7, 7] * 4,
                "a b": ["p:q", "[T.1]", "p:q", "x"] * 8,
                "z": ["a b", "c", "c", "a b", "c", "a b", "c", "c"] * 4,
            }
        )
    )
    found = figures(model(SurveyDesign(frame), "y ~ `a b` * z"))
    assert set(found.variables) == {"", "a b", "z", "a b:z"}
    assert [level.value for level in found.levels if level is not None][:2] == ["p:q", "x"]
    assert found.levels[-1].value == "x:c"


@pytest.mark.parametrize(
    "formula",
    [
        "ever ~ sex * C(stratum) + score",
        "ever ~ 0 + C(stratum):score",
        "ever ~ I(-score ** 2 / 7) + sex:log(score) + {often * 2 - 1}",
    ],
)
def test_columns_are_those_that_formulaic_makes(design, formula):
    """Formulaic evaluates the formula on the whole frame; here the columns are filled one by one."""
    cases = ~design.frame.is_missing("often")
    data = design.frame.data[cases].reset_index(drop=True)
    coded = {
        "sex": pd.Categorical(data["sex"], ["girl", "boy"]),
        "stratum": pd.Categorical(data["stratum"].map("{:g}".format)),
    }
    as_it_is = {"I": lambda x: x, "C": lambda x: x, "log": np.log}
    peer = Formula(formula).rhs.get_model_matrix(data.assign(**coded), context=as_it_is, output="numpy")
    made = model_matrix(design, read_formula(design, formula), cases)
    assert tuple(column.name for column in made.columns) == tuple(peer.model_spec.column_names)
    assert made.values == pytest.approx(np.asarray(peer), rel=1e-13)


def test_a_column_of_a_few_cases_is_filled_for_them_alone(design):
    cases = design.numeric("score") > 55
    made = model_matrix(design, read_formula(design, "ever ~ score"), cases)
    assert made.values.shape == (cases.sum(), 2)
    assert (made.values[:, 1] > 55).all()
