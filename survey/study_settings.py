"""study.toml: a study's settings as plain values, with all its faults at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from re import escape, fullmatch, search
from typing import Any

from survey.collection import ACCESS, MOST_WEEKS
from survey.errors import Fault, FaultyDefinition, UnreadableFile
from survey.text import LANGUAGES

FILE_NAME = "study.toml"
LONELY_PSU = ("fail", "remove", "certainty", "adjust", "average", "collapse")

Settings = Mapping[str, Mapping[str, Any]]

# A column, or one for each stage or replicate; a number, or one for each replicate.
_COLUMNS, _NUMBER, _NUMBERS = (str, list), (int, float), (int, float, list)

# What each key holds. A table that maps to None takes any name: [levels] holds variables, and [release],
# [groupings], [publication] and [microdata] are read where they are used.
_TABLES: dict[str, dict[str, tuple[type, ...]] | None] = {
    "study": {"id": (str,), "title": (str, dict), "questionnaire": (str,)},
    "data": {"frame": (str,)},
    "design": {
        "weight": (str,),
        "strata": _COLUMNS,
        "psu": _COLUMNS,
        "fpc": _COLUMNS,
        "nest": (bool,),
        "lonely_psu": (str,),
        "lonely_in_domain": (bool,),
        "pps": (bool,),
        "replicate_weights": _COLUMNS,
        "kind": (str,),
        "scale": _NUMBER,
        "rscales": _NUMBERS,
        "fay_rho": _NUMBER,
        "mse": (bool,),
        "combined": (bool,),
    },
    "collection": {
        "access": (str,),
        "kiosk": (bool,),
        "draft_weeks": (int,),
        "withdraw_until": (date,),
        "destroy_after": (date,),
        "responsible": (str, dict),
        "contact": (str, dict),
        "leave_to": (str,),
    },
    "release": None,
    "levels": None,
    "groupings": None,
    "publication": None,
    "microdata": None,
}
_WORDS = {
    str: "text in quotation marks",
    bool: "true or false",
    dict: "one text a language",
    int: "a number",
    list: "a list of such",
    date: "a day such as 2027-01-31, without quotation marks",
}


def read(file: Path) -> Settings:
    """The tables of a study.toml. Raises UnreadableFile, or FaultyDefinition with all faults in file order."""
    try:
        source = file.read_text(encoding="utf-8")
        tables = tomllib.loads(source)
    except OSError as error:
        raise UnreadableFile(f'"{file}" cannot be read: {error.strerror}.') from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f'"{file}" is not UTF-8 text. Save it as UTF-8.') from error
    except tomllib.TOMLDecodeError as error:
        raise UnreadableFile(f'"{file}" is not valid TOML: {error}. Mend that place and try again.') from error
    faults = [
        Fault(str(file), _line(source, table, key), 0, f"[{table}]", what, mend)
        for table, key, what, mend in _faults(tables)
    ]
    if faults:
        raise FaultyDefinition(tuple(sorted(faults)))
    return tables


def _faults(tables: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Table, key, what is wrong, how to mend it."""
    for name, table in tables.items():
        if name not in _TABLES:
            yield name, "", "is not a table of study.toml.", _near(name, _TABLES)
        elif not isinstance(table, dict):
            yield name, "", "must be a table.", f"Write [{name}] on a line of its own."
        else:
            for key, value in table.items():
                yield from ((name, key, *fault) for fault in _faults_of_key(name, key, value))
    if not str(_nested(tables, "study", "id")).strip():
        yield "study", "", 'needs an "id".', 'Write id = "..." with letters, digits, "_" and "-".'


def _faults_of_key(table: str, key: str, value: Any) -> Iterator[tuple[str, str]]:
    known: Mapping[str, tuple[type, ...]] | None = _TABLES[table]
    if known is None:
        if table == "levels" and (isinstance(value, bool) or value not in (0, 1, 2, 3)):
            yield f'"{key}" must be a sensitivity level from 0 to 3.', ""
    elif key not in known:
        yield f'has no setting "{key}".', _near(key, known)
    elif not _fits(value, known[key]):
        yield f'"{key}" must be {" or ".join(_WORDS[kind] for kind in known[key] if kind in _WORDS)}.', ""
    elif key == "id" and not fullmatch(r"[A-Za-z0-9_-]*", str(value)):
        yield f'"{value}" cannot be an id.', 'Use letters A to Z, digits, "_" and "-".'
    elif key == "lonely_psu" and value not in LONELY_PSU:
        yield f'"{key}" must be one of {", ".join(LONELY_PSU)}.', _near(str(value), LONELY_PSU)
    elif key == "access" and value not in ACCESS:
        yield f'"{key}" must be one of {", ".join(ACCESS)}.', _near(str(value), ACCESS)
    elif key == "draft_weeks" and not 1 <= value <= MOST_WEEKS:
        yield f'"{key}" must be from 1 to {MOST_WEEKS} weeks.', ""
    elif key == "leave_to" and not search(r"^https://[^/\s]+", str(value)):
        yield f'"{key}" must be an address that begins with https://.', "Choose a site that says nothing of the study."
    elif isinstance(value, dict) and not set(value) <= set(LANGUAGES):
        yield f'"{key}" has a language other than {" and ".join(LANGUAGES)}.', ""


def _fits(value: Any, kinds: tuple[type, ...]) -> bool:
    """True for a value of one of the kinds, and for a list where there may be one, of values of the other kinds."""
    if isinstance(value, list) and list in kinds:
        others = tuple(kind for kind in kinds if kind is not list)
        return bool(value) and all(_fits(one, others) for one in value)
    return isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))


def _near(name: str, known: Any) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f'Did you mean "{near[0]}"?' if near else f"Known are {', '.join(known)}."


def _nested(tables: Mapping[str, Any], table: str, key: str) -> Any:
    inner = tables.get(table)
    return inner.get(key, "") if isinstance(inner, dict) else ""


def _line(source: str, table: str, key: str) -> int:
    """Where a key was written, near enough to find it: the first such line after the table's name."""
    start = search(rf"(?m)^\s*\[\s*{escape(table)}\b", source)
    begin = start.start() if start else 0
    place = search(rf'(?m)^\s*"?{escape(key)}"?\s*=', source[begin:]) if key else None
    return source.count("\n", 0, begin + (place.end() if place else len(start.group()) if start else 0)) + 1
