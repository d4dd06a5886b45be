"""A questionnaire by what somebody calls it: a study, a folder, a file, or one of its releases."""

from __future__ import annotations

from pathlib import Path

from survey.errors import SurveyError
from survey.load import load
from survey.model import Questionnaire
from survey.study import Study, find
from survey.versions.releases import FOLDER, read_release, releases


def opened(name: str) -> Questionnaire:
    """The questionnaire of a study, folder, file or release.

    name  a study's name or folder; a definition's file; a release as STUDY@VERSION or as its file in `releases/`
    Raises SurveyError when there is none, FaultyDefinition when it cannot be read.
    """
    path = Path(name)
    if path.suffix == ".json" and path.is_file():
        return read_release(path).questionnaire
    study, _, version = name.rpartition("@")
    if study:
        return _released(_folder(find(study)), version)
    if path.exists() and not (path / "study.toml").is_file():
        return load(path)
    return load(_folder(find(name)))


def _folder(study: Study) -> Path:
    if study.questionnaire_path is None:
        raise SurveyError(f'The study "{study.id}" has no questionnaire: it was imported with its answers.')
    return study.questionnaire_path.parent


def _released(folder: Path, version: str) -> Questionnaire:
    found = releases(folder)
    for release in found:
        if release.questionnaire.version == version:
            return release.questionnaire
    known = ", ".join(release.questionnaire.version for release in found) or "none"
    raise SurveyError(f'There is no release "{version}" in {folder / FOLDER}. Released are: {known}.')
