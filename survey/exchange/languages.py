"""Which of Varsam's languages a text of another program is in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

LANGUAGE_NAMES = {"sv": "Swedish (sv)", "en": "English (en)"}
_KNOWN = {
    "sv": "sv", "swe": "sv", "sve": "sv", "swedish": "sv", "svenska": "sv",
    "en": "en", "eng": "en", "english": "en", "engelska": "en",
}  # fmt: skip
_WORDS = {
    "sv": " och är du din ditt på inte för att som med av har en ett vad vilken hur det den ja nej ",
    "en": " and are you your on not for to the with of have a an what which how it is do yes no ",
}


def language_of(name: str) -> str | None:
    """The language that is meant by "Swedish (sv)", "svenska", "sv-SE" or "eng"; None for every other one."""
    bare = name.strip().lower()
    in_brackets = re.search(r"\(([^)]*)\)", bare)
    for candidate in (in_brackets[1] if in_brackets else "", re.sub(r"\(.*\)", "", bare)):
        word = re.split(r"[-_ ]", candidate.strip())[0]
        if word in _KNOWN:
            return _KNOWN[word]
    return None


def guessed(texts: Iterable[str]) -> str:
    """The language that texts are most likely in, by their small words; English where nothing tells."""
    seen: Counter[str] = Counter()
    for text in texts:
        for word in re.findall(r"\w+", text.lower()):
            seen.update(language for language, words in _WORDS.items() if f" {word} " in words)
    return "sv" if seen["sv"] > seen["en"] else "en"
