from __future__ import annotations

import numpy as np

from analysis.disclosure.exact.lattice import Coarser, Lattice, axis

SEX = axis("sex", ["1", "2"], no_answer=False)
AGE = axis(
    "age",
    ["16", "17", "18"],
    coarser=[Coarser("group", "age", {"16": "1", "17": "1", "18": "2"}, ("1", "2"))],
)


def people(*conditions: str) -> frozenset[str]:
    return frozenset(conditions)


def test_where_everybody_answered_those_who_answered_are_everybody():
    assert SEX.states == ("", "sex=1", "sex=2")
    assert Lattice([[SEX]]).number(people("sex=*")) == Lattice([[SEX]]).number(people())


def test_a_grouping_stands_between_those_who_answered_and_the_codes():
    parts = {AGE.states[whole]: [AGE.states[part] for part in parts] for whole, parts in AGE.breakdowns}
    assert parts == {
        "": ["age=*", "age=-"],
        "age=*": ["group=1", "group=2"],
        "group=1": ["age=16", "age=17"],
        "group=2": ["age=18"],
    }
    assert AGE.same["group=*"] == "age=*"


def test_codes_that_are_not_named_are_a_state_of_their_own():
    states = axis("sex", ["1"], others=True).states
    assert states == ("", "sex=*", "sex=-", "sex=1", "sex=~")


def test_tables_that_share_a_count_share_its_node():
    lattice = Lattice([[SEX, AGE], [axis("work", ["1"]), AGE]])
    assert len(lattice.people) == len(set(lattice.people))
    assert lattice.number(people("age=17")) in lattice.grids[0]
    assert lattice.number(people("age=17")) in lattice.grids[1]


def test_every_line_adds_up():
    """With any number of people at the innermost places."""
    lattice = Lattice([[SEX, AGE]])
    inner = np.random.default_rng(1).integers(0, 9, (len(SEX.leaves), len(AGE.leaves)))
    n = np.zeros(len(lattice.people))
    n[lattice.grids[0]] = SEX.within @ inner @ AGE.within.T
    assert np.all(lattice.lines @ n == 0)


def test_people_without_an_answer_are_slack():
    lattice = Lattice([[AGE]])
    assert [one for one, slack in zip(lattice.people, lattice.slack, strict=True) if slack] == [people("age=-")]
