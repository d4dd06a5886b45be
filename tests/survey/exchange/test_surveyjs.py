"""SurveyJS's JSON, read and written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from survey.compile import compile
from survey.errors import UnreadableFile
from survey.exchange import export_definition, import_definition
from survey.exchange.saying import said, value
from survey.exchange.surveyjs_writing import SPELLING
from survey.expressions import parse
from survey.load import load

ROOT = Path(__file__).parents[3]
FORM = Path(__file__).parent / "forms" / "surveyjs.json"
TYPES = compile(load(ROOT / "tests" / "survey" / "studies" / "types.yaml"))


def test_pages_are_sections_and_matrices_batteries(bring) -> None:
    brought = bring(FORM)
    assert [section.id for section in brought.questionnaire.sections] == ["you", "mood"]
    assert [item.text for item in brought.question("fit").items] == [
        {"en": "I feel calm.", "sv": "Jag är lugn."},
        {"en": "I feel safe.", "sv": "Jag är trygg."},
    ]
    assert brought.questionnaire.title == {"en": "Spare time", "sv": "Fritid"}


def test_conditions_know_items_boxes_and_truths(bring) -> None:
    brought = bring(FORM)
    assert brought.asked_if("places") == "age >= 18 and sport = 1"
    assert brought.asked_if("happy") == "fit_calm = 2 or places includes 2"
    assert brought.questionnaire.sections[1].ask_if.source == "places includes 1 or places includes 2"


def test_what_is_asked_again_and_again_is_refused_by_name(bring) -> None:
    refused = [str(loss) for loss in bring(FORM).report.refused]
    assert any("children" in loss for loss in refused)
    assert any("imagepicker" in loss for loss in refused)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("t_use includes 2", "{t_use} contains 2"),
        ("t_trust_a > 3", "{t_trusting.t_trust_a} > 3"),
        ("t_consent != 1", "{t_consent} notempty and {t_consent} <> 1"),
        ("t_age is missing", "{t_age} empty"),
    ],
)
def test_conditions_are_written_as_surveyjs_has_them(ours: str, theirs: str) -> None:
    assert said(parse(ours), TYPES.variables, SPELLING) == theirs


@pytest.mark.parametrize("study", ["youth_exposure", "buyer_attitudes"])
def test_what_is_written_can_be_read_again(study: str, tmp_path: Path, bring) -> None:
    compiled = compile(load(ROOT / "questionnaires" / study))
    files, report = export_definition(compiled, "surveyjs")
    (name, content), *_ = files.items()
    (tmp_path / name).write_bytes(content)
    brought = bring(tmp_path / name)
    assert not report.refused
    assert not brought.report.refused
    assert brought.questionnaire.languages == compiled.questionnaire.languages
    asked = [q.id for _, page in compiled.questionnaire.pages() for q in page.questions]
    assert [q.id for _, page in brought.questionnaire.pages() for q in page.questions] == asked


def test_every_type_has_an_element() -> None:
    files, _ = export_definition(TYPES, "surveyjs")
    survey = json.loads(next(iter(files.values())))
    kinds = {element["type"] for page in survey["pages"] for element in page["elements"]}
    assert kinds >= {"radiogroup", "checkbox", "matrix", "ranking", "rating", "slider", "comment", "expression", "html"}


def test_a_survey_of_qualtrics_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "survey.json"
    path.write_text('{"SurveyEntry": {}, "SurveyElements": []}')
    with pytest.raises(UnreadableFile, match="Qualtrics"):
        import_definition(path)


@pytest.mark.parametrize(
    "pages",
    [
        [1, None, {"elements": 3}],
        [{"elements": [None, {"type": "radiogroup", "name": "q", "choices": {"a": 1}}]}],
        [{"elements": [{"type": "matrix", "name": "q", "rows": 1, "columns": "x"}]}],
        [{"elements": [{"type": "multipletext", "name": "q", "items": ["a"]}]}],
        [{"elements": [{"type": "text", "name": "q", "validators": ["a"]}]}],
        [{"elements": [{"type": "text", "inputType": "number", "name": "q", "max": 10**400}]}],
        [{"elements": [{"type": "rating", "name": "q", "rateMax": 10**400}]}],
    ],
)
def test_what_stands_where_something_else_belongs_is_passed_over(bring, tmp_path: Path, pages: list[object]) -> None:
    path = tmp_path / "odd.json"
    kept = {"elements": [{"type": "text", "name": "kept", "title": "What do you do?"}]}
    path.write_text(json.dumps({"pages": [*pages, kept]}), encoding="utf-8")
    assert bring(path).has("kept")


def test_a_file_that_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 100_000 + "]" * 100_000, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="nested too deeply"):
        import_definition(path)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("t_age / 2", "iif({t_age} notempty, ({t_age} / 2), '')"),
        ("t_age >= 18", "iif({t_age} >= 18, 1, iif({t_age} notempty and {t_age} < 18, 0, ''))"),
    ],
)
def test_a_computed_value_is_empty_where_it_is_unknown(ours: str, theirs: str) -> None:
    assert value(parse(ours), TYPES.variables, SPELLING) == theirs


def test_a_reason_for_not_answering_is_never_added_up() -> None:
    sum_ = value(parse("sum(t_trust_a, t_trust_b)"), TYPES.variables, SPELLING)
    assert "iif({t_trusting.t_trust_a} notempty and {t_trusting.t_trust_a} <> -2" in sum_
    assert ", {t_trusting.t_trust_a}, 0)" in sum_


def test_a_battery_none_of_whose_items_is_asked_is_not_shown() -> None:
    files, _ = export_definition(compile(load(ROOT / "questionnaires" / "staff_interview")), "surveyjs")
    elements = (e for page in json.loads(next(iter(files.values())))["pages"] for e in page["elements"])
    shown = next(element["visibleIf"] for element in elements if element["name"] == "s_qual")
    assert "{s_coop.s_coop_soc} > 0 or " in shown
