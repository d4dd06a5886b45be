"""No change goes unseen: every word of every element, changed by itself, is named as a change of that element."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from survey.compile import compile as compiled_from
from survey.compile import plain
from survey.load import load
from survey.model import Questionnaire
from survey.simulate import simulate
from survey.versions import Size, difference
from survey.versions.frame import frame_of_versions
from survey.versions.frozen import thaw

STUDIES = Path(__file__).parents[1] / "studies"
# Ids and codes: what has another one is gone, and something else is new.
NAMES = {"id", "code"}
# Choices between words: which other word there is.
OTHER_WORD = {
    "type": "note", "order": "fixed", "precision": "month", "role": "comparison", "score": "sum",
    "version": "9.9.9", "earliest": "1901", "latest": "2099", "age": "", "support": "",
}  # fmt: skip


@pytest.fixture(scope="module", params=["types", "arms", "clean"])
def questionnaire(request) -> Questionnaire:
    return load(STUDIES / f"{request.param}.yaml")


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every text, number and truth of a questionnaire written down."""
    if isinstance(value, dict):
        for word, part in value.items():
            yield from leaves(part, (*path, word))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from leaves(part, (*path, place))
    else:
        yield path


def changed(content: Any, path: tuple[Any, ...]) -> Any:
    """The questionnaire with one leaf changed; a code list everywhere it is used."""
    other = deepcopy(content)
    at, lists = other, []
    for step in path[:-1]:
        at = at[step]
        if step == "codes" or path[:2] == ("code_lists", step):
            lists.append(at)
    before = deepcopy(lists[-1]) if lists else None
    at[path[-1]] = otherwise(path, at[path[-1]])
    return replaced(other, before, lists[-1]) if lists else other


def otherwise(path: tuple[Any, ...], value: Any) -> Any:
    """Another value of the same kind."""
    word = path[-1]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1 if isinstance(value, int) else value / 2
    if word in OTHER_WORD:
        return OTHER_WORD[word]
    if word == "source" and path[-2] in ("ask_if", "end_if", "must"):
        return f"not ({value})"
    if word == "source" and path[-2] == "value":
        return f"({value}) + 1"
    return f"{value} andra ord här"


def replaced(content: Any, old: Any, new: Any) -> Any:
    if content == old:
        return new
    if isinstance(content, dict):
        return {word: replaced(part, old, new) for word, part in content.items()}
    return [replaced(part, old, new) for part in content] if isinstance(content, list) else content


def test_every_word_of_every_element_is_seen_when_it_changes(questionnaire: Questionnaire) -> None:
    content = json.loads(json.dumps(plain(questionnaire)))
    used = {q.codes.id for _, page in questionnaire.pages() for q in page.questions if q.codes}
    unseen = []
    for path in leaves(content):
        unused = path[0] == "code_lists" and content["code_lists"][path[1]]["id"] not in used
        if path[-1] in NAMES or path[0] in ("version", "languages") or isinstance(path[-1], int) or unused:
            continue
        newer = thaw(changed(content, path))
        if json.loads(json.dumps(plain(newer))) == content:
            continue
        changes = difference(questionnaire, newer).changes
        if not changes or changes[0].what == "something in it is changed.":
            unseen.append(path)
    assert unseen == []


def test_meanings_are_never_called_slips(questionnaire: Questionnaire) -> None:
    master = questionnaire.languages[0]
    content = json.loads(json.dumps(plain(questionnaire)))
    for path in leaves(content):
        if path[-1] == master and "items" in path and path[0] == "sections":
            (change, *_) = difference(questionnaire, thaw(changed(content, path))).changes
            assert change.size is Size.MAJOR


def test_a_questionnaire_written_down_reads_back_equal(questionnaire: Questionnaire) -> None:
    assert thaw(json.loads(json.dumps(plain(questionnaire)))) == questionnaire


def test_answers_of_all_types_stand_in_one_frame_with_those_of_an_older_version() -> None:
    newer = load(STUDIES / "types.yaml")
    content = json.loads(json.dumps(plain(newer)))
    del content["sections"][1]
    content["scales"] = []
    content["version"] = "0.9.0"
    for section in content["sections"]:
        section["pages"] = [page for page in section["pages"] if "ask_if" not in page]
        section.pop("ask_if", None)
    older = compiled_from(thaw(content))
    now = compiled_from(newer)
    given = [*simulate(now, n=5, seed=1), *simulate(older, n=5, seed=1)]
    frame = frame_of_versions([older, now], given)
    lacking = [name for name in now.variables if name not in older.variables]
    assert len(lacking) > 10
    for name in lacking:
        absent = "-7" if frame.variable(name).kind == "text" else -7
        assert set(frame.data[name][5:]) == {absent}, name
