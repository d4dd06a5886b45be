"""Groups, repeats, metadata and what else a row of a real XLSForm can be."""

from __future__ import annotations

import pytest

HEAD = "|  | type | name | label | relevant | appearance |\n"


def test_relevance_of_groups_goes_to_what_stands_inside(form) -> None:
    brought = form(
        HEAD + "|  | select_one yn | went | Did you go? | | |\n|  | begin group | g | Visit | ${went} = 'yes' | |\n"
        "|  | begin group | h | Inside | ${went} != '' | |\n|  | select_one yn | fun | Was it fun? | | |\n"
        "|  | end group | | | | |\n|  | end group | | | | |"
    )
    section = brought.questionnaire.sections[1]
    assert section.ask_if.source == "went = 1"
    assert section.pages[0].ask_if.source == "went is answered"
    assert section.pages[0].title["en"] == "Inside"


def test_repeats_are_refused_with_their_rows(form) -> None:
    brought = form(
        HEAD + "|  | note | n | Hello. | | |\n|  | begin repeat | child | Each child | | |\n"
        "|  | integer | age_c | How old? | | |\n|  | end repeat | | | | |"
    )
    assert not brought.has("age_c")
    assert "rows 5 to 5" in brought.refused(4)


@pytest.mark.parametrize(
    ("rows", "kind", "row"),
    [
        ("|  | begin group | g | G | | |\n|  | note | n | Hello. | | |", "changed", 3),
        ("|  | note | n | Hello. | | |\n|  | end group | | | | |", "refused", 4),
    ],
)
def test_unbalanced_groups_are_mended_and_said(form, rows: str, kind: str, row: int) -> None:
    brought = form(HEAD + rows)
    assert brought.has("n")
    assert "end" in getattr(brought, kind)(row)


def test_a_screen_is_a_page_until_a_condition_looks_at_it(form) -> None:
    brought = form(
        HEAD + "|  | begin group | g | Visit | | field-list |\n|  | select_one yn | went | Did you go? | | |\n"
        "|  | select_one yn | knew | Did you know of it? | | |\n"
        "|  | select_one yn | fun | Was it fun? | ${went} = 'yes' | |\n|  | end group | | | | |"
    )
    assert [[q.id for q in page.questions] for _, page in brought.questionnaire.pages()] == [["went", "knew"], ["fun"]]
    assert "new page" in brought.changed(6)
    assert brought.faults == ()


def test_a_table_is_a_battery(form) -> None:
    brought = form(
        HEAD + "|  | begin group | g | Do these fit? | | table-list |\n|  | select_one yn | a | Calm. | | |\n"
        "|  | select_one yn | b | Fair. | | |\n|  | end group | | | | |"
    )
    battery = brought.questionnaire.sections[0].pages[0].questions[0]
    assert (battery.type, [item.id for item in battery.items]) == ("battery", ["a", "b"])


@pytest.mark.parametrize("type", ["start", "end", "deviceid", "username", "geopoint", "audit", "phonenumber"])
def test_what_tells_who_is_answering_is_refused(form, type: str) -> None:
    brought = form(HEAD + f"|  | {type} | x | | | |\n|  | note | n | Hello. | | |")
    assert not brought.has("x")
    assert "tells" in brought.refused(3)


@pytest.mark.parametrize("type", ["image", "audio", "video", "file", "barcode", "time", "dateTime", "hidden", "qwerty"])
def test_what_varsam_does_not_ask_is_refused_with_its_row(form, type: str) -> None:
    brought = form(HEAD + f"|  | {type} | x | What? | | |\n|  | note | n | Hello. | | |")
    assert not brought.has("x")
    assert brought.refused(3)


def test_nothing_has_to_be_answered(form) -> None:
    brought = form("|  | type | name | label | required |\n|  | select_one yn | a | Is it? | yes |")
    assert not brought.question("a").required
    assert "has to be answered" in brought.changed(3)


def test_defaults_and_locked_answers_are_refused(form) -> None:
    brought = form(
        "|  | type | name | label | default | read_only |\n|  | select_one yn | a | Is it? | yes | yes |",
    )
    assert "filled in beforehand" in brought.refused(3)


def test_appearance_is_left_to_the_form(form) -> None:
    assert "appearance" in form(HEAD + "|  | select_one yn | a | Is it? | | minimal |").changed(3)


def test_a_note_stands_on_the_page_of_the_question_behind_it(form) -> None:
    brought = form(HEAD + "|  | note | n | Think of last week. | | |\n|  | select_one yn | a | Did you rest? | | |")
    assert [[q.id for q in page.questions] for _, page in brought.questionnaire.pages()] == [["n", "a"]]


def test_an_unknown_subject_counts_as_sensitive(form) -> None:
    brought = form(HEAD + "|  | select_one yn | a | Is it? | | |")
    assert brought.questionnaire.sections[0].level == 2
    assert brought.question("a").missing == ("refused",)
    assert brought.faults == ()


def test_a_level_that_is_given_holds(form) -> None:
    assert form(HEAD + "|  | select_one yn | a | Is it? | | |", level=0).question("a").missing == ()


def test_a_row_without_a_type_is_refused(form) -> None:
    brought = form(HEAD + "|  | | a | Is it? | | |\n|  | note | n | Hello. | | |")
    assert "no type" in brought.refused(3)


def test_what_was_changed_stands_in_the_files_too(form) -> None:
    brought = form(HEAD + "|  | select_one yn | a.b | Is it? | | |")
    assert '# Row 3: The question is called "a_b"' in brought.files["main.yaml"]
    assert 'Changed: sheet "survey", row 3' in brought.files["IMPORT.md"]
