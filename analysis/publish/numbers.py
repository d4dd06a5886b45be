"""Numbers as people of a language write them: decimal comma and spaces in Swedish, point and commas in English."""

from __future__ import annotations

from math import isnan

from analysis.disclosure.released import Released

DASH = "–"
_MINUS = "−"
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def number(value: float | None, decimals: int, language: str) -> str:
    """A number with so many decimals; a dash for none, and for what does not exist, such as the t of a constant."""
    if value is None or isnan(value):
        return DASH
    written = f"{value:,.{decimals}f}"
    if language == "sv":
        written = written.replace(",", _NO_BREAK_SPACE).replace(".", ",")
    return written.replace("-", _MINUS)


def percent(proportion: float | None, decimals: int, language: str) -> str:
    """A proportion in per cent, without the sign."""
    return number(None if proportion is None else 100 * proportion, decimals, language)


def with_sign(percentage: str, language: str) -> str:
    """A written percentage with its sign: "38,5 %" in Swedish, "38.5%" in English."""
    return f"{percentage}{_NO_BREAK_SPACE}%" if language == "sv" else f"{percentage}%"


def interval(low: str, high: str) -> str:
    """Two written numbers as an interval, spread out where a minus would meet the dash; one dash for none."""
    if low == high == DASH:
        return DASH
    joint = " … " if _MINUS in low + high else DASH
    return f"{low}{joint}{high}"


def p_value(p: float, language: str) -> str:
    """A p value with its sign of comparison; never 0."""
    least = 0.001
    return f"p < {number(least, 3, language)}" if p < least / 2 else f"p = {number(p, 3, language)}"


def percent_decimals(released: Released, base: int | None) -> int:
    """Two for public data; else one, and none below 100 answers, as closely as the figures were released."""
    if released.public_use:
        return 2
    return 0 if base is not None and base < 100 else 1
