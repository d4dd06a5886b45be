from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab
from analysis.disclosure import Ledger, Refused, ReleasePolicy, TableFamily, checked, freeze, published_table, release
from analysis.errors import AnalysisError
from survey.frame import SurveyFrame
from survey.groupings import Band, Grouping, grouped
from survey.text import plain
from survey.variables import ValueLabel

POLICY = ReleasePolicy()
YOUNG = Grouping(
    "age_group",
    "age",
    plain("Age group"),
    (Band(plain("16-17"), low=16, high=17), Band(plain("18-20"), low=18, high=20)),
)


def design_of(columns: dict[str, Sequence[float]], *, level: int = 2) -> SurveyDesign:
    frame = SurveyFrame.of(pd.DataFrame({name: np.array(codes, dtype=float) for name, codes in columns.items()}))
    meanings = {
        name: replace(
            variable,
            level=level,
            measure="nominal",
            values=tuple(ValueLabel(code, plain(f"{code:g}")) for code in np.unique(columns[name]) if code >= 0),
        )
        for name, variable in frame.variables.items()
    }
    return SurveyDesign(grouped(replace(frame, variables=meanings), [YOUNG] if "age" in columns else []))


def crossed(counts: Sequence[Sequence[int]], names: tuple[str, str] = ("a", "b"), **how: int) -> SurveyDesign:
    places = np.repeat(np.arange(np.size(counts)), np.ravel(counts))
    codes = np.unravel_index(places, np.shape(counts))
    return design_of(dict(zip(names, codes, strict=True)), **how)


SMALL = [[100, 120, 90], [40, 52, 60], [4, 30, 42]]


def test_a_family_of_one_table_is_that_table():
    publication = TableFamily.of(crossed(SMALL), [("a", "b")], POLICY).protect()
    flags = publication.flags(("a", "b"))
    assert flags.shape == (4, 4)
    assert flags[2, 0] == "c"
    assert (flags[:-1, :-1] == "x").sum() == 3
    assert (flags[-1] == "").all()
    assert (flags[:, -1] == "").all()


def test_what_a_linked_table_would_give_away_is_hidden_in_both():
    """The margins of b come from the table by c, and the other way round: they are the same counts."""
    design = design_of({"a": [0] * 96 + [1] * 4 + [0] * 60 + [1] * 40, "b": [0] * 100 + [1] * 100, "c": [0, 1] * 100})
    publication = TableFamily.of(design, [("a", "b"), ("a", "c"), ("a",)], POLICY).protect()
    people = {count.people: count for count in publication.counts}
    assert len(people) == len(publication.counts)
    assert people[frozenset({"a=1", "b=0"})].flag == "c"
    assert people[frozenset({"a=1"})].n == 44


def test_a_grouping_and_its_parts_are_lines_of_one_family():
    age = [16.0] * 120 + [17.0] * 5 + [18.0] * 60 + [19.0] * 60 + [20.0] * 60
    design = design_of({"age": age, "a": [0.0, 1.0] * 152 + [1.0]})
    publication = TableFamily.of(design, [("a", "age"), ("a", "age_group")], POLICY, groupings=[YOUNG]).protect()
    people = {count.people: count for count in publication.counts}
    # 125 younger less 120 of 16 years would be the five: the group of 16 or the coarse group goes with them.
    assert people[frozenset({"age=17"})].n is None
    assert people[frozenset({"age=16"})].n is None or people[frozenset({"age_group=1"})].n is None


def test_people_without_an_answer_leave_no_table_but_room():
    design = design_of({"a": [0] * 150 + [1] * 150, "b": ([0] * 145 + [-4] * 5) * 2}, level=1)
    frame = replace(design.frame, data=design.frame.data.replace(-4, np.nan))
    publication = TableFamily.of(SurveyDesign(frame), [("a", "b"), ("a",)], POLICY).protect()
    assert publication.hidden == 0


def test_nine_in_ten_with_one_answer_are_hidden_unless_the_study_says_that_it_tells_nothing():
    mostly_yes, mostly_no = crossed([[15, 20], [185, 150]]), crossed([[185, 150], [15, 20]])
    only_yes = replace(POLICY, sensitive_codes={"a": (1.0,)})
    for design, row in ((mostly_yes, 1), (mostly_no, 0)):
        assert TableFamily.of(design, [("a", "b")], POLICY).protect().flags(("a", "b"))[row, 0] == "x"
    assert TableFamily.of(mostly_yes, [("a", "b")], only_yes).protect().flags(("a", "b"))[1, 0] == "x"
    assert TableFamily.of(mostly_no, [("a", "b")], only_yes).protect().hidden == 0


def test_what_everybody_in_a_group_answered_is_hidden_whatever_it_is():
    design, only_yes = crossed([[185, 150], [0, 35]]), replace(POLICY, sensitive_codes={"a": (1.0,)})
    assert TableFamily.of(design, [("a", "b")], only_yes).protect().flags(("a", "b"))[0, 0] != ""


def test_a_structural_zero_is_shown_and_another_is_hidden():
    design = crossed([[0, 100], [60, 100], [60, 90]])
    assert TableFamily.of(design, [("a", "b")], POLICY).protect().hidden > 0
    assert (
        TableFamily.of(design, [("a", "b")], POLICY, structural=[{"a": 0, "b": 0}]).protect().flags(("a", "b"))[0, 0]
        == ""
    )


def test_of_public_data_nothing_is_hidden():
    assert TableFamily.of(crossed(SMALL), [("a", "b")], ReleasePolicy(public_use=True)).protect().hidden == 0


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ([], "needs tables"),
        ([("a", "a")], "each of its variables once"),
        ([("a", "b"), ("b", "a")], "two tables of a and b"),
    ],
)
def test_what_is_no_family_is_refused(tables, message):
    with pytest.raises(AnalysisError, match=message):
        TableFamily.of(crossed(SMALL), tables, POLICY)


def test_a_table_of_more_variables_than_its_level_allows_is_refused():
    design = design_of({name: [0, 1] * 50 for name in "abc"}, level=3)
    with pytest.raises(Refused, match="at most 2 variables"):
        TableFamily.of(design, [("a", "b", "c")], POLICY)


def test_the_same_answers_give_the_same_digest_and_one_line_in_the_ledger(tmp_path):
    ledger = Ledger(tmp_path / "ledger.jsonl")
    once, again = (freeze(crossed(SMALL), [("a", "b")], POLICY, ledger) for _ in range(2))
    assert once.digest == again.digest
    assert len((tmp_path / "ledger.jsonl").read_text().splitlines()) == 1
    with Ledger(tmp_path / "ledger.jsonl").locked() as entries:
        assert entries[0].family == once.counts


def test_to_check_writes_nothing_down():
    ledger = Ledger()
    publication = checked(crossed(SMALL), [("a", "b")], POLICY, ledger)
    assert publication.digest == freeze(crossed(SMALL), [("a", "b")], POLICY, Ledger()).digest
    with ledger.locked() as entries:
        assert entries == ()


def test_a_published_table_has_the_blanks_of_the_publication():
    design = crossed(SMALL)
    publication = freeze(design, [("a", "b")], POLICY, Ledger())
    released = published_table(crosstab(design, "a", by="b"), publication, POLICY)
    flags = [[cell.flag for cell in row] for row in (*released.cells, released.bases)]
    assert flags == publication.flags(("a", "b")).tolist()
    with pytest.raises(Refused, match="a x b"):
        published_table(crosstab(design, "b"), publication, POLICY)


def test_a_later_table_is_protected_with_the_published_family():
    """The table turned on its side has the same blanks."""
    design, ledger = crossed(SMALL), Ledger()
    publication = freeze(design, [("a", "b")], POLICY, ledger)
    turned = release(crosstab(design, "b", by="a"), POLICY, ledger)
    blank = [[cell.blank for cell in row] for row in turned.cells]
    assert np.array_equal(blank, (publication.flags(("a", "b")) != "")[:, :-1].T)


def test_a_publication_keeps_what_was_hidden_before():
    design, ledger = crossed(SMALL), Ledger()
    first = release(crosstab(design, "a", by="b"), POLICY, ledger)
    publication = freeze(design, [("a", "b")], POLICY, ledger)
    before = np.array([[cell.blank for cell in row] for row in (*first.cells, first.bases)])
    assert np.array_equal(before, publication.flags(("a", "b")) != "")


def moved(counts: list[list[int]], by: list[list[int]]) -> SurveyDesign:
    return crossed((np.array(counts) + np.array(by)).tolist())


LARGE = [[100, 120, 90], [40, 52, 60], [34, 30, 42]]


def test_a_few_more_answers_are_no_reason_to_publish_again():
    ledger = Ledger()
    freeze(crossed(LARGE), [("a", "b")], POLICY, ledger)
    with pytest.raises(Refused, match="at least 10 people must have been added"):
        freeze(moved(LARGE, [[0, 0, 0], [0, 3, 0], [0, 0, 0]]), [("a", "b")], POLICY, ledger)


def test_of_many_more_answers_only_what_moved_enough_is_shown():
    ledger = Ledger()
    assert freeze(crossed(LARGE), [("a", "b")], POLICY, ledger).hidden == 0
    later = freeze(moved(LARGE, [[30, 20, 20], [20, 20, 20], [20, 3, 20]]), [("a", "b")], POLICY, ledger)
    flags = later.flags(("a", "b"))
    assert flags[2, 1] == "x"
    assert later.hidden >= 4
