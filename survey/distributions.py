"""Shares of answers from a file, for made-up respondents.

y_gender: {1: 48, 2: 48, 3: 4}          # weights: they need not add up to anything
y_use: {1: 0.7, 2: 0.4}                 # of a multiple choice: the chance that each is ticked
y_wish: {"More time": 1, "Nothing": 2}  # of a text: what is written
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from survey.compile import Compiled
from survey.drawing import as_values
from survey.errors import Fault, FaultyDefinition, UnreadableFile
from survey.missing import Missing
from survey.model import DesignVariable, Place, Question
from survey.nearest import did_you_mean
from survey.nodes import Block, Entry, Node, Scalar, read_nodes
from survey.posting import as_posted
from survey.reading import read_answers

_Asked = tuple[Question, str] | DesignVariable


def read_distributions(path: Path, compiled: Compiled) -> dict[str, Mapping[Any, float]]:
    """Variable (of a multiple choice or a rank: question) to its answers with their weights.

    Raises UnreadableFile, and FaultyDefinition with all that is wrong, in the order of the lines.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UnreadableFile(f'"{path}" cannot be read. A text file with shares of answers is wanted.') from None
    node, found = read_nodes(path.name, text)
    faults, asked = list(found), dict(_asked(compiled))
    entries = node.entries if isinstance(node, Block) else ()
    if not faults and not entries:
        faults.append(
            _fault(Place(path.name, 1), "", "The file names no variable.", "Write `variable: {code: share}`.")
        )
    read: dict[str, Mapping[Any, float]] = {entry.word: _shares(entry, asked, faults) for entry in entries}
    if faults:
        raise FaultyDefinition(tuple(sorted(faults)))
    return read


def _asked(compiled: Compiled) -> Iterator[tuple[str, _Asked]]:
    """Everything that shares can be given for, by the name it is given under."""
    for variable in compiled.questionnaire.design:
        yield variable.id, variable
    for question in (question for _, page in compiled.steps for question in page.questions):
        if question.answered == "codes of items":
            yield from ((item.id, (replace(question, items=(item,)), item.id)) for item in question.items)
        elif question.answered not in ("nothing", "computed"):
            yield question.id, (replace(question, min=None) if question.answered == "codes" else question, question.id)
            line = Question(f"{question.id}_other", "text", question.text)
            yield from ((name, (line, name)) for name in compiled.names[question.id] if name == line.id)


def _shares(entry: Entry, asked: Mapping[str, _Asked], faults: list[Fault]) -> dict[Any, float]:
    where, of = f'variable "{entry.word}"', asked.get(entry.word)
    if of is None:
        what = "Shares can be given for what respondents answer and for design variables, and this is neither."
        mend = (
            did_you_mean(entry.word, asked) or "Write a name of a question, an item of a battery or a design variable."
        )
        faults.append(_fault(entry.place, where, what, mend))
        return {}
    if not isinstance(entry.value, Block) or not entry.value.entries:
        what, mend = "No shares are given.", f"Write them as `{entry.word}: {{1: 40, 2: 60}}`."
        faults.append(_fault(entry.place, where, what, mend))
        return {}
    found: dict[Any, float] = {}
    for part in entry.value.entries:
        value = _answer(part.word, of)
        if value is None:
            what = "One of the answers is none that can be given, or lies outside the limits."
            faults.append(_fault(part.place, where, what, "Write a code that the codebook lists."))
        else:
            found[value] = _share(part.value, where, faults)
    if found and not any(share > 0 for share in found.values()) and not faults:
        faults.append(_fault(entry.place, where, "All shares are 0.", "Let at least one of them be greater."))
    return found


def _answer(written: str, of: _Asked) -> int | float | str | None:
    """The answer as it is stored; None where it cannot be one."""
    if isinstance(of, DesignVariable):
        number = _number(written)
        known = number is not None and (of.codes is None or number in of.codes.codes())
        return number if known else None
    question, field = of
    if question.answered == "text" and written != str(int(Missing.LEFT_BLANK)):
        values, faults = read_answers([question], {field: [written]}, "en")
        value = values.get(field)
        return None if faults else value
    number = _number(written)
    if number is None or number != int(number):
        return None
    code = int(number)
    if code == Missing.LEFT_BLANK:
        return None if question.must_be_answered else code
    several = question.answered in ("codes", "ranks") and code >= 0
    values = as_values(question, field, [code] if several else code, "x")
    return code if read_answers([question], as_posted(question, values), "en") == (values, ()) else None


def _share(node: Node, where: str, faults: list[Fault]) -> float:
    share = _number(node.text) if isinstance(node, Scalar) else None
    if share is None or share < 0:
        faults.append(
            _fault(node.place, where, "A share must be a number from 0 upwards.", "Write such as 0.25 or 25.")
        )
        return 0.0
    return share


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number - number == 0 else None


def _fault(place: Place, where: str, what: str, mend: str) -> Fault:
    return Fault(place.file, place.line, 0, where, what, mend)
