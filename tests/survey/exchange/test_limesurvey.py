"""LimeSurvey's surveys as tables and as XML: sub-questions, SGQA names, answers by language."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.compile import compile
from survey.errors import UnreadableFile
from survey.exchange import export_definition, import_definition
from survey.load import load

ROOT = Path(__file__).parents[3]
TABLE = Path(__file__).parent / "forms" / "limesurvey.txt"

LSS = """<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<surveys><rows><row><sid>123</sid><language>en</language><additional_languages>sv</additional_languages></row></rows></surveys>
<surveys_languagesettings><rows><row><surveyls_title><![CDATA[Services]]></surveyls_title></row></rows></surveys_languagesettings>
<groups><rows><row><gid>4</gid><sid>123</sid><group_order>0</group_order><grelevance>1</grelevance></row></rows></groups>
<group_l10ns><rows>
<row><gid>4</gid><group_name>Intro</group_name><language>en</language></row>
<row><gid>4</gid><group_name>Inledning</group_name><language>sv</language></row>
</rows></group_l10ns>
<questions><rows>
<row><qid>6</qid><sid>123</sid><gid>4</gid><type>Y</type><title>again</title><question_order>2</question_order>
<relevance><![CDATA[((123X4X5SQ1.NAOK == "Y"))]]></relevance></row>
<row><qid>5</qid><sid>123</sid><gid>4</gid><type>M</type><title>uses</title><question_order>1</question_order>
<relevance>1</relevance></row>
</rows></questions>
<subquestions><rows>
<row><qid>7</qid><parent_qid>5</parent_qid><title>SQ1</title><question_order>1</question_order></row>
<row><qid>8</qid><parent_qid>5</parent_qid><title>SQ2</title><question_order>2</question_order></row>
</rows></subquestions>
<question_l10ns><rows>
<row><qid>5</qid><question><![CDATA[<p>Which services?</p>]]></question><language>en</language></row>
<row><qid>5</qid><question>Vilka tjänster?</question><language>sv</language></row>
<row><qid>6</qid><question>Again?</question><language>en</language></row>
<row><qid>6</qid><question>Igen?</question><language>sv</language></row>
<row><qid>7</qid><question>Health care</question><language>en</language></row>
<row><qid>7</qid><question>Vård</question><language>sv</language></row>
<row><qid>8</qid><question>Social services</question><language>en</language></row>
<row><qid>8</qid><question>Socialtjänst</question><language>sv</language></row>
</rows></question_l10ns>
<question_attributes><rows><row><qid>5</qid><attribute>max_answers</attribute><value>1</value></row></rows></question_attributes>
</document>
"""


def test_a_box_of_a_multiple_choice_is_included(bring) -> None:
    assert bring(TABLE).asked_if("care") == "uses includes 1"


def test_conditions_of_sub_questions_go_to_the_items_of_a_battery(bring) -> None:
    battery = bring(TABLE).question("feel_table")
    assert [item.id for item in battery.items] == ["feel_SQ001", "feel_SQ002"]
    assert battery.items[1].ask_if.source == "care is answered"


def test_sgqa_names_are_the_questions_they_number(bring) -> None:
    assert bring(TABLE).asked_if("again") == "care = 2 or feel_SQ001 = 2 or uses includes 2"


def test_languages_and_groups_come_over(bring) -> None:
    brought = bring(TABLE)
    assert brought.question("age").text == {"en": "How old are you?", "sv": "Hur gammal är du?"}
    assert brought.questionnaire.sections[1].ask_if.source == "age >= 18"


def test_other_and_codes_that_exclude_all_others_come_over(bring) -> None:
    brought = bring(TABLE)
    assert [category.exclusive for category in brought.question("uses").codes.categories] == [False, False, True]
    assert brought.question("care").codes.categories[-1].other


def test_what_cannot_be_said_is_refused_with_its_row(bring) -> None:
    brought = bring(TABLE)
    assert "strpos" in brought.refused(21)
    assert "array of numbers" in brought.refused(22)


def test_xml_gives_the_same(tmp_path: Path, bring) -> None:
    path = tmp_path / "survey.lss"
    path.write_text(LSS, encoding="utf-8")
    brought = bring(path)
    assert [q.id for _, page in brought.questionnaire.pages() for q in page.questions] == ["uses", "again"]
    assert brought.question("uses").text == {"sv": "Vilka tjänster?", "en": "Which services?"}
    assert brought.question("uses").max == 1
    assert brought.asked_if("again") == "uses includes 1"
    assert brought.questionnaire.sections[0].title == {"sv": "Inledning", "en": "Intro"}


def test_xml_that_declares_parts_of_its_own_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "survey.lss"
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]><document/>', encoding="utf-8")
    with pytest.raises(UnreadableFile, match="DOCTYPE"):
        import_definition(path)


@pytest.mark.parametrize("study", ["youth_exposure", "buyer_attitudes"])
def test_every_condition_that_is_written_can_be_read_again(study: str, tmp_path: Path, bring) -> None:
    compiled = compile(load(ROOT / "questionnaires" / study))
    files, report = export_definition(compiled, "limesurvey")
    (name, content), *_ = files.items()
    (tmp_path / name).write_bytes(content)
    brought = bring(tmp_path / name)
    assert not report.refused
    assert not brought.report.refused
    assert brought.questionnaire.languages == compiled.questionnaire.languages
    assert not [str(fault) for fault in brought.faults if fault.number in (1, 2, 3, 4, 13, 18, 20)]


def test_every_type_has_a_row() -> None:
    files, report = export_definition(compile(load(ROOT / "tests" / "survey" / "studies" / "types.yaml")), "limesurvey")
    rows = [row.split("\t") for row in next(iter(files.values())).decode("utf-8-sig").splitlines() if "\t" in row]
    assert {row[3] for row in rows if row[2] == "Q"} >= set("LMFNRDT*X")
    assert any("Its code in LimeSurvey" in str(loss) for loss in report.changed)


def test_an_order_that_is_no_number_does_not_stop_the_import(bring, tmp_path: Path) -> None:
    path = tmp_path / "survey.lss"
    path.write_text(LSS.replace("<question_order>1<", "<question_order>first<"), encoding="utf-8")
    assert bring(path).has("uses")


def test_a_value_that_stands_in_place_of_the_wording_is_computed(tmp_path: Path, bring) -> None:
    path = tmp_path / "survey.txt"
    path.write_text(
        "class\ttype/scale\tname\trelevance\ttext\tlanguage\n"
        "G\t0\tHome\t1\t\ten\nQ\tN\tage\t1\tHow old?\ten\nQ\t*\thalf\t1\t{(age.NAOK / 2)}\ten\n",
        encoding="utf-8",
    )
    half = bring(path).question("half")
    assert half.value.source == "age / 2"
    assert half.text["en"] == "half"


def test_a_computed_value_keeps_its_wording(tmp_path: Path, bring) -> None:
    compiled = compile(load(ROOT / "tests" / "survey" / "studies" / "types.yaml"))
    files, _ = export_definition(compiled, "limesurvey")
    (tmp_path / "types.txt").write_bytes(next(iter(files.values())))
    brought = bring(tmp_path / "types.txt")
    assert brought.question("thalf").text["en"] == "Half of the age"
    assert brought.question("thalf").value.source == "tage / 2"
    assert brought.question("tadult").value.source == "tage >= 18"
    assert any("tactive" in str(loss) for loss in brought.report.refused)
