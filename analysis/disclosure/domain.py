"""Whom a column is about, as far as its filter and its group tell without a look at the answers."""

from __future__ import annotations

import re
from hashlib import blake2b

Domain = frozenset[str]

_EQUALS = re.compile(r"""^([A-Za-z_]\w*) ==? ?("[^"]*"|'[^']*'|-?[\w.]+)$""")
_NOT_A_LIST = re.compile(r"\b(or|not)\b")


def domain(where: str, by: str = "", value: float | str | None = None) -> Domain:
    """Conditions that all hold in a column: "name=code" for an equality, else the condition as it was written."""
    conditions = {_equality(part) for part in _parts(where)}
    if value is not None:
        conditions.add(f"{by}={coded(value)}")
    return frozenset(conditions)


def disjoint(one: Domain, other: Domain) -> bool:
    """True where the two name different codes of one variable, so that nobody can be in both."""
    codes = dict(condition.split("=", 1) for condition in one if _is_equality(condition))
    return any(
        codes.get(name, code) != code
        for name, code in (condition.split("=", 1) for condition in other if _is_equality(condition))
    )


def _parts(where: str) -> list[str]:
    plain = " ".join(re.sub(r"\s*(==?|[<>]=?|!=)\s*", r" \1 ", where).split())
    if not plain:
        return []
    if _NOT_A_LIST.search(plain):
        return [plain]
    return [part.strip("() ") for part in re.split(r"\band\b", plain)]


def _equality(condition: str) -> str:
    found = _EQUALS.match(condition)
    return f"{found[1]}={coded(found[2].strip(chr(34) + chr(39)))}" if found else condition


def _is_equality(condition: str) -> bool:
    return re.match(r"^\w+=[^=]", condition) is not None


def coded(value: float | str | None) -> str:
    """A code as it stands in the ledger: 1, not 1.0, and a digest for a text, which may be what somebody wrote.

    None stands for everybody.
    """
    if value is None:
        return "all"
    try:
        return f"{float(value):.15g}"
    except ValueError:
        return blake2b(str(value).encode(), digest_size=8).hexdigest()
