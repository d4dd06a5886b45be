"""What was found, as the part of docs/exchange.md between two marks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from comparing import Compared

BEGIN, END = "<!-- made by `make forms` -->", "<!-- to here -->"


def page(found: Sequence[Compared], shown: Mapping[str, Any], versions: Mapping[str, str]) -> str:
    """Tables and sentences."""
    return "\n".join([*_forms(found, versions), "", *_editor(shown, versions)])


def put(path: Path, text: str) -> None:
    """The text in place of what stood between the marks."""
    before = path.read_text(encoding="utf-8")
    after = re.sub(
        rf"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: f"{BEGIN}\n\n{text}\n\n{END}", before, flags=re.S
    )
    path.write_text(after, encoding="utf-8")


def _forms(found: Sequence[Compared], versions: Mapping[str, str]) -> list[str]:
    surveyjs, odk = versions["survey-core"], versions["@getodk/xforms-engine"]
    own = [one for one in found if one.instrument]
    judged, differing = sum(one.judged for one in own), sum(sum(one.differing.values()) for one in own)
    computed, wrong = sum(one.computed for one in own), sum(sum(one.wrong.values()) for one in own)
    return [
        "Made-up respondents answered each study here. Their answers were given to two programs, and what each sees",
        "was compared, question by question and item by item, with what Varsam asks:",
        "",
        f"- SurveyJS: survey-core {surveyjs};",
        f"- ODK: the engine of its web forms, @getodk/xforms-engine {odk}; pyxform made the workbook an XForm.",
        "",
        "Among the respondents are those who reach both sides of every condition, and those whose form ends early.",
        "Arms and what the sampling knows were given as values; a rank of some choices was filled up for ODK, which",
        "takes no other. The last four studies are the tests' own.",
        "",
        f"Of the seven instruments, {judged} questions were seen or not by somebody: {differing} differ. Of {computed}",
        f"computed values {wrong} differ.",
        "",
        "| study | program | respondents | seen or not | differing | computed | differing | not said by the export |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {one.study} | {one.program} | {one.respondents} | {one.judged} | {sum(one.differing.values())} "
            f"| {one.computed} | {sum(one.wrong.values())} | {len(one.told)} |"
            for one in found
        ),
        "",
        *_differences(found),
        *_complaints(found),
    ]


def _differences(found: Sequence[Compared]) -> list[str]:
    kept = [one for one in found if one.differing or one.wrong]
    if not kept:
        return ["Nothing differs."]
    lines = ["What differs, and what the report of the export said before:", ""]
    for one in kept:
        names = ", ".join(f"`{name}` ({n})" for name, n in (*one.differing.items(), *one.wrong.items()))
        lines.append(f"- {one.study}, {one.program}: {names}. {' '.join(one.told) or 'The report said nothing.'}")
    return lines


def _complaints(found: Sequence[Compared]) -> list[str]:
    lines = [f"- {one.study}, {one.program}: {'; '.join(one.faults)}" for one in found if one.faults]
    if not lines:
        return ["", "The programs say nothing against the forms."]
    return [
        "",
        "What the programs themselves say against the forms (a name is unknown that is to be given):",
        "",
        *lines,
    ]


def _editor(shown: Mapping[str, Any], versions: Mapping[str, str]) -> list[str]:
    said = "; ".join(f'line {fault["line"]}: "{fault["message"]}"' for fault in shown["found"]) or "nothing"
    return [
        "### In an editor",
        "",
        f"yaml-language-server {versions['yaml-language-server']}, which VS Code's YAML extension runs, opened",
        f"`{shown['file']}` with the schema that the file names:",
        "",
        f"- the file as it is: {shown['clean']} faults;",
        f"- with a misspelt key planted in line {shown['planted_line']}: {said};",
        f"- in a question it offered {len(shown['offered'])} keys, among them `ask_if`, `help` and `required`;"
        if {"ask_if", "help", "required"} <= set(shown["offered"])
        else f"- in a question it offered {shown['offered']};",
        f'- over `type` it said "{_explained(shown)}" and listed {shown["explained"].count("* `")} types.',
    ]


def _explained(shown: Mapping[str, Any]) -> str:
    return str(shown["explained"].split("\n\n")[1])
