"""The published JSON Schema: current, closed, described, and in agreement with what the loader takes."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from survey import model
from survey.elements import SHAPES
from survey.new_study import new_study
from survey.nodes import Block, Listing, Node, read_nodes
from survey.plan import PLAN_FILE
from survey.schema import PLAN_SCHEMA_FILE, SCHEMA_FILE, json_schema, schema_text
from survey.text import LANGUAGES


def as_an_editor_reads(node: Node | None) -> object:
    """Values as YAML 1.2 has them: whole numbers, true and false; everything else is text."""
    if isinstance(node, Block):
        return {entry.word: as_an_editor_reads(entry.value) for entry in node.entries}
    if isinstance(node, Listing):
        return [as_an_editor_reads(item) for item in node.items]
    assert node is not None
    if node.plain and node.text in ("true", "false"):
        return node.text == "true"
    if node.plain and re.fullmatch(r"-?[0-9]+\.[0-9]+", node.text):
        return float(node.text)
    return int(node.text) if node.plain and re.fullmatch("-?[0-9]+", node.text) else node.text


def errors(text: str) -> list[str]:
    node, _ = read_nodes("study.yaml", text)
    return [error.message for error in Draft202012Validator(json_schema()).iter_errors(as_an_editor_reads(node))]


def objects(schema: object) -> Iterator[dict[str, object]]:
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for part in schema.values():
            yield from objects(part)


def definitions(root: Path) -> list[Path]:
    return [file for file in sorted((root / "questionnaires").glob("*/*.yaml")) if file.name != PLAN_FILE]


def test_the_stored_schema_is_current(root: Path) -> None:
    assert (root / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text(), "run `python -m survey.schema`"


def test_the_schema_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


def test_no_element_takes_a_word_that_is_not_listed() -> None:
    found = list(objects(json_schema()))
    assert len(found) > 9
    assert all(element["additionalProperties"] is False for element in found)


def test_every_element_and_every_word_is_described() -> None:
    for shape in SHAPES:
        assert shape.says.endswith(".")
        assert all(key.says.endswith((".", "!")) for key in shape.keys), shape.noun


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.noun)
def test_the_words_of_an_element_are_the_fields_of_its_class(shape: object) -> None:
    made = shape.make  # type: ignore[attr-defined]
    fields = {field.name for field in dataclasses.fields(made)} - {"place"}
    assert {key.word for key in shape.keys} == fields  # type: ignore[attr-defined]


def test_every_field_of_a_questionnaire_has_a_place_in_the_files() -> None:
    written = {key.word for shape in SHAPES if shape.noun == "questionnaire" for key in shape.keys}
    fields = {field.name for field in dataclasses.fields(model.Questionnaire)}
    assert fields - written == {
            "sections", "code_lists", "supports", "experiments", "design", "scales", "place",
        }  # fmt: skip


def test_the_clean_study_fits_the_schema(clean: str) -> None:
    assert errors(clean) == []


def test_shipped_definitions_fit_the_schema(root: Path) -> None:
    for file in definitions(root):
        assert errors(file.read_text(encoding="utf-8")) == [], file


def test_the_study_with_every_type_fits_the_schema(root: Path) -> None:
    for name in ("types", "arms"):
        assert errors((root / f"tests/survey/studies/{name}.yaml").read_text(encoding="utf-8")) == []


def test_a_new_study_fits_the_schema(tmp_path: Path) -> None:
    assert errors((new_study("fresh", tmp_path) / "questionnaire.yaml").read_text(encoding="utf-8")) == []


def test_editors_find_the_schema_from_every_shipped_file(root: Path) -> None:
    for file in sorted((root / "questionnaires").glob("*/*.yaml")):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert named != first, file
        schema = PLAN_SCHEMA_FILE if file.name == PLAN_FILE else SCHEMA_FILE
        assert (file.parent / named).resolve() == root / schema, file


def test_an_editor_is_offered_every_word_with_what_it_means() -> None:
    for element in objects(json_schema()):
        words = element["properties"]
        assert isinstance(words, dict)
        if set(words) == set(LANGUAGES):
            continue  # a wording: what it is for stands at the word above
        assert all(isinstance(word, dict) and (word.get("description") or "$ref" in word) for word in words.values())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("skip: true", "skipp: true", "'skipp' was unexpected"),
        ("type: number", "type: numbr", "'numbr' is not one of"),
        ("level: 3", "level: 4", "4 is greater than the maximum"),
        ("version: 1.0.0", "version: one", "'one' does not match"),
        ("{sv: Ibland, en: Sometimes}", "{sv: Ibland, de: Manchmal}", "'de' was unexpected"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(clean: str, old: str, new: str, words: str) -> None:
    assert any(words in message for message in errors(clean.replace(old, new)))


def test_the_schema_is_json(root: Path) -> None:
    assert json.loads(schema_text()) == json_schema()
