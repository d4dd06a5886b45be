from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign
from analysis.linearised import Linearised
from survey.frame import SurveyFrame


def sample(psus: list[int], *, seed: int = 1) -> pd.DataFrame:
    """A PSU of three cases, so many in each stratum, with weights, a value, and the sampled share of the stratum."""
    random = np.random.default_rng(seed)
    stratum = np.repeat(np.arange(len(psus)), psus)
    data = pd.DataFrame({"stratum": np.repeat(stratum, 3), "psu": np.repeat(np.arange(len(stratum)), 3)})
    n = len(data)
    level = random.normal(size=len(stratum))[data["psu"]]
    return data.assign(
        w=random.uniform(1, 3, n),
        y=level + random.normal(size=n) + 5,
        share=np.linspace(0.1, 0.6, len(psus))[data["stratum"]],
    )


@pytest.fixture
def taylor() -> Callable[..., SurveyDesign]:
    """Makes the linearised design of `sample`."""

    def made(psus: list[int], *, fpc: bool = False, lonely_psu: str = "fail", seed: int = 1) -> SurveyDesign:
        frame = SurveyFrame.of(sample(psus, seed=seed))
        share = "share" if fpc else None
        return SurveyDesign(frame, weight="w", strata="stratum", psu="psu", fpc=share, lonely_psu=lonely_psu)

    return made


def total_of(design: SurveyDesign) -> Linearised:
    return design.totals(design.numeric("y")[:, None], np.ones(len(design.frame), dtype=bool))


@pytest.fixture
def total() -> Callable[[SurveyDesign], Linearised]:
    """The total of y, with its variance."""
    return total_of
