"""Weights, design, estimators, models: results that cannot be shown until `analysis.disclosure` releases them."""

from analysis.crosstab import crosstab
from analysis.design import SurveyDesign
from analysis.means import mean, means, total, totals
from analysis.proportions import proportion

__all__ = ["SurveyDesign", "crosstab", "mean", "means", "proportion", "total", "totals"]
