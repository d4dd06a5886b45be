from __future__ import annotations

import pytest

from app.forms.fields import shown
from app.forms.texts import WORDS
from survey.model import Category, CodeList, Item, Question
from survey.text import LANGUAGES, Text, plain


def by_id(questionnaire, id):
    return next(q for _, page in questionnaire.pages() for q in page.questions if q.id == id)


def test_every_text_of_the_form_stands_in_every_language():
    assert {key for key, text in WORDS.items() if set(text) != set(LANGUAGES)} == set()


def test_what_is_offered_besides_the_codes_is_set_apart(questionnaire):
    (field, _) = shown(by_id(questionnaire, "use"), {}, {}, "sv").fields
    assert [(choice.value, choice.apart) for choice in field.choices] == [
        ("0", False), ("1", False), ("2", False), ("-3", True),
    ]  # fmt: skip


def test_whoever_chose_can_unchoose(questionnaire):
    fields = shown(by_id(questionnaire, "use"), {"use_b": ["1"]}, {}, "sv").fields
    assert [field.choices[-1].label for field in fields] == ["Lämna obesvarad"] * 2
    consent = shown(by_id(questionnaire, "consent"), {"consent": ["1"]}, {}, "sv").fields[0]
    assert [choice.value for choice in consent.choices] == ["1", "0"]


def test_a_number_keeps_what_was_typed_beside_what_was_ticked(questionnaire):
    field = shown(by_id(questionnaire, "age"), {"age": ["abc", "-3"]}, {"age": "No."}, "en").fields[0]
    assert (field.boxes[0].typed, field.message) == ("abc", "No.")


def question(type, **words):
    return Question("q", type, Text(sv="Fråga?", en="Question?"), **words)


ITEMS = (Item("a", plain("I own a house")), Item("b", plain("I own a boat")))
ELSE = CodeList("else", (Category(1, plain("one")), Category(8, plain("else"), other=True)))


def test_a_scale_has_a_button_for_each_number_and_words_at_both_ends():
    scale = question("scale", low_text=plain("bad"), high_text=plain("good"), missing=("dont_know",))
    found = shown(scale, {"q": ["0"]}, {}, "en")
    (field,) = found.fields
    assert [choice.value for choice in field.choices] == [*map(str, range(11)), "-2", ""]
    assert [choice.value for choice in field.choices if choice.chosen] == ["0"]
    assert [choice.apart for choice in field.choices[-3:]] == [False, True, True]
    assert found.ends == ("0 = bad", "10 = good")


def test_a_slider_has_no_place_marked_beforehand():
    found = shown(question("slider", low_text=plain("bad")), {}, {}, "en")
    assert found.fields[0].boxes[0].typed == ""
    assert (found.fields[0].choices, found.ends, found.template) == ((), ("0 = bad",), "number")


def test_a_count_asks_how_many_of_the_statements_and_never_which():
    found = shown(question("count", items=ITEMS), {}, {}, "en")
    assert found.statements == ("I own a house", "I own a boat")
    assert [choice.label for choice in found.fields[0].choices] == ["0", "1", "2"]


def test_a_crosswise_pair_shows_both_statements_and_two_answers():
    same = CodeList("same", (Category(1, plain("both or neither")), Category(2, plain("just one"))))
    found = shown(question("crosswise", items=ITEMS, codes=same), {}, {}, "en")
    assert len(found.statements) == 2
    assert [choice.value for choice in found.fields[0].choices] == ["1", "2"]


def test_other_has_a_line_of_its_own():
    for type in ("single", "multiple"):
        choices = shown(question(type, codes=ELSE), {"q": ["8"], "q_other": ["x"]}, {}, "en").fields[0].choices
        assert [choice.line.typed if choice.line else None for choice in choices[:2]] == [None, "x"]


def test_a_battery_has_no_line_to_write_on():
    (field, _) = shown(question("battery", codes=ELSE, items=ITEMS), {}, {}, "en").fields
    assert [choice.line for choice in field.choices] == [None, None]


def test_a_rank_keeps_its_categories_in_its_lists_and_what_is_offered_besides_apart():
    (field,) = shown(question("rank", codes=ELSE, missing=("refused",)), {}, {}, "en").fields
    assert [choice.value for choice in field.choices] == ["-3"]


def test_consent_cannot_be_unchosen():
    choices = shown(question("consent", codes=ELSE), {"q": ["1"]}, {}, "en").fields[0].choices
    assert "" not in [choice.value for choice in choices]


@pytest.mark.parametrize(
    ("asked", "wrong", "target"),
    [
        (question("single", codes=ELSE), "q", "q"),
        (question("single", codes=ELSE), "q_other", "q_other"),
        (question("rank", codes=ELSE), "q", "q_rank1"),
        (question("date"), "q", "q_day"),
        (question("date"), "q_year", "q_year"),
        (question("text"), "q", "q"),
        (question("scale"), "q", "q"),
    ],
)
def test_a_message_leads_to_what_has_to_be_mended(asked, wrong, target):
    (field,) = shown(asked, {}, {wrong: "No."}, "en").fields
    assert (field.message, field.target) == ("No.", target)


def test_a_note_and_a_computed_value_have_no_field():
    assert shown(question("note"), {}, {}, "en").fields == ()
