"""All simulations: `python -m simulations [--rounds N]`; see docs/simulations.md for what they found."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from simulations.coverage import coverage
from simulations.noise import SIZES, noise
from simulations.page import page
from simulations.published import published
from simulations.size import size

FULL = 4000


def main() -> None:
    """Runs them one after the other, prints the page, and keeps it after a full run."""
    options = argparse.ArgumentParser(prog="simulations", description=__doc__)
    options.add_argument("--rounds", type=int, default=FULL, help="of each simulation; fewer do not change the page")
    rounds = options.parse_args().rounds
    workers = os.cpu_count() or 1
    text = page(
        coverage(rounds=rounds, workers=workers),
        [size(icc, rounds=rounds, workers=workers) for icc in (0.02, 0.05)],
        published(rounds=rounds, workers=workers),
        [noise(n, rounds=rounds, workers=workers) for n in SIZES],
        rounds,
    )
    print(text)
    if rounds >= FULL:
        (Path(__file__).parents[1] / "docs/simulations.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
