"""Laws of orders, of texts that take something in, and of scores, for whatever is written and answered."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from survey.blanks import blanks, filled, stray_brackets
from survey.chance import in_order, order_shown, shown
from survey.draft import Draft
from survey.model import Category, CodeList, Question, Scale
from survey.scoring import score
from survey.text import plain
from survey.variables import ValueLabel, Variable

CHANCES = st.integers(0, 2**64 - 1)
WORDINGS = st.text(alphabet="ab {}|$1", max_size=30)


@st.composite
def questions(draw) -> Question:
    codes = draw(st.lists(st.integers(0, 99), unique=True, min_size=1, max_size=12))
    last = draw(st.sets(st.sampled_from(codes)))
    categories = (Category(code, plain(str(code)), exclusive=code in last) for code in codes)
    return Question("q", "multiple", plain("q"), codes=CodeList("q", tuple(categories)), order="random")


@given(questions(), CHANCES)
def test_an_order_loses_nothing_and_keeps_what_is_last(question, chance):
    draft = Draft("sv", chance=chance)
    order = [int(code) for code in order_shown(question, draft).split()]
    last = [category.code for category in question.codes.categories if category.exclusive]
    assert sorted(order) == sorted(question.codes.codes())
    assert order[len(order) - len(last) :] == last
    assert in_order(question, order_shown(question, draft)) == shown(question, draft)
    assert shown(shown(question, draft), draft) == shown(question, draft)


@given(WORDINGS)
def test_every_blank_is_filled_once_and_all_else_stays(wording):
    parts = []
    said = filled(wording, lambda blank: parts.append(blank) or "#")
    assert tuple(parts) == blanks(wording)
    assert said.count("#") == len(parts)
    if not parts:
        assert said == wording.replace("{{", "{").replace("}}", "}")


@given(WORDINGS)
def test_a_text_without_a_stray_bracket_shows_only_brackets_that_were_doubled(wording):
    if not stray_brackets(wording):
        said = filled(wording, lambda blank: "")
        assert said.count("{") + said.count("}") == wording.count("{{") + wording.count("}}")


@given(
    st.lists(st.lists(st.sampled_from([-6, -4, -3, -2, -1, 1, 2, 3, 4, 5]), min_size=4, max_size=4), min_size=1),
    st.integers(1, 4),
)
def test_a_mean_lies_within_the_codes_and_turning_all_items_mirrors_it(rows, needed):
    values = tuple(ValueLabel(float(code), plain(str(code))) for code in range(1, 6))
    variables = {name: Variable(name, plain(name), values=values) for name in "abcd"}
    columns = dict(zip("abcd", np.array(rows, dtype=float).T, strict=True))
    scale = Scale("s", plain("s"), tuple("abcd"), min_answered=needed)
    turned = Scale("s", plain("s"), tuple("abcd"), reverse=tuple("abcd"), min_answered=needed)
    straight, mirrored = score(scale, columns, variables), score(turned, columns, variables)
    there = (np.array(rows) >= 0).sum(axis=1) >= needed
    assert ((straight >= 1) == there).all()
    assert (straight[there] <= 5 + 1e-12).all()
    np.testing.assert_allclose(mirrored[there], 6 - straight[there])
    np.testing.assert_array_equal(mirrored[~there], straight[~there])
