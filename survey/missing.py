"""The eight reasons why an answer is not there: one scheme in every file, screen and export."""

from __future__ import annotations

from enum import IntEnum
from math import isfinite

from survey.text import Text

# What a variable holds: a code, a number, a text, or a reason for having none of these (-1 to -9).
Answer = int | float | str


class Missing(IntEnum):
    """A reason for item nonresponse. SPSS keeps all of them in one range, -9 THRU -1; Stata in .a to .h."""

    NOT_ASKED = -1
    DONT_KNOW = -2
    REFUSED = -3
    LEFT_BLANK = -4
    NOT_REACHED = -5
    SECTION_SKIPPED = -6
    NOT_IN_VERSION = -7
    REMOVED = -9


LABELS: dict[Missing, Text] = {
    Missing.NOT_ASKED: Text(sv="Ej tillfrågad", en="Not asked"),
    Missing.DONT_KNOW: Text(sv="Vet inte", en="Don't know"),
    Missing.REFUSED: Text(sv="Vill inte svara", en="Prefer not to answer"),
    Missing.LEFT_BLANK: Text(sv="Lämnad tom", en="Left blank"),
    Missing.NOT_REACHED: Text(sv="Ej nådd (avbröt)", en="Not reached (broke off)"),
    Missing.SECTION_SKIPPED: Text(sv="Avsnittet överhoppat", en="Section skipped"),
    Missing.NOT_IN_VERSION: Text(sv="Inte i denna version eller arm", en="Not in this version or arm"),
    Missing.REMOVED: Text(sv="Borttagen vid röjandekontroll", en="Removed in disclosure review"),
}

# What a definition may offer the respondent, by the name it is written with.
OFFERED: dict[str, Missing] = {"dont_know": Missing.DONT_KNOW, "refused": Missing.REFUSED}

# Who has one of these was not asked; who has another one was.
REASONS_NOT_ASKED = (
    Missing.NOT_ASKED, Missing.NOT_REACHED, Missing.SECTION_SKIPPED, Missing.NOT_IN_VERSION, Missing.REMOVED,
)  # fmt: skip


def as_answer(value: object) -> Answer:
    """What was read from JSON, when it is an answer. Raises TypeError."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError("an answer is a number or a text")
    if isinstance(value, float) and not isfinite(value):
        raise TypeError("an answer is no endless number")
    return value
