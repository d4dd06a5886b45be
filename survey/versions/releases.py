"""Releases: what was asked under each version number, kept beside the study in `releases/VERSION.json`.

A release is never changed. Its digest stands in every response that was given to it, and in the file itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from survey.compile import digest, plain
from survey.errors import SurveyError, UnreadableFile
from survey.model import Questionnaire
from survey.versions.difference import Version, version_of
from survey.versions.frozen import as_text, thaw
from survey.whole_file import whole_file

FOLDER = "releases"


class AlreadyReleased(SurveyError):
    """A version number that another definition carries already."""


@dataclass(frozen=True)
class Release:
    """One released version.

    file    where it lies
    digest  of all that is asked, as the file says; `questionnaire` has the same
    """

    file: Path
    version: Version
    digest: str
    questionnaire: Questionnaire


def releases(folder: Path) -> tuple[Release, ...]:
    """The releases of a study's folder, oldest first. Raises UnreadableFile for one that was changed or damaged."""
    found = [read_release(file) for file in (folder / FOLDER).glob("*.json")]
    return tuple(sorted(found, key=lambda release: release.version))


def read_release(file: Path) -> Release:
    """One release. Raises UnreadableFile when it is not as it was written."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        said, asked = str(content["digest"]), content["questionnaire"]
    except (OSError, ValueError, KeyError, TypeError):
        raise UnreadableFile(f"{file} must be a release as `varsam release` wrote it; it cannot be read.") from None
    try:
        questionnaire = thaw(asked)
    except UnreadableFile as damaged:
        raise UnreadableFile(f"{file}: {damaged}") from None
    if digest(questionnaire) != said or questionnaire.version != file.stem:
        raise UnreadableFile(
            f"{file} was changed after it was released: it no longer has its digest. Bring it back as it was "
            "(version control has it); what is asked differently now is a new version."
        )
    return Release(file, version_of(questionnaire), said, questionnaire)


def release(questionnaire: Questionnaire, folder: Path) -> Release:
    """Keep a questionnaire as its version's release; released anew, unchanged, it stays as it is.

    The definition must be without faults: see `survey.checks`. Raises AlreadyReleased.
    """
    file = folder / FOLDER / f"{questionnaire.version}.json"
    now = digest(questionnaire)
    if file.exists():
        there = read_release(file)
        if there.digest != now:
            raise AlreadyReleased(
                f"Version {questionnaire.version} was released with other questions ({file}). Raise `version` in the "
                "definition; `varsam diff` says how far."
            )
        return there
    file.parent.mkdir(exist_ok=True)
    content = {"study": questionnaire.id, "version": questionnaire.version, "digest": now}
    with whole_file(file) as beside:
        beside.write_text(as_text({**content, "questionnaire": plain(questionnaire)}), encoding="utf-8")
    return Release(file, version_of(questionnaire), now, questionnaire)
