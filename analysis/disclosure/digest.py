"""The digest of a released table, made from its figures alone, so that it can be made again from any file with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

Value = float | int | str | None

RECORD = (
    "row_value",
    "column_value",
    "value",
    "std_error",
    "ci_low",
    "ci_high",
    "df",
    "deff",
    "n",
    "weighted_n",
    "base_n",
    "base_weighted_n",
    "flag",
)
_DIGITS = 12  # a workbook keeps 16 digits of a number, not all 17


def table_digest(*, study: str, query: str, policy: str, records: Iterable[Mapping[str, Value]]) -> str:
    """Names a table: of which study, what was asked, under which policy, and every figure or blank by row and column.

    records  with the names of `RECORD`, row by row
    """
    lines = [[study, query, policy], *([_plain(record[name]) for name in RECORD] for record in records)]
    return sha256("\n".join("\t".join(map(repr, line)) for line in lines).encode()).hexdigest()


def _plain(value: Value) -> str:
    """The same from a file with 1 as from one with 1.0; nothing is nothing, in whatever way a file says it."""
    if value is None or value == "":
        return ""
    try:
        return f"{float(value):.{_DIGITS}g}"
    except ValueError:
        return str(value)
