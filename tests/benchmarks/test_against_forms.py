"""The comparison with other programs: our side runs, and what is locked says nothing of where it came from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from survey.compile import compile
from survey.load import load

HERE = "benchmarks/against_forms"


@pytest.fixture
def ours(root: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.syspath_prepend(str(root / HERE))
    import answers
    import comparing
    import respondents

    return answers, comparing, respondents


def test_the_lock_has_hashes_and_no_addresses(root: Path) -> None:
    text = (root / HERE / "package-lock.json").read_text(encoding="utf-8")
    packages = [part for path, part in json.loads(text)["packages"].items() if path]
    assert "://" not in text
    assert all(part["integrity"].startswith("sha512-") and "resolved" not in part for part in packages)


def test_what_a_program_sees_besides_is_counted(root: Path, ours) -> None:  # type: ignore[no-untyped-def]
    answers, comparing, respondents = ours
    compiled = compile(load(root / "tests/survey/studies/routes.yaml"))
    people = respondents.respondents(compiled)[:20]
    assert all(answers.surveyjs(compiled, one) for one in people)
    seen = [{"names": sorted(one.asked), "values": {}} for one in people]
    made = {"faults": [], "seen": seen}
    assert not comparing.compare("it", compiled, people, made, (), instrument=False).differing
    seen[3]["names"] = seen[3]["names"][1:]
    found = comparing.compare("it", compiled, people, made, (), instrument=False)
    assert sum(found.differing.values()) == 1


def test_those_whose_form_ends_early_are_asked_nothing_more(root: Path, ours) -> None:  # type: ignore[no-untyped-def]
    _, _, respondents = ours
    compiled = compile(load(root / "tests/survey/studies/types.yaml"))
    asked = [len(one.asked) for one in respondents.respondents(compiled)]
    assert min(asked) < max(asked) / 2
