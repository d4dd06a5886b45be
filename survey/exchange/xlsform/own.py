"""Varsam's own words in a workbook: what an export wrote beside the columns of XLSForm, read back as it was meant.

A cell holds what stands behind the word in a definition. A mark tells whether somebody has since edited the columns
that say the same in XLSForm; then those hold, and the own words do not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from survey.errors import Fault
from survey.exchange.losses import Losses, Spot
from survey.nodes import Scalar, read_nodes
from survey.shapes import Shape

# What the rows of a survey sheet are; the skipped ones say to XLSForm what stands in another row's own words.
SKIPPED = ("intro", "help", "end", "other", "arm", "design")
MARKED = ("type", "relevant", "constraint", "calculation", "parameters")
MARK = "as_exported"


def mark(cells: Iterable[str]) -> str:
    """A short mark of the cells that own words stand for."""
    return hashlib.sha256("\n".join(cells).encode()).hexdigest()[:8]


def own_words(shape: Shape[Any], cells: Mapping[str, str], spot: Spot, losses: Losses) -> dict[str, Any]:
    """The words of an element, read from its cells; a cell that cannot be read is noted and left out."""
    found: dict[str, Any] = {}
    for key in shape.keys:
        if key.word not in cells:
            continue
        faults: list[Fault] = []
        node, layout = read_nodes("", f"{key.word}: {cells[key.word]}")
        inner = getattr(node, "get", lambda _: None)(key.word)
        value = None if inner is None or layout else key.kind.read(inner, "", faults)
        if value is None or faults:
            at = Spot(spot.sheet, spot.row, f"varsam_{key.word}")
            why = [fault.what for fault in (*faults, *layout)] or [f'"{cells[key.word]}" cannot be read.']
            losses.refused(at, "", why[0])
        else:
            found[key.word] = value
    return found


def own_elements(shape: Shape[Any], text: str, spot: Spot, losses: Losses) -> Any:
    """One element from one cell; None when it cannot be read."""
    node, layout = read_nodes("", text)
    faults: list[Fault] = list(layout)
    if node is None or isinstance(node, Scalar):
        losses.refused(spot, "", "The cell cannot be read as an element of a definition.")
        return None
    element = shape.read(node, "", faults)
    for fault in faults:
        losses.refused(spot, "", f"{fault.what} {fault.mend}")
    return element
