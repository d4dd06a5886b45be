"""What a text takes in, how it is filled, and how it is shown where nobody reads it yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.blanks import Blank, blanks, pipeable, stray_brackets, unpiped
from survey.compile import compile
from survey.load import load
from survey.piping import piped
from survey.text import plain

COMPILED = compile(load(Path(__file__).parent / "studies" / "arms.yaml"))


@pytest.mark.parametrize(
    ("wording", "found"),
    [
        ("On {frame}", (Blank("frame"),)),
        ("In { place |your town}", (Blank("place", "your town"),)),
        ("{a} and {b|}", (Blank("a"), Blank("b", ""))),
        ("Brackets {{themselves}}", ()),
        ("No blank", ()),
    ],
)
def test_blanks_are_names_with_words_to_stand_for_them(wording: str, found: tuple[Blank, ...]) -> None:
    assert blanks(wording) == found


@pytest.mark.parametrize(
    ("wording", "values", "said"),
    [
        ("{frame}", {"frame": 2}, "people's safety"),
        ("{place|there}", {"place": 1}, "a town"),
        ("{place|there}", {"place": -3}, "there"),
        ("{place|there}", {}, "there"),
        ("{place|}", {}, ""),
        ("{place}", {"place": -4}, "…"),
        ("{adults} of {children}", {"adults": 12, "children": 0}, "12 of 0"),
        ("{{frame}}", {"frame": 2}, "{frame}"),
        ("{view_order}", {"view_order": "2 1"}, "…"),
    ],
)
def test_a_text_is_filled_with_labels_numbers_or_other_words(
    wording: str, values: dict[str, int | str], said: str
) -> None:
    assert piped(plain(wording), values, COMPILED, "en") == said


@pytest.mark.parametrize(
    ("wording", "stray"), [("{a", True), ("a}", True), ("{a}", False), ("{{", False), ("a", False)]
)
def test_a_bracket_by_itself_is_noticed(wording: str, stray: bool) -> None:
    assert stray_brackets(wording) is stray


def test_no_words_of_the_respondents_own_can_be_taken_in() -> None:
    names = pipeable(COMPILED.questionnaire)
    assert {"frame", "place", "adults", "view"} <= set(names)
    assert not {"view_order", "stratum", "base_weight", "t_people", "trust"} & set(names)


def test_where_nobody_reads_it_yet_a_label_in_brackets_stands_for_the_answer() -> None:
    assert unpiped(plain("In {place|a place}, {frame}"), COMPILED.variables) == {
        "sv": "In [Var bor du?], [Inramning]",
        "en": "In [Where do you live?], [Frame]",
    }
