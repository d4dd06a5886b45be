"""Relevance, constraints and calculations of real XLSForms."""

from __future__ import annotations

import pytest

HEAD = "|  | type | name | label | relevant | constraint | calculation | constraint_message |\n"
ASKED = (
    "|  | select_one yn | went | Did you go? | | | | |\n|  | integer | age | How old? | | . >= 16 and . < 100 | | |\n"
)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("${went} = ‘yes’", "went = 1"),
        ("selected(${went}, “no”)", "went = 0"),
        ("${went}='yes' and ${age}>=18", "went = 1 and age >= 18"),
        ("${went}!=''", "went is answered"),
        ("string-length(${went}) = 0", "went is missing"),
        ("TRUE", "true"),
        ("${age} > 20 or (${age} < 18 and ${went} = 'no')", "age > 20 or age < 18 and went = 0"),
        ("not(${age} > 20)", "not age > 20"),
        ("(${age} + 2) * 2 div 3 >= 14", "(age + 2) * 2 / 3 >= 14"),
    ],
)
def test_relevance_is_put_into_our_words(form, theirs: str, ours: str) -> None:
    assert form(HEAD + ASKED + f"|  | note | n | So. | {theirs} | | | |").asked_if("n") == ours


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [
        ("pulldata('towns', 'name', 'key', ${age}) = 'x'", "pulldata"),
        ("instance('towns')/towns/item[name = ${age}]/label = 'x'", "looks something up"),
        ("indexed-repeat(${age}, ${people}, 1) > 3", "indexed-repeat"),
        ("regex(${age}, '[0-9]+')", "regex"),
        ("${age} mod 2 = 0", "remainder"),
        ("${age} >", "ends too early"),
    ],
)
def test_what_cannot_be_said_is_refused_with_row_and_reason_and_stops_the_check(form, theirs: str, reason: str) -> None:
    brought = form(HEAD + ASKED + f"|  | note | n | So. | {theirs} | | | |")
    assert reason in brought.refused(5)
    assert any(fault.where == 'question "n"' and not fault.advice for fault in brought.faults)


def test_what_is_different_where_an_answer_is_lacking_is_said(form) -> None:
    brought = form(HEAD + ASKED + "|  | note | n | So. | ${went} != 'yes' | | | |")
    assert brought.asked_if("n") == "went != 1"
    assert "where the answer is lacking" in brought.changed(5).lower()


def test_a_constraint_becomes_limits(form) -> None:
    age = form(HEAD + ASKED).question("age")
    assert (age.min, age.max) == (16, 99)


def test_a_constraint_on_other_answers_becomes_a_check_of_the_page(form) -> None:
    brought = form(
        HEAD + ASKED + "|  | integer | moved | When you moved, how old were you? | | "
        ". >= 0 and . <= 99 and . <= ${age} | | That is later than now. |"
    )
    *_, (_, page) = brought.questionnaire.pages()
    assert [(check.must.source, check.text["en"], check.stop) for check in page.checks] == [
        ("moved <= age", "That is later than now.", True)
    ]


def test_a_pattern_that_an_answer_must_have_is_refused(form) -> None:
    brought = form(HEAD + "|  | text | t | Which? | | regex(., '[a-z]+') | | |")
    assert "regex" in brought.refused(3)


def test_ticks_are_limited_by_a_constraint(form) -> None:
    brought = form(
        HEAD + "|  | select_multiple yn | m | Which? | | count-selected(.) >= 1 and count-selected(.) < 3 | | |"
    )
    assert (brought.question("m").min, brought.question("m").max) == (1, 2)


def test_a_number_without_limits_is_a_fault_of_the_study(form) -> None:
    brought = form(HEAD + "|  | integer | a | How many? | | | | |")
    assert 17 in [fault.number for fault in brought.faults]


def test_decimals_become_whole_numbers_and_it_is_said(form) -> None:
    brought = form(HEAD + "|  | decimal | h | How tall are you? | | . > 0.5 and . < 2.5 | | |")
    assert (brought.question("h").type, brought.question("h").min, brought.question("h").max) == ("number", 1, 2)
    assert "whole" in brought.changed(3)


def test_a_calculation_is_computed(form) -> None:
    brought = form(HEAD + ASKED + "|  | calculate | later | | | | ${age} + 1 | |")
    assert brought.question("later").value.source == "age + 1"


def test_a_calculation_that_cannot_be_said_is_left_out_and_missed(form) -> None:
    brought = form(
        HEAD + ASKED + "|  | calculate | town | | | | pulldata('t', 'n', 'k', ${age}) | |\n"
        "|  | note | n | So. | ${town} = 1 | | | |"
    )
    assert not brought.has("town")
    assert "pulldata" in brought.refused(5)
    assert "no question that came over" in brought.changed(6)
    assert 1 in [fault.number for fault in brought.faults]


def test_an_untypical_date_limit_is_a_limit(form) -> None:
    brought = form(HEAD + "|  | date | moved | When did you move? | | . >= date('2020-01-01') and . <= today() | | |")
    assert brought.question("moved").earliest == "2020-01-01"


def test_a_date_can_be_a_month_or_a_year(form) -> None:
    brought = form(
        "|  | type | name | label | appearance |\n|  | date | a | When? | month-year |\n|  | date | b | When? | year |"
    )
    assert (brought.question("a").precision, brought.question("b").precision) == ("month", "year")


def test_a_range_is_a_scale_or_a_slider(form) -> None:
    brought = form(
        "|  | type | name | label | parameters |\n|  | range | a | How? | start=1 end=7 step=1 |\n"
        "|  | range | b | How? | start=0;end=100;step=5 |"
    )
    assert (brought.question("a").type, brought.question("a").min, brought.question("a").max) == ("scale", 1, 7)
    assert (brought.question("b").type, brought.question("b").max) == ("slider", 100)
    assert "steps of 1" in brought.changed(4)


def test_open_text_is_asked_only_where_the_study_says_so(form) -> None:
    brought = form(HEAD + "|  | text | t | What else? | | string-length(.) <= 120 | | |")
    assert brought.questionnaire.open_text
    assert brought.question("t").longest == 120


def test_a_range_without_numbers_is_read_and_said(form) -> None:
    brought = form("|  | type | name | label | parameters |\n|  | range | a | How? | start=1.2.3 end=x step=1 |")
    assert (brought.question("a").min, brought.question("a").max) == (0, 10)
    assert "No number stands behind end, start" in brought.changed(3)


def test_two_values_of_one_name_that_cannot_be_read_are_refused_by_row(form) -> None:
    brought = form(
        "|  | type | name | label | calculation |\n|  | integer | b | How many? | |\n"
        "|  | calculate | a | | regex(., 'x') |\n|  | calculate | a | | int( |"
    )
    assert "left out" in brought.refused(4)
    assert "left out" in brought.refused(5)


@pytest.mark.parametrize("nothing", ["''", '""', ""])
def test_a_calculation_of_nothing_is_refused(form, nothing: str) -> None:
    brought = form(HEAD + ASKED + f"|  | calculate | c | | | | {nothing} | |")
    assert "nothing to work out" in brought.refused(5)
    assert not brought.has("c")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("if(${age} != '', ${age} div 2, '')", "age / 2"),
        ("if(${age} >= 18, 1, if(${age} != '' and ${age} < 18, 0, ''))", "age >= 18"),
    ],
)
def test_a_value_where_it_is_there_and_else_nothing_is_the_value(form, theirs: str, ours: str) -> None:
    assert form(HEAD + ASKED + f"|  | calculate | c | | | | {theirs} | |").question("c").value.source == ours


@pytest.mark.parametrize(
    "theirs",
    ["if(${age} > 20, ${age}, 0)", "if(${age} > 20, ${age}, '')", "if(${age} > 20, 1, if(${went} = 'no', 0, ''))"],
)
def test_a_choice_between_values_is_refused_not_misread(form, theirs: str) -> None:
    brought = form(HEAD + ASKED + f"|  | calculate | c | | | | {theirs} | |")
    assert "chooses between two values" in brought.refused(5)
    assert not brought.has("c")
