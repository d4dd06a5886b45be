"""The defects of the reference list: each is caught, at its line, with a plain message."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from survey.checks import check_file
from survey.errors import Fault
from tests.survey.checks.defects import DEFECTS, Planted
from tests.survey.checks.test_report import JARGON

Spoil = Callable[..., tuple[Fault, ...]]
LineOf = Callable[[str], int]
SpoilStudy = Callable[[Planted], tuple[Fault, ...]]


def named(planted: Planted) -> str:
    return f"{planted.number}-{planted.study}-{planted.line.strip()[:30]}"


def without_quoted(message: str) -> str:
    """The message without what it quotes from the definition."""
    return re.sub(r'"[^"]*"|`[^`]*`', "", message)


@pytest.fixture
def spoiled_study(tmp_path: Path, root: Path) -> SpoilStudy:
    """Faults of one of the two studies after planting a defect in it."""

    def spoil(planted: Planted) -> tuple[Fault, ...]:
        text = (root / "tests" / "survey" / "studies" / f"{planted.study}.yaml").read_text(encoding="utf-8")
        assert planted.old in text, f"the study does not hold {planted.old!r}"
        file = tmp_path / "study.yaml"
        file.write_text(text.replace(planted.old, planted.new, 1), encoding="utf-8")
        return check_file(file, today=date(2026, 11, 24))

    return spoil


@pytest.mark.parametrize("planted", DEFECTS, ids=named)
def test_a_defect_is_caught_at_its_line_in_plain_words(
    spoiled_study: SpoilStudy, line_of: LineOf, planted: Planted
) -> None:
    faults = spoiled_study(planted)
    found = [fault for fault in faults if fault.number == planted.number and planted.words in str(fault)]
    assert found, faults
    assert found[0].line == line_of(planted.line)
    for fault in faults:
        assert fault.what, fault
        assert fault.mend, fault
        assert not JARGON.search(without_quoted(f"{fault.where} {fault.what} {fault.mend}")), fault


def test_every_defect_is_planted_at_least_twice() -> None:
    planted = Counter(defect.number for defect in DEFECTS)
    assert {number: planted[number] for number in range(1, 31) if planted[number] < 2} == {}


def test_both_studies_are_without_fault(root: Path) -> None:
    for study in ("clean", "full"):
        assert check_file(root / "tests/survey/studies" / f"{study}.yaml", today=date(2026, 11, 24)) == ()


def test_a_clean_study_has_no_faults_and_no_advice(spoiled: Spoil) -> None:
    assert spoiled() == ()


def test_a_support_text_is_fresh_for_twelve_months(spoiled: Spoil) -> None:
    assert spoiled(today=date(2027, 11, 1)) == ()
    assert len(spoiled(today=date(2027, 11, 2))) == 1


# What may look like a defect and is none.
HARMLESS = [
    ("{sv: I skolan, en: At school}", "{sv: Ingen kompis i närheten, en: With no friend nearby}"),
    ("Har någon kontaktat dig på ett obehagligt sätt?", "Har någon bett om ditt telefonnummer?"),
    ("Has anyone contacted you in an unpleasant way?", "Has anyone asked for your name or phone number?"),
    ("c_use_a > 0", "c_use_a>0"),
    ("- id: c_school", "- id: c_weekly"),
]


@pytest.mark.parametrize(("old", "new"), HARMLESS)
def test_what_only_looks_like_a_defect_is_left_alone(spoiled: Spoil, old: str, new: str) -> None:
    assert spoiled(old, new) == ()


def test_a_fault_of_layout_is_not_followed_by_faults_of_what_could_not_be_read(spoiled: Spoil) -> None:
    assert [fault.number for fault in spoiled("en: How old are you?", "en: How old are you {name}?")] == [23]
