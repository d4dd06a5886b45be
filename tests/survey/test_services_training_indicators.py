"""Evaluation of services and of training days, and the entry form for indicators: who is asked what, what is kept."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from survey.checks import check_file
from survey.compile import Compiled, compile
from survey.covering import cover
from survey.draft import Draft
from survey.load import load
from survey.missing import Answer
from survey.posting import as_posted
from survey.routing import answer, asked, finish, next_page
from survey.simulate import simulate

STUDIES = Path(__file__).parents[2] / "questionnaires"
Values = Mapping[str, Answer]
NAMES = ("service_prepost", "training_eval", "indicator_series")


def study(name: str) -> Compiled:
    return compile(load(STUDIES / name))


def answered(compiled: Compiled, answers: Values, **given: float) -> Values:
    """All values of somebody who answers this and leaves the rest blank."""
    draft = Draft("sv", given=given)
    while (page := next_page(compiled, draft)) is not None:
        form: dict[str, list[str]] = {}
        for question in asked(compiled, draft, page):
            form |= as_posted(question, answers)
        draft, faults = answer(compiled, draft, page, form)
        assert not faults
    return finish(compiled, draft)


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_fault_and_advice_only_on_what_the_owner_fills_in(name: str) -> None:
    faults = check_file(STUDIES / name)
    assert all(fault.advice and "still to be filled in" in fault.what for fault in faults)


@pytest.mark.parametrize("name", NAMES)
def test_every_wording_is_there_in_swedish_and_english(name: str) -> None:
    for _, page in study(name).steps:
        for question in page.questions:
            texts = [question.text, *(item.text for item in question.items)]
            texts += [category.text for category in (question.codes.categories if question.codes else ())]
            assert all(text.get("sv") and text.get("en") for text in texts), question.id


@pytest.mark.parametrize("name", NAMES)
def test_only_what_the_age_gate_rules_out_is_not_reached(name: str) -> None:
    unreached = cover(study(name)).unreached
    assert all(each.certain and each.target.kind == "section" and not each.target.holds for each in unreached)
    assert len(unreached) == (name == "service_prepost")


@pytest.mark.parametrize("name", NAMES)
def test_made_up_respondents_are_asked_every_question(name: str) -> None:
    compiled = study(name)
    responses = simulate(compiled, n=150, seed=3)
    # Made-up respondents always come with their wave; `cover` reaches the question that asks for it.
    expected = responses[0].values.keys() - {"s_wave_said", "t_wave_said"}
    for variable in expected:
        assert any(response.values[variable] not in (-1, -5, -6) for response in responses), variable


@pytest.mark.parametrize(
    ("wave", "start", "help_received", "ending"), [(0, -4, -1, -1), (1, -1, -4, -4), (2, -1, -1, -4)]
)
def test_the_occasion_decides_what_clients_are_asked_whether_known_or_said(
    wave: int, start: int, help_received: int, ending: int
) -> None:
    compiled, form = study("service_prepost"), {"s_age": 30, "s_consent": 1}
    for values in (
        answered(compiled, form, s_wave=wave),
        answered(compiled, {**form, "s_wave_said": wave}),
    ):
        assert (values["s_route"], values["s_met"], values["s_worse"]) == (start, help_received, ending)


@pytest.mark.parametrize(("service", "paid", "received"), [(1, -4, -1), (2, -1, -4), (3, -1, -1), (5, -1, -1)])
def test_clients_are_asked_only_about_what_their_service_is_for(service: int, paid: int, received: int) -> None:
    form = {"s_age": 40, "s_consent": 1, "s_service": service}
    values = answered(study("service_prepost"), form)
    assert (values["s_paid3"], values["s_comp3"]) == (paid, received)


def test_nobody_on_a_waiting_list_is_asked_about_the_staff() -> None:
    form = {"s_age": 40, "s_consent": 1, "s_wave_said": 1, "s_met": 0}
    values = answered(study("service_prepost"), form)
    assert (values["s_al1"], values["s_st1"], values["s_sessions"]) == (-1, -1, -1)


RIGHT = {"t_k1": 2, "t_k2": 4, "t_k3": 1, "t_k4": 3, "t_k5": 4, "t_k6": 2, "t_k7": 3, "t_k8": 1}


@pytest.mark.parametrize(
    ("form", "wave", "score"),
    [(RIGHT, 1, 8), ({**RIGHT, "t_k1": 1, "t_k2": -2}, 2, 6), ({}, 1, 0), (RIGHT, 3, -1)],
)
def test_right_answers_to_the_knowledge_test_are_counted_before_and_after(form: Values, wave: int, score: int) -> None:
    values = answered(study("training_eval"), {**form, "t_consent": 1}, t_wave=wave)
    assert values["t_know"] == score


def test_the_readme_has_the_key_of_the_knowledge_test() -> None:
    readme = (STUDIES / "training_eval" / "README.md").read_text(encoding="utf-8")
    for question, code in RIGHT.items():
        row = next(line for line in readme.splitlines() if line.startswith(f"| `{question}`"))
        assert row.split("|")[3].strip() == str(code)


def test_the_figures_of_the_booklet_are_kept_as_they_are_printed() -> None:
    compiled = study("indicator_series")
    kept: dict[str, tuple[Answer, Answer, Answer]] = {}
    with (STUDIES / "indicator_series" / "booklet.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            figure = {name: int(text) for name, text in row.items() if text and name != "quotation"}
            values = answered(compiled, figure)
            assert {name: values[name] for name in figure} == figure
            kept[row["quotation"]] = (values["i_low"], values["i_high"], values["i_value"])
    assert kept["complaints 2006: 37"] == (37, 37, 37)
    assert kept["street level 2007, Malmö: <70"] == (-1, 70, -1)
    assert kept["street level 2007, Göteborg: ~30"] == (-1, -1, 30)
    assert kept["victims aged 16–35"] == (16, 35, -1)
    assert kept["over SEK 210 m (back page)"] == (210, -1, -1)
