"""A vignette with two factors: it loads, checks clean, simulates, and its arms and orders are balanced."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from scipy.stats import chi2_contingency, chisquare

from survey.chance import in_order, shown
from survey.checks import check_file
from survey.compile import Compiled, compile
from survey.draft import Draft
from survey.load import load
from survey.piping import piped
from survey.response import Response
from survey.responses import frame
from survey.routing import answer, asked, before
from survey.simulate import simulate

STUDY = Path(__file__).parent / "studies" / "vignette.yaml"
N = 10_000


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return compile(load(STUDY))


@pytest.fixture(scope="module")
def crowd(compiled: Compiled) -> list[Response]:
    return simulate(compiled, n=N, seed=1)


def test_it_has_no_fault_and_nothing_to_advise() -> None:
    assert check_file(STUDY) == ()


def test_one_text_takes_in_both_factors(compiled: Compiled) -> None:
    pages = {page.id: page for _, page in compiled.steps}
    told = set()
    for chance in range(60):
        draft, _ = answer(compiled, Draft("en", chance=chance), pages["p_age"], {"age": ["40"]})
        note, _ = asked(compiled, draft, pages["p_situation"])
        told.add(piped(note.text, before(compiled, draft, pages["p_situation"]), compiled, "en"))
    assert len(told) == 6
    assert "A young man has turned to a clinic because of threats online." in told


def test_arms_keep_their_shares(compiled: Compiled, crowd: list[Response]) -> None:
    for experiment in compiled.questionnaire.experiments:
        counts = Counter(response.values[experiment.id] for response in crowd)
        expected = [arm.share * N / 100 for arm in experiment.arms]
        assert chisquare([counts[arm.code] for arm in experiment.arms], expected).pvalue > 0.001


def test_the_factors_are_crossed(crowd: list[Response]) -> None:
    pairs = Counter((response.values["v_who"], response.values["v_reason"]) for response in crowd)
    table = [[pairs[who, reason] for reason in (1, 2, 3)] for who in (1, 2)]
    assert chi2_contingency(table).pvalue > 0.001


@pytest.mark.parametrize(("order", "shuffled"), [("help_order", 3), ("advice_order", 4)])
def test_everything_is_as_often_in_every_place(crowd: list[Response], order: str, shuffled: int) -> None:
    orders = [str(r.values[order]).split() for r in crowd if not str(r.values[order]).startswith("-")]
    assert len(orders) > 0.9 * N
    for place in range(shuffled):
        assert chisquare(list(Counter(found[place] for found in orders).values())).pvalue > 0.001
    assert {found[shuffled:] == [] or found[shuffled:] == ["9"] for found in orders} == {True}


def test_what_is_stored_is_what_was_on_the_screen(compiled: Compiled) -> None:
    advice = next(q for _, page in compiled.steps for q in page.questions if q.id == "advice")
    pages = {page.id: page for _, page in compiled.steps}
    for chance in range(200):
        draft = Draft("sv", chance=chance)
        for page, form in (("p_age", {"age": ["40"]}), ("p_situation", {}), ("p_advice", {"advice": ["2"]})):
            draft, _ = answer(compiled, draft, pages[page], form)
        assert in_order(advice, str(draft.values["advice_order"])) == shown(advice, draft)


def test_a_frame_holds_arms_orders_and_the_scale(compiled: Compiled, crowd: list[Response]) -> None:
    answers = frame(compiled, crowd[:200], synthetic=True)
    assert answers.variable("v_reason").role == "design"
    assert set(answers.values("v_who")) == {1, 2}
    assert "9" in str(answers.data["advice_order"].iloc[0])
    assert answers.variable("help_likely").max == 3


def test_the_chance_of_a_respondent_is_in_no_response(crowd: list[Response]) -> None:
    assert b"chance" not in crowd[0].to_bytes()
