"""Translations, piping, media and names of real XLSForms."""

from __future__ import annotations

import pytest

from survey.errors import UnreadableFile


def test_translations_stand_in_columns_however_they_are_spelt(form) -> None:
    brought = form(
        "|  | type | name | label::Swedish (sv) | Label: en |\n|  | integer | a | Hur många? | How many? |",
        "|  | list_name | name | label::Swedish (sv) | label:en |",
    )
    assert brought.question("a").text == {"sv": "Hur många?", "en": "How many?"}
    assert brought.questionnaire.languages == ("sv", "en")


def test_a_missing_translation_is_a_fault_of_the_study(form) -> None:
    brought = form(
        "|  | type | name | label::sv | label::en |\n|  | note | a | Hej. | Hello. |\n|  | note | b | Tack. |  |",
    )
    assert [fault.where for fault in brought.faults if fault.number == 13] == ['question "b"']


def test_a_language_that_varsam_lacks_is_refused_by_its_column(form) -> None:
    brought = form("|  | type | name | label::English (en) | label::French (fr) |\n|  | note | a | Hello. | Salut. |")
    assert [loss.spot.column for loss in brought.report.refused] == ["label::French (fr)"]


def test_a_form_in_other_languages_only_is_refused_whole(form) -> None:
    with pytest.raises(UnreadableFile, match="no text in Swedish or English"):
        form("|  | type | name | label::French (fr) |\n|  | note | a | Salut. |")


def test_the_default_language_is_the_language_of_unmarked_texts(form) -> None:
    brought = form(
        "|  | type | name | label |\n|  | note | a | Hej. |", settings="|  | default_language |\n|  | svenska |"
    )
    assert brought.question("a").text == {"sv": "Hej."}


def test_settings_name_the_study(form) -> None:
    brought = form(
        "|  | type | name | label |\n|  | note | a | Hello. |",
        settings="|  | form_title | form_id | version |\n|  | Well-being | wb-2026 | 2.1.0 |",
    )
    whole = brought.questionnaire
    assert (whole.id, whole.title, whole.version) == ("wb_2026", {"en": "Well-being"}, "2.1.0")


def test_an_answer_taken_into_a_text_keeps_its_place(form) -> None:
    brought = form(
        "|  | type | name | label |\n|  | select_one yn | went.there | Did you go? |\n"
        "|  | note | a | You said ${went.there}. |"
    )
    assert brought.question("a").text["en"] == "You said {went_there}."
    assert "takes in an answer" in brought.changed(4)


def test_pictures_and_sounds_are_refused_by_their_columns(form) -> None:
    brought = form(
        "|  | type | name | label | media::image | audio |\n|  | note | a | Hello. | a.png | a.mp3 |",
    )
    assert {loss.spot.column for loss in brought.report.refused} == {"media::image", "audio"}


def test_names_with_dots_and_dashes_become_legal_everywhere(form) -> None:
    brought = form(
        "|  | type | name | label | relevant |\n|  | select_one yn | a.b-c | Is it? | |\n"
        "|  | note | end | So. | ${a.b-c} = 'yes' |"
    )
    assert brought.asked_if("end") == "a_b_c = 1"
    assert '"a_b_c"' in brought.changed(3)


def test_very_long_names_are_cut_and_stay_two(form) -> None:
    long = "how_often_do_you_use_social_media_on_"
    brought = form(
        "|  | type | name | label | relevant |\n"
        f"|  | select_one yn | {long}weekdays | On weekdays? | |\n"
        f"|  | select_one yn | {long}weekends | At weekends? | ${{{long}weekdays}} = 'no' |"
    )
    first, second = (page.questions[0] for _, page in brought.questionnaire.pages())
    assert len({first.id, second.id}) == 2
    assert max(len(first.id), len(second.id)) <= 32
    assert second.ask_if.source == f"{first.id} = 0"
    assert brought.faults == ()


def test_words_of_programs_are_no_names(form) -> None:
    brought = form("|  | type | name | label |\n|  | select_one yn | with | With whom? |")
    assert brought.has("q_with")


def test_the_same_name_in_two_groups_becomes_two(form) -> None:
    brought = form(
        "|  | type | name | label |\n|  | begin group | one | One |\n|  | select_one yn | a | First? |\n"
        "|  | end group | | |\n|  | begin group | two | Two |\n|  | select_one yn | a | Second? |\n|  | end group | | |"
    )
    assert brought.has("a")
    assert brought.has("a_2")


def test_marks_of_web_pages_are_taken_out(form) -> None:
    brought = form('|  | type | name | label |\n|  | note | a | <span style="color:red">Hello</span><br>there. |')
    assert brought.question("a").text["en"] == "Hello\nthere."
