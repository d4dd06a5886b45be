"""The JSON Schemas of definitions and of plans of analysis, written from the same elements that read them.

An editor that knows a schema completes words and underlines what is misspelt. `python -m survey.schema` writes both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from survey.elements import FILE, SHAPES
from survey.kinds import Wording
from survey.plan import PLAN, PLAN_SHAPES
from survey.shapes import Shape

SCHEMA_FILE = Path("questionnaires") / "questionnaire.schema.json"
PLAN_SCHEMA_FILE = Path("questionnaires") / "plan.schema.json"


def json_schema() -> dict[str, object]:
    """The schema (draft 2020-12) of any file of a definition; no element takes a word that is not listed."""
    return _schema("Questionnaire definition", FILE, SHAPES)


def plan_schema() -> dict[str, object]:
    """The schema of a `plan.yaml`."""
    return _schema("Plan of analysis", PLAN, PLAN_SHAPES)


def schema_text() -> str:
    """The schema of definitions as it is stored."""
    return _text(json_schema())


def plan_schema_text() -> str:
    """The schema of plans as it is stored."""
    return _text(plan_schema())


def _schema(title: str, whole: Shape[object], shapes: Iterable[Shape[object]]) -> dict[str, object]:
    named = {shape.noun.replace(" ", "_"): shape.definition() for shape in shapes}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **whole.definition(),
        "$defs": {**named, "wording": Wording().definition()},
    }


def _text(schema: dict[str, object]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
    PLAN_SCHEMA_FILE.write_text(plan_schema_text(), encoding="utf-8")
