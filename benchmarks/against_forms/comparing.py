"""What another program asked of each respondent, beside what Varsam asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from respondents import Respondent, questions

from survey.compile import Compiled


@dataclass(frozen=True)
class Compared:
    """One study in one program.

    judged     questions and items times respondents, each seen or not
    differing  name to how many see it there and not here, or the other way round
    computed   computed values that were compared; wrong, how many of them differ
    instrument True for one of the seven, False for a study of the tests
    faults     what the program says against the form; told, what the export had refused
    """

    program: str
    study: str
    respondents: int
    judged: int
    differing: Mapping[str, int]
    computed: int
    wrong: Mapping[str, int]
    faults: tuple[str, ...]
    told: tuple[str, ...]
    instrument: bool


def compare(
    program: str,
    compiled: Compiled,
    people: Sequence[Respondent],
    made: Mapping[str, Any],
    told: tuple[str, ...],
    *,
    instrument: bool,
) -> Compared:
    """Each question of each respondent, and each computed value."""
    asked = [question for question in questions(compiled) if question.answered != "computed"]
    names = {q.id for q in asked} | {item.id for q in asked if q.type == "battery" for item in q.items}
    values = [question.id for question in questions(compiled) if question.answered == "computed"]
    differing: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    faults = [*made["faults"]]
    for one, seen in zip(people, made["seen"], strict=True):
        differing.update((one.asked ^ set(seen["names"])) & names)
        wrong.update(name for name in values if not _same(one.values[name], seen["values"].get(name)))
        faults += seen.get("refused", ())
    return Compared(
        program,
        compiled.questionnaire.id,
        len(people),
        len(names) * len(people),
        differing,
        len(values) * len(people),
        wrong,
        tuple(dict.fromkeys(faults)),
        told,
        instrument,
    )


def _same(ours: float | str, theirs: object) -> bool:
    """Whether both have the same number, or both have none."""
    if theirs in (None, ""):
        return not isinstance(ours, str) and ours < 0
    try:
        return abs(float(str(theirs)) - float(ours)) < 1e-9
    except ValueError:
        return False
