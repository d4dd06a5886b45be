"""Advice on scales with more steps to one side than to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.checks.walk import fault, used_code_lists
from survey.errors import Fault
from survey.model import CodeList, Questionnaire

# Words of both sides; the side that denies comes first, because its words hold those of the other.
_SIDES = (
    (r"disagree|(do|does) not agree", r"agree"),
    (r"dissatisfied|unsatisfied|not satisfied", r"satisfied"),
    (r"unlikely|not likely", r"likely"),
    (r"bad|badly|poor|poorly", r"good|well|excellent"),
    (r"negative", r"positive"),
    (r"against|oppose", r"in favour|support"),
    (r"worse", r"better"),
    (r"unsafe|not safe", r"safe"),
    (
        r"tar (helt |delvis )?avstånd|instämmer (verkligen )?inte|håller inte med",
        r"instämmer|håller (helt |delvis )?med",
    ),
    (r"missnöjd|inte nöjd", r"nöjd"),
    (r"osannolikt|inte sannolikt", r"sannolikt"),
    (r"dåligt?|dålig", r"bra|utmärkt"),
    (r"negativt?", r"positivt?"),
    (r"sämre", r"bättre"),
    (r"otrygg", r"trygg"),
)
_PATTERNS = tuple(
    (re.compile(rf"\b({no})\b", re.IGNORECASE), re.compile(rf"\b({yes})\b", re.IGNORECASE)) for no, yes in _SIDES
)
# The middle names both sides, or none of them.
_MIDDLE = re.compile(r"\b(neither|nor|both|varken|både|so-so|fair)\b", re.IGNORECASE)
# A scale from nothing upwards has one side only.
_NOTHING = re.compile(r"\b(not at all|never|none|nothing|inte alls|aldrig|ingen|inget)\b", re.IGNORECASE)
_FEWEST = 3


def unbalanced(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every code list whose labels lean to one side; said once a list."""
    for codes, where in used_code_lists(questionnaire):
        labels = {language: _labels(codes, language) for language in questionnaire.languages}
        found = [leaning for each in labels.values() if (leaning := _leaning(each)) is not None]
        if found and len(found) == len(labels):
            yield _said(codes, where, *found[0])


def _labels(codes: CodeList, language: str) -> list[str]:
    """Labels that stand on one of the sides, as far as can be told."""
    labels = [category.text.get(language, "") for category in codes.categories if not category.exclusive]
    return [label for label in labels if not _MIDDLE.search(label)]


def _leaning(labels: list[str]) -> tuple[int, int] | None:
    """How many labels stand on the one side and on the other, where these are not as many; None for a level scale."""
    if any(_NOTHING.search(label) for label in labels):
        return None
    for denying, affirming in _PATTERNS:
        against = sum(bool(denying.search(label)) for label in labels)
        for_it = sum(bool(affirming.search(label)) and not denying.search(label) for label in labels)
        if against + for_it >= _FEWEST and against != for_it:
            return against, for_it
    return None


def _said(codes: CodeList, where: str, against: int, for_it: int) -> Fault:
    what = f"The scale has {for_it} steps to one side and {against} to the other, which pulls answers."
    return fault(codes.place, 0, where, what, "Give both sides as many steps.", advice=True)
