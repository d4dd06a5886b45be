"""What pyreadstat cannot write into a .sav: weight, multiple-response sets, roles and attributes, a fixed time.

The dictionary of a system file is a run of records: variables (2), value labels (3, 4), documents (6), extensions (7),
and an end mark (999) before the cases. New extensions go right before that mark; weight and time are
overwritten in place. Only for files written here: little-endian, UTF-8, not .zsav (its blocks hold offsets).
"PSPP Developer's Guide", chapter "System File Format".
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_VARIABLE, _VALUE_LABELS, _LABELLED, _DOCUMENTS, _EXTENSION, _END = 2, 3, 4, 6, 7, 999
_MULTIPLE_SETS, _LONG_NAMES, _FILE_ATTRIBUTES, _VARIABLE_ATTRIBUTES = 7, 13, 17, 18
_HEADER, _WEIGHT_AT, _TIME_AT = 176, 76, 92
_TIME = b"01 Jan 0000:00:00"  # the same in every file: same data, same bytes


@dataclass(frozen=True)
class MultipleSet:
    """Ticked boxes of one question: variables in which 1 counts."""

    name: str
    label: str
    members: tuple[str, ...]


@dataclass
class _Dictionary:
    """Where things stand: `index` and `short` by long name, and the offset of the end mark."""

    index: dict[str, int] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)
    end: int = 0


def patched(
    content: bytes,
    *,
    weight: str | None = None,
    sets: Sequence[MultipleSet] = (),
    attributes: Mapping[str, Mapping[str, str]],
    file_attributes: Mapping[str, str],
) -> bytes:
    """The file `content` with what is given added.

    weight           long name of the weight variable
    attributes       long name of a variable to its attributes; "$@Role" is the role, "0" input to "3" none
    file_attributes  of the file as a whole
    """
    found = _dictionary(content)
    header = bytearray(content[:_HEADER])
    header[_TIME_AT : _TIME_AT + len(_TIME)] = _TIME
    if weight is not None:
        struct.pack_into("<i", header, _WEIGHT_AT, found.index[weight])
    added = (
        _extension(_MULTIPLE_SETS, "".join(_set(each, found.short) for each in sets))
        + _extension(_FILE_ATTRIBUTES, _written(file_attributes))
        + _extension(_VARIABLE_ATTRIBUTES, "/".join(f"{name}:{_written(given)}" for name, given in attributes.items()))
    )
    return bytes(header) + content[_HEADER : found.end] + added + content[found.end :]


def _set(multiple: MultipleSet, short: Mapping[str, str]) -> str:
    """Members go by their short names in lower case; D1 1 says that a 1, one byte long, counts."""
    members = " ".join(short[name].lower() for name in multiple.members)
    return f"${multiple.name}=D1 1 {len(multiple.label.encode())} {multiple.label} {members}\n"


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f"{name}('{value}'\n)" for name, value in attributes.items())


def _extension(kind: int, text: str) -> bytes:
    if not text:
        return b""
    payload = text.encode()
    return struct.pack("<4i", _EXTENSION, kind, 1, len(payload)) + payload


def _dictionary(content: bytes) -> _Dictionary:
    found, position, variables = _Dictionary(), _HEADER, 0
    shorts: dict[str, int] = {}
    while (kind := _number(content, position)) != _END:
        if kind == _VARIABLE:
            variables += 1
            if _number(content, position + 4) >= 0:  # -1 continues a string
                shorts[content[position + 24 : position + 32].decode().rstrip()] = variables
        elif kind == _EXTENSION and _number(content, position + 4) == _LONG_NAMES:
            found.short = _long_to_short(content, position)
        position = _after(content, position, kind)
    found.short = found.short or {name: name for name in shorts}
    found.index = {name: shorts[short] for name, short in found.short.items()}
    found.end = position
    return found


def _long_to_short(content: bytes, position: int) -> dict[str, str]:
    length = _number(content, position + 12)
    pairs = content[position + 16 : position + 16 + length].decode().split("\t")
    return {long: short for short, long in (pair.split("=", 1) for pair in pairs)}


def _after(content: bytes, position: int, kind: int) -> int:
    """Where the record after the one at `position` begins."""
    if kind == _VARIABLE:
        has_label, missing = _number(content, position + 8), abs(_number(content, position + 12))
        label = 4 + _up_to(_number(content, position + 32), 4) if has_label else 0
        return position + 32 + label + 8 * missing
    if kind == _VALUE_LABELS:
        count, position = _number(content, position + 4), position + 8
        for _ in range(count):
            position += 8 + _up_to(1 + content[position + 8], 8)
        return position
    if kind == _LABELLED:
        return position + 8 + 4 * _number(content, position + 4)
    if kind == _DOCUMENTS:
        return position + 8 + 80 * _number(content, position + 4)
    if kind == _EXTENSION:
        return position + 16 + _number(content, position + 8) * _number(content, position + 12)
    raise ValueError(f"record type {kind} at byte {position} of a .sav dictionary is not known")


def _number(content: bytes, position: int) -> int:
    return int(struct.unpack_from("<i", content, position)[0])


def _up_to(length: int, block: int) -> int:
    return -(-length // block) * block
