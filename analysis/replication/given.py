"""Replicate weights that came with the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.arguments import names_of
from analysis.arrays import FloatArray, IntArray
from analysis.errors import AnalysisError, BadWeight
from analysis.replicates import Kind, Replicates
from analysis.replication.kinds import fay_factor, kind_named
from survey.frame import SurveyFrame

_ONE_SCALE = ("BRR", "Fay", "SDR", "JK2")
# Means of weights of the same cases differ by less than this times.
_FAR = 5.0

SETTINGS = ("replicate_weights", "kind", "scale", "rscales", "fay_rho", "mse", "combined")


def given_replicates(frame: SurveyFrame, weight: FloatArray, settings: Mapping[str, Any]) -> Replicates:
    """Replicates from columns; see `replicate_design` for the settings. weight (n,) is that of the whole sample."""
    names = columns(frame, settings["replicate_weights"])
    combined = settings.get("combined", True)
    factors = _factors(frame, names, weight, combined)
    kind = kind_named(str(settings.get("kind") or "other"))
    rho = fay_factor(kind, settings.get("fay_rho"))
    _refuse_scales(kind, settings, combined)
    scale, rscales = settings.get("scale"), settings.get("rscales")
    unit, factors = _of_units(factors)
    scale = _scale(kind, factors, rho, combined) if scale is None else float(scale)
    rscales = _rscales(kind, factors) if rscales is None else _numbers(rscales, len(names))
    size = np.sqrt(np.bincount(unit, weights=weight**2, minlength=factors.shape[1]))
    return Replicates(unit, factors, scale, rscales, bool(settings.get("mse", False)), kind, size)


def columns(frame: SurveyFrame, named: str | Sequence[str]) -> tuple[str, ...]:
    """Names of the replicate weights from a list, or from what they begin with before a number."""
    if isinstance(named, str):
        found = frame.numbered(named)
        if not found:
            raise AnalysisError(f'No column is called "{named}" and a number, such as "{named}1". Name the columns.')
    else:
        found = tuple(frame.variable(name).name for name in names_of("replicate_weights", named))
    if len(set(found)) < max(len(found), 2):
        raise AnalysisError(f"At least 2 different columns of replicate weights are needed; found {len(set(found))}.")
    return found


def _factors(frame: SurveyFrame, names: Sequence[str], weight: FloatArray, combined: bool) -> FloatArray:
    """(r, n) what each replicate multiplies the weight with; 1 for a case that counts nothing anyway."""
    text = [name for name in names if frame.variable(name).kind == "text"]
    if text:
        raise BadWeight(f"`{text[0]}` must hold numbers; the column holds text. Name another column.")
    given = np.array([frame.data[name].to_numpy(dtype=np.float64) for name in names])
    gaps = ~np.isfinite(given).all(axis=1)
    if gaps.any():
        name, cases = names[gaps.argmax()], ~np.isfinite(given[gaps.argmax()])
        raise BadWeight(
            f"`{name}` must be there for every case; {cases.sum()} of {len(cases)} are empty "
            f"(first at row {cases.argmax() + 1}). Mend the file, or leave these cases out."
        )
    _refuse_other_scale(given, weight if combined else np.ones(1), combined)
    if not combined:
        return given
    none = weight == 0
    stray = (given[:, none] != 0).any(axis=1)
    if stray.any():
        raise BadWeight(
            f"{int((given[:, none] != 0).any(axis=0).sum())} cases have weight 0 in the whole sample but not in "
            f"`{names[stray.argmax()]}`. They belong to no estimate: leave them out of the file."
        )
    return np.asarray(np.divide(given, weight, out=np.ones_like(given), where=~none))


def _refuse_other_scale(given: FloatArray, usual: FloatArray, combined: bool) -> None:
    ratio = given.mean() / usual.mean()
    if not 1 / _FAR < ratio < _FAR:
        raise AnalysisError(
            f"Replicate weights that {'are combined' if combined else 'multiply the weight'} have a mean near "
            f"{'that of the weight' if combined else '1'}; found {ratio:.3g} times it. "
            f"Say combined = {'false' if combined else 'true'}, or name other columns."
        )


def _refuse_scales(kind: Kind, settings: Mapping[str, Any], combined: bool) -> None:
    named = [part for part in ("scale", "rscales") if settings.get(part) is not None]
    if kind in _ONE_SCALE and named:
        raise AnalysisError(f'Kind "{kind}" has a scale of its own; leave {named[0]} out, or say kind "other".')
    if kind == "JKn" and combined and "rscales" not in named:
        raise AnalysisError(
            'Kind "JKn" needs rscales, one for each replicate: (n_h - 1) / n_h for a PSU left out of n_h, '
            "times 1 - f_h with a finite population."
        )


def _of_units(factors: FloatArray) -> tuple[IntArray, FloatArray]:
    """(n,) units and (r, u) factors: cases with exactly the same factors become one unit, where that makes fewer."""
    # A sum with odd weights is as good as always another one for other factors; in the end they are compared.
    mixed = np.zeros(factors.shape[1])
    for factor, part in zip(factors, np.random.default_rng(0).uniform(1, 2, len(factors)), strict=True):
        mixed += factor * part
    unit, _ = pd.factorize(mixed)
    case = np.zeros(unit.max(initial=-1) + 1, dtype=np.int64)
    case[unit] = np.arange(len(unit))
    if 2 * len(case) > len(unit) or any((factor[case][unit] != factor).any() for factor in factors):
        return np.arange(factors.shape[1], dtype=np.int64), factors
    return unit.astype(np.int64), np.ascontiguousarray(factors[:, case])


def _scale(kind: Kind, factors: FloatArray, rho: float, combined: bool) -> float:
    r = len(factors)
    if kind == "JK1":
        return (r - 1) / r if combined else 1 / float(factors[0].max())
    if kind in ("BRR", "Fay"):
        return 1 / (r * (1 - rho) ** 2)
    if kind == "SDR":
        return 4 / r
    return 1 / (r - 1) if kind in ("bootstrap", "subbootstrap", "mrbbootstrap") else 1.0


def _rscales(kind: Kind, factors: FloatArray) -> FloatArray:
    """(r,) 1; for JKn, whose factors are n_h / (n_h - 1) for the others of the stratum, one over the largest."""
    return 1 / factors.max(axis=1) if kind == "JKn" else np.ones(len(factors))


def _numbers(rscales: float | Sequence[float], r: int) -> FloatArray:
    found = np.atleast_1d(np.asarray(rscales, dtype=np.float64))
    if len(found) not in (1, r):
        raise AnalysisError(f"rscales must be one number, or one for each replicate: {r}; found {len(found)}.")
    if not (np.isfinite(found) & (found >= 0)).all():
        raise AnalysisError("rscales must be 0 or more.")
    return np.broadcast_to(found, (r,)).copy()
