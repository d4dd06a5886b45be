"""Test cases as files: one JSON a case, and a summary in words for whoever reviews the form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from survey.compile import Compiled
from survey.covering.cases import ENDED, Case, Step
from survey.covering.cover import Coverage
from survey.covering.target_words import HEADINGS, in_words
from survey.covering.targets import Element, Target, elements
from survey.errors import UnreadableFile
from survey.expressions import words
from survey.missing import as_answer
from survey.whole_file import whole_file

_VERSION = 1
SUMMARY = "summary.md"


def write_cases(coverage: Coverage, compiled: Compiled, folder: Path, *, language: str = "en") -> tuple[Path, ...]:
    """Write a file for each case, and the summary, into the folder; cases that stood there before are taken away."""
    names = [f"case_{number:03}.json" for number in range(1, len(coverage.cases) + 1)]
    for name, case in zip(names, coverage.cases, strict=True):
        with whole_file(folder / name) as beside:
            beside.write_text(_as_json(case), encoding="utf-8")
    with whole_file(folder / SUMMARY) as beside:
        beside.write_text(summary(coverage, compiled, language), encoding="utf-8")
    for old in folder.glob("case_[0-9][0-9][0-9].json"):
        if old.name not in names:
            old.unlink()
    return (*(folder / name for name in names), folder / SUMMARY)


def read_cases(folder: Path) -> dict[str, Case]:
    """Name of each file to its case, in order. Raises UnreadableFile."""
    files = sorted(folder.glob("case_*.json"))
    if not files:
        raise UnreadableFile(f'The folder "{folder}" holds no test cases. `varsam simulate STUDY --cover` writes them.')
    return {file.name: _read(file) for file in files}


def _as_json(case: Case) -> str:
    return json.dumps({"format": _VERSION, **asdict(case)}, ensure_ascii=False, indent=1) + "\n"


def _read(file: Path) -> Case:
    try:
        read: Any = json.loads(file.read_text(encoding="utf-8"))
        if read["format"] != _VERSION:
            raise UnreadableFile(f'"{file.name}" was written by another version of Varsam. Make the cases anew.')
        return Case(
            **{name: str(read[name]) for name in ("study", "version", "digest", "language")},
            chance=int(read["chance"]),
            given={str(name): float(value) for name, value in read["given"].items()},
            steps=tuple(_step(step) for step in read["steps"]),
            values={str(name): as_answer(value) for name, value in read["values"].items()},
            reaches=tuple(Target(each["kind"], str(each["id"]), bool(each["holds"])) for each in read["reaches"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UnreadableFile(f'"{file.name}" is no test case, or is damaged. Make the cases anew.') from None


def _step(read: Mapping[str, Any]) -> Step:
    posted = {str(field): [str(text) for text in texts] for field, texts in read["posted"].items()}
    return Step(str(read["page"]), tuple(map(str, read["asked"])), posted, str(read["next"]))


def summary(coverage: Coverage, compiled: Compiled, language: str) -> str:
    """What the cases reach, what nobody can reach, and what each case is for."""
    return "\n".join(_summary(coverage, compiled, language)) + "\n"


def _summary(coverage: Coverage, compiled: Compiled, language: str) -> Iterator[str]:
    def said(heading: str, **parts: object) -> str:
        return HEADINGS[heading].in_language(language).format(**parts)

    every = {target: element for element in elements(compiled) for target in element.targets()}
    asked = compiled.questionnaire
    yield said("title", title=asked.title.in_language(language), version=asked.version)
    yield ""
    yield said("reached", n=len(coverage.cases), met=len(every) - len(coverage.unreached), all=len(every))
    if coverage.unreached:
        yield from ("", said("unreached"), "")
    for each in coverage.unreached:
        why = said("certain" if each.certain else "uncertain")
        yield f"- {in_words(each.target, language)}: {why}{_condition(every[each.target], compiled, language)}"
    yield from ("", said("cases"), "")
    for number, case in enumerate(coverage.cases, start=1):
        how = said("ended" if case.steps and case.steps[-1].next == ENDED else "complete", pages=len(case.steps))
        yield f"- case_{number:03}.json: {how}"
        others = {target for other in coverage.cases if other is not case for target in other.reaches}
        yield from (f"  - {in_words(t, language)}" for t in every if t in case.reaches and t not in others)


def _condition(element: Element, compiled: Compiled, language: str) -> str:
    if element.condition is None:
        return ""
    age = compiled.questionnaire.age
    return f" ({words(element.condition, compiled.variables, language, age=age)})"
