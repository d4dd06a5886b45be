"""Laws of conditions: the same worth for one as for all, Kleene's tables, verdicts that trying everything confirms."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from survey.expressions import ExpressionError, evaluate, parse, problems, references, solving, words
from survey.expressions.columns import holds, row_of
from survey.expressions.evaluation import Answer
from survey.expressions.meaning import meanings
from survey.expressions.solving import verdict
from survey.expressions.tree import (
    And,
    Calculation,
    Call,
    Compare,
    In,
    Includes,
    Minus,
    Name,
    Node,
    Not,
    Number,
    Or,
    State,
    String,
    Truth,
    positive,
    walk,
)
from survey.frame import SurveyFrame
from survey.missing import Missing
from survey.text import plain
from survey.variables import MissingRange, ValueLabel, Variable

OURS = (MissingRange(-9, -1),)
LABELS = tuple(ValueLabel(code, plain(f"code {code}")) for code in (0, 1, 2))
VARIABLES = {
    variable.name: variable
    for variable in (
        Variable("a", plain("A"), values=LABELS, question="a", question_type="single", missing_ranges=OURS),
        Variable("b", plain("B"), values=LABELS[:2], question="b", question_type="single", missing_ranges=OURS),
        Variable("n", plain("N"), measure="scale", question="n", question_type="number", min=0, max=4,
                 missing_ranges=OURS),
        *(
            Variable(f"m_{code}", plain(f"m {code}"), question="m", question_type="multiple", missing_ranges=OURS,
                     values=LABELS[:2], stem=plain("M"))
            for code in (1, 2, 9)
        ),
        Variable("x", plain("X"), measure="scale", missing_ranges=(MissingRange(98, 99),)),
        Variable("t", plain("T"), kind="text", missing_ranges=(MissingRange("z", "z"),)),
    )
}  # fmt: skip
MEANINGS = meanings(VARIABLES)
NUMERIC, EVERY = ("a", "b", "n"), ("a", "b", "n", "m", "x", "t", "m_2")

# Every state of every name with limits: what the verdicts are tried in.
STATES: dict[str, list[Answer]] = {
    "a": [0.0, 1.0, 2.0], "b": [0.0, 1.0], "n": [0.0, 1.0, 2.0, 3.0, 4.0],
    "m": [frozenset(codes) for codes in ({1}, {2}, {9}, {1, 2}, {1, 9}, {2, 9}, {1, 2, 9})],
}  # fmt: skip
GAPS: list[Answer] = [Missing.LEFT_BLANK, Missing.NOT_ASKED]

literals = st.sampled_from([-1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 9.0]).map(Number)
comparisons = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])


def terms(names: tuple[str, ...]) -> st.SearchStrategy[Node]:
    leaves = st.one_of(literals, st.sampled_from(names).map(Name))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Calculation, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
            st.builds(Minus, inner),
            st.builds(
                Call,
                st.sampled_from(["sum", "mean", "min", "max"]),
                st.lists(inner, min_size=1, max_size=3).map(tuple),
            ),
        ),
        max_leaves=3,
    )


def conditions(names: tuple[str, ...], terms_of: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    named = st.sampled_from(names).map(Name)
    values = st.lists(literals, min_size=1, max_size=3).map(tuple)
    leaves = st.one_of(
        st.builds(Compare, comparisons, terms_of, terms_of),
        st.builds(Compare, comparisons, st.sampled_from(NUMERIC).map(Name), literals),
        st.builds(In, terms_of, values),
        st.builds(Includes, named, literals),
        st.builds(State, named, st.sampled_from(["missing", "answered", "asked"])),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
            st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
            st.builds(
                lambda parts, limit: Compare(">=", Call("count", parts), limit),
                st.lists(inner, min_size=1, max_size=3).map(tuple),
                literals,
            ),
        ),
        max_leaves=5,
    )


sound = conditions(("a", "b", "n", "m"), terms(NUMERIC))
texts = st.sampled_from(["", "z", "p", "q"]).map(String)
anything = st.one_of(
    sound,
    conditions(EVERY, st.one_of(terms(EVERY), texts, st.booleans().map(Truth))),
    st.builds(lambda c: Compare(">", Call("count", (Name("m"), Name("a"))), c), literals),
    terms(EVERY),
)
codes = st.sampled_from([0.0, 1.0, -1.0, -2.0, -4.0, -6.0, -9.0, float("nan")])


@st.composite
def frames(draw: st.DrawFn) -> SurveyFrame:
    n = draw(st.integers(0, 6))

    def column(values: st.SearchStrategy[object]) -> list[object]:
        return draw(st.lists(values, min_size=n, max_size=n))

    data = {name: column(st.one_of(codes, st.sampled_from([0.0, 1.0, 2.0]))) for name in VARIABLES}
    data["x"] = column(st.sampled_from([0.0, 0.5, -1.5, 98.0, 99.0, 1e308, float("nan")]))
    data["t"] = column(st.sampled_from(["", "z", "p", "q"]))
    frame = pd.DataFrame(data)
    types = {name: object if name == "t" else np.float64 for name in frame}
    return SurveyFrame("s", frame.astype(types), VARIABLES)


states = st.fixed_dictionaries({name: st.sampled_from([*held, *GAPS]) for name, held in STATES.items()})


def worth(node: Node, state: dict[str, Answer]) -> bool | None:
    value = evaluate(node, state.__getitem__)
    return value if isinstance(value, bool) else None


def tried(node: Node, *, answered: bool) -> set[bool | None]:
    """What trying every state says the condition can be worth."""
    names = sorted({reference.name for reference in references(node)})
    held = [[*STATES[name], *([] if answered else GAPS)] for name in names]
    return {worth(node, dict(zip(names, state, strict=True))) for state in product(*held)}


@given(anything, frames())
def test_a_condition_is_worth_the_same_for_all_respondents_at_once_as_for_each(node: Node, frame: SurveyFrame) -> None:
    assert holds(node, frame).tolist() == [evaluate(node, row_of(frame, row)) is True for row in range(len(frame))]


@given(sound, sound, states)
def test_and_or_not_follow_kleene(a: Node, b: Node, state: dict[str, Answer]) -> None:
    left, right = worth(a, state), worth(b, state)
    both, either = worth(And((a, b)), state), worth(Or((a, b)), state)
    assert both is (False if False in (left, right) else None if None in (left, right) else True)
    assert either is (True if True in (left, right) else None if None in (left, right) else False)
    assert worth(Not(a), state) is (None if left is None else not left)
    assert worth(Not(And((a, b))), state) is worth(Or((Not(a), Not(b))), state)


@given(sound, states, st.data())
def test_an_answer_more_never_turns_true_into_false(node: Node, state: dict[str, Answer], data: st.DataObject) -> None:
    # Of states and functions, which count what is there, this is not expected.
    assume(not any(isinstance(part, State | Call) for part in walk(node)))
    before = worth(node, state)
    gaps = [name for name, answer in state.items() if isinstance(answer, Missing)]
    filled = {**state, **{name: data.draw(st.sampled_from(STATES[name])) for name in gaps}}
    assert before in (None, worth(node, filled))


@given(sound)
def test_what_can_never_or_must_always_be_true_is_what_trying_everything_says(node: Node) -> None:
    every, answered = tried(node, answered=False), tried(node, answered=True)
    found = verdict(node, MEANINGS)
    if found != "not decided":
        assert (found == "never") == (True not in every)
        assert (found == "always") == (every == {True})
        assert (found == "whenever answered") == (answered == {True} != every)


@given(sound)
def test_a_condition_with_too_much_to_try_gives_no_false_alarm(node: Node) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solving, "_TRIED_AT_ONCE", 2)
        patch.setattr(solving, "_MOST_STEPS", 3)
        found = verdict(node, MEANINGS)
    assert found != "never" or True not in tried(node, answered=False)
    assert found != "always" or tried(node, answered=False) == {True}
    assert found != "whenever answered" or tried(node, answered=True) == {True}


@given(sound, states)
def test_moving_not_inwards_for_the_words_keeps_the_worth(node: Node, state: dict[str, Answer]) -> None:
    assert worth(positive(node), state) is worth(node, state)


@given(anything, st.sampled_from(["sv", "en", "fi"]))
def test_every_condition_can_be_said_and_checked(node: Node, language: str) -> None:
    assert words(node, VARIABLES, language, age="n").startswith(("those ", "dem som "))
    problems(node, VARIABLES)


PIECES = [
    "a", "n", "${m}", "1", "2.5", "'x'", '"', "’", "and", "or", "not", "in", "(", ")", ",", "=", "==", "<", ">=", "+",
    "-", "*", "includes", "is", "was", "missing", "asked", "count(", "selected(", "&&", "§", "true",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_whatever_is_written_is_read_or_refused_in_words(source: str) -> None:
    refused = None
    try:
        problems(parse(source), VARIABLES)
    except ExpressionError as error:
        refused = error
    assert refused is None or (refused.message and refused.mend and 0 <= refused.position <= len(source))
