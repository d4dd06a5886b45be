"""Weights, design, estimators, models: results that cannot be shown until `analysis.disclosure` releases them."""

from analysis.crosstab import crosstab
from analysis.design import SurveyDesign
from analysis.means import mean, means, total, totals
from analysis.multinomial import multinomial
from analysis.ordinal import ordinal
from analysis.proportional_odds import proportional_odds_test
from analysis.proportions import proportion
from analysis.regression import model
from analysis.weighting import (
    CalibratedWeight,
    Drawn,
    calibrate,
    design_weights,
    moved,
    nonresponse_adjust,
    outcome_rates,
    post_stratify,
    rake,
    trim,
)

__all__ = [
    "CalibratedWeight",
    "Drawn",
    "SurveyDesign",
    "calibrate",
    "crosstab",
    "design_weights",
    "mean",
    "means",
    "model",
    "moved",
    "multinomial",
    "nonresponse_adjust",
    "ordinal",
    "outcome_rates",
    "post_stratify",
    "proportion",
    "proportional_odds_test",
    "rake",
    "total",
    "totals",
    "trim",
]
