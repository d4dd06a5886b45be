"""Faults of layout, explained in plain words: indentation, tabs, brackets, quotation marks, colons.

A fault of layout is found by mending it: of all small mendings near the place where reading stopped, the one
with which reading gets furthest and makes most sense tells what was wrong. The mended text is read on, so that one
slip hides nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import yaml

from survey.errors import Fault
from survey.mendings import CONTROL, LAYOUT, cut, mendings

Oddness = Callable[[str], tuple[int, int]]


def without_tabs(file: str, text: str) -> tuple[str, list[Fault]]:
    """The text with two spaces for each tab before the first letter of a line, and one fault for all such lines."""
    lines = text.split("\n")
    tabbed = [i for i, line in enumerate(lines) if "\t" in line[: len(line) - len(line.lstrip())]]
    if not tabbed:
        return text, []
    for i in tabbed:
        start = len(lines[i]) - len(lines[i].lstrip())
        lines[i] = lines[i][:start].replace("\t", "  ") + lines[i][start:]
    others = f" (and {len(tabbed) - 1} further lines)" if len(tabbed) > 1 else ""
    what = f"The line begins with a tab{others}; only spaces show what belongs to what."
    mend = "Replace each tab by spaces, two for each step."
    return "\n".join(lines), [Fault(file, tabbed[0] + 1, LAYOUT, "", what, mend)]


def diagnosed(file: str, text: str, error: yaml.YAMLError, oddness: Oddness) -> tuple[Fault, str]:
    """What the fault of layout is that stopped the reading, and the text with it mended.

    oddness  of a text: how little sense it makes; decides between mendings with which reading gets equally far
    """
    lines = text.split("\n")
    stopped = min(_stopped_at(error, text), len(lines) - 1)
    reached = [(_reach(mending.lines), mending) for mending in mendings(lines, stopped)]
    furthest = max((reach for reach, _ in reached), default=0)
    if furthest > stopped:
        tied = [mending for reach, mending in reached if reach == furthest]
        best = min(tied, key=lambda mending: oddness(_until(mending.lines, furthest))) if len(tied) > 1 else tied[0]
    else:
        best = cut(lines, stopped)
    return Fault(file, best.line + 1, best.number, "", best.what, best.mend), "\n".join(best.lines)


def _reach(lines: Sequence[str]) -> float:
    """The line at which reading stops, infinity when it does not."""
    text = "\n".join(lines)
    try:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass
    except yaml.YAMLError as error:
        return _stopped_at(error, text)
    return math.inf


def _until(lines: Sequence[str], reach: float) -> str:
    return "\n".join(lines if math.isinf(reach) else lines[: int(reach)])


def _stopped_at(error: yaml.YAMLError, text: str) -> int:
    if isinstance(error, yaml.MarkedYAMLError):
        # A quotation mark or a word that nothing follows is found out much later than where it stands.
        begun = any(word in (error.context or "") for word in ("quoted", "simple key"))
        mark = error.context_mark if begun else error.problem_mark
        return mark.line if mark else 0
    odd = CONTROL.search(text)
    return text.count("\n", 0, odd.start()) if odd else 0
