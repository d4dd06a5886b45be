"""Weights, design, estimators, models: results that cannot be shown until `analysis.disclosure` releases them."""

from analysis.changes import change, changes, difference_in_differences
from analysis.chisq import chisq
from analysis.crosstab import crosstab
from analysis.design import SurveyDesign
from analysis.means import mean, means, total, totals
from analysis.multinomial import multinomial
from analysis.multiplicity import adjust
from analysis.ordinal import ordinal
from analysis.proportional_odds import proportional_odds_test
from analysis.proportions import proportion
from analysis.ranktests import ranktest
from analysis.regression import model
from analysis.trends import slope, trend
from analysis.ttests import ttest
from analysis.weights import calibration, post_stratify, rake

__all__ = [
    "SurveyDesign",
    "adjust",
    "calibration",
    "change",
    "changes",
    "chisq",
    "crosstab",
    "difference_in_differences",
    "mean",
    "means",
    "model",
    "multinomial",
    "ordinal",
    "post_stratify",
    "proportion",
    "proportional_odds_test",
    "rake",
    "ranktest",
    "slope",
    "total",
    "totals",
    "trend",
    "ttest",
]
