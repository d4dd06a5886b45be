"""The chain that ties the lines of the ledger together, so that a changed or removed line is seen.

Each line carries the hash of the line before and its own. Lines from before there was a chain stand at the top without
either; the first that has them ties all of these down, for the hash of a line is made from that of the line before.

What a chain cannot see is that its end was cut off, or that all of it was written anew. Whoever keeps the last hash
elsewhere (`varsam releases` prints it) sees that too: it must still be in the chain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

BEFORE, OWN = "before", "hash"


class Broken(ValueError):
    """A line that does not follow from the line before."""


def linked(fields: Mapping[str, Any], before: str) -> dict[str, Any]:
    """The fields of a new line with the hash of the line before, "" for the first, and its own."""
    tied = {**fields, BEFORE: before}
    return {**tied, OWN: _hash(tied)}


def written(line: Mapping[str, Any]) -> bytes:
    """A line as it stands in the file: the same fields are the same bytes."""
    return json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def followed(line: Mapping[str, Any], before: str, *, tied: bool) -> tuple[dict[str, Any], str]:
    """The fields of a line without its hashes, and the hash that the next line must carry.

    before  hash of the line before; "" for the first
    tied    True once a line has carried a hash: from then on each must
    Raises Broken, which says what was done to the file.
    """
    if OWN not in line:
        if tied:
            raise Broken("it carries no hash, so it was not written by Varsam, or was changed")
        return dict(line), _hash({**line, BEFORE: before})
    fields = {name: value for name, value in line.items() if name != OWN}
    if _hash(fields) != line[OWN]:
        raise Broken("it was changed after it was written")
    if fields.pop(BEFORE, None) != before:
        raise Broken("it does not follow from the line before: a line was taken out, put in or moved")
    return fields, line[OWN]


def _hash(fields: Mapping[str, Any]) -> str:
    return sha256(written(fields)).hexdigest()
