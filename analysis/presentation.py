"""Which figures are precise enough to be relied on: NCHS's standards, and the coefficient of variation.

Only about statistical quality. Whose figures may be shown at all is decided in `analysis.disclosure`, without this.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.intervals import clopper_pearson, quantile
from survey.text import Text

Flag = Literal["", "unreliable", "review", "caution"]

CV_LIMIT = 0.3
_SHARES = ("proportion", "distribution")
_WITH_CV = ("mean", "total", "ratio", "quantile", "variance", "standard deviation")
_LEAST_N, _LEAST_DF = 30, 8
_NARROW, _WIDE, _RELATIVELY_WIDE = 0.05, 0.30, 1.30
_CONFIDENCE = 0.95  # of the standards' intervals, whatever the table's is


class Presentation(Enum):
    """What there is to say of a figure: a short code, and why. The first that holds is said.

    unreliable  not to be presented by the standard
    review      a statistician decides
    caution     to be used with caution
    """

    OK = ("", Text())
    FEW = (
        "unreliable",
        Text(
            sv="Osäkert värde, bör inte återges: det effektiva antalet svar är under 30.",
            en="Uncertain figure, not to be relied on: the effective number of answers is below 30.",
        ),
    )
    WIDE = (
        "unreliable",
        Text(
            sv="Osäkert värde, bör inte återges: intervallet är 30 procentenheter brett eller bredare.",
            en="Uncertain figure, not to be relied on: its interval is 30 percentage points wide or wider.",
        ),
    )
    RELATIVELY_WIDE = (
        "unreliable",
        Text(
            sv="Osäkert värde, bör inte återges: intervallet är för brett i förhållande till värdet.",
            en="Uncertain figure, not to be relied on: its interval is too wide for its size.",
        ),
    )
    FEW_DF = (
        "review",
        Text(
            sv="Osäkert värde, bör granskas: osäkerheten vilar på färre än 8 frihetsgrader.",
            en="Uncertain figure, to be reviewed: its uncertainty rests on fewer than 8 degrees of freedom.",
        ),
    )
    NONE_OR_ALL = (
        "review",
        Text(
            sv="Osäkert värde, bör granskas: ingen eller alla i urvalet svarade så.",
            en="Uncertain figure, to be reviewed: nobody or everybody in the sample answered so.",
        ),
    )
    COMPLEMENT = (
        "caution",
        Text(
            sv="Osäkert värde för dem som inte svarade så: deras andel är för osäker i förhållande till sin storlek.",
            en="Uncertain figure for those who did not answer so: their share is too uncertain for its size.",
        ),
    )
    LARGE_CV = (
        "caution",
        Text(
            sv="Osäkert värde: medelfelet är stort i förhållande till värdet. Använd med försiktighet.",
            en="Uncertain figure: the standard error is large for its size. Use with caution.",
        ),
    )

    @property
    def flag(self) -> Flag:
        """The short code; "" where there is nothing to say."""
        return self.value[0]

    @property
    def reason(self) -> Text | None:
        """Why, in every language."""
        return self.value[1] or None


def presentation(
    statistic: str,
    *,
    value: FloatArray,
    std_error: FloatArray,
    df: FloatArray,
    n: IntArray,
    cv_limit: float = CV_LIMIT,
) -> NDArray[Any]:
    """The `Presentation` of each cell, (R, C) objects, by the rule of its statistic.

    value, std_error  (R, C); df, n  (C,) degrees of freedom and cases with an answer
    cv_limit  the coefficient of variation above which a mean, total or the like is to be used with caution

    Proportions: see `of_proportions`. What has no natural 0, such as a correlation or a change, has no rule: OK.
    """
    if statistic in _SHARES:
        return of_proportions(value, std_error, df, n)
    if statistic in _WITH_CV:
        return _first([((std_error > cv_limit * np.abs(value)) & (value != 0), Presentation.LARGE_CV)])
    return np.full(np.shape(value), Presentation.OK, dtype=object)


def of_proportions(p: FloatArray, std_error: FloatArray, df: FloatArray, n: IntArray) -> NDArray[Any]:
    """NCHS's standards for proportions, as its own program has them.

    n_eff  p * (1 - p) / SE**2, at most n; n at p = 0 and 1
    width  of the 95 % Korn-Graubard interval with n_eff * (t[n - 1] / t[df])**2, at most n
    unreliable  n_eff below 30; else width of 0.30 or more; else width above 0.05 and above 1.3 * p
    review      else df below 8, or p = 0 or 1
    caution     else width above 0.05 and above 1.3 * (1 - p): the complement is unreliable

    NCHS's program adjusts n_eff at p = 1 but not at p = 0; here neither is, so that a share and its complement agree.
    A share whose SE cannot be estimated is unreliable; a column without cases has nothing to say.

    Parker et al. (2017), Vital Health Stat. 2(175); Ward (2019), Stata J. 19, doi:10.1177/1536867X19874221 (kg_nchs).
    """
    p, std_error, df, n = np.broadcast_arrays(p, std_error, df, n)
    at_end, certain = (p == 0) | (p == 1), std_error == 0
    simple = np.divide(p * (1 - p), std_error**2, out=n.astype(np.float64), where=~(at_end | certain))
    n_eff = np.minimum(simple, n)
    ratio = quantile((n - 1).astype(np.float64), _CONFIDENCE) / quantile(df, _CONFIDENCE)
    low, high = clopper_pearson(p, np.where(at_end, n, np.minimum(n_eff * ratio**2, n)), _CONFIDENCE)
    width, there = high - low, np.isfinite(p)
    # Comparisons are turned so that what cannot be estimated is unreliable.
    return _first(
        [
            (there & ~(n_eff >= _LEAST_N), Presentation.FEW),
            (there & ~at_end & ~(width < _WIDE), Presentation.WIDE),
            (~at_end & (width > _NARROW) & (width > _RELATIVELY_WIDE * p), Presentation.RELATIVELY_WIDE),
            (there & (df < _LEAST_DF), Presentation.FEW_DF),
            (at_end, Presentation.NONE_OR_ALL),
            ((width > _NARROW) & (width > _RELATIVELY_WIDE * (1 - p)), Presentation.COMPLEMENT),
        ]
    )


def flags(presented: NDArray[Any]) -> NDArray[np.str_]:
    """The short codes of an array of `Presentation`."""
    return np.array([one.flag for one in presented.ravel()], dtype="<U10").reshape(presented.shape)


def _first(rules: Sequence[tuple[BoolArray, Presentation]]) -> NDArray[Any]:
    """What the first condition that holds says; OK where none does."""
    found = np.full(np.shape(rules[0][0]), Presentation.OK, dtype=object)
    for condition, said in reversed(rules):
        found[np.asarray(condition)] = said
    return found
