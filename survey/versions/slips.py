"""Whether two wordings say the same: a slip of the pen was mended, or something else is asked now.

No program knows what a sentence means. What passes for a slip is narrow: punctuation, capital letters, and at most two
words of which each is nearly the same as before. A changed figure, a word more or less, a negation: all that is taken
for a new meaning, and whoever knows better may look at it and still call it what they like.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_MOST_WORDS = 2
_ALIKE = 0.8
_NEGATIONS = {"not", "no", "never", "none", "without", "inte", "ingen", "inget", "inga", "aldrig", "utan", "ej", "icke"}


def is_slip(old: str, new: str) -> bool:
    """Whether the new wording is the old one with a slip of the pen mended."""
    before, after = _words(old), _words(new)
    if len(before) != len(after):
        return "".join(before) == "".join(after)
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    return len(changed) <= _MOST_WORDS and all(_is_alike(a, b) for a, b in changed)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_alike(a: str, b: str) -> bool:
    if {a, b} & _NEGATIONS or re.search(r"\d", a + b):
        return False
    return SequenceMatcher(None, a, b).ratio() >= _ALIKE and _prefix(a) == _prefix(b)


def _prefix(word: str) -> str:
    """Un- and o- turn a word into its opposite."""
    return next((prefix for prefix in ("un", "in", "o") if word.startswith(prefix)), "")
