"""Syntax beside a .sav: what the file holds, readable without SPSS, and the plan for SPSS's complex samples.

The first runs in SPSS and in PSPP without a warning and changes nothing that is not in the file already. No line is
longer than 251 bytes, which is as far as older releases of SPSS read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import inf
from typing import Any

from analysis.publish.spss_dictionary import SpssColumn, SpssDictionary, code
from survey.variables import MissingRange

_LONGEST_PIECE = 180  # bytes of one quoted piece, so that a line stays below 251 with marks doubled here and there
_LEVELS = {"nominal": "NOMINAL", "ordinal": "ORDINAL", "scale": "SCALE"}


def setup(sav: str, dictionary: SpssDictionary, comments: Iterable[str], weight: str | None) -> str:
    """The .sps that opens `sav` and says what is in it."""
    columns = dictionary.columns
    lines = ["* Encoding: UTF-8.", *(f"* {comment.rstrip('.')}." for comment in comments), "", f"GET FILE={code(sav)}."]
    lines += _command("VARIABLE LABELS", (_labelled(column.name, column.label) for column in columns if column.label))
    lines += _command("VALUE LABELS", (_value_labels(column) for column in columns if column.values))
    lines += [f"MISSING VALUES {column.name} ({_missing(column)})." for column in columns if column.missing]
    lines += [f"VARIABLE LEVEL {column.name} ({_LEVELS[column.measure]})." for column in columns]
    for each in dictionary.sets:
        label = f" LABEL={_quoted(each.label)}" if each.label else ""
        lines += [f"MRSETS /MDGROUP NAME=${each.name}{label}", *_wrapped("  VARIABLES=", each.members), "  VALUE=1."]
    lines += [f"WEIGHT BY {weight}."] if weight else []
    return "\n".join(lines) + "\n"


def complex_plan(sav: str, design: Mapping[str, Any], *, shares: bool) -> str:
    """The .sps for SPSS's Complex Samples (PSPP has none): a plan with right standard errors, and how to use it.

    shares  True when fpc holds the sampled share of PSUs, False when it holds their number in the population
    """
    plan = sav.removesuffix(".sav") + ".csaplan"
    parts = [f" {word}={design[use]}" for word, use in (("STRATA", "strata"), ("CLUSTER", "psu")) if design.get(use)]
    sampled = design.get("fpc")
    lines = [
        "* Encoding: UTF-8.",
        "* Needs the module Complex Samples. WEIGHT BY alone gives right points but wrong standard errors.",
        f"GET FILE={code(sav)}.",
        "WEIGHT OFF.",
        "CSPLAN ANALYSIS",
        f"  /PLAN FILE={code(plan)}",
        f"  /PLANVARS ANALYSISWEIGHT={design['weight']}",
        *([f"  /DESIGN{''.join(parts)}"] if parts else []),
        f"  /ESTIMATOR TYPE={'EQUAL_WOR' if sampled else 'WR'}" + ("" if sampled else "."),
        *([f"  /{'INCLPROB' if shares else 'POPSIZE'} VARIABLE={sampled}."] if sampled else []),
        "* Put the name of a variable for NAME and take away the stars.",
        f"* CSTABULATE /PLAN FILE={code(plan)} /TABLES VARIABLES=NAME /CELLS TABLEPCT /STATISTICS SE CIN DEFF COUNT.",
    ]
    return "\n".join(lines) + "\n"


def _command(name: str, parts: Iterable[list[str]]) -> list[str]:
    lines: list[str] = []
    for first, *rest in parts:
        lines += [f"  {'/' if lines else ''}{first}", *rest]
    return [name, *lines[:-1], lines[-1] + "."] if lines else []


def _labelled(name: str, label: str) -> list[str]:
    return [name, *_lines_of(label)]


def _value_labels(column: SpssColumn) -> list[str]:
    return [column.name, *(line for value, label in column.values.items() for line in _value_label(value, label))]


def _value_label(value: float | str, label: str) -> list[str]:
    first, *rest = _lines_of(label)
    return [f"    {code(value)} {first.strip()}", *rest]


def _lines_of(label: str) -> list[str]:
    """A label in quotation marks, in pieces joined by + where it is long."""
    pieces = list(_pieces(label))
    return [f"    {code(piece)}{' +' if number < len(pieces) else ''}" for number, piece in enumerate(pieces, 1)]


def _quoted(label: str) -> str:
    return " +\n    ".join(code(piece) for piece in _pieces(label))


def _pieces(label: str) -> Iterator[str]:
    piece = ""
    for letter in label:
        if len((piece + letter).encode()) > _LONGEST_PIECE:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _missing(column: SpssColumn) -> str:
    return ", ".join(_gap(gap) for gap in column.missing)


def _gap(gap: MissingRange) -> str:
    if gap.low == gap.high:
        return code(gap.low)
    low = "LOWEST" if gap.low == -inf else code(gap.low)
    return f"{low} THRU {'HIGHEST' if gap.high == inf else code(gap.high)}"


def _wrapped(start: str, names: Iterable[str]) -> list[str]:
    return [start, *(f"    {name}" for name in names)]
