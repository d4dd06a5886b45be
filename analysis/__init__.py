"""Weights, design, estimators, models: results that cannot be shown until `analysis.disclosure` releases them."""

from analysis.contrasts import contrast
from analysis.crosstab import crosstab
from analysis.design import SurveyDesign
from analysis.distribution import distribution
from analysis.hot_deck import impute
from analysis.imputation import combine_imputations
from analysis.imputed_designs import imputed_designs
from analysis.item_nonresponse import item_nonresponse
from analysis.means import mean, means, total, totals
from analysis.multinomial import multinomial
from analysis.ordinal import ordinal
from analysis.proportional_odds import proportional_odds_test
from analysis.proportions import proportion
from analysis.quantiles import quantile
from analysis.ratios import ratio
from analysis.regression import model
from analysis.reliability import (
    alpha_without_item,
    cronbach_alpha,
    factor_loadings,
    item_rest_correlation,
    mcdonald_omega,
    standardised_alpha,
)
from analysis.scales import score
from analysis.spread import correlation, covariance, standard_deviation, variance
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
    "alpha_without_item",
    "calibrate",
    "combine_imputations",
    "contrast",
    "correlation",
    "covariance",
    "cronbach_alpha",
    "crosstab",
    "design_weights",
    "distribution",
    "factor_loadings",
    "impute",
    "imputed_designs",
    "item_nonresponse",
    "item_rest_correlation",
    "mcdonald_omega",
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
    "quantile",
    "rake",
    "ratio",
    "score",
    "standard_deviation",
    "standardised_alpha",
    "total",
    "totals",
    "trim",
    "variance",
]
