"""Weights, design, estimators, models: results that cannot be shown until `analysis.disclosure` releases them."""

from analysis.contrasts import contrast
from analysis.crosstab import crosstab
from analysis.design import SurveyDesign
from analysis.distribution import distribution
from analysis.means import mean, means, total, totals
from analysis.proportions import proportion
from analysis.quantiles import quantile
from analysis.ratios import ratio
from analysis.regression import model
from analysis.spread import correlation, covariance, standard_deviation, variance
from analysis.weights import calibration, post_stratify, rake

__all__ = [
    "SurveyDesign",
    "calibration",
    "contrast",
    "correlation",
    "covariance",
    "crosstab",
    "distribution",
    "mean",
    "means",
    "model",
    "post_stratify",
    "proportion",
    "quantile",
    "rake",
    "ratio",
    "standard_deviation",
    "total",
    "totals",
    "variance",
]
