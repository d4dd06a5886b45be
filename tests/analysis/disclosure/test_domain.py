from __future__ import annotations

import pytest

from analysis.disclosure.domain import disjoint, domain


@pytest.mark.parametrize("where", ["sex = 2", "sex==2", " sex  == 2.0 ", "(sex = 2)", 'sex = "2"'])
def test_an_equality_is_the_same_however_it_is_written(where):
    assert domain(where) == frozenset({"sex=2"})


def test_a_group_is_a_condition_like_a_filter():
    assert domain("", "sex", 2.0) == domain("sex = 2")
    assert domain("(sex = 2) and (region = 1)") == domain("region = 1", "sex", 2.0)
    assert domain("") == frozenset()


def test_groups_of_one_variable_are_disjoint():
    assert disjoint(domain("sex = 1"), domain("sex = 2 and region = 1"))
    assert not disjoint(domain("sex = 1"), domain("region = 1"))
    assert not disjoint(domain("sex = 1"), domain(""))


@pytest.mark.parametrize("where", ["sex = 1 or region = 1", "not sex = 1", "sex != 1", "age >= 16", "why includes 3"])
def test_what_is_no_equality_rules_nothing_out(where):
    assert not disjoint(domain(where), domain("sex = 2"))
