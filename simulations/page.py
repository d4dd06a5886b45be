"""docs/simulations.md: what the last full run found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from simulations import coverage, noise, published, size
from simulations.noise import Noisy
from simulations.recovery import Recovery
from simulations.size import Size

HEAD = """# What intervals and tests keep of what they promise

`make simulate` writes this page; with fewer rounds (`make simulate ROUNDS=200`) it only prints. Every round has its own
seed, so that the figures come out the same on any number of cores. The scripts are in `simulations/`.
"""


def page(recovered: Recovery, sizes: Sequence[Size], model: Recovery, noisy: Sequence[Noisy], rounds: int) -> str:
    """The whole page."""
    parts = [
        HEAD,
        f"{date.today():%Y-%m-%d}; {rounds} rounds each.\n",
        _about("Coverage of 95 % intervals", coverage.__doc__, "Wanted: 94-96 %. Seed 1."),
        _recovery(recovered, "truth"),
        _about("Size of the Rao-Scott test", size.__doc__, "Wanted: 3-7 % at a level of 5 %. Seed 2."),
        _sizes(sizes),
        _about("A published model", published.__doc__, "Wanted: bias below 5 %, coverage 93-97 %. Seed 3."),
        _recovery(model, "published"),
        f"Published standard errors: {', '.join(f'{x:.3f}' for x in published.PUBLISHED_ERROR)}.\n",
        with_noise(noisy),
    ]
    return "\n".join(parts)


def with_noise(noisy: Sequence[Noisy]) -> str:
    """The section on figures with noise."""
    wanted = "Wanted: coverage 94-96 %, bias of shown counts at most 0.05, sd within 5 % of 1.73. Seed 4."
    lines = [
        f"| {one.n} | {name} | {100 * covered:.1f} | {196 * margin:.1f} | {100 * exact:.1f} |"
        for one in noisy
        for name, covered, margin, exact in zip(
            noise.NAMES, one.recovered.coverage, one.recovered.margin, one.without.coverage, strict=True
        )
    ]
    counts = [f"| {one.n} | {one.bias:+.3f} | {one.sd:.3f} | {100 * one.shown:.0f} |" for one in noisy]
    return "\n".join(
        [
            _about("Figures with noise", noise.__doc__, wanted),
            "| n | | coverage % | -/+ | without noise % |",
            "|---:|---|---:|---:|---:|",
            *lines,
            "",
            "| n | bias of shown counts | sd of groups | shown % |",
            "|---:|---:|---:|---:|",
            *counts,
            "",
        ]
    )


def _about(title: str, docstring: str | None, wanted: str) -> str:
    """A heading, and what the module says of itself after its first line."""
    question, _, told = (docstring or "").partition("\n\n")
    return f"## {title}\n\n{question}\n\n{told.strip()}\n\n{wanted}\n"


def _recovery(found: Recovery, truth: str) -> str:
    head = f"| | {truth} | mean of estimates | bias % | spread | standard error | coverage % | -/+ |"
    columns = (found.truth, found.mean, 100 * found.bias, found.spread, found.std_error)
    lines = [
        f"| {name} | {' | '.join(f'{x:.4g}' for x in numbers)} | {100 * share:.1f} | {196 * margin:.1f} |"
        for name, *numbers, share, margin in zip(found.names, *columns, found.coverage, found.margin, strict=True)
    ]
    return "\n".join([head, "|---|" + "---:|" * 7, *lines, ""])


def _sizes(sizes: Sequence[Size]) -> str:
    lines = [
        f"| {one.icc} | {100 * one.rao_scott:.1f} | {100 * one.pearson:.1f} | {_margin(one):.1f} |" for one in sizes
    ]
    return "\n".join(["| ICC | Rao-Scott F % | Pearson % | -/+ |", "|---|" + "---:|" * 3, *lines, ""])


def _margin(found: Size) -> float:
    """Percentage points that the share of Rao-Scott may be off by the number of rounds, at 95 %."""
    return float(196 * np.sqrt(found.rao_scott * (1 - found.rao_scott) / found.rounds))
