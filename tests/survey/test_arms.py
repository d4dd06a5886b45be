"""Arms, design variables, variants, orders and checks while a form is answered."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from survey.chance import arm, in_order, order_shown
from survey.checks import check
from survey.compile import Compiled, compile
from survey.draft import Draft
from survey.load import load
from survey.model import Page, Question
from survey.piping import piped
from survey.routing import answer, asked, before, finish, next_page
from survey.simulate import Behaviour, simulate

COMPILED: Compiled = compile(load(Path(__file__).parent / "studies" / "arms.yaml"))
PAGES: Mapping[str, Page] = {page.id: page for _, page in COMPILED.steps}
HOME = {"adults": ["2"], "children": ["0"], "place": ["2"]}
ALL = Behaviour(blank=0, dont_know=0, refused=0, skip_section=0, break_off=0, other_language=0)


def in_arm(code: int, **given: float) -> Draft:
    """A draft whose respondent is in this arm."""
    (experiment,) = COMPILED.questionnaire.experiments
    drafts = (Draft("en", chance=chance, given=given) for chance in range(1000))
    return next(draft for draft in drafts if arm(experiment, draft) == code)


def past(draft: Draft, page: str, form: Mapping[str, list[str]]) -> Draft:
    draft, faults = answer(COMPILED, draft, PAGES[page], form)
    assert faults == ()
    return draft


def question(draft: Draft, page: str, id: str) -> Question:
    return next(question for question in asked(COMPILED, draft, PAGES[page]) if question.id == id)


def test_the_study_has_no_fault() -> None:
    assert [str(fault) for fault in check(COMPILED.questionnaire) if not fault.advice] == []


@pytest.mark.parametrize(("code", "there"), [(1, True), (2, True), (3, False)])
def test_conditions_go_by_the_arm(code: int, there: bool) -> None:
    draft = past(in_arm(code), "p_home", HOME)
    assert ("safe" in [found.id for found in asked(COMPILED, draft, PAGES["p_view"])]) is there


def test_conditions_go_by_what_is_known_beforehand() -> None:
    def following(**given: float) -> str:
        draft = past(past(in_arm(3, **given), "p_home", HOME), "p_view", {})
        page = next_page(COMPILED, draft)
        return page.id if page else ""

    assert following(stratum=1) == "p_north"
    assert following(stratum=2) == "p_trust"
    assert following() == "p_trust"  # not known: not asked


def test_a_finished_form_holds_arms_and_design_variables_first() -> None:
    values = finish(COMPILED, past(in_arm(2, base_weight=1.5), "p_home", HOME))
    assert list(values)[:3] == ["stratum", "base_weight", "frame"]
    assert (values["stratum"], values["base_weight"], values["frame"]) == (-7, 1.5, 2)


def test_the_universe_names_the_arm_in_words() -> None:
    safe, cold = COMPILED.variables["safe"], COMPILED.variables["cold"]
    assert safe.universe["en"] == "Asked of those who have something other than “our country” as “Frame”"
    assert cold.universe["sv"] == "Ställdes till dem som har ”Norr” som ”Stratum”"


def test_the_first_variant_that_holds_is_shown() -> None:
    family = {**HOME, "children": ["2"]}
    assert question(past(in_arm(2), "p_home", family), "p_view", "view").text["en"].startswith("Think of")
    assert question(past(in_arm(1), "p_home", family), "p_view", "view").text["en"].startswith("You have")
    assert question(past(in_arm(1), "p_home", HOME), "p_view", "view").text["en"].startswith("What do you")


def test_a_text_takes_in_the_arm_a_label_and_a_number() -> None:
    draft = past(in_arm(1), "p_home", {**HOME, "children": ["2"]})
    values, page = before(COMPILED, draft, PAGES["p_view"]), PAGES["p_view"]
    assert piped(page.title, values, COMPILED, "en") == "On society"
    assert piped(question(draft, "p_view", "view").text, values, COMPILED, "sv") == "Ni har 2 barn. Vad tycker du?"
    assert piped(question(draft, "p_view", "safe").text, values, COMPILED, "en") == "Is it safe in a village?"


def test_where_there_is_no_answer_the_words_behind_the_bar_stand() -> None:
    draft = past(in_arm(1), "p_home", {"adults": ["2"]})
    values = before(COMPILED, draft, PAGES["p_view"])
    assert piped(question(draft, "p_view", "safe").text, values, COMPILED, "sv") == "Är det tryggt i din ort?"


def test_the_order_on_the_screen_is_the_one_that_is_stored() -> None:
    for chance in range(50):
        draft = past(past(Draft("en", chance=chance), "p_home", HOME), "p_view", {"view": ["3"]})
        screen = question(draft, "p_trust", "trust_items")
        draft = past(draft, "p_trust", {"t_people": ["4"]})
        values = finish(COMPILED, draft)
        assert values["trust_items_order"] == " ".join(item.id for item in screen.items)
        written = next(iter(PAGES["p_trust"].questions))
        assert in_order(written, str(values["trust_items_order"])) == screen
        assert values["view_order"] == order_shown(PAGES["p_view"].questions[0], draft)


def test_what_is_said_once_lets_the_next_click_go_on() -> None:
    crowd = {**HOME, "adults": ["19"], "children": ["9"]}
    draft, faults = answer(COMPILED, in_arm(1), PAGES["p_home"], crowd)
    assert [(fault.variable, fault.once) for fault in faults] == [("adults", True)]
    assert faults[0].message == "That is a large household. Is it right?"
    assert next_page(COMPILED, draft) == PAGES["p_home"]
    draft, faults = answer(COMPILED, draft, PAGES["p_home"], crowd)
    assert faults == ()
    assert next_page(COMPILED, draft) == PAGES["p_view"]


def test_what_stops_has_to_be_mended() -> None:
    alone = {**HOME, "adults": ["0"], "children": ["2"]}
    draft = in_arm(1)
    for _ in range(3):
        draft, faults = answer(COMPILED, draft, PAGES["p_home"], alone)
        assert [(fault.variable, fault.once) for fault in faults] == [("adults", False)]
    assert next_page(COMPILED, past(draft, "p_home", HOME)) == PAGES["p_view"]


def test_a_page_that_no_longer_holds_is_taken_back() -> None:
    draft = past(in_arm(1), "p_home", HOME)
    draft, faults = answer(COMPILED, draft, PAGES["p_home"], {**HOME, "adults": ["0"], "children": ["2"]})
    assert len(faults) == 1
    assert next_page(COMPILED, draft) == PAGES["p_home"]


def test_a_check_on_what_is_not_known_passes() -> None:
    past(in_arm(1), "p_home", {"children": ["25"]})


def test_what_a_check_says_takes_in_answers_of_its_page() -> None:
    draft = past(in_arm(1), "p_home", HOME)
    _, faults = answer(COMPILED, draft, PAGES["p_view"], {"view": ["4"], "safe": ["4"]})
    assert [(fault.variable, fault.message) for fault in faults] == [("view", "Does it hold in a village?")]


def test_made_up_respondents_pass_the_checks_and_are_in_all_arms() -> None:
    responses = simulate(COMPILED, n=400, seed=3, behaviour=ALL)
    assert {response.values["frame"] for response in responses} == {1, 2, 3}
    assert {response.values["stratum"] for response in responses} == {1, 2}
    assert {response.values["base_weight"] for response in responses} == {-7}
    assert all(response.values["adults"] or not response.values["children"] for response in responses)
    assert responses == simulate(COMPILED, n=400, seed=3, behaviour=ALL)


def test_labels_stand_for_what_a_text_takes_in() -> None:
    assert COMPILED.variables["view"].label["en"] == "What do you think of [Frame]?"
    assert COMPILED.variables["safe"].label["sv"] == "Är det tryggt i [Var bor du?]?"


def test_what_the_arm_shuts_out_is_not_in_this_arm() -> None:
    def finished(code: int) -> Mapping[str, object]:
        draft = past(past(in_arm(code), "p_home", HOME), "p_view", {"view": ["1"], "safe": ["1"]})
        return finish(COMPILED, past(draft, "p_trust", {}))

    assert (finished(1)["safe"], finished(1)["t_frame"]) == (1, -7)
    assert (finished(3)["safe"], finished(3)["t_frame"]) == (-7, -4)
    assert finished(1)["cold"] == -1


def test_after_breaking_off_it_is_still_known_what_the_arm_shuts_out() -> None:
    values = finish(COMPILED, past(in_arm(3), "p_home", HOME))
    assert (values["view"], values["safe"], values["t_frame"]) == (-5, -7, -5)


def test_a_condition_goes_by_the_score_of_a_scale() -> None:
    def wary(*answers: str) -> object:
        form = {name: [text] for name, text in zip(("t_people", "t_alone", "t_help"), answers, strict=True)}
        draft = past(past(past(in_arm(1), "p_home", HOME), "p_view", {"view": ["1"], "safe": ["1"]}), "p_trust", form)
        values = finish(COMPILED, draft)
        assert "trust" not in values
        return values["wary"]

    assert wary("1", "4", "2") == -5  # 4 / 3: asked, not reached yet
    assert wary("3", "2", "3") == -1
    assert wary("1", "4", "-2") == -1  # too few answered: unknown
    assert finish(COMPILED, past(in_arm(1), "p_home", HOME))["wary"] == -5
