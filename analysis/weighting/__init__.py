"""Weights: from the sampling plan by non-response, calibration and trimming to the weight of an estimate.

Each step takes the weight of the step before and gives a `CalibratedWeight`, with a report of what it did and what
the variance must know of it; `SurveyDesign.calibrated` takes the last one.
"""

from analysis.weighting.calibrated import CalibratedWeight
from analysis.weighting.calibration import calibrate
from analysis.weighting.moved import moved
from analysis.weighting.nonresponse import nonresponse_adjust
from analysis.weighting.post_stratification import post_stratify
from analysis.weighting.raking import rake
from analysis.weighting.report import Distribution, WeightReport
from analysis.weighting.response import Dispositions, OutcomeRates, dispositions, outcome_rates
from analysis.weighting.sampling_plan import Drawn, design_weights
from analysis.weighting.trimming import trim

__all__ = [
    "CalibratedWeight",
    "Dispositions",
    "Distribution",
    "Drawn",
    "OutcomeRates",
    "WeightReport",
    "calibrate",
    "design_weights",
    "dispositions",
    "moved",
    "nonresponse_adjust",
    "outcome_rates",
    "post_stratify",
    "rake",
    "trim",
]
