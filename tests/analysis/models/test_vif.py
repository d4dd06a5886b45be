import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.outliers_influence import variance_inflation_factor

from analysis import SurveyDesign, vif
from analysis.errors import NotReleased
from analysis.unreleased import figures
from survey.frame import SurveyFrame


def correlated(n=300, seed=6):
    draw = np.random.default_rng(seed)
    a, b = draw.normal(size=(2, n))
    data = pd.DataFrame({"y": draw.normal(size=n), "a": a, "b": a + b, "c": b - a + draw.normal(size=n)})
    return data.assign(weight=draw.integers(1, 4, n).astype(float), g=pd.cut(a, 3, labels=["x", "y", "z"]).astype(str))


def test_of_single_columns_it_equals_statsmodels():
    data = correlated()
    found = figures(vif(SurveyDesign(SurveyFrame.of(data)), "y ~ a + b + c"))
    x = sm.add_constant(data[["a", "b", "c"]]).to_numpy()
    assert found.gvif == pytest.approx([variance_inflation_factor(x, j) for j in (1, 2, 3)], rel=1e-10)
    assert found.scaled == pytest.approx(np.sqrt(found.gvif))


def test_a_weight_is_as_many_cases():
    data = correlated()
    repeated = data.loc[data.index.repeat(data["weight"].astype(int))]
    weighted = figures(vif(SurveyDesign(SurveyFrame.of(data), weight="weight"), "y ~ a + g + c"))
    assert weighted.gvif == pytest.approx(figures(vif(SurveyDesign(SurveyFrame.of(repeated)), "y ~ a + g + c")).gvif)
    assert (weighted.variables, weighted.degrees) == (("a", "g", "c"), (1, 2, 1))


def test_one_predictor_inflates_nothing(design):
    assert figures(vif(design, "ever ~ score")).gvif == pytest.approx([1.0])


def test_it_is_not_released(design):
    with pytest.raises(NotReleased):
        list(vif(design, "ever ~ score + sex"))
