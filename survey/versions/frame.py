"""The answers to all versions of a questionnaire in one frame.

Every variable of every version is a column. Where a version lacks one, its rows hold -7; codes that only an older
version had keep their labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from survey.compile import Compiled
from survey.errors import SurveyError
from survey.frame import SurveyFrame
from survey.missing import Missing
from survey.response import Response
from survey.responses import frame
from survey.text import Text
from survey.variables import ValueLabel, Variable
from survey.versions.slips import is_slip

VERSION = Variable(
    "version", Text(sv="Formulärets version", en="Version of the form"), kind="text", role="paradata", format="A12"
)
_IN_VERSION = Text(sv="i version {}", en="in version {}")


class UnknownVersion(SurveyError):
    """Responses to questions that no version at hand asked."""


def frame_of_versions(
    versions: Sequence[Compiled], responses: Iterable[Response], *, synthetic: bool = False
) -> SurveyFrame:
    """The answers to several versions, row by row as given, with a column `version`.

    versions  oldest first; the last one's order, labels and universes go before those of the others
    Raises UnknownVersion for a response to none of them, SurveyError where a variable is a text in one and a number
    in another.
    """
    given = list(responses)
    known = {compiled.digest: compiled for compiled in versions}
    _all_known(given, known)
    newest = versions[-1]
    parts = {
        digest: frame(compiled, [r for r in given if r.digest == digest], synthetic=synthetic)
        for digest, compiled in known.items()
    }
    variables = _variables(versions, parts)
    rows = [parts[digest].data.assign(version=known[digest].questionnaire.version) for digest in known]
    data = pd.concat([_with_all(part, variables) for part in rows if len(part)] or [_with_all(rows[-1], variables)])
    order = [place for digest in known for place, response in enumerate(given) if response.digest == digest]
    data = data.iloc[sorted(range(len(order)), key=order.__getitem__)].reset_index(drop=True)
    return SurveyFrame(newest.questionnaire.id, data, variables, newest.questionnaire.title, synthetic)


def _all_known(given: Sequence[Response], known: Mapping[str, Compiled]) -> None:
    strangers = sorted({(r.version, r.digest[:12]) for r in given if r.digest not in known})
    if strangers:
        listed = ", ".join(f"{version} ({digest}…)" for version, digest in strangers)
        raise UnknownVersion(
            f"Every response must have been given to a released version or to the present one; there are some to "
            f"{listed}. Bring that definition back from version control and `varsam release` it."
        )


def _variables(versions: Sequence[Compiled], parts: Mapping[str, SurveyFrame]) -> dict[str, Variable]:
    found: dict[str, Variable] = {}
    for compiled in reversed(versions):
        for name, variable in parts[compiled.digest].variables.items():
            if name in found:
                found[name] = _with_labels_of(found[name], variable, compiled.questionnaire.version)
            else:
                found[name] = variable
    return {**found, VERSION.name: VERSION}


def _with_labels_of(newer: Variable, older: Variable, version: str) -> Variable:
    """The newer variable with the codes that only the older one has, and the older meaning of those it shares."""
    if newer.kind != older.kind:
        raise SurveyError(
            f'The variable "{newer.name}" must be a text in all versions or a number in all; in version {version} it '
            "is not what it is in the newest. Give the newer question a name of its own."
        )
    meant = {label.value: label.label for label in older.values}
    values = [
        ValueLabel(label.value, _both(label.label, meant.pop(label.value, label.label), version))
        for label in newer.values
    ]
    values += [ValueLabel(code, label) for code, label in meant.items()]
    reasons = {label.value: label for label in (*older.missing, *newer.missing)}
    return replace(
        newer,
        values=tuple(values),
        missing=tuple(sorted(reasons.values(), key=lambda label: float(label.value), reverse=True)),
        min=_least(newer.min, older.min),
        max=_greatest(newer.max, older.max),
        level=max(newer.level, older.level),
        format=max(newer.format, older.format, key=_width),
    )


def _both(newer: Text, older: Text, version: str) -> Text:
    """One label; both, where they say different things, for a reader must not take the one for the other."""
    return Text(
        {language: _said(text, older.get(language, text), language, version) for language, text in newer.items()}
    )


def _said(newer: str, older: str, language: str, version: str) -> str:
    if is_slip(older, newer) or newer.endswith(f": {older})"):
        return newer
    return f"{newer} ({_IN_VERSION.in_language(language).format(version)}: {older})"


def _with_all(part: pd.DataFrame, variables: Mapping[str, Variable]) -> pd.DataFrame:
    """The rows of one version with a column for every variable; those it lacks hold -7."""
    absent = int(Missing.NOT_IN_VERSION)
    lacking = {
        name: str(absent) if variable.kind == "text" else float(absent)
        for name, variable in variables.items()
        if name not in part.columns
    }
    return part.assign(**lacking)[list(variables)]


def _least(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else min(first, second)


def _greatest(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else max(first, second)


def _width(written: str) -> float:
    return float(written[1:] or 0)
