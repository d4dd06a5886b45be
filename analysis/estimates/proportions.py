"""One proportion with its interval."""

from __future__ import annotations

from analysis.arguments import takes
from analysis.categories import level_number
from analysis.design import SurveyDesign
from analysis.estimates.crosstab import shares
from analysis.intervals import method_named
from analysis.t_table import only_cell
from analysis.unreleased import Estimate


@takes(SurveyDesign)
def proportion(
    design: SurveyDesign, variable: str, *, code: float | str, ci_method: str = "logit", confidence: float = 0.95
) -> Estimate:
    """Share of those with an answer who chose a category; the formulas are those of `crosstab`.

    code       the category
    ci_method  "logit" (R `svyciprop` "logit" and "xlogit", SUDAAN, SPSS), "korn_graubard" (R "beta"), "wilson" (R 4.5),
               and R's "asin", "likelihood" and "mean"; R's names are taken too

    Raises UnknownVariable, NoCases, AnalysisError for a code that the variable does not have; LonelyPSU.
    """
    row = level_number(variable, design.categories(variable), code)
    return Estimate(only_cell(shares(design, variable, None, method_named(ci_method), confidence), row))
