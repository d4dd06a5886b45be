"""All faults at once, in file order, in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from survey.checks import check, check_file
from survey.errors import Fault, UnreadableFile
from survey.load import load

Spoil = Callable[..., tuple[Fault, ...]]
LineOf = Callable[[str], int]

# Ten planted faults: number of the defect, what is replaced, by what, and a text in the line of the fault.
TEN = [
    (1, "c_use_a > 0", "c_usea > 0", "c_usea > 0"),
    (3, "c_where includes 2", "c_where includes 9", "c_where includes 9"),
    (9, "- id: c_school", "- id: c_age", "- id: c_age\n            type: single"),
    (
        11,
        "{code: 2, text: {sv: Ofta, en: Often}}",
        "{code: 1, text: {sv: Ofta, en: Often}}",
        "{code: 1, text: {sv: Ofta",
    ),
    (12, "codes: agree3", "codes: agre3", "codes: agre3"),
    (13, "title: {sv: Användning, en: Use}", "title: {sv: Användning}", "title: {sv: Användning}"),
    (17, "max: 99", "max: 5", "min: 10"),
    (23, "    skip: true", "\tskip: true", "skip: true"),
    (24, "    support: help", "    suport: help", "suport"),
    (28, "            missing: [dont_know, refused]", "            missing: [ dont_know]", "missing: [ dont_know]"),
]

# Words of the workshop that no researcher should meet in a message.
JARGON = re.compile(
    r"\b(yaml|json|python|regex|regular expression|mapping|scalar|sequence|token|pars(e|er|ing)|node"
    r"|null|none\.|dict\w*|tuple|boolean|bool|int|str|string|integer|float|exception|traceback|syntax|attribute|parameter|argument|key|schema"
    r"|enum|flow|anchor|alias|indent level|utf8|stderr|class|object|instance|type error|value error)\b",
    re.IGNORECASE,
)


def test_ten_planted_faults_are_all_reported_with_line_and_advice(spoiled: Spoil, line_of: LineOf) -> None:
    faults = spoiled(*(text for _, old, new, _ in TEN for text in (old, new)))
    expected = {(number, line_of(fragment)) for number, _, _, fragment in TEN}
    assert {(fault.number, fault.line) for fault in faults if not fault.advice} >= expected
    assert all(fault.file and fault.line and fault.what and fault.mend for fault in faults)


def test_faults_come_in_file_order(spoiled: Spoil) -> None:
    lines = [fault.line for fault in spoiled(*(text for _, old, new, _ in TEN for text in (old, new)))]
    assert lines == sorted(lines)


def test_a_message_reads_as_a_sentence(spoiled: Spoil) -> None:
    (fault,) = spoiled("c_use_a > 0", "c_use_aa > 0")
    sentence = str(fault).removeprefix(str(Path(fault.file).parent) + "/")
    assert sentence == (
        'study.yaml, line 71, page "p_where": Routing names "c_use_aa", which no earlier question defines. '
        'Did you mean "c_use_a"?'
    )


def test_messages_hold_no_jargon(spoiled: Spoil) -> None:
    for fault in spoiled(*(text for _, old, new, _ in TEN for text in (old, new))):
        assert not JARGON.search(f"{fault.where} {fault.what} {fault.mend}"), fault


def test_the_sources_of_messages_hold_no_jargon(root: Path) -> None:
    for file in [root / "survey" / "layout.py", *(root / "survey" / "checks").glob("*.py")]:
        for text in re.findall(
            r'(?:what|mend)\b[^=\n]* \+?= (f?"[^"\n]*"|f?\'[^\'\n]*\')', file.read_text(encoding="utf-8")
        ):
            assert not JARGON.search(re.sub(r"\{[^}]*\}", "", text)), (file.name, text)


def test_checking_again_says_the_same(tmp_path: Path, clean: str) -> None:
    file = tmp_path / "study.yaml"
    file.write_text(clean.replace("c_use_a > 0", "c_use_a > 9").replace("skip: true", ""), encoding="utf-8")
    assert check_file(file) == check_file(file)


def test_a_questionnaire_in_hand_is_checked_without_its_file(tmp_path: Path, clean: str) -> None:
    file = tmp_path / "study.yaml"
    file.write_text(clean.replace("max: 99", "max: 5"), encoding="utf-8")
    questionnaire = load(file)
    file.unlink()
    assert 17 in {fault.number for fault in check(questionnaire)}


def test_a_file_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        check_file(tmp_path / "none.yaml")


def test_shipped_studies_have_no_faults(root: Path) -> None:
    studies = sorted((root / "questionnaires").glob("*/questionnaire.yaml"))
    for study in studies:
        assert [str(fault) for fault in check_file(study.parent, today=date(2026, 11, 24)) if not fault.advice] == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Hur gammal är du?", f"Hur gammal är du {'verkligen ' * 30}?", "words (sv)"),
        ("How old are you?", "How old and/or young are you?", "two things at once"),
        ("How old are you?", "Surely you know your age?", "suggests an answer"),
        ("Schools should teach online safety", "Schools should not teach this", "easily misread"),
        ("ethics: Swedish", "ethics: to be filled in, Swedish", "still to be filled in"),
    ],
)
def test_advice_is_marked_and_does_not_stop_a_release(spoiled: Spoil, old: str, new: str, words: str) -> None:
    faults = spoiled(old, new)
    assert [fault.advice for fault in faults] == [True]
    assert words in faults[0].what


def test_a_lacking_name_hides_nothing_below_it(spoiled: Spoil) -> None:
    lacking = ("  id: clean\n", "", "languages: [sv, en]", "languages: sv", "- id: use\n    title", "- title")
    faults = spoiled(*lacking, "missing: [dont_know]", "missing: dont_know")
    assert [fault.number for fault in faults] == [24, 24, 24, 24]


def test_a_battery_with_many_codes_gets_advice(spoiled: Spoil) -> None:
    more = "".join(f"\n      - {{code: {n}, text: {{sv: Sv{n}, en: En{n}}}}}" for n in range(3, 9))
    faults = spoiled("{code: 2, text: {sv: Ofta, en: Often}}", "{code: 2, text: {sv: Ofta, en: Often}}" + more)
    assert [(fault.advice, "hard to read" in fault.what) for fault in faults] == [(True, True)]


def test_an_age_that_is_no_number_of_years_is_said_in_a_whole_sentence(spoiled: Spoil) -> None:
    (fault,) = spoiled("age: c_age", "age: c_consent")
    assert "of the :" not in fault.what
    assert "can never hold: nobody is asked" in fault.what
