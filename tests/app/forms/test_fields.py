from __future__ import annotations

from app.forms.fields import shown
from app.forms.stored import is_answered, stored
from app.forms.texts import WORDS
from survey.text import LANGUAGES


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


def test_a_draft_is_shown_in_the_words_that_a_page_sends(questionnaire):
    questions = [by_id(questionnaire, id) for id in ("note", "age", "use", "where")]
    values = {"age": 17, "use_a": -4, "use_b": -3, "where_1": 1, "where_2": 0, "where_9": 0}
    assert stored(questions, values) == {"age": ["17"], "use_a": [], "use_b": ["-3"], "where": ["1"]}
    assert stored(questions[3:], {"where_1": -3, "where_2": -3, "where_9": -3}) == {"where": ["-3"]}


def test_preferring_not_to_answer_counts_as_an_answer_and_leaving_blank_does_not(questionnaire):
    assert is_answered(by_id(questionnaire, "use"), {"use_a": -4, "use_b": -3}) == [False, True]
    assert is_answered(by_id(questionnaire, "note"), {}) == []


def test_a_number_keeps_what_was_typed_beside_what_was_ticked(questionnaire):
    field = shown(by_id(questionnaire, "age"), {"age": ["abc", "-3"]}, {"age": "No."}, "en").fields[0]
    assert (field.boxes[0].typed, field.message) == ("abc", "No.")
