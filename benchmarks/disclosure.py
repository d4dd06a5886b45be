"""How long protection takes, and how much more it hides than the least: `make protection`, docs/disclosure-speed.md.

CPU seconds of one process (`time.process_time`). Random tables with every margin published and the threshold 10; loss
is the sum of the counts that are hidden besides the small ones, over that of the optimal pattern (`optimal`).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import SurveyDesign, crosstab
from analysis.disclosure import Ledger, ReleasePolicy, record_keys, release
from analysis.disclosure.exact.family import TableFamily
from analysis.disclosure.exact.nodes import Nodes, table_nodes
from analysis.disclosure.exact.optimal import cheapest_pattern
from analysis.disclosure.exact.protect import protect
from analysis.disclosure.primary import Flags
from survey.frame import SurveyFrame

THRESHOLD = 10
PAGE = Path(__file__).parents[1] / "docs" / "disclosure-speed.md"
# Shape, respondents, the most CPU milliseconds wanted, whether the optimum is in reach.
TABLES = (
    ((10, 10), 2_000, 50, True),
    ((10, 10), 9_000, 50, True),
    ((20, 20), 14_000, 150, True),
    ((20, 20), 40_000, 150, True),
    ((50, 20), 50_000, 500, False),
    ((10, 10, 5), 20_000, 500, False),
    ((10, 10, 5), 50_000, 500, False),
)
CODES = (6, 3, 8, 5, 4, 3)


def counts(shape: tuple[int, ...], n: int, seed: int) -> NDArray[np.int64]:
    """Counts with their totals in the last place of each dimension; shares go together unevenly."""
    draw = np.random.default_rng(seed)
    shares = np.ones(shape)
    for axis, size in enumerate(shape):
        shares *= draw.dirichlet(np.full(size, 3.0)).reshape([-1 if a == axis else 1 for a in range(len(shape))])
    shares *= draw.gamma(2.0, size=shape)
    table = draw.multinomial(n, (shares / shares.sum()).ravel()).reshape(shape)
    for axis in range(len(shape)):
        table = np.concatenate([table, table.sum(axis=axis, keepdims=True)], axis=axis)
    return table


def protected(shape: tuple[int, ...], n: int, seed: int, *, optimal: bool) -> tuple[float, float]:
    """CPU seconds, and the loss over the least; NaN where that is 0 or was not found in 200 rounds."""
    table = counts(shape, n, seed)
    nodes = table_nodes(table, threshold=THRESHOLD, totals=(True,) * table.ndim)
    flags: Flags = np.where(nodes.n < THRESHOLD, "c", "").astype("<U1")
    known = nodes.margin & (flags == "")
    start = process_time()
    found = protect(nodes, flags, known=known)
    seconds = process_time() - start
    best = cheapest_pattern(nodes, flags, known=known, rounds=200) if optimal else None
    return seconds, np.nan if best is None else _loss(nodes, found) / (_loss(nodes, best) or np.nan)


def _loss(nodes: Nodes, flags: Flags) -> float:
    return float(nodes.n[flags == "x"].sum())


def made_up(n: int, seed: int = 1) -> SurveyDesign:
    """Answers to six questions, with record keys."""
    draw = np.random.default_rng(seed)
    data = {f"q{k}": draw.choice(m, n, p=draw.dirichlet(np.full(m, 2.0))) + 1.0 for k, m in enumerate(CODES)}
    frame = SurveyFrame.of(pd.DataFrame(data))
    coded = {name: replace(variable, measure="nominal", level=2) for name, variable in frame.variables.items()}
    frame = replace(frame, variables=coded)
    return SurveyDesign(frame).with_record_keys(record_keys(frame, b"a secret for benchmarks"))


def anew(design: SurveyDesign) -> SurveyDesign:
    """The design without the noise that was worked out before."""
    assert design.record_keys is not None
    return design.with_record_keys(design.record_keys)


def questions() -> dict[str, tuple[Callable[[], object], float]]:
    """Other work by name, with the most milliseconds wanted."""
    many, few = made_up(50_000), made_up(2_000)
    keyed, tables = ReleasePolicy(mode="keyed"), list(combinations([f"q{k}" for k in range(len(CODES))], 2))
    return {
        "keyed crosstab of 50 000": (lambda: release(crosstab(anew(many), "q0", by="q2"), keyed, Ledger(None)), 30),
        "keyed crosstab of 50 000 behind a filter": (
            lambda: release(crosstab(anew(many).domain("q1 = 1"), "q0", by="q2"), keyed, Ledger(None)),
            30,
        ),
        "family of 15 two-way tables, n = 2 000": (
            lambda: TableFamily.of(few, tables, ReleasePolicy(threshold=(10,) * 4)).protect(),
            1000,
        ),
    }


def timed(action: Callable[[], object], times: int = 7) -> list[float]:
    """CPU milliseconds of each time."""
    found = []
    for _ in range(times):
        start = process_time()
        action()
        found.append(1000 * (process_time() - start))
    return found


def page(seeds: int) -> str:
    """The page, measured now."""
    lines = []
    for shape, n, wanted, optimal in TABLES:
        found = np.array([protected(shape, n, seed, optimal=optimal) for seed in range(seeds)])
        ms, loss = 1000 * found[:, 0], found[:, 1]
        over = f"{np.nanmean(loss):.2f} ({np.isfinite(loss).sum()})" if np.isfinite(loss).any() else "-"
        size = " x ".join(map(str, shape))
        lines.append(f"| {size}, n = {n} | {wanted} | {np.mean(ms):.0f} | {np.max(ms):.0f} | {over} |")
    for name, (action, wanted) in questions().items():
        action()
        ms = np.array(timed(action))
        lines.append(f"| {name} | {wanted:g} | {np.mean(ms):.0f} | {np.max(ms):.0f} | - |")
    head = "| | wanted ms | mean ms | most | loss over the least (tables) |\n|---|---:|---:|---:|---:|"
    about = (__doc__ or "").partition("\n\n")[2].strip()
    return f"# Speed and loss of protection\n\n{about}\n\n{date.today():%Y-%m-%d}, {seeds} tables each.\n\n{head}\n" + (
        "\n".join(lines) + "\n"
    )


def main() -> None:
    """Measures, prints and, after a full run, keeps the page."""
    options = argparse.ArgumentParser(prog="disclosure", description=__doc__)
    options.add_argument("--tables", type=int, default=10, help="of each shape; fewer do not change the page")
    seeds = options.parse_args().tables
    text = page(seeds)
    print(text)
    if seeds >= 10:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
