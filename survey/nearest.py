"""The word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to a misspelt one, None when none is close. Case does not count."""
    by_lower = {candidate.lower(): candidate for candidate in reversed(tuple(known))}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.66)
    return by_lower[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean "age"?`, or nothing."""
    meant = nearest(word, known)
    return f'Did you mean "{meant}"?' if meant else ""
