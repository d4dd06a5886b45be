"""Values that are worked out from answers, at their place on the route."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from survey import responses
from survey.compile import Compiled, compile
from survey.computed import computed
from survey.draft import Draft
from survey.expressions import evaluate, parse
from survey.expressions.columns import worth
from survey.expressions.evaluation import lookup_in
from survey.load import load
from survey.model import Page
from survey.routing import answer, ended, finish, next_page, route
from survey.simulate import simulate

COMPILED: Compiled = compile(load(Path(__file__).parent / "studies" / "types.yaml"))
PAGES: Mapping[str, Page] = {page.id: page for _, page in COMPILED.steps}
START = {"p_consent": {"t_consent": ["1"]}, "p_number": {"t_age": ["31"]}, "p_single": {}}
Pages = Mapping[str, Mapping[str, list[str]]]


def answered(pages: Pages, draft: Draft | None = None, *, compiled: Compiled = COMPILED) -> Draft:
    """The draft after these pages, and after all that come before them on the route, left blank."""
    draft = draft or Draft("en")
    for id, form in pages.items():
        draft, faults = answer(compiled, draft, {page.id: page for _, page in compiled.steps}[id], form)
        assert faults == ()
    return draft


def to_the_end(pages: Pages) -> Draft:
    draft = Draft("en")
    while (page := next_page(COMPILED, draft)) is not None:
        draft, faults = answer(COMPILED, draft, page, pages.get(page.id, {}))
        assert faults == ()
    return draft


def test_values_are_worked_out_and_stored_with_the_answers() -> None:
    values = finish(COMPILED, to_the_end({**START, "p_multiple": {"t_use": ["1", "2", "3"]}}))
    assert (values["t_active"], values["t_adult"], values["t_half"]) == (3, 1, 15.5)


def test_what_hangs_on_an_answer_that_is_not_there_is_unknown() -> None:
    assert finish(COMPILED, to_the_end(START))["t_active"] == -1


def test_a_page_with_only_computed_values_is_never_shown() -> None:
    draft = to_the_end(START)
    assert "p_computed" not in draft.pages
    assert "p_computed" not in [page.id for page in route(COMPILED, draft)]
    assert not any(name in draft.values for name in ("t_active", "t_adult", "t_half"))


def test_later_conditions_see_computed_values() -> None:
    many, few = ({**START, "p_multiple": {"t_use": ticks}} for ticks in (["1", "2", "3"], ["1", "2"]))
    assert "p_busy" in to_the_end(many).pages
    assert "p_busy" not in to_the_end(few).pages


def test_a_changed_answer_changes_what_was_worked_out() -> None:
    draft = to_the_end({**START, "p_multiple": {"t_use": ["1", "2", "3"]}})
    changed = answered({"p_multiple": {"t_use": ["1", "3"]}}, draft)
    assert finish(COMPILED, changed)["t_active"] == 2


def test_after_breaking_off_nothing_is_worked_out() -> None:
    values = finish(COMPILED, answered(START))
    assert values["t_active"] == -5


STUDY = """
questionnaire:
  {id: s, version: 1.0.0, languages: [en], title: {en: S}, population: {en: All}}
sections:
  - id: one
    title: {en: One}
    pages:
      - id: p_a
        end_if: double > 10
        questions:
          - {id: a, type: number, min: 0, max: 9, text: {en: A}}
          - {id: double, type: computed, value: a + a, text: {en: Twice}}
          - {id: more, type: computed, value: double + 1, text: {en: One more}}
          - {id: less, type: computed, value: a - 5, text: {en: Five less}}
          - {id: only, type: computed, ask_if: false, value: a, text: {en: Never}}
      - id: p_b
        ask_if: a = 1
        questions:
          - {id: b, type: number, min: 0, max: 9, text: {en: B}}
          - {id: sum, type: computed, value: a + b, text: {en: Sum}}
      - id: p_c
        questions:
          - {id: twice, type: computed, value: b + b, text: {en: Twice}}
          - {id: note, type: note, text: {en: Thank you}}
"""


def study(tmp_path: Path) -> Compiled:
    file = tmp_path / "study.yaml"
    file.write_text(STUDY, encoding="utf-8")
    return compile(load(file))


def test_values_beside_questions_use_their_answers_and_each_other(tmp_path: Path) -> None:
    compiled = study(tmp_path)
    values = finish(compiled, answered({"p_a": {"a": ["1"]}, "p_b": {"b": ["4"]}, "p_c": {}}, compiled=compiled))
    assert values == {
        "a": 1, "double": 2, "more": 3, "less": -1, "only": -1, "b": 4, "sum": 5, "twice": 8,
    }  # fmt: skip


def test_values_off_the_route_are_not_there(tmp_path: Path) -> None:
    compiled = study(tmp_path)
    draft = answered({"p_a": {"a": ["1"]}, "p_b": {"b": ["4"]}, "p_c": {}}, compiled=compiled)
    changed = answered({"p_a": {"a": ["2"]}}, draft, compiled=compiled)
    values = finish(compiled, changed)
    assert (values["b"], values["sum"], values["twice"]) == (-1, -1, -1)


def test_the_form_may_end_by_what_was_just_worked_out(tmp_path: Path) -> None:
    compiled = study(tmp_path)
    page = compiled.steps[0][1]
    assert ended(compiled, answered({"p_a": {"a": ["6"]}}, compiled=compiled), page)
    assert not ended(compiled, answered({"p_a": {"a": ["5"]}}, compiled=compiled), page)


def test_a_note_beside_a_computed_value_is_shown(tmp_path: Path) -> None:
    compiled = study(tmp_path)
    last = next_page(compiled, answered({"p_a": {"a": ["2"]}}, compiled=compiled))
    assert last is not None
    assert last.id == "p_c"


def test_only_numbers_from_zero_and_conditions_can_be_stored() -> None:
    found = [computed(value) for value in (True, False, None, 2.0, 2.5, -1.0, "text", frozenset({1}), float("inf"))]
    assert found == [1, 0, -1, 2, 2.5, -1, -1, -1, -1]
    assert not any(isinstance(value, bool) for value in found)


VALUES = (
    "count(t_use)",
    "t_age >= 18",
    "t_age / 2",
    "sum(t_trust_a, t_trust_b, t_trust_c)",
    "mean(t_happy, t_mood / 10)",
    "t_use includes 2 and t_place != 9",
    "count(t_trust_a > 3, t_trust_b > 3, t_trust_c > 3)",
    "t_value_rank1 = 1 or t_list = 1",
    "t_wish is answered",
    "t_place_other = 'Påhittat svar'",
    "t_moved / 100 - t_first",
    "max(t_hours, t_alone) - min(t_hours, t_alone)",
)


def test_a_whole_frame_is_worked_out_as_each_form_was() -> None:
    crowd = simulate(COMPILED, n=400, seed=3, distributions={"t_age": {17: 1, 40: 2}, "t_consent": {1: 1.0}})
    made = responses.frame(COMPILED, crowd)
    for node in [*COMPILED.values.values(), *map(parse, VALUES)]:
        alone = [computed(evaluate(node, lookup_in(response.values, COMPILED.choices))) for response in crowd]
        together = worth(node, made)
        together = np.where(np.isnan(together) | (together < 0), -1.0, together)
        np.testing.assert_array_equal(together, np.array(alone, dtype=np.float64))
    for name, node in COMPILED.values.items():
        stored = made.data[name].to_numpy()
        np.testing.assert_array_equal(worth(node, made)[stored >= 0], stored[stored >= 0])
