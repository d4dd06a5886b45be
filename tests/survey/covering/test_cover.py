"""Made-up respondents reach every element and both sides of every condition, or it is said what nobody reaches."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from survey.chance import arms
from survey.compile import Compiled, compile
from survey.covering import Target, cover, replayed
from survey.covering.targets import elements, reached
from survey.draft import Draft
from survey.load import load
from survey.routing import answer, ended, next_page

STUDIES = Path(__file__).parents[1] / "studies"
SHIPPED = Path(__file__).parents[3] / "questionnaires"
HEAD = """
questionnaire:
  {id: s, version: 1.0.0, languages: [en], title: {en: S}, population: {en: All}}
experiments:
  - {id: arm, title: {en: Arm}, arms: [{code: 1, text: {en: a}, share: 99}, {code: 2, text: {en: b}, share: 1}]}
design:
  - {id: place, title: {en: P}, role: region, codes: [{code: 1, text: {en: North}}, {code: 2, text: {en: South}}]}
sections:
"""


def study(tmp_path: Path, sections: str) -> Compiled:
    file = tmp_path / "study.yaml"
    file.write_text(HEAD + sections, encoding="utf-8")
    return compile(load(file))


def every_target(compiled: Compiled) -> set[Target]:
    return {target for element in elements(compiled) for target in element.targets()}


@pytest.mark.parametrize("name", ["types.yaml", "routes.yaml"])
def test_everything_is_reached_in_studies_that_let_it(name: str) -> None:
    compiled = compile(load(STUDIES / name))
    found = cover(compiled)
    assert found.unreached == ()
    assert {target for case in found.cases for target in case.reaches} == every_target(compiled)


@pytest.mark.parametrize("name", ["youth_exposure", "buyer_attitudes", "staff_interview", "lgbtq_module"])
def test_of_the_shipped_studies_only_what_the_age_gate_rules_out_is_not_reached(name: str) -> None:
    compiled = compile(load(SHIPPED / name))
    found = cover(compiled)
    assert all(each.certain and not each.target.holds and each.target.kind == "section" for each in found.unreached)
    assert all(replayed(case, compiled) == () for case in found.cases)


def test_no_case_is_needless_and_the_same_seed_gives_the_same() -> None:
    compiled = compile(load(STUDIES / "types.yaml"))
    found = cover(compiled, seed=5)
    assert found == cover(compiled, seed=5)
    for case in found.cases:
        others = {target for other in found.cases if other is not case for target in other.reaches}
        assert not set(case.reaches) <= others


PAGE = """
  - id: one
    title: {{en: One}}
    pages:
      - id: p_a
        questions:
          - {{id: n, type: number, min: 0, max: 1000, text: {{en: N}}}}
          - {{id: m, type: number, min: 0, max: 60, text: {{en: M}}}}
          - {{id: d, type: date, earliest: "2020-01-01", latest: "2026-12-31", text: {{en: D}}}}
          - {{id: t, type: text, text: {{en: T}}}}
          - id: v
            type: multiple
            min: 2
            text: {{en: V}}
            codes:
              - {{code: 1, text: {{en: a}}}}
              - {{code: 2, text: {{en: b}}}}
              - {{code: 3, text: {{en: c}}}}
              - {{code: 0, text: {{en: none}}, exclusive: true}}
          - id: r
            type: rank
            places: 2
            text: {{en: R}}
            codes: [{{code: 1, text: {{en: a}}}}, {{code: 2, text: {{en: b}}}}, {{code: 3, text: {{en: c}}}}]
          - id: b
            type: battery
            text: {{en: B}}
            codes: [{{code: 0, text: {{en: no}}}}, {{code: 1, text: {{en: yes}}}}, {{code: 2, text: {{en: often}}}}]
            items:
              - {{id: b1, text: {{en: 1}}}}
              - {{id: b2, text: {{en: 2}}}}
              - {{id: b3, text: {{en: 3}}}}
              - {{id: b4, text: {{en: 4}}}}
              - {{id: b5, text: {{en: 5}}}}
              - {{id: b6, text: {{en: 6}}}}
          - {{id: c, type: computed, value: "b1 + b2 + b3", text: {{en: C}}}}
      - id: p_b
        ask_if: {condition}
        questions:
          - {{id: z, type: number, min: 0, max: 9, text: {{en: Z}}}}
"""


@pytest.mark.parametrize(
    "condition",
    [
        "n = 617",
        "n > 990 and m is missing",
        "n + m = 60",
        "m * 2 = 44",
        "d > 20240229 and d < 20240302",
        "t = 'on Mondays'",
        "v includes 1 and v includes 3 and not v includes 2",
        "v includes 0",
        "count(v) = 3",
        "r_rank1 = 3 and r_rank2 is missing",
        "r_rank2 = 1 and r_rank1 != 2",
        "count(b1 > 1, b2 > 1, b3 > 1, b4 > 1, b5 > 1, b6 > 1) = 6",
        "sum(b1, b2, b3, b4, b5, b6) = 7",
        "mean(b1, b2, b3, b4, b5, b6) > 1.8 and b6 = 1",
        "c = 6",
        "c is missing and b1 = 2",
        "arm = 2 and place = 2",
        "place is missing",
    ],
)
def test_the_search_finds_answers_for_every_kind_of_condition(tmp_path: Path, condition: str) -> None:
    found = cover(study(tmp_path, PAGE.format(condition=condition)))
    assert found.unreached == ()


@pytest.mark.parametrize(
    "condition",
    [
        "n > 1000",
        "b1 = 1 and b1 = 2",
        "c > 6",
        "c = 6 and b2 < 2",
        "r_rank1 = 1 and r_rank2 = 1",
        "v includes 0 and v includes 1",
    ],
)
def test_what_cannot_be_is_said_with_certainty(tmp_path: Path, condition: str) -> None:
    found = cover(study(tmp_path, PAGE.format(condition=condition)))
    assert {(each.target.id, each.target.holds, each.certain) for each in found.unreached} >= {("p_b", True, True)}


def test_where_answers_cannot_all_be_tried_nothing_is_claimed(tmp_path: Path) -> None:
    found = cover(study(tmp_path, PAGE.format(condition="n * n = 12321 and m * m = 12321")))
    assert {(each.target.id, each.target.holds, each.certain) for each in found.unreached} == {
        ("p_b", True, False),
        ("z", True, False),
    }


def _small(rng: random.Random) -> str:
    """Four pages in two sections; conditions of chance look back at two questions, an arm and a computed value."""
    parts = ["a = 1", "a is missing", "n > 1", "n < 1", "arm = 2", "v includes 1", "double >= 3", "a != 2", "place = 1"]

    def condition() -> str:
        joined = f" {rng.choice(('and', 'or'))} ".join(rng.sample(parts, rng.randint(1, 3)))
        return f"not ({joined})" if rng.random() < 0.3 else joined

    codes = "[{code: 1, text: {en: one}}, {code: 2, text: {en: two}}]"
    return f"""
  - id: one
    title: {{en: One}}
    pages:
      - id: p_a
        questions:
          - {{id: a, type: single, text: {{en: A}}, codes: {codes}}}
          - {{id: v, type: multiple, text: {{en: V}}, codes: {codes}}}
          - {{id: n, type: number, min: 0, max: 3, text: {{en: N}}}}
          - {{id: double, type: computed, value: n + n, text: {{en: D}}}}
  - id: two
    title: {{en: Two}}
    ask_if: {condition()}
    pages:
      - id: p_b
        ask_if: {condition()}
        end_if: {condition()}
        questions:
          - {{id: b, type: single, ask_if: {condition()}, text: {{en: B}}, codes: {codes}}}
          - {{id: note, type: note, ask_if: {condition()}, text: {{en: Note}}}}
      - id: p_c
        questions:
          - id: c
            type: battery
            text: {{en: C}}
            codes: {codes}
            items:
              - {{id: c1, ask_if: {condition()} , text: {{en: 1}}}}
              - {{id: c2, ask_if: {condition()}, text: {{en: 2}}}}
            variants: [{{ask_if: {condition()}, text: {{en: C2}}}}]
"""


def _all_drafts(compiled: Compiled) -> Iterator[Draft]:
    """Every respondent that can be, as far as conditions go."""
    by_arm = {1: Draft("en", chance=0), 2: Draft("en", chance=0)}
    rng = random.Random(1)
    while True:
        draft = Draft("en", chance=rng.getrandbits(64))
        by_arm[arms(compiled.questionnaire, draft)["arm"]] = draft
        if by_arm[1].chance and by_arm[2].chance:
            break
    pages = {page.id: page for _, page in compiled.steps}
    ticks = ([], ["1"], ["2"], ["1", "2"])
    numbers = ([], ["0"], ["1"], ["2"], ["3"])
    for draft, place, a, v, n in product(
        by_arm.values(), ({}, {"place": 1}, {"place": 2}), ([], ["1"], ["2"]), ticks, numbers
    ):
        begun = Draft("en", chance=draft.chance, given=place)
        now, _ = answer(compiled, begun, pages["p_a"], {"a": a, "v": v, "n": n})
        while (page := next_page(compiled, now)) is not None and not ended(compiled, now, page):
            now, _ = answer(compiled, now, page, {})
        yield now


@pytest.mark.parametrize("seed", range(25))
def test_what_brute_force_reaches_is_reached_and_nothing_else_is_promised(tmp_path: Path, seed: int) -> None:
    compiled = study(tmp_path, _small(random.Random(seed)))
    possible: set[Target] = set()
    for draft in _all_drafts(compiled):
        last = next((page for _, page in compiled.steps if ended(compiled, draft, page)), compiled.steps[-1][1])
        possible |= reached(compiled, draft, last)
    found = cover(compiled)
    assert {target for case in found.cases for target in case.reaches} == possible
    assert {each.target for each in found.unreached} == every_target(compiled) - possible
    assert all(each.certain for each in found.unreached)
