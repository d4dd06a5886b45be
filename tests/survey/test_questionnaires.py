"""The studies that come with the project: complete in both languages, protective, and ready to be asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from survey.checks import check_file
from survey.compile import Compiled, compile
from survey.draft import Draft
from survey.load import load
from survey.model import Question
from survey.routing import answer, asked, ended, next_page
from survey.simulate import simulate

STUDIES = Path(__file__).parents[2] / "questionnaires"
NAMES = ("youth_exposure", "buyer_attitudes", "staff_interview", "lgbtq_module")


@pytest.fixture(scope="module", params=NAMES)
def compiled(request: pytest.FixtureRequest) -> Compiled:
    return compile(load(STUDIES / request.param))


def questions(compiled: Compiled) -> list[Question]:
    return [question for _, page in compiled.steps for question in page.questions]


@pytest.mark.parametrize("name", NAMES)
def test_the_check_finds_no_fault(name: str) -> None:
    assert [str(fault) for fault in check_file(STUDIES / name) if not fault.advice] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_placeholder_for_the_ethics_approval_is_pointed_out(name: str) -> None:
    assert any("still to be filled in" in fault.what for fault in check_file(STUDIES / name) if fault.advice)


def test_every_wording_is_there_in_swedish_and_english(compiled: Compiled) -> None:
    for question in questions(compiled):
        parts = [question.text, *(item.text for item in question.items)]
        parts += [category.text for category in (question.codes.categories if question.codes else ())]
        assert all(part.get("sv") and part.get("en") for part in parts), question.id
        assert set(question.help) in (set(), {"sv", "en"}), question.id


def test_whoever_is_asked_something_sensitive_may_decline(compiled: Compiled) -> None:
    sensitive = [
        question
        for question in questions(compiled)
        if question.level >= 2 and question.answered not in ("nothing", "computed")
    ]
    assert sensitive
    assert all("refused" in question.missing for question in sensitive)


def test_sections_on_harm_can_be_skipped_offer_support_and_know_a_minimum_age(compiled: Compiled) -> None:
    sections = [section for section in compiled.questionnaire.sections if section.level == 3]
    assert sections
    assert all(section.skip and section.support and section.min_age for section in sections)


def test_only_consent_has_to_be_answered(compiled: Compiled) -> None:
    assert [question.concept for question in questions(compiled) if question.required] == ["consent"]


def test_pages_hold_few_questions(compiled: Compiled) -> None:
    sizes = [len([q for q in page.questions if q.type != "note"]) for _, page in compiled.steps]
    assert max(sizes) <= 4
    assert max(len(question.items) for question in questions(compiled)) <= 8


def test_every_support_service_can_be_reached_and_was_looked_at_within_a_year(compiled: Compiled) -> None:
    for support in compiled.questionnaire.supports:
        assert all(service.phone or service.url.startswith("https://") for service in support.services)
        assert (date(2026, 11, 30) - date.fromisoformat(support.verified)).days < 365


@pytest.mark.parametrize(
    ("name", "variable", "outside", "inside"),
    [("youth_exposure", "y_age", ("14", "15", "26", ""), ("16", "25")),
     ("buyer_attitudes", "b_age", ("17", "75", ""), ("18", "74")),
     ("staff_interview", "s_age", ("17", ""), ("18",)),
     ("lgbtq_module", "l_age", ("15", ""), ("16", "90"))],
)  # fmt: skip
def test_those_outside_the_age_range_are_met_before_any_other_question(
    name: str, variable: str, outside: tuple[str, ...], inside: tuple[str, ...]
) -> None:
    study = compile(load(STUDIES / name))
    first = next_page(study, Draft("sv"))
    assert first is not None
    assert [q.id for q in asked(study, Draft("sv"), first) if q.type != "note"] == [variable]
    for age in (*outside, *inside):
        draft, faults = answer(study, Draft("sv"), first, {variable: [age]})
        assert not faults
        assert ended(study, draft, first) == (age in outside)


def test_declining_ends_the_form_right_after_the_age(compiled: Compiled) -> None:
    age, consent = (page for section, page in compiled.steps if section.id == "information")
    prefix = compiled.questionnaire.age[0]
    draft, _ = answer(compiled, Draft("en"), age, {f"{prefix}_age": ["18"]})
    assert next_page(compiled, draft) == consent
    draft, _ = answer(compiled, draft, consent, {f"{prefix}_consent": ["0"]})
    assert ended(compiled, draft, consent)


def test_made_up_respondents_reach_every_question(compiled: Compiled) -> None:
    responses = simulate(compiled, n=150, seed=3)
    for name in responses[0].values:
        assert any(response.values[name] not in (-1, -5, -6) for response in responses), name


def test_those_under_18_are_asked_the_age_of_the_other_but_not_about_own_payment() -> None:
    study = compile(load(STUDIES / "youth_exposure"))
    young = [r.values for r in simulate(study, n=120, seed=5, distributions={"y_age": {16: 1.0, 17: 1.0}})]
    assert {values["y_b1"] for values in young} <= {-1, -5, -6}
    assert {values["y_use_g"] for values in young} <= {-1, -5}
    assert any(values["y_u_adult"] > 0 for values in young)
