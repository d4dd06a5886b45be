from __future__ import annotations

import pytest

from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from analysis.disclosure.domain import domain
from analysis.disclosure.exact import sequence
from analysis.disclosure.ledger import Column, Entry
from survey.groupings import Band, Grouping
from survey.text import plain

POLICY = ReleasePolicy()


def flags(released) -> list[list[str]]:
    return [[cell.flag for cell in row] for row in released.cells]


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def test_a_filter_that_leaves_out_a_few_people_is_refused(crosstab_of, ledger):
    release(crosstab_of([[220], [92], [34]], by=""), POLICY, ledger)
    with pytest.raises(Refused, match="differ from it by at least 10 people") as refused:
        release(crosstab_of([[218], [89], [34]], by="", where="y_age = 17"), POLICY, ledger)
    assert "skilja sig från den med minst 10 personer" in refused.value.reason["sv"]


def test_it_is_refused_in_the_other_order_too(crosstab_of, ledger):
    release(crosstab_of([[218], [89], [34]], by="", where="y_age = 17"), POLICY, ledger)
    with pytest.raises(Refused):
        release(crosstab_of([[220], [92], [34]], by=""), POLICY, ledger)


def test_a_group_with_a_filter_is_compared_with_the_group_of_an_earlier_table(crosstab_of, ledger):
    release(crosstab_of([[150, 140], [60, 75]], level=2), POLICY, ledger)
    with pytest.raises(Refused):
        release(crosstab_of([[148], [59]], by="", level=2, where="sex = 1 and y_age = 17"), POLICY, ledger)


def test_the_same_output_may_be_released_again(crosstab_of, ledger):
    counts = [[100, 120, 50], [40, 52, 60], [4, 30, 22]]
    once, again = (release(crosstab_of(counts), POLICY, ledger) for _ in range(2))
    assert once.digest == again.digest
    with ledger.locked() as earlier:
        assert len(earlier) == 1


def test_groups_that_exclude_each_other_are_not_compared(crosstab_of, ledger):
    release(crosstab_of([[200], [200]], by="", where="sex = 1"), POLICY, ledger)
    release(crosstab_of([[202], [203]], by="", where="sex = 2"), POLICY, ledger)


def test_groups_by_different_questions_may_overlap(crosstab_of, ledger):
    release(crosstab_of([[200], [200]], by="", where="y_age = 17"), POLICY, ledger)
    release(crosstab_of([[220], [185]], by="", where="sex = 2"), POLICY, ledger)


@pytest.mark.parametrize("where", ["y_age > 16", "y_age = 17 or y_age = 18", "y_age != 17", "y_age in [17, 18]"])
def test_a_filter_that_is_more_than_codes_is_refused(crosstab_of, ledger, where):
    with pytest.raises(Refused, match='not of the form "variable = code"'):
        release(crosstab_of([[200], [200]], by="", where=where), POLICY, ledger)


def test_what_a_third_output_would_give_away_is_refused(crosstab_of, ledger):
    """Of 400, 150 and 120 and 125 are in three of four groups: 5 are left for the fourth."""
    release(crosstab_of([[210], [190]], by="", level=2), POLICY, ledger)
    release(crosstab_of([[80], [70]], by="", level=2, where="y_age = 16"), POLICY, ledger)
    release(crosstab_of([[65], [55]], by="", level=2, where="y_age = 17"), POLICY, ledger)
    with pytest.raises(Refused, match="differ from it by at least 10 people"):
        release(crosstab_of([[62], [63]], by="", level=2, where="y_age = 18"), POLICY, ledger)


def test_a_cell_that_a_third_output_would_give_away_is_hidden(crosstab_of, ledger):
    """The same with 40 in the fourth group, 4 of whom said the first answer."""
    release(crosstab_of([[210], [225]], by="", level=2), POLICY, ledger)
    release(crosstab_of([[80], [70]], by="", level=2, where="y_age = 16"), POLICY, ledger)
    release(crosstab_of([[65], [55]], by="", level=2, where="y_age = 17"), POLICY, ledger)
    third = release(crosstab_of([[61], [64]], by="", level=2, where="y_age = 18"), POLICY, ledger)
    assert flags(third) == [["x"], ["x"]]


def test_a_group_and_a_part_of_it_are_linked(crosstab_of, ledger):
    """Of the 120 in the younger half 115 are 16 or 17: 5 are left of it."""
    bands = (Band(plain("16-18"), (16.0, 17.0, 18.0)), Band(plain("19-25"), low=19, high=25))
    policy = ReleasePolicy(made_from=(Grouping("age_group", "y_age", plain("Age"), bands),))
    release(crosstab_of([[65], [55]], by="", level=2, where="age_group = 1"), policy, ledger)
    release(crosstab_of([[32], [30]], by="", level=2, where="y_age = 16"), policy, ledger)
    with pytest.raises(Refused, match="differ from it by at least 10 people"):
        release(crosstab_of([[31], [22]], by="", level=2, where="y_age = 17"), policy, ledger)


def test_those_who_did_not_answer_the_grouping_question_are_no_group(crosstab_of, ledger):
    release(crosstab_of([[220], [92], [34]], by=""), POLICY, ledger)
    released = release(crosstab_of([[119, 100], [50, 41], [18, 16]]), POLICY, ledger)
    assert {flag for row in flags(released) for flag in row} == {""}


def test_new_answers_of_a_few_do_not_change_what_is_shown(crosstab_of, ledger):
    release(crosstab_of([[220], [92], [34]], by=""), POLICY, ledger)
    with pytest.raises(Refused):
        release(crosstab_of([[221], [94], [34]], by=""), POLICY, ledger)
    release(crosstab_of([[240], [104], [44]], by=""), POLICY, ledger)


def test_a_difference_with_a_small_cell_hides_that_cell(crosstab_of, ledger):
    """Of 500, 60 said yes; of the 450 within the filter 55: so would 5 of the other 50."""
    release(crosstab_of([[440], [60]], by="", level=2), POLICY, ledger)
    released = release(crosstab_of([[395], [55]], by="", level=2, where="y_age = 17"), POLICY, ledger)
    assert flags(released) == [["x"], ["x"]]


def test_what_was_hidden_stays_hidden_in_another_form(crosstab_of, ledger):
    table = release(crosstab_of([[100, 120, 90], [40, 52, 60], [4, 30, 42]]), POLICY, ledger)
    hidden = [row[1] for row in flags(table)]
    assert hidden == ["", "x", "x"]
    group = release(crosstab_of([[120], [52], [30]], by="", where="sex = 2"), POLICY, ledger)
    assert [row[0] for row in flags(group)] == hidden


def test_what_was_shown_is_no_protection_for_another_figure(crosstab_of, ledger):
    release(crosstab_of([[140], [52], [30]], by="", where="sex = 2"), POLICY, ledger)
    table = release(crosstab_of([[100, 140, 50], [40, 52, 60], [4, 30, 22]]), POLICY, ledger)
    assert flags(table)[2] == ["c", "", "x", ""]


def test_what_a_total_and_a_group_would_give_away_is_hidden_in_the_group_and_in_the_table(crosstab_of, ledger):
    release(crosstab_of([[240], [92], [34]], by=""), POLICY, ledger)
    group = release(crosstab_of([[140], [52], [30]], by="", where="sex = 2"), POLICY, ledger)
    assert flags(group) == [[""], ["x"], ["x"]]
    table = release(crosstab_of([[100, 140], [40, 52], [4, 30]]), POLICY, ledger)
    assert flags(table) == [["", "", ""], ["x", "x", ""], ["c", "x", ""]]


def test_where_all_else_is_known_the_table_is_refused(means_of, crosstab_of, ledger):
    """Two groups and all of them: hiding the mean of one is of no use when the other two were shown."""
    for where, counts in (("", [[350]]), ("sex = 1", [[320]])):
        with ledger.locked():
            shown = Column(domain(where), counts[0][0], {"mean b_n1": counts[0][0]})
            ledger.add(Entry("youth_exposure", "mean", "b_n1", "", where, ("b_n1",), 3, "p", "d", columns=(shown,)))
    with pytest.raises(Refused, match="what was shown before would give away"):
        release(means_of([320, 30], [3.0, 4.0]), POLICY, ledger)


def test_another_question_is_another_matter(crosstab_of, ledger):
    release(crosstab_of([[220], [92], [34]], by=""), POLICY, ledger)
    release(crosstab_of([[218], [89], [34]], by="", where="y_age = 17", rows="y_other"), POLICY, ledger)


def test_public_data_are_not_compared(crosstab_of, ledger):
    public = ReleasePolicy(public_use=True)
    release(crosstab_of([[220], [92], [34]], by=""), public, ledger)
    release(crosstab_of([[218], [89], [34]], by="", where="y_age = 17"), public, ledger)


def test_too_many_outputs_that_hang_together_are_refused_in_time(crosstab_of, monkeypatch):
    monkeypatch.setattr(sequence, "MOST_UNKNOWN", 2)
    with pytest.raises(Refused, match="publish them at once"):
        release(crosstab_of([[100, 4], [40, 52], [60, 70]]), POLICY, Ledger())
