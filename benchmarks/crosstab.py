"""Crosstab and logistic regression at 100 000 cases, against a well-known program on the same data in the same run.

    python -m benchmarks.crosstab [cases]

The peers do less: pandas sums weights into cells, without variances; statsmodels fits without a design. A ratio above
1 is how many times Varsam takes longer than that.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import pandas as pd

from analysis import SurveyDesign, crosstab, mean, means, model
from survey.frame import SurveyFrame
from survey.text import plain
from survey.variables import ValueLabel, Variable

PREDICTORS = [f"x{i}" for i in range(10)]


def made_up(n: int, seed: int = 1) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(n, len(PREDICTORS)))
    psu = draw.integers(0, 1000, n)
    eta = x @ np.linspace(-0.5, 0.5, len(PREDICTORS))
    return pd.DataFrame(
        {
            "weight": draw.uniform(0.5, 2, n),
            "stratum": psu % 50,
            "psu": psu,
            "row": draw.integers(1, 6, n).astype(float),
            "column": draw.integers(1, 5, n).astype(float),
            "group": draw.integers(0, 50, n).astype(float),
            "y": (draw.uniform(size=n) < 1 / (1 + np.exp(-eta))).astype(float),
            **dict(zip(PREDICTORS, x.T, strict=True)),
        }
    )


def design_on(data: pd.DataFrame) -> SurveyDesign:
    frame = SurveyFrame.of(data)
    labels = {name: tuple(ValueLabel(float(c), plain(str(c))) for c in range(1, 6)) for name in ("row", "column")}
    named = {name: Variable(name, plain(name), values=values) for name, values in labels.items()}
    frame = SurveyFrame(frame.study, frame.data, {**frame.variables, **named})
    return SurveyDesign(frame, weight="weight", strata="stratum", psu="psu")


def seconds(ours: Callable[[], object], peer: Callable[[], object], repeats: int = 7) -> tuple[float, float]:
    """Median seconds of both, in turns, so that other work on the machine falls on both alike."""

    def once(action: Callable[[], object]) -> float:
        start = time.perf_counter()
        action()
        return time.perf_counter() - start

    turns = [(once(ours), once(peer)) for _ in range(repeats)]
    return median(turn[0] for turn in turns), median(turn[1] for turn in turns)


def logistic_peer(data: pd.DataFrame) -> Callable[[], object]:
    import statsmodels.api as sm

    x = sm.add_constant(data[PREDICTORS].to_numpy())
    return lambda: sm.GLM(data["y"].to_numpy(), x, family=sm.families.Binomial()).fit()


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    data = made_up(n)
    design = design_on(data)
    formula = "y ~ " + " + ".join(PREDICTORS)
    rows = [
        ("design", lambda: design_on(data), lambda: data.groupby(["stratum", "psu"])["weight"].sum()),
        # A new design each time, as for a new filter: nothing is kept from the last round.
        (
            "design + crosstab 5 x 4, intervals, Rao-Scott",
            lambda: crosstab(design_on(data), "row", by="column"),
            lambda: data.groupby(["psu", "row", "column"])["weight"].sum(),
        ),
        (
            "crosstab 5 x 4, intervals, Rao-Scott",
            lambda: crosstab(design, "row", by="column"),
            lambda: data.groupby(["psu", "row", "column"])["weight"].sum(),
        ),
        ("mean", lambda: mean(design, "y"), lambda: data.groupby("psu")["y"].sum()),
        (
            "mean in 50 groups",
            lambda: means(design, "y", by="group"),
            lambda: data.groupby(["psu", "group"])["y"].sum(),
        ),
        ("logistic, 10 predictors", lambda: model(design, formula), logistic_peer(data)),
    ]
    print(f"{n} cases, 50 strata, 1000 PSUs; seconds, median of 7")
    print(f"{'':46s} {'Varsam':>8s} {'peer':>8s} {'ratio':>6s}")
    for name, ours, peer in rows:
        mine, theirs = seconds(ours, peer)
        print(f"{name:46s} {mine:8.4f} {theirs:8.4f} {mine / theirs:6.2f}")


if __name__ == "__main__":
    main()
