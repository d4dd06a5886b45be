"""A plan of analysis: read with its lines, and every fault of it found in plain words."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft202012Validator

from analysis.models.families import FAMILIES
from survey.errors import Fault, FaultyDefinition, UnreadableFile
from survey.nodes import Block, Listing, Node, Scalar, read_nodes
from survey.plan import PLAN_SHAPES, Family, load_plan, read_plan
from survey.plan_checks import Known, check_plan, known_in
from survey.plan_words import plan_in_words
from survey.schema import PLAN_SCHEMA_FILE, plan_schema, plan_schema_text
from survey.study import find
from survey.text import Text
from survey.variables import ValueLabel, Variable

SHIPPED = (
    "youth_exposure", "buyer_attitudes", "staff_interview", "lgbtq_module", "service_prepost", "training_eval",
    "indicator_series",
)  # fmt: skip
TITLE = "title: {sv: Titel, en: Title}"
CODES = tuple(ValueLabel(float(code), Text(sv=f"Svar {code}", en=f"Answer {code}")) for code in (1, 2, 3))
YES_NO = tuple(ValueLabel(float(code), Text(sv=word, en=word)) for code, word in ((0, "Nej"), (1, "Ja")))


def variable(name: str, measure: str, values: tuple[ValueLabel, ...] = (), kind: str = "numeric") -> Variable:
    return Variable(name, Text(sv=name, en=name), measure=measure, values=values, kind=kind)  # type: ignore[arg-type]


VARIABLES = {
    found.name: found
    for found in (
        variable("gender", "nominal", CODES),
        variable("told", "nominal", YES_NO),
        variable("often", "ordinal", CODES),
        variable("hours", "scale"),
        variable("words", "nominal", kind="text"),
    )
}
KNOWN = Known(VARIABLES, ("gender",))


def faults_of(tmp_path: Path, text: str, known: Known = KNOWN) -> list[Fault]:
    file = tmp_path / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    plan, faults = read_plan(file)
    return [*faults, *check_plan(plan, known)]


def table(*lines: str) -> str:
    return "\n    ".join(["tables:\n  - id: t1", TITLE, *lines]) + "\n"


def model(*lines: str) -> str:
    return "\n    ".join(["models:\n  - id: m1", TITLE, *lines]) + "\n"


def published(*lines: str) -> str:
    return table("rows: [told, often]", "by: gender") + "\n    ".join(["published:\n  - of: t1", *lines]) + "\n"


def test_a_plan_is_read_with_its_places(tmp_path):
    (tmp_path / "plan.yaml").write_text(table("rows: told", "by: gender", "where: hours > 3"), encoding="utf-8")
    (read,) = load_plan(tmp_path).tables
    assert (read.rows, read.by, read.statistic) == (("told",), ("gender",), "proportion")
    assert read.where is not None
    assert (read.where.source, read.place.of("by").line) == ("hours > 3", 5)


def test_a_study_without_a_plan_is_told_where_one_lies(tmp_path):
    with pytest.raises(UnreadableFile, match=r"lies in the study's folder as plan\.yaml"):
        load_plan(tmp_path)


def test_all_faults_of_the_text_are_found_at_once(tmp_path):
    (tmp_path / "plan.yaml").write_text(table("row: told", "statistic: meen"), encoding="utf-8")
    with pytest.raises(FaultyDefinition) as caught:
        load_plan(tmp_path)
    said = [str(fault) for fault in caught.value.faults]
    assert 'line 4, table "t1": "row" is not known in a table. Did you mean "rows"?' in said[0]
    assert 'line 5, table "t1": "meen" is not known here. Did you mean "mean"?' in said[1]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (table("rows: tolld"), 4, '"tolld" is no variable, scale or grouping of the study. Did you mean "told"?'),
        (table("rows: told", "by: gendr"), 5, 'Did you mean "gender"?'),
        (table("rows: told", "by: often"), 5, '"often" may not make groups'),
        (table("rows: told", "by: hours"), 5, '"hours" has no categories to make groups of.'),
        (table("rows: gender", "by: gender"), 5, '"gender" is in the rows as well.'),
        (table("rows: gender", "statistic: mean"), 4, "a mean of their codes says nothing"),
        (table("rows: gender", "statistic: quantile"), 4, "a quantile of their codes says nothing"),
        (table("rows: often", "statistic: total"), 4, "not amounts that could be added up"),
        (table("rows: hours"), 4, "every single value would be a row"),
        (table("rows: words"), 4, "never put in a table"),
        (table("rows: told", "share: 0.5"), 5, "`share` says which quantile"),
        (table("rows: told", "where: gendr = 1"), 5, "gendr"),
        (table("rows: told", "where: gender = 9"), 5, "9"),
        (table("rows: told", "where: gender = "), 5, ""),
        (table("rows: told").replace("{sv: Titel, en: Title}", "{sv: Titel}"), 3, "The title is lacking in en."),
        (table("rows: told") + table("rows: often")[8:], 5, 'the name of what stands in line 2'),
        (model("formula: told"), 4, "one outcome left of ~"),
        (model("formula: told ~ gendr"), 4, 'Did you mean "gender"?'),
        (model("formula: told ~ gender + words"), 4, "which no model takes"),
        (model("formula: told ~ gender + told"), 4, "the outcome and a covariate as well"),
        (model("formula: gender ~ hours"), 4, "stand for more than two categories"),
        (model("formula: often ~ hours", "family: logistic"), 5, 'two answers; "often" has 3'),
        (model("formula: hours ~ told", "family: firth"), 5, 'two answers; "hours" has numbers'),
        (model("formula: gender ~ hours", "family: poisson"), 5, "not amounts, as a poisson model needs them"),
        (published("cell: {answer: 1}", "value: 3", "source: S"), 8, "which question of the table"),
        (published("cell: {rows: told}", "value: 3", "source: S"), 8, "which answer it is the share of"),
        (published("cell: {rows: told, answer: 7}", "value: 3", "source: S"), 8, '"told" has no code 7.'),
        (published("cell: {rows: told, answer: 1, group: 8}", "value: 3", "source: S"), 8, '"gender" has no code 8.'),
        (published("cell: {rows: told, answer: 1}", "value: 103", "source: S"), 9, "from 0 to 100"),
        (published("cell: {rows: told, answer: 1}", "value: 3", "interval: [4, 5]", "source: S"), 10, "two ends"),
        (published("cell: {rows: told, answer: 1}", "value: 3,5", "source: S"), 9, "A number is expected"),
        (published("cell: {rows: told, answer: 1}", "value: 3", "source: S").replace("of: t1", "of: t11"), 7, '"t1"?'),
    ],
)  # fmt: skip
def test_a_defect_is_found_at_its_line(tmp_path, text, line, words):
    found = faults_of(tmp_path, text)
    assert [fault.line for fault in found] == [line], found
    assert words in str(found[0])
    assert found[0].mend


@pytest.mark.parametrize(
    "text",
    [
        table("rows: [told, gender, often]", "by: gender").replace("[told, gender, often]", "[told, often]"),
        table("rows: [told, often, hours]", "statistic: mean"),
        table("rows: hours", "statistic: quantile", "share: 0.9", "where: gender in (1, 2)"),
        model("formula: told ~ gender + log(hours) + C(often)"),
        model("formula: often ~ hours", "family: linear"),
        published("cell: {rows: told, answer: [0, 1], group: 2}", "value: 3.5", "interval: [3, 4.1]", "source: S"),
    ],
)
def test_what_is_right_has_no_fault(tmp_path, text):
    assert faults_of(tmp_path, text) == []


def test_the_words_of_an_element_are_the_fields_of_its_class() -> None:
    for shape in PLAN_SHAPES:
        fields = {field.name for field in dataclasses.fields(shape.make)} - {"place"}  # type: ignore[arg-type]
        assert {key.word for key in shape.keys} == fields


def test_a_plan_knows_the_families_of_models() -> None:
    assert get_args(Family) == FAMILIES


def test_the_stored_schema_is_current_and_closed(root: Path) -> None:
    assert (root / PLAN_SCHEMA_FILE).read_text(encoding="utf-8") == plan_schema_text(), "run `python -m survey.schema`"
    Draft202012Validator.check_schema(plan_schema())
    assert json.dumps(plan_schema()).count('"additionalProperties": false') == len(PLAN_SHAPES) + 2


def as_an_editor_reads(node: Node | None) -> object:
    if isinstance(node, Block):
        return {entry.word: as_an_editor_reads(entry.value) for entry in node.entries}
    if isinstance(node, Listing):
        return [as_an_editor_reads(item) for item in node.items]
    assert isinstance(node, Scalar)
    try:
        return json.loads(node.text) if node.plain else node.text
    except ValueError:
        return node.text


@pytest.mark.parametrize("study", SHIPPED)
def test_a_shipped_plan_fits_the_schema_and_has_no_fault_before_there_are_answers(root: Path, study: str) -> None:
    folder = root / "questionnaires" / study
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    node, _ = read_nodes("plan.yaml", text)
    assert list(Draft202012Validator(plan_schema()).iter_errors(as_an_editor_reads(node))) == []
    plan, known = load_plan(folder), known_in(find(folder), {})
    assert [fault for fault in check_plan(plan, known) if not fault.advice] == []
    assert plan.tables[0].title["sv"] in plan_in_words(plan, known.variables, "sv")


def test_before_there_are_answers_a_name_may_come_with_the_sample(tmp_path):
    text = table("rows: told", "by: county", "where: quarter = 1")
    before = faults_of(tmp_path, text, Known(VARIABLES, answered=False))
    assert [fault.advice for fault in before] == [True, True]
    assert "declare it under `design:`" in before[0].mend
    assert [fault.advice for fault in faults_of(tmp_path, text)] == [False, False]


@pytest.mark.parametrize(
    ("language", "expected"), [("sv", "Andelen av varje svar av told"), ("en", "The share of each")]
)
def test_a_plan_is_said_in_words(tmp_path, language, expected):
    text = table("rows: told", "by: gender", "where: gender = 1") + model("formula: told ~ gender")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    said = plan_in_words(load_plan(tmp_path), VARIABLES, language)
    assert expected in said
    assert "told ~ gender" in said
    assert "Answer 1" in said if language == "en" else "Svar 1" in said
