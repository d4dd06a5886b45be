"""Post-stratification: a weight that meets the known count of each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from analysis.arguments import takes
from analysis.arrays import FloatArray
from analysis.weighting.calibrated import CalibratedWeight, Weight, starting
from analysis.weighting.margins import Code, Margin, margin_of
from analysis.weighting.report import reported
from analysis.weighting.residuals import Groups, Residuals
from survey.frame import SurveyFrame


@takes(SurveyFrame)
def post_stratify(
    frame: SurveyFrame,
    design_weight: Weight,
    variables: Sequence[str],
    population: Mapping[tuple[Code, ...], float],
) -> CalibratedWeight:
    """A weight that meets the population count of each combination of categories: w_i * N_c / sum of w in c.

    design_weight  column, (n,) array, weight of the step before, or None for 1 each
    variables   such as ["sex", "age_group"]
    population  combination to count, such as {(1, 1): 2500, (1, 2): 2600, ...}
    residuals   z_i - w_i * (sum of z in c) / N_c with the weights after this step: the variance of a total is that of
                the deviations from the cells' means

    Raises BadWeight, and AnalysisError for a combination that occurs and is not listed, or is listed and has no case.
    Same as R `postStratify`, Stata `svyset, poststrata()`.

    Holt and Smith (1979), JRSS A 142, doi:10.2307/2344652.
    """
    before = starting(frame, design_weight)
    margin = margin_of(frame, variables, population, before.values > 0)
    values = margin.met(before.values)
    report = reported("post-stratification", before.values, values, margin.rows(before.values, values))
    return before.followed(values, report, margin.met, _residuals(margin, before.values, values))


def _residuals(margin: Margin, before: FloatArray, after: FloatArray) -> Residuals:
    """R: x - psw * (sum of x * old / psw in c) / (sum of old in c), with old and psw the weights before and after."""
    inverse = np.divide(before, after, out=np.zeros(len(after)), where=after > 0)
    c = len(margin.population)
    block = Groups(margin.codes, c, fitted=after, taken=inverse / margin.sums(before)[margin.codes])
    return Residuals((block,), np.eye(c))
