"""Weights, design, estimators, models: results that cannot be shown until `analysis.disclosure` releases them."""

from analysis.comparing.changes import change, changes, difference_in_differences
from analysis.comparing.chisq import chisq
from analysis.comparing.contrasts import contrast
from analysis.comparing.multiplicity import adjust
from analysis.comparing.ranktests import ranktest
from analysis.comparing.trends import slope, trend
from analysis.comparing.ttests import ttest
from analysis.design import SurveyDesign
from analysis.estimates.crosstab import crosstab
from analysis.estimates.distribution import distribution
from analysis.estimates.item_nonresponse import item_nonresponse
from analysis.estimates.means import mean, means, total, totals
from analysis.estimates.proportions import proportion
from analysis.estimates.quantiles import quantile
from analysis.estimates.ratios import ratio
from analysis.estimates.spread import correlation, covariance, standard_deviation, variance
from analysis.estimates.standardisation import standardize
from analysis.imputation.combine import combine_imputations
from analysis.imputation.hot_deck import impute
from analysis.imputation.imputed_designs import imputed_designs
from analysis.models.margins import marginal_effects, predictive_margins
from analysis.models.multinomial import multinomial
from analysis.models.ordinal import ordinal
from analysis.models.predictions import predict
from analysis.models.proportional_odds import proportional_odds_test
from analysis.models.regression import model
from analysis.models.term_tests import term_test
from analysis.models.vif import vif
from analysis.replication.designs import replicate_design, replicates
from analysis.scales.reliability import (
    alpha_without_item,
    cronbach_alpha,
    factor_loadings,
    item_rest_correlation,
    mcdonald_omega,
    standardised_alpha,
)
from analysis.scales.score import score
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
