"""A released model as plain values; `table.to_html` lays it out."""

from __future__ import annotations

from typing import Any

from analysis.disclosure.released import ReleasedCoefficient, ReleasedModel
from analysis.publish.effects import effect, ratio_of
from analysis.publish.records import named
from analysis.publish.table import about
from analysis.source import Level


def to_json(released: ReleasedModel) -> dict[str, Any]:
    """All of a released model as plain values; ratios beside the coefficients where exp(coefficient) is one."""
    return {
        **about(released.source),
        "formula": released.formula,
        "family": released.family,
        "link": released.link,
        "event": _category(released.event),
        "outcomes": [_category(level) for level in released.outcomes],
        "baseline": _category(released.baseline),
        "level_of_confidence": released.level_of_confidence,
        "public_use": released.public_use,
        "n": released.n,
        "weighted_n": released.weighted_n,
        "n_events": released.n_events,
        "dispersion": released.dispersion,
        "df": released.df,
        "coefficients": [_term(released, term) for term in released.coefficients],
        "references": [{"variable": variable, **(_category(level) or {})} for variable, level in released.references],
        "notes": [dict(note) for note in released.notes],
        **named(released),
    }


def _category(level: Level | None) -> dict[str, Any] | None:
    return {"value": level.value, "label": dict(level.label)} if level else None


def _term(released: ReleasedModel, term: ReleasedCoefficient) -> dict[str, Any]:
    ratio: dict[str, float] = {}
    if kind := ratio_of(released):
        ratio = dict(zip((kind.key, f"{kind.key}_low", f"{kind.key}_high"), effect(released, term), strict=True))
    return {
        "term": term.term,
        "label": dict(term.label),
        "variable": term.variable,
        "value": term.level.value if term.level else None,
        "equation": term.equation.value if term.equation else None,
        "coefficient": term.coefficient,
        "std_error": term.std_error,
        "statistic": term.statistic,
        "p_value": term.p_value,
        "ci_low": term.ci_low,
        "ci_high": term.ci_high,
        **ratio,
    }
