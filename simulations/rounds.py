"""Many rounds of one simulation, on all cores, the same for the same seed whatever the number of cores."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Round = Callable[[np.random.Generator], FloatArray]


def repeated(simulated: Round, *, rounds: int, seed: int, workers: int = 1, called: str = "") -> FloatArray:
    """(rounds, ...) results of `simulated`, each drawn with its own generator; `called` names the progress line."""
    seeds = np.random.SeedSequence(seed).spawn(rounds)
    if workers == 1:
        return np.array([_one(simulated, own) for own in seeds])
    # One thread for linear algebra in each process: more would only get in each other's way.
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        results = pool.map(_one, [simulated] * rounds, seeds, chunksize=max(rounds // (50 * workers), 1))
        return np.array(list(_shown(results, rounds, called)))


def _one(simulated: Round, seed: np.random.SeedSequence) -> FloatArray:
    return simulated(np.random.default_rng(seed))


def _shown(results: Iterable[FloatArray], rounds: int, called: str) -> Iterator[FloatArray]:
    for done, result in enumerate(results, start=1):
        if done % max(rounds // 100, 1) == 0:
            print(f"\r{called}: {done} of {rounds}", end="", file=sys.stderr, flush=True)
        yield result
    print(file=sys.stderr)
