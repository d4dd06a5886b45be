"""From the design's columns to `Stages`: units within units, strata within units, sampled shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.errors import AnalysisError, LonelyPSU
from analysis.sampling import LonelyRule, Stage, Stages
from survey.frame import SurveyFrame


def stages_of(
    frame: SurveyFrame,
    *,
    strata: Sequence[str],
    psu: Sequence[str],
    fpc: Sequence[str],
    nest: bool,
    lonely_psu: LonelyRule,
    lonely_in_domain: bool,
    pps: bool,
) -> Stages:
    """The stages that columns describe, first to last; see `SurveyDesign` for the columns.

    Numbers of a later stage start anew in each unit of the stage before, strata of a later stage likewise.
    Raises UnknownVariable, LonelyPSU, and AnalysisError for columns that contradict each other.
    """
    _refuse_excess(strata, psu, fpc)
    if pps and not fpc:
        raise AnalysisError("pps needs the probabilities of selection: name their column as `fpc`.")
    if lonely_in_domain and lonely_psu not in ("adjust", "average"):
        raise AnalysisError(
            f'lonely_in_domain goes with lonely_psu = "adjust" or "average"; found "{lonely_psu}". Leave it out, or '
            "choose one of them."
        )
    n = len(frame)
    above, made = np.zeros(n, dtype=np.int64), list[_Coded]()
    for s in range(max(len(psu), 1)):
        within, names = _coded(frame, strata[s]) if s < len(strata) else (np.zeros(n, dtype=np.int64), ("all",))
        stratum, parent, names = _nested(above, within, names, s)
        unit = _coded(frame, psu[s])[0] if psu else np.arange(n, dtype=np.int64)
        if s > 0 or (psu and nest):
            unit = _crossed(stratum if s == 0 else above, unit)
        _refuse_crossing(unit, stratum, psu, strata, s)
        share = _sampled_share(frame, fpc, s, unit, stratum, pps) if s < len(fpc) else np.zeros(n)
        made.append(_Coded(unit, stratum, share, parent, names))
        above = unit
    if psu and made[0].unit.max(initial=-1) == 0:
        raise LonelyPSU(f"`{psu[0]}` has one PSU; a variance needs two. Name another column, or none.")
    found = replace(_of_units(made, lonely_psu), lonely_in_domain=lonely_in_domain)
    return replace(found, stages=(_collapsed(found.first), *found.stages[1:])) if lonely_psu == "collapse" else found


class _Coded:
    """One stage as (n,) codes: unit, stratum, share; with the parent unit (H,) and the name of each stratum."""

    def __init__(
        self, unit: IntArray, stratum: IntArray, share: FloatArray, parent: IntArray, names: tuple[str, ...]
    ) -> None:
        self.unit, self.stratum, self.share, self.parent, self.names = unit, stratum, share, parent, names


def _refuse_excess(strata: Sequence[str], psu: Sequence[str], fpc: Sequence[str]) -> None:
    for what, given in (("strata", strata), ("fpc", fpc)):
        if len(given) > max(len(psu), 1):
            raise AnalysisError(
                f"`{what}` names {len(given)} stages, psu names {len(psu)}. Give the units of each stage in `psu`, "
                "the primary ones first."
            )


def _nested(
    above: IntArray, within: IntArray, names: tuple[str, ...], s: int
) -> tuple[IntArray, IntArray, tuple[str, ...]]:
    """Strata of a stage within the units above: (n,) stratum, (H,) unit above, (H,) names."""
    if s == 0:
        return within, np.zeros(len(names), dtype=np.int64), names
    stratum = _crossed(above, within)
    parent, inner = np.zeros((2, int(stratum.max(initial=-1)) + 1), dtype=np.int64)
    parent[stratum], inner[stratum] = above, within
    return stratum, parent, tuple(f"{names[i]} in unit {p + 1}" for p, i in zip(parent, inner, strict=True))


def _crossed(outer: IntArray, inner: IntArray) -> IntArray:
    """(n,) numbers of the combinations that occur."""
    return np.asarray(pd.factorize(outer * (inner.max(initial=0) + 1) + inner)[0], dtype=np.int64)


def _refuse_crossing(unit: IntArray, stratum: IntArray, psu: Sequence[str], strata: Sequence[str], s: int) -> None:
    m = int(unit.max(initial=-1)) + 1
    stratum_of = np.zeros(m, dtype=np.int64)
    stratum_of[unit] = stratum
    crossing = np.unique(unit[stratum_of[unit] != stratum])
    if len(crossing):
        way_out = "Where PSU numbers start anew in each stratum, pass nest=True." if s == 0 else "Mend the columns."
        raise AnalysisError(
            f"Each {'PSU' if s == 0 else 'unit'} must lie in one stratum; {len(crossing)} of {m} values of "
            f"`{psu[s]}` occur in several values of `{strata[s]}`. {way_out}"
        )


def _of_units(made: list[_Coded], lonely_psu: LonelyRule) -> Stages:
    """Stages from (n,) codes: what is the same for all cases of a unit, once a unit."""
    last = made[-1].unit
    case = np.zeros(int(last.max(initial=-1)) + 1, dtype=np.int64)
    case[last] = np.arange(len(last))  # a case of each last-stage unit
    stages, inherited = [], np.ones(len(last))
    for coded in made:
        of_unit = np.zeros(int(coded.unit.max(initial=-1)) + 1, dtype=np.int64)
        of_unit[coded.unit] = np.arange(len(last))
        stages.append(
            Stage(
                unit=coded.unit[case],
                stratum=coded.stratum[of_unit],
                sampled_share=coded.share[of_unit],
                inherited=inherited[of_unit],
                parent=coded.parent,
                names=coded.names,
            )
        )
        inherited = inherited * coded.share
    return Stages(last, tuple(stages), lonely_psu)


def _collapsed(stage: Stage) -> Stage:
    """Each stratum with one unit joined with the next in order (the last with the one before).

    Units and populations of the joined strata are counted together: f = sum n / sum N. A stratum that was sampled
    whole is left alone. The variance is then too large rather than too small, as the strata's means differ.

    Wolter (2007), Introduction to Variance Estimation, 2.5.
    """
    joins = np.arange(len(stage.names))
    open_ = np.flatnonzero(_taken_into_account(stage))
    for h in np.flatnonzero(stage.lonely):
        later = open_[open_ > h]
        earlier = open_[open_ < h]
        if len(later):
            joins[joins == joins[h]] = joins[later[0]]
        elif len(earlier):
            joins[joins == joins[h]] = joins[earlier[-1]]
    number = pd.factorize(joins, sort=True)[0].astype(np.int64)
    population = stage.n_h / np.maximum(_share_of_stratum(stage), 1e-300)
    n_joined, all_joined = np.bincount(number, weights=stage.n_h), np.bincount(number, weights=population)
    share = np.where(all_joined < 1e200, n_joined / all_joined, 0.0)
    names = tuple(" + ".join(np.asarray(stage.names, dtype=object)[number == j]) for j in range(len(n_joined)))
    moved = number[stage.stratum]
    return replace(
        stage, stratum=moved, sampled_share=share[moved], parent=np.zeros(len(names), dtype=np.int64), names=names
    )


def _taken_into_account(stage: Stage) -> BoolArray:
    """(H,) strata that were not sampled whole."""
    return stage.lonely | (np.bincount(stage.stratum, weights=stage.factor, minlength=len(stage.names)) > 0)


def _share_of_stratum(stage: Stage) -> FloatArray:
    share = np.zeros(len(stage.names))
    share[stage.stratum] = stage.sampled_share
    return share


def _coded(frame: SurveyFrame, name: str) -> tuple[IntArray, tuple[str, ...]]:
    frame.variable(name)
    codes, found = pd.factorize(frame.data[name], sort=True)
    if (codes < 0).any():
        raise AnalysisError(
            f"`{name}` must be there for every case; {(codes < 0).sum()} of {len(codes)} are empty "
            f"(first at row {(codes < 0).argmax() + 1})."
        )
    return codes.astype(np.int64), tuple(f"{x:.15g}" if isinstance(x, float) else str(x) for x in found)


def _sampled_share(
    frame: SurveyFrame, fpc: Sequence[str], s: int, unit: IntArray, stratum: IntArray, pps: bool
) -> FloatArray:
    """(n,) f from a column of population counts N_h, f_h = n_h / N_h, or of shares; with pps each unit's own.

    1 for every case is a share, and a census: as counts it would leave room for one unit in each stratum.
    """
    name = fpc[s]
    if frame.variable(name).kind == "text":
        raise AnalysisError(f"`{name}` must hold numbers; the column holds text. Name another column.")
    given = frame.data[name].to_numpy(dtype=np.float64)
    if not np.all(given > 0):
        raise AnalysisError(f"`{name}` must be positive for every case; {(~(given > 0)).sum()} are not.")
    counts = bool(np.any(given > 1))
    if counts and np.any(given < 1):
        raise AnalysisError(f"`{name}` must be all counts (at least 1) or all shares (at most 1) of the population.")
    if counts and pps:
        raise AnalysisError(f"`{name}` must hold probabilities of selection (at most 1) with pps; found counts.")
    _refuse_varying(name, given, unit if pps else stratum, "unit" if pps else "stratum")
    if not counts:
        return given
    share: FloatArray = _units_in_stratum(unit, stratum) / given
    if np.any(share > 1):
        strata = len(np.unique(stratum[share > 1]))
        raise AnalysisError(f"`{name}` says that {strata} strata have fewer PSUs than are in the sample.")
    return share


def _units_in_stratum(unit: IntArray, stratum: IntArray) -> FloatArray:
    """(n,) units of the sample in each case's stratum."""
    stratum_of = np.zeros(int(unit.max(initial=-1)) + 1, dtype=np.int64)
    stratum_of[unit] = stratum
    n_h = np.bincount(stratum_of, minlength=int(stratum.max(initial=-1)) + 1)
    return np.asarray(n_h[stratum], dtype=np.float64)


def _refuse_varying(name: str, given: FloatArray, group: IntArray, what: str) -> None:
    of_group = np.zeros(int(group.max(initial=-1)) + 1)
    of_group[group] = given
    if np.any(of_group[group] != given):
        raise AnalysisError(
            f"`{name}` must be the same within a {what}; give what holds for the whole {what}, not for a case."
        )
