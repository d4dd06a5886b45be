"""A study's folder: `study.toml` with the questionnaire, the answers, the design and the release settings it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

from survey import frame_file
from survey.collection import Collection, collection_of
from survey.errors import FaultyDefinition, SurveyError, UnknownStudy
from survey.frame import SurveyFrame
from survey.groupings import Grouping, grouped, groupings_of
from survey.study_settings import FILE_NAME, Settings, read
from survey.text import Text, plain

PLACES = (Path(), Path("questionnaires"))


class NoDataYet(SurveyError):
    """A study whose answers have not been brought in."""


@dataclass(frozen=True)
class Study:
    """A study as its folder says.

    id        name in addresses, files and the ledger
    folder    where study.toml lies; every path in it is relative to that
    title     in all languages
    settings  the tables of study.toml, plain values
    """

    id: str
    folder: Path
    title: Text
    settings: Settings

    @property
    def design(self) -> Mapping[str, Any]:
        """Names of columns (weight, strata, psu, fpc, replicate_weights) and how they are meant; only what is set."""
        return self.settings.get("design", {})

    @property
    def release(self) -> Mapping[str, Any]:
        """public_use and what else the release policy reads; only what study.toml sets."""
        return self.settings.get("release", {})

    @property
    def collection(self) -> Collection:
        """Who may answer, how long what is kept, and whom respondents can ask."""
        return collection_of(self.settings.get("collection", {}))

    @property
    def groupings(self) -> tuple[Grouping, ...]:
        """Variables that the study makes from others by putting codes together. Raises BadGrouping."""
        return groupings_of(self.settings.get("groupings", {}))

    @property
    def publication(self) -> Mapping[str, Any]:
        """The tables that are published together; only what study.toml sets."""
        return self.settings.get("publication", {})

    @property
    def microdata(self) -> Mapping[str, Any]:
        """What the microdata policy reads; only what study.toml sets."""
        return self.settings.get("microdata", {})

    @property
    def frame_path(self) -> Path | None:
        """Where the answers lie or will lie; None when study.toml names no place."""
        return self._path("data", "frame")

    @property
    def questionnaire_path(self) -> Path | None:
        """The questionnaire's file; None for an imported study."""
        return self._path("study", "questionnaire")

    def questionnaire(self) -> Any:
        """The compiled questionnaire; None for an imported study. Raises FaultyDefinition with all faults."""
        path = self.questionnaire_path
        if path is None:
            return None
        questionnaire = import_module("survey.load").load(path)
        faults = tuple(fault for fault in import_module("survey.checks").check(questionnaire) if not fault.advice)
        if faults:
            raise FaultyDefinition(faults)
        return import_module("survey.compile").compile(questionnaire)

    def frame(self, data: Path | None = None) -> SurveyFrame:
        """The answers, with the sensitivity levels that [levels] sets and the variables that [groupings] makes.

        data  another file with answers to the study, in place of the one that study.toml names. Answers straight from
              the form lack the columns of the sample; levels and groupings of what is not there are passed over
        Raises NoDataYet before there are any, UnknownVariable when [levels] names what is not there, BadGrouping.
        """
        path = data or self.frame_path
        if path is None or not path.exists():
            place = f'"{path}" is not there' if path else f"{FILE_NAME} names no file under [data]"
            raise NoDataYet(
                f'The study "{self.id}" has no data yet: {place}. `varsam unseal` brings in what was answered, '
                "`varsam simulate` makes synthetic answers."
            )
        frame = frame_file.read(path)
        levels, groupings = self.settings.get("levels", {}), self.groupings
        if data is not None:
            levels = {name: level for name, level in levels.items() if name in frame.variables}
            groupings = _of_what_is_there(groupings, frame)
        changed = {name: replace(frame.variable(name), level=level) for name, level in levels.items()}
        frame = replace(frame, study=self.id, title=self.title, variables={**frame.variables, **changed})
        return grouped(frame, groupings)

    def _path(self, table: str, key: str) -> Path | None:
        named = self.settings.get(table, {}).get(key)
        return self.folder / named if named else None


def _of_what_is_there(groupings: Iterable[Grouping], frame: SurveyFrame) -> tuple[Grouping, ...]:
    known, kept = set(frame.variables), []
    for grouping in groupings:
        if grouping.of in known:
            known.add(grouping.name)
            kept.append(grouping)
    return tuple(kept)


def find(name: str | Path) -> Study:
    """A study by the path of its folder or study.toml, or by its folder's name below here or `questionnaires/`.

    Raises UnknownStudy with the nearest names.
    """
    path = Path(name)
    for folder in (path.parent if path.name == FILE_NAME else path, *(place / path for place in PLACES)):
        if (folder / FILE_NAME).is_file():
            return _open(folder)
    if path.is_dir():
        raise UnknownStudy(f'The folder "{name}" has no {FILE_NAME}, so it is not a study.')
    known = sorted({folder.name for folder in _folders(PLACES)})
    near = get_close_matches(path.name, known, n=3)
    hint = f"Did you mean {', '.join(near)}?" if near else f"Here are: {', '.join(known) or 'none'}."
    raise UnknownStudy(f'There is no study "{name}" here or in questionnaires/. {hint}')


def studies(places: Iterable[Path] = PLACES) -> tuple[Study, ...]:
    """Every study that is one of the folders or lies right below one, in the order of the places, then by name."""
    return tuple(_open(folder) for folder in _folders(places))


def _folders(places: Iterable[Path]) -> list[Path]:
    found: dict[Path, Path] = {}
    for place in places:
        below = sorted(place.glob("[!.]*")) if place.is_dir() else []
        for folder in (place, *below):
            if (folder / FILE_NAME).is_file():
                found.setdefault(folder.resolve(), folder)
    return list(found.values())


def _open(folder: Path) -> Study:
    settings = read(folder / FILE_NAME)
    title = settings["study"].get("title") or settings["study"]["id"]
    return Study(
        id=settings["study"]["id"],
        folder=folder,
        title=plain(title) if isinstance(title, str) else Text(title),
        settings=settings,
    )
