"""svy's side, run in its own environment: `python benchmarks/peer_svy.py FILE OPERATION...` prints JSON."""

from __future__ import annotations

import sys
from importlib.metadata import version

import polars as pl
from svy import Design, Sample
from timing import Operation, report


def operations(data: pl.DataFrame) -> dict[str, Operation]:
    predictors = [name for name in data.columns if name.startswith("x")]
    groups = [name for name in data.columns if name.startswith("group")]

    def clustered() -> Sample:
        return Sample(data=data, design=Design(stratum="stratum", psu="psu", wgt="weight"))

    known = clustered()
    single = Sample(data=data, design=Design(stratum="stratum", wgt="weight"))
    found: dict[str, Operation] = {
        "design": (lambda: None, lambda _: clustered()),
        "crosstab": (clustered, lambda sample: sample.categorical.tabulate("row", "column", share_of="col")),
        "crosstab_known": (
            lambda: known,
            lambda sample: sample.categorical.tabulate("row", "column", share_of="col"),
        ),
        "crosstab_text": (
            clustered,
            lambda sample: sample.categorical.tabulate("row_text", "column_text", share_of="col"),
        ),
        "logistic": (lambda: known, lambda sample: sample.glm.fit(y="y", x=predictors, family="binomial")),
        "mean": (lambda: known, lambda sample: sample.estimation.mean("y")),
        "quantiles": (lambda: known, lambda sample: sample.estimation.quantile("x0", p=(0.25, 0.5, 0.75))),
        "single_mean": (lambda: single, lambda sample: sample.estimation.mean("y")),
        "single_crosstab": (
            lambda: single,
            lambda sample: sample.categorical.tabulate("row", "column", share_of="col"),
        ),
    }
    for g in groups:
        name = g.replace("group", "mean_")
        found[name] = (lambda: known, lambda sample, g=g: sample.estimation.mean("y", by=g))
    return found


if __name__ == "__main__":
    report(version("svy"), operations(pl.read_csv(sys.argv[1])), sys.argv[2:])
