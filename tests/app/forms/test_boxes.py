from __future__ import annotations

import pytest

from app.forms.boxes import Reply, boxes, other_line, ranks
from survey.model import Category, CodeList, Question
from survey.text import Text, plain

HELP = CodeList("help", tuple(Category(code, plain(f"help {code}")) for code in (1, 2, 3)))


def question(type, **words):
    return Question("q", type, Text(sv="Fråga?", en="Question?"), **words)


@pytest.mark.parametrize("type", ["number", "estimate", "slider"])
def test_a_number_has_one_box_named_as_its_question(type):
    (box,) = boxes(question(type, missing=("refused",)), Reply({"q": ["12", "-3"]}, {}, "en"))
    assert (box.name, box.label, box.typed, box.options) == ("q", "Question?", "12", ())


def test_what_was_typed_stays_also_where_it_is_no_number():
    (box,) = boxes(question("slider"), Reply({"q": ["-5 or so"]}, {"q": "Write a whole number."}, "en"))
    assert (box.typed, box.wrong) == ("-5 or so", True)


def test_own_words_have_a_box_as_long_as_they_may_be():
    (box,) = boxes(question("text", longest=120, missing=("refused",)), Reply({"q": ["", "-3"]}, {}, "en"))
    assert (box.name, box.typed, box.longest) == ("q", "", 120)


@pytest.mark.parametrize(
    ("language", "precision", "labels", "names"),
    [
        ("sv", "day", ["År", "Månad", "Dag"], ["q_year", "q_month", "q_day"]),
        ("en", "day", ["Day", "Month", "Year"], ["q_day", "q_month", "q_year"]),
        ("en", "month", ["Month", "Year"], ["q_month", "q_year"]),
        ("sv", "year", ["År"], ["q_year"]),
    ],
)
def test_a_date_has_the_boxes_its_precision_asks_in_the_order_of_the_language(language, precision, labels, names):
    found = boxes(question("date", precision=precision), Reply({"q_year": ["2024"]}, {}, language))
    assert [box.label for box in found] == labels
    assert [box.name for box in found] == names
    assert {box.name: box.typed for box in found}["q_year"] == "2024"


def test_a_rank_has_a_list_for_each_place_with_nothing_chosen_beforehand():
    found = boxes(question("rank", codes=HELP, places=2), Reply({"q_rank2": ["3"]}, {}, "en"))
    assert [(box.name, box.label, box.typed) for box in found] == [
        ("q_rank1", "1st choice", ""), ("q_rank2", "2nd choice", "3"),
    ]  # fmt: skip
    assert found[0].options == (("", "None chosen"), ("1", "help 1"), ("2", "help 2"), ("3", "help 3"))


def test_a_rank_without_a_number_of_places_has_one_for_each_category():
    assert ranks(question("rank", codes=HELP)) == ("q_rank1", "q_rank2", "q_rank3")


def test_a_fault_of_the_question_marks_all_its_boxes_and_one_of_a_box_only_that():
    rank = question("rank", codes=HELP)
    assert [box.wrong for box in boxes(rank, Reply({}, {"q": "Twice."}, "en"))] == [True, True, True]
    assert [box.wrong for box in boxes(rank, Reply({}, {"q_rank2": "Twice."}, "en"))] == [False, True, False]


def test_the_line_beside_other_keeps_what_was_written():
    line = other_line(question("single"), Reply({"q_other": ["a course"]}, {}, "en"))
    assert (line.name, line.label, line.typed, line.longest) == ("q_other", "Your own answer", "a course", 300)


@pytest.mark.parametrize("type", ["single", "battery", "scale", "count", "crosswise", "note", "multiple", "consent"])
def test_what_is_answered_by_buttons_has_no_box(type):
    assert boxes(question(type), Reply({}, {}, "en")) == ()
