"""Choice lists of real XLSForms."""

from __future__ import annotations

SELECT = "|  | type | name | label | relevant | constraint |\n"


def test_words_become_numbers_and_the_report_tells_which(form) -> None:
    brought = form(
        SELECT + "|  | select_one colour | c | Which? | | |\n|  | note | n | So. | ${c} = 'blue' | |",
        "|  | colour | red | Red |\n|  | colour | blue | Blue |",
    )
    assert brought.question("c").codes.codes() == (1, 2)
    assert brought.asked_if("n") == "c = 2"
    assert any("red = 1, blue = 2" in str(loss) for loss in brought.report.changed)


def test_dont_know_and_refusal_are_reasons_for_having_no_answer(form) -> None:
    brought = form(
        SELECT + "|  | select_one l | c | Which? | | |\n|  | note | n | So. | ${c} != 'dk' | |",
        "|  | l | 1 | One |\n|  | l | dk | Don't know |\n|  | l | 99 | Prefer not to say |",
    )
    assert brought.question("c").missing == ("dont_know", "refused")
    assert brought.question("c").codes.codes() == (1,)
    assert brought.asked_if("n") == "c is answered"


def test_those_who_do_not_know_cannot_be_asked_apart(form) -> None:
    brought = form(
        SELECT + "|  | select_one l | c | Which? | | |\n|  | note | n | So. | ${c} = 'dk' | |",
        "|  | l | 1 | One |\n|  | l | dk | Don't know |",
    )
    assert "not why not" in brought.refused(4)
    assert any(fault.where == 'question "n"' for fault in brought.faults)


def test_duplicate_choices_are_a_fault_of_the_study(form) -> None:
    brought = form(SELECT + "|  | select_one l | c | Which? | | |", "|  | l | 1 | One |\n|  | l | 1 | Uno |")
    assert 11 in [fault.number for fault in brought.faults]


def test_a_list_that_is_not_there_is_a_fault_of_the_study(form) -> None:
    brought = form(SELECT + "|  | select_one nowhere | c | Which? | | |")
    assert "no list" in brought.refused(3)
    assert 12 in [fault.number for fault in brought.faults]


def test_or_other_gets_a_line_to_write_on(form) -> None:
    brought = form(SELECT + "|  | select_one l or_other | c | Which? | | |", "|  | l | 1 | One |\n|  | l | 2 | Two |")
    *_, other = brought.question("c").codes.categories
    assert (other.code, other.other, other.text["en"]) == (3, True, "Other")
    assert brought.questionnaire.open_text


def test_a_text_row_behind_other_becomes_its_line_to_write_on(form) -> None:
    brought = form(
        SELECT + "|  | select_one l | c | Which? | | |\n|  | text | c_oth | Which one? | ${c} = 'x' | |",
        "|  | l | a | One |\n|  | l | x | Other |",
    )
    assert [category.other for category in brought.question("c").codes.categories] == [False, True]
    assert not brought.has("c_oth")
    assert "c_other" in brought.changed(4)


def test_a_choice_that_a_constraint_keeps_apart_is_exclusive(form) -> None:
    for constraint in (
        "not(selected(., 'none') and count-selected(.) > 1)",
        "if(selected(., 'none'), count-selected(.) = 1, true())",
        "not(selected(., 'none')) or count-selected(.) < 2",
        "not(selected(., 'none') and (selected(., 'a') or selected(., 'b')))",
    ):
        from survey.exchange.foreign import read
        from survey.exchange.limits import limits_of

        assert limits_of(read(constraint, "XLSForm"), choices=3).exclusive == ("none",), constraint
    brought = form(
        SELECT + f"|  | select_multiple l | m | Which? | | {constraint} |",
        "|  | l | a | A |\n|  | l | b | B |\n|  | l | none | None of these |",
    )
    assert [category.exclusive for category in brought.question("m").codes.categories] == [False, False, True]
    assert brought.faults == ()


def test_choice_filters_and_cascades_are_refused_with_their_row(form) -> None:
    brought = form(
        "|  | type | name | label | choice_filter |\n|  | select_one county | county | Which county? | |\n"
        "|  | select_one town | town | Which town? | county = ${county} |",
        "|  | list_name | name | label | county |\n|  | county | 1 | North | |\n|  | town | 11 | Umeå | 1 |",
    )
    assert not brought.has("town")
    assert "depend on an earlier answer" in brought.refused(4)


def test_choices_from_a_file_are_refused_with_their_row(form) -> None:
    brought = form(SELECT + "|  | select_one_from_file towns.csv | t | Which town? | | |\n|  | note | n | So. | | |")
    assert "takes its choices from a file" in brought.refused(3)


def test_a_code_that_the_list_lacks_is_listed_and_a_fault(form) -> None:
    brought = form(SELECT + "|  | select_one yn | c | Is it? | | |\n|  | note | n | So. | ${c} = 'maybe' | |")
    assert '"maybe"' in brought.changed(4)
    assert any(fault.where == 'question "n"' for fault in brought.faults)


def test_a_rank_is_a_rank(form) -> None:
    brought = form(SELECT + "|  | rank l | r | In which order? | | |", "|  | l | a | A |\n|  | l | b | B |")
    assert brought.question("r").type == "rank"
