"""Test cases as files, and what is said when the definition has changed since."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from survey.compile import Compiled, compile
from survey.covering import Coverage, cover, read_cases, replayed, summary, write_cases
from survey.errors import UnreadableFile
from survey.load import load

TYPES = Path(__file__).parents[1] / "studies" / "types.yaml"
COMPILED = compile(load(TYPES))
COVERAGE = cover(COMPILED)
Changed = Callable[..., Compiled]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The study after replacing texts: changed(old, new, ...)."""

    def change(*replacements: str) -> Compiled:
        text = TYPES.read_text(encoding="utf-8")
        for old, new in zip(replacements[::2], replacements[1::2], strict=True):
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / "changed.yaml").write_text(text, encoding="utf-8")
        return compile(load(tmp_path / "changed.yaml"))

    return change


def differences(compiled: Compiled) -> set[str]:
    return {said for case in COVERAGE.cases for said in replayed(case, compiled)}


def test_cases_come_back_from_their_files_as_they_were(tmp_path: Path) -> None:
    write_cases(COVERAGE, COMPILED, tmp_path)
    assert tuple(read_cases(tmp_path).values()) == COVERAGE.cases


def test_cases_hold_for_the_definition_they_were_made_from() -> None:
    assert differences(COMPILED) == set()


def test_fewer_cases_leave_no_old_ones_behind(tmp_path: Path) -> None:
    write_cases(COVERAGE, COMPILED, tmp_path)
    write_cases(Coverage(COVERAGE.cases[:2], ()), COMPILED, tmp_path)
    assert list(read_cases(tmp_path)) == ["case_001.json", "case_002.json"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ask_if: t_use includes 2", "ask_if: not t_use includes 2", 'The page "p_chat" should'),
        ("t_age > 74", "t_age > 17", "the form should go on"),
        ("ask_if: t_list = 1", "ask_if: t_list = 0", 'The page "p_count" should ask'),
        ("value: t_age / 2", "value: t_age / 3", 'Another value is stored for "t_half"'),
        ("max: 50", "max: 0", 'no longer takes the answer to "t_friends"'),
        ("id: t_wish", "id: t_hope", 'The page "p_text" should ask "t_wish"; it asks "t_hope"'),
        ("id: t_half", "id: t_part", 'No value is stored any more for "t_half"'),
        ("id: t_half", "id: t_part", 'The case knows nothing of "t_part"'),
    ],
)
def test_what_differs_is_said_in_words(changed: Changed, old: str, new: str, said: str) -> None:
    assert any(said in each for each in differences(changed(old, new)))


def test_a_changed_wording_changes_no_case(changed: Changed) -> None:
    assert differences(changed("Hur gammal är du?", "Hur många år är du?")) == set()


def test_a_page_more_at_the_end_is_said(changed: Changed) -> None:
    new = (
        "- {id: t_thanks, type: note, text: {sv: Tack, en: Thanks}}\n      - id: p_more\n        questions:\n          "
    )
    more = changed("- {id: t_thanks,", new + "- {id: t_again,")
    assert 'The form should be at its end; "p_more" comes.' in differences(more)


def test_the_summary_says_what_nobody_reaches(changed: Changed) -> None:
    never = changed("ask_if: t_value_rank1 = 1", "ask_if: t_value_rank1 = 1 and t_value_rank2 = 1")
    said = summary(cover(never), never, "en")
    assert "## What nobody reaches" in said
    assert 'page "p_friends" is shown: no answers lead there' in said
    assert 'sidan "p_friends" visas: inga svar leder dit' in summary(cover(never), never, "sv")


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"format": 9}', '{"format": 1, "study": "s"}'])
def test_a_damaged_case_is_refused(tmp_path: Path, damage: str) -> None:
    (tmp_path / "case_001.json").write_text(damage, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"case_001\.json"):
        read_cases(tmp_path)


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no test cases"):
        read_cases(tmp_path)


def test_cases_say_what_is_posted_and_what_comes_next(tmp_path: Path) -> None:
    write_cases(COVERAGE, COMPILED, tmp_path)
    case = json.loads((tmp_path / "case_001.json").read_text(encoding="utf-8"))
    assert case["steps"][0]["page"] == "p_consent"
    assert {"page", "asked", "posted", "next"} == set(case["steps"][0])
