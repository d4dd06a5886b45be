"""Names of another program as names that Varsam, SPSS, Stata and R take."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from unicodedata import normalize

LONGEST = 32
# Words that a program keeps for itself, and columns that every data file gets: a question is never called so.
_TAKEN = (
    " all and by eq ge gt le lt ne not or to with if in is was includes missing answered asked true false count sum"
    " mean min max age_in_years today score else for while next break repeat function null inf nan na using byte double"
    " float int long language week complete synthetic "
)


def legal(name: str, *, prefix: str = "q") -> str:
    """The nearest name that every program takes: letters, digits and _, a letter first, at most 32, no reserved word.

    Longer ones are cut and end in a figure of their own, so that two of them stay two.
    """
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_") if not _stands(plain) else plain
    if not plain:
        return prefix
    if not plain[0].isalpha() or f" {plain.lower()} " in _TAKEN:
        plain = f"{prefix}_{plain}"
    return _cut(plain, LONGEST)


def _stands(name: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) is not None


def _cut(name: str, longest: int) -> str:
    """A name of at most so many letters; what was cut off is told by four figures."""
    if len(name) <= longest:
        return name
    told = sum(place * ord(letter) for place, letter in enumerate(name, start=1)) % 10_000
    return f"{name[: longest - 5]}_{told:04d}"


@dataclass
class Names:
    """Names in use, told apart without capitals as SPSS and data bases do."""

    used: set[str] = field(default_factory=set)

    def take(self, name: str, *, prefix: str = "q") -> str:
        """A legal name that nothing else has; a second one of the same name ends in _2."""
        wanted = legal(name, prefix=prefix)
        found, number = wanted, 1
        while found.lower() in self.used:
            number += 1
            found = f"{wanted[: LONGEST - len(str(number)) - 1]}_{number}"
        self.used.add(found.lower())
        return found
