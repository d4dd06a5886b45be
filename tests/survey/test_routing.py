"""Routes: which page comes next, what becomes of answers when earlier ones change, and how a form is finished."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from survey.compile import Compiled, compile
from survey.draft import Draft
from survey.load import load
from survey.model import Page
from survey.routing import (
    AnswerFault,
    answer,
    asked,
    ended,
    finish,
    next_page,
    route,
    section_of,
    skip_section,
)

COMPILED = compile(load(Path(__file__).parent / "studies" / "routes.yaml"))
PAGES: Mapping[str, Page] = {page.id: page for _, page in COMPILED.steps}

ADULT = {"p_age": {"age": ["30"]}, "p_consent": {"consent": ["1"]}}
CHATS = {**ADULT, "p_use": {"use_chat": ["2"], "use_date": ["0"]}, "p_chat": {"who": ["1", "2"]}}


def answered(pages: Mapping[str, Mapping[str, list[str]]], draft: Draft | None = None) -> Draft:
    draft = draft or Draft("en")
    for page, form in pages.items():
        draft, faults = answer(COMPILED, draft, PAGES[page], form)
        assert faults == ()
    return draft


def faults(page: str, form: Mapping[str, list[str]], language: str = "en") -> tuple[AnswerFault, ...]:
    draft = answered(CHATS, Draft(language))
    return answer(COMPILED, draft, PAGES[page], form)[1]


def upcoming(draft: Draft) -> str:
    page = next_page(COMPILED, draft)
    return page.id if page else "review"


def test_pages_come_one_after_the_other_and_then_the_review() -> None:
    seen = [upcoming(Draft("en"))]
    draft = Draft("en")
    forms = {**CHATS, "p_friends": {"friends": ["4"]}, "p_met": {"met": ["1"]}, "p_told": {"told": []}, "p_last": {}}
    for page, form in forms.items():
        draft = answered({page: form}, draft)
        seen.append(upcoming(draft))
    assert seen == [*forms, "review"]


def test_what_is_unknown_is_not_asked() -> None:
    draft = answered({**ADULT, "p_use": {}})
    assert upcoming(draft) == "p_last"


def test_a_section_with_a_minimum_age_is_for_those_whose_age_is_known_and_enough() -> None:
    met = {"p_use": {"use_chat": ["0"]}}
    assert upcoming(answered({**ADULT, **met})) == "p_met"
    assert upcoming(answered({**ADULT, "p_age": {"age": ["17"]}, **met})) == "p_last"
    assert asked(COMPILED, answered({**ADULT, "p_age": {"age": ["-3"]}, **met}), PAGES["p_met"]) == ()


def test_a_battery_shows_only_the_items_that_apply() -> None:
    young = answered({"p_age": {"age": ["17"]}, "p_consent": {"consent": ["1"]}})
    (battery,) = asked(COMPILED, young, PAGES["p_use"])
    assert [item.id for item in battery.items] == ["use_chat"]
    assert asked(COMPILED, young, PAGES["p_met"]) == ()


def test_a_page_whose_questions_do_not_apply_is_left_out() -> None:
    assert upcoming(answered({**CHATS, "p_chat": {"who": ["2"]}})) == "p_met"


def test_the_route_so_far_ends_with_the_page_to_come() -> None:
    assert [page.id for page in route(COMPILED, answered(CHATS))] == [
        "p_age",
        "p_consent",
        "p_use",
        "p_chat",
        "p_friends",
    ]


def test_a_page_knows_its_section() -> None:
    assert section_of(COMPILED, PAGES["p_told"]).id == "trouble"


@pytest.mark.parametrize(
    ("forms", "page", "ends"),
    [
        ({"p_age": {"age": ["14"]}}, "p_age", True),
        ({"p_age": {"age": [""]}}, "p_age", True),
        ({"p_age": {"age": ["15"]}}, "p_age", False),
        ({**ADULT, "p_consent": {"consent": ["0"]}}, "p_consent", True),
        (ADULT, "p_consent", False),
        ({}, "p_age", False),
    ],
)
def test_the_form_ends_where_end_if_is_true(forms: dict[str, dict[str, list[str]]], page: str, ends: bool) -> None:
    assert ended(COMPILED, answered(forms), PAGES[page]) is ends


def test_a_changed_answer_re_routes_and_what_is_off_the_route_was_not_asked() -> None:
    draft = answered({**CHATS, "p_friends": {"friends": ["4"]}, "p_met": {"met": ["0"]}, "p_last": {"mood": ["1"]}})
    changed = answered({"p_use": {"use_chat": ["0"], "use_date": ["1"]}}, draft)
    assert changed.values["friends"] == 4
    values = finish(COMPILED, changed)
    assert [values[name] for name in ("who_1", "who_2", "who_9", "friends")] == [-1] * 4
    assert values["use_date"] == 1


def test_an_answer_off_the_route_decides_nothing() -> None:
    draft = answered({"p_use": {"use_chat": ["0"]}}, answered(CHATS))
    assert draft.values["who_1"] == 1
    assert upcoming(draft) == "p_met"


def test_changing_back_finds_the_answers_again() -> None:
    draft = answered({**CHATS, "p_friends": {"friends": ["4"]}})
    back = answered({"p_use": {"use_chat": ["1"]}}, answered({"p_use": {"use_chat": ["0"]}}, draft))
    assert finish(COMPILED, back)["friends"] == 4


def test_a_page_is_asked_again_when_it_now_asks_more() -> None:
    young = answered({**CHATS, "p_age": {"age": ["17"]}})
    assert "use_date" not in young.values
    assert upcoming(answered({"p_age": {"age": ["18"]}}, young)) == "p_use"


def test_a_page_seen_and_left_blank_is_minus_four() -> None:
    draft = answered({**CHATS, "p_chat": {}, "p_use": {"use_chat": ["1"]}})
    assert {draft.values[name] for name in ("who_1", "who_2", "who_9", "use_date")} == {-4}


@pytest.mark.parametrize(("ticked", "values"), [(["1", "9"], None), (["9"], [0, 0, 1]), (["1", "-3"], [-3, -3, -3])])
def test_a_multiple_choice_is_read_category_by_category(ticked: list[str], values: list[int] | None) -> None:
    draft, found = answer(COMPILED, answered(CHATS), PAGES["p_chat"], {"who": ticked})
    if values is None:
        assert found == (
            AnswerFault("who", "The answer “No one” cannot be chosen together with others. Remove it or the others."),
        )
    else:
        assert [draft.values[name] for name in ("who_1", "who_2", "who_9")] == values


@pytest.mark.parametrize("typed", ["0", "51", "4.5", "many", "-3", "+-3", "1e1", "٤", "9" * 40, "4 5 6"])
def test_a_number_must_be_whole_and_within_its_limits(typed: str) -> None:
    (fault,) = faults("p_friends", {"friends": [typed]})
    assert fault == AnswerFault("friends", "Write a whole number in figures from 1 to 50.")


def test_messages_are_in_the_respondents_language_and_never_repeat_the_answer() -> None:
    (fault,) = faults("p_friends", {"friends": ["hemligt"]}, "sv")
    assert fault.message == "Skriv ett heltal med siffror från 1 till 50."


def test_spaces_in_a_number_do_no_harm() -> None:
    assert answered({"p_age": {"age": [" 3 0 "]}}).values["age"] == 30


def test_consent_must_be_given_or_declined() -> None:
    assert faults("p_consent", {}) == (AnswerFault("consent", "Choose an answer to go on."),)


@pytest.mark.parametrize("posted", [["7"], ["-2"], ["x"], ["1", "2"]])
def test_what_the_page_does_not_offer_is_refused(posted: list[str]) -> None:
    assert [fault.variable for fault in faults("p_consent", {"consent": posted})] == ["consent"]


def test_a_faulty_answer_keeps_the_others_and_the_page_is_to_be_handed_in_again() -> None:
    draft, found = answer(COMPILED, answered(CHATS), PAGES["p_use"], {"use_chat": ["1"], "use_date": ["8"]})
    assert [fault.variable for fault in found] == ["use_date"]
    assert draft.values["use_chat"] == 1
    assert "use_date" not in draft.values
    assert upcoming(draft) == "p_use"


def test_fields_that_do_not_belong_to_the_page_are_ignored() -> None:
    draft = answered({**ADULT, "p_use": {"use_chat": ["1"], "mood": ["2"], "nonsense": ["3"]}})
    assert not {"mood", "nonsense"} & set(draft.values)


def test_a_page_off_the_route_takes_no_answers() -> None:
    draft = answered({**ADULT, "p_use": {"use_chat": ["0"]}})
    assert answer(COMPILED, draft, PAGES["p_chat"], {"who": ["1"]}) == (draft, ())


def test_a_skipped_section_is_passed_and_says_so() -> None:
    draft = skip_section(COMPILED, answered({**CHATS, "p_friends": {}}), section_of(COMPILED, PAGES["p_met"]))
    assert upcoming(draft) == "p_last"
    values = finish(COMPILED, answered({"p_last": {"mood": ["2"]}}, draft))
    assert (values["met"], values["told"], values["mood"]) == (-6, -6, 2)


def test_whoever_goes_back_to_a_skipped_section_answers_it_after_all() -> None:
    skipped = skip_section(COMPILED, answered({**CHATS, "p_friends": {}}), section_of(COMPILED, PAGES["p_met"]))
    draft = answered({"p_met": {"met": ["1"]}}, skipped)
    assert draft.skipped == frozenset()
    assert upcoming(draft) == "p_told"


def test_after_breaking_off_questions_are_not_reached_unless_they_would_not_have_been_asked() -> None:
    values = finish(COMPILED, answered({"p_age": {"age": ["17"]}, "p_consent": {"consent": ["1"]}}))
    assert values == {
        "age": 17, "consent": 1, "use_chat": -5, "use_date": -1, "who_1": -5, "who_2": -5, "who_9": -5, "friends": -5,
        "met": -1, "told": -1, "mood": -5,
    }  # fmt: skip


def test_every_variable_has_a_value_or_a_reason() -> None:
    assert list(finish(COMPILED, Draft("sv"))) == list(COMPILED.variables)


def test_reading_never_fails_whatever_is_posted() -> None:
    for text in ("", " ", "\0", "1\n", "٣", "-9", "NaN", "<b>", "9" * 500):
        for page in PAGES.values():
            fields = {name: [text, text] for name in (*COMPILED.variables, *COMPILED.names)}
            answer(COMPILED, answered(CHATS), page, fields)


def test_compiled_is_never_changed_by_answering(tmp_path: Path) -> None:
    fresh: Compiled = compile(load(Path(__file__).parent / "studies" / "routes.yaml"))
    answered(CHATS)
    assert fresh == COMPILED


def test_only_a_section_that_offers_it_can_be_skipped() -> None:
    draft = Draft("en")
    assert skip_section(COMPILED, draft, section_of(COMPILED, PAGES["p_age"])) == draft


def test_nothing_follows_a_page_that_ends_the_form() -> None:
    draft = answered({"p_consent": {"consent": ["0"]}}, answered(CHATS))
    assert upcoming(draft) == "p_consent"
    assert route(COMPILED, draft)[-1].id == "p_consent"
