"""REDCap's data dictionary: read through the rows of an XLSForm, and written."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.compile import compile
from survey.exchange import export_definition
from survey.exchange.foreign import Untranslatable, read
from survey.exchange.redcap_writing import SPELLING
from survey.exchange.saying import said, untrue
from survey.expressions import parse
from survey.load import load

ROOT = Path(__file__).parents[3]
FORM = Path(__file__).parent / "forms" / "redcap.csv"


def test_checkbox_branching_asks_for_a_ticked_box(bring) -> None:
    brought = bring(FORM)
    assert brought.asked_if("care") == "uses includes 1"
    assert brought.asked_if("none") == "not uses includes 1 and not uses includes 2 or uses includes 9"
    assert brought.asked_if("moved") == "age >= 18"


def test_forms_are_sections_headings_titles_and_matrices_batteries(bring) -> None:
    brought = bring(FORM)
    assert [section.id for section in brought.questionnaire.sections] == ["intake", "climate"]
    assert brought.question("feel").text["en"] == "Do these statements fit?"
    assert [item.id for item in brought.question("feel").items] == ["calm", "safe"]


def test_limits_action_tags_and_calculations_come_over(bring) -> None:
    brought = bring(FORM)
    assert (brought.question("age").min, brought.question("age").max) == (16, 99)
    assert [category.exclusive for category in brought.question("uses").codes.categories] == [False, False, True]
    assert brought.question("moved").earliest == "2000-01-01"
    assert brought.question("total").value.source == "sum(calm, safe)"


def test_what_identifies_and_what_cannot_be_said_is_refused_with_its_row(bring) -> None:
    brought = bring(FORM)
    assert not brought.has("record_name")
    assert "tells who" in brought.refused(2)
    assert "datediff" in brought.refused(12)


def test_an_older_encoding_is_read(tmp_path: Path, bring) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(
        "field_name,form_name,field_type,field_label\nmood,om_dig,yesno,Är du nöjd på jobbet?\n".encode("cp1252")
    )
    assert bring(path, language="sv").question("mood").text == {"sv": "Är du nöjd på jobbet?"}


TYPES = compile(load(ROOT / "tests" / "survey" / "studies" / "types.yaml"))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("t_use includes 2", "[t_use(2)] = '1'"),
        ("t_age >= 16", "[t_age] >= '16'"),
        ("t_age < 16", "[t_age] <> \"\" and [t_age] < '16'"),
        ("t_age is missing", '[t_age] = ""'),
        ("t_consent != 1", "[t_consent] <> \"\" and [t_consent] <> '1'"),
        ("t_consent in (0, 1)", "[t_consent] = '0' or [t_consent] = '1'"),
    ],
)
def test_conditions_are_written_as_redcap_branches(ours: str, theirs: str) -> None:
    assert said(parse(ours), TYPES.variables, SPELLING) == theirs


def test_what_is_not_true_is_true_of_an_empty_answer() -> None:
    assert untrue(parse("t_age >= 16"), TYPES.variables, SPELLING) == "[t_age] = \"\" or [t_age] < '16'"


@pytest.mark.parametrize("study", ["youth_exposure", "buyer_attitudes"])
def test_every_branch_that_is_written_can_be_read_again(study: str, tmp_path: Path, bring) -> None:
    files, report = export_definition(compile(load(ROOT / "questionnaires" / study)), "redcap")
    (name, content), *_ = files.items()
    (tmp_path / name).write_bytes(content)
    brought = bring(tmp_path / name, language="sv")
    assert not report.refused
    assert not brought.report.refused
    assert not [fault for fault in brought.faults if fault.number in (1, 2, 3, 4, 18, 20)]


def test_a_smart_variable_is_no_condition() -> None:
    with pytest.raises(Untranslatable, match="where a question or a value is expected"):
        read("[event-name] = 'one'", "REDCap")
