"""Made-up respondents."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from survey.compile import Compiled, compile
from survey.errors import SurveyError
from survey.expressions import evaluate
from survey.expressions.evaluation import lookup_in
from survey.load import load
from survey.response import Response
from survey.simulate import Behaviour, simulate


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return compile(load(Path(__file__).parent / "studies" / "routes.yaml"))


@pytest.fixture(scope="module")
def crowd(compiled: Compiled) -> list[Response]:
    return simulate(compiled, n=800, seed=7, distributions={"age": {17: 1, 30: 2}, "consent": {1: 1.0}})


EAGER = Behaviour(blank=0, dont_know=0, refused=0, skip_section=0, break_off=0)


def test_the_same_seed_gives_the_same_answers(compiled: Compiled) -> None:
    assert simulate(compiled, n=20, seed=3) == simulate(compiled, n=20, seed=3)
    assert simulate(compiled, n=20, seed=3) != simulate(compiled, n=20, seed=4)


def test_as_many_responses_come_as_were_asked_for_and_none_without_consent(compiled: Compiled) -> None:
    found = simulate(compiled, n=200, seed=1)
    assert len(found) == 200
    assert {response.values["consent"] for response in found} == {1}


def test_every_reason_for_nonresponse_occurs(crowd: list[Response]) -> None:
    codes = Counter(value for response in crowd for value in response.values.values() if value < 0)
    assert set(codes) == {-1, -2, -3, -4, -5, -6}
    assert not all(response.complete for response in crowd)


def test_nobody_answers_what_was_not_asked_of_them(compiled: Compiled, crowd: list[Response]) -> None:
    for response in crowd:
        lookup = lookup_in(response.values, compiled.choices)
        for id in ("use_date", "friends", "told"):
            condition = {"told": "p_told"}.get(id, id)
            if response.values[id] >= 0:
                assert evaluate(compiled.conditions[condition], lookup) is True


def test_both_sides_of_every_filter_are_reached(crowd: list[Response]) -> None:
    for name in ("use_date", "who_1", "friends", "met", "told"):
        assert {response.values[name] >= 0 for response in crowd} == {True, False}


def test_distributions_are_met(compiled: Compiled) -> None:
    found = simulate(
        compiled, n=2000, seed=5, behaviour=EAGER,
        distributions={"age": {20: 1}, "consent": {1: 1}, "use_chat": {0: 0.2, 1: 0.8}, "who": {1: 0.6, 2: 0.5}},
    )  # fmt: skip
    chats = [response.values for response in found if response.values["use_chat"] == 1]
    assert len(chats) / 2000 == pytest.approx(0.8, abs=0.03)
    ticked = [values for values in chats if values["who_1"] >= 0]
    assert len(ticked) / len(chats) == pytest.approx(1 - 0.4 * 0.5, abs=0.03)
    assert sum(values["who_1"] for values in ticked) / len(chats) == pytest.approx(0.6, abs=0.03)
    assert not any(values["who_9"] == 1 for values in ticked)


def test_a_function_can_plant_a_dependency_even_on_the_same_page(compiled: Compiled) -> None:
    def as_chat(values: Mapping[str, int], rng: random.Random) -> int:
        return values["use_chat"]

    found = simulate(
        compiled, n=100, seed=2, behaviour=EAGER,
        distributions={"age": {40: 1}, "use_date": as_chat, "who": lambda values, rng: [1, 2]},
    )  # fmt: skip
    assert all(response.values["use_date"] == response.values["use_chat"] for response in found)
    assert {response.values["who_2"] for response in found} == {-1, 1}


def test_reasons_in_a_distribution_replace_those_of_the_behaviour(compiled: Compiled) -> None:
    found = simulate(compiled, n=300, seed=9, distributions={"age": {20: 1, -3: 0}, "mood": {1: 0.5, -4: 0.5}},
                     behaviour=Behaviour(blank=0.9, break_off=0))  # fmt: skip
    shares = Counter(response.values["mood"] for response in found)
    assert shares[-4] / 300 == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize(
    ("distributions", "message"),
    [
        ({"moood": {1: 1}}, "moood"),
        ({"mood": {7: 1}}, 'an answer that "mood" cannot have'),
        ({"consent": {0: 1}}, "ended early"),
    ],
)
def test_distributions_that_cannot_be_are_refused(
    compiled: Compiled, distributions: dict[str, dict[int, float]], message: str
) -> None:
    with pytest.raises(SurveyError, match=message):
        simulate(compiled, n=20, seed=1, distributions=distributions)


@pytest.fixture(scope="module")
def types() -> Compiled:
    return compile(load(Path(__file__).parent / "studies" / "types.yaml"))


@pytest.fixture(scope="module")
def everybody(types: Compiled) -> list[Response]:
    planted = {"t_age": {17: 1, 40: 1, 70: 1}, "t_consent": {1: 1.0}, "t_weight": {1.5: 1, 2.5: 1}}
    return simulate(types, n=600, seed=11, distributions=planted)  # type: ignore[arg-type]


def test_every_type_is_answered_and_every_answer_occurs(types: Compiled, everybody: list[Response]) -> None:
    design = {"t_stratum"}  # a number that nobody gave
    for variable in types.variables.values():
        if variable.name in everybody[0].values and variable.name not in design:
            answers = {response.values[variable.name] for response in everybody}
            labelled = {value.value for value in variable.values}
            shown = {answer for answer in answers if isinstance(answer, str) or answer >= 0}
            assert shown, variable.name
            if variable.values and variable.name not in ("t_consent",):
                assert shown == labelled, variable.name


def test_arms_and_design_variables_are_drawn(everybody: list[Response]) -> None:
    arms = Counter(response.values["t_list"] for response in everybody)
    assert arms[1] / 600 == pytest.approx(0.6, abs=0.06)
    assert Counter(response.values["t_stratum"] for response in everybody) == {-7: 600}
    assert {response.values["t_weight"] for response in everybody} == {1.5, 2.5}


def test_the_list_has_one_more_statement_in_its_arm_only(everybody: list[Response]) -> None:
    for arm, most in ((0, 4), (1, 5)):
        given = [response.values["t_many"] for response in everybody if response.values["t_list"] == arm]
        assert max(int(value) for value in given) == most


def test_orders_are_stored_with_other_and_none_last(everybody: list[Response]) -> None:
    held = [response.values["t_place_order"] for response in everybody]
    orders = [order for order in held if isinstance(order, str)]
    assert all(order.endswith(" 9") and set(order.split()) == {"1", "2", "3", "9"} for order in orders)
    assert len(set(orders)) == 6
