"""Weights, design, estimators, models: results that cannot be shown until `analysis.disclosure` releases them."""

from analysis.changes import change, changes, difference_in_differences
from analysis.chisq import chisq
from analysis.contrasts import contrast
from analysis.crosstab import crosstab
from analysis.design import SurveyDesign
from analysis.distribution import distribution
from analysis.hot_deck import impute
from analysis.imputation import combine_imputations
from analysis.imputed_designs import imputed_designs
from analysis.item_nonresponse import item_nonresponse
from analysis.margins import marginal_effects, predictive_margins
from analysis.means import mean, means, total, totals
from analysis.multinomial import multinomial
from analysis.multiplicity import adjust
from analysis.ordinal import ordinal
from analysis.predictions import predict
from analysis.proportional_odds import proportional_odds_test
from analysis.proportions import proportion
from analysis.quantiles import quantile
from analysis.ranktests import ranktest
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
from analysis.replicate_designs import replicate_design, replicates
from analysis.scales import score
from analysis.spread import correlation, covariance, standard_deviation, variance
from analysis.standardisation import standardize
from analysis.term_tests import term_test
from analysis.trends import slope, trend
from analysis.ttests import ttest
from analysis.vif import vif
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
    "adjust",
    "alpha_without_item",
    "calibrate",
    "change",
    "changes",
    "chisq",
    "combine_imputations",
    "contrast",
    "correlation",
    "covariance",
    "cronbach_alpha",
    "crosstab",
    "design_weights",
    "difference_in_differences",
    "distribution",
    "factor_loadings",
    "impute",
    "imputed_designs",
    "item_nonresponse",
    "item_rest_correlation",
    "marginal_effects",
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
    "predict",
    "predictive_margins",
    "proportion",
    "proportional_odds_test",
    "quantile",
    "rake",
    "ranktest",
    "ratio",
    "replicate_design",
    "replicates",
    "score",
    "slope",
    "standard_deviation",
    "standardised_alpha",
    "standardize",
    "term_test",
    "total",
    "totals",
    "trend",
    "trim",
    "ttest",
    "variance",
    "vif",
]
