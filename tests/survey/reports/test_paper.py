"""The paper form: every question with its number, boxes and codes, and the way through it in words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from survey.compile import Compiled
from survey.compile import compile as compiled_from
from survey.load import load
from survey.reports import paper
from survey.reports.paper import paper_form


@pytest.fixture
def printed(monkeypatch):
    """What a form holds as text, in its order: every paragraph, and the codes of its boxes in brackets."""

    def texts(compiled: Compiled, language: str, **arms: int) -> str:
        found: list[str] = []

        def kept(self: Any, flowables: list[Any], **_: Any) -> None:
            found.extend(text for flowable in flowables for text in words_in(flowable))

        with monkeypatch.context() as patch:
            patch.setattr(paper.SimpleDocTemplate, "build", kept)
            paper_form(compiled, language, arms=arms)
        return re.sub(r"\s+", " ", " ".join(found))

    return texts


def words_in(flowable: Any) -> list[str]:
    if isinstance(flowable, str):
        return [flowable]
    if isinstance(flowable, list | tuple):
        return [text for part in flowable for text in words_in(part)]
    if hasattr(flowable, "_content"):
        return words_in(flowable._content)
    if hasattr(flowable, "_cellvalues"):
        return words_in(flowable._cellvalues)
    if hasattr(flowable, "_code"):
        return [f"[{flowable._code}]"]
    return [flowable.getPlainText()] if hasattr(flowable, "getPlainText") else []


@pytest.fixture
def types(studies) -> Compiled:
    return compiled_from(load(studies / "types.yaml"))


def test_the_same_questionnaire_is_the_same_file(clean_study) -> None:
    form = paper_form(clean_study, "sv")
    assert form == paper_form(clean_study, "sv")
    assert form.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", form)) >= 2
    assert b"FontFile2" in form  # the typeface is in it, å, ä and ö print alike everywhere


def test_every_question_of_every_type_is_on_it_in_its_order(types, printed) -> None:
    form = printed(types, "sv")
    places = [
        form.find(f"{number}. {question.text['sv']}")
        for number, question in enumerate(
            (q for _, page in types.steps for q in page.questions if q.type not in ("note", "computed")), start=1
        )
        if "{" not in question.text["sv"] and not question.variants
    ]
    assert -1 not in places
    assert places == sorted(places)


def test_codes_stand_beside_the_boxes(clean_study, printed) -> None:
    form = printed(clean_study, "en")
    assert "[1] Yes [0] No" in form
    assert "Never Sometimes Often Don't know a) chat [0] [1] [2] [−2]" in form
    assert "[0] None of these (no other cross) [−3] Prefer not to answer" in form


def test_it_says_where_to_go(clean_study, printed) -> None:
    form = printed(clean_study, "en")
    assert "Stop here if you answered “No” to question 1 or did not answer question 1" in form
    assert "Question 4: only if you answered something other than “Never” to question 3 a. Otherwise: go to" in form
    assert "b) dating apps Only if you are aged 18 or older." in form
    assert "This section is only for you if you are aged 16 or older. Otherwise: go to the end." in form
    assert "Would you like to skip the whole section? Go to the end." in form


def test_a_page_for_the_same_people_is_passed_with_the_one_before(written, printed) -> None:
    number = "type: number, min: 0, max: 99"
    form = printed(
        written(f"""
sections:
  - id: s
    title: {{en: S}}
    pages:
      - {{id: p1, questions: [{{id: age, {number}, text: {{en: Age?}}}}]}}
      - {{id: p2, ask_if: age > 17, questions: [{{id: work, {number}, text: {{en: Work?}}}}]}}
      - {{id: p3, ask_if: age > 17, questions: [{{id: pay, {number}, text: {{en: Pay?}}}}]}}
      - {{id: p4, questions: [{{id: rest, {number}, text: {{en: Rest?}}}}]}}
"""),
        "en",
    )
    assert "Question 2: only if you are aged over 17. Otherwise: go to question 4." in form


def test_the_last_page_has_the_support_that_sections_name(clean_study, printed) -> None:
    form = printed(clean_study, "sv")
    assert form.index("Lägg formuläret i kuvertet") < form.index("Stöd och hjälp Du kan prata med någon: Nödnummer 112")


def test_an_arm_is_chosen_for_the_whole_form(studies, printed) -> None:
    arms = compiled_from(load(studies / "arms.yaml"))
    assert "What do you think of society?" in printed(arms, "en", frame=1)
    assert "What do you think of society?" not in printed(arms, "en", frame=2)
