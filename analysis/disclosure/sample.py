"""What may be said of a sample as a whole: how many answered, in how many sampling units, with what degrees of freedom.

Where people are their own sampling units these count people, like any figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.design import SurveyDesign
from analysis.disclosure.keyed.counts import noisy_people
from analysis.disclosure.keyed.noise import Noise
from analysis.disclosure.keyed.tables import noisy_df
from analysis.disclosure.policy import ReleasePolicy
from analysis.disclosure.rounding import Rounding
from analysis.replicates import Replicates
from analysis.source import Source

_FEW_IN_A_UNIT = 10  # fewer people a unit than this: their number tells that of people


@dataclass(frozen=True)
class ReleasedSample:
    """The sample as it is shown.

    respondents  None where they are fewer than `least`
    units        primary sampling units, or replicates
    """

    respondents: int | None
    units: int
    df: int
    least: int


def released_sample(design: SurveyDesign, policy: ReleasePolicy) -> ReleasedSample:
    """The sample with the same noise as a table that all of them answered, or rounded; public data as they are."""
    n, least, df = int(design.inside.sum()), policy.base[0], int(design.df)
    replicated = isinstance(design.sampling, Replicates)
    units = design.sampling.n_parts if isinstance(design.sampling, Replicates) else design.stages.n_psu
    if policy.public_use:
        return ReleasedSample(n, units, df, 0)
    shown = _respondents(design, policy, n)
    step = policy.rounding
    if not replicated and units == n:
        units = shown
    elif not replicated and _FEW_IN_A_UNIT * units > n:
        units = _to(units, step)
    df = int(noisy_df(np.array(df), np.array(n), np.array(shown), step))
    return ReleasedSample(shown if min(n, shown) >= least else None, units, df, least)


def _respondents(design: SurveyDesign, policy: ReleasePolicy, n: int) -> int:
    key, snapshot = design.key_of(design.inside), design.snapshot
    if policy.mode == "keyed" and key is not None and snapshot is not None:
        return noisy_people(Source(design.frame.study, (), (), "", snapshot=snapshot), n, key, Noise.of(policy))
    return _to(n, policy.rounding)


def _to(n: int, step: int) -> int:
    return Rounding(step, float(step)).n(n)
