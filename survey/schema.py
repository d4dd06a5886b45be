"""The JSON Schema of definition files, written from the same elements that read them.

An editor that knows the schema completes words and underlines what is misspelt. `python -m survey.schema` writes it.
"""

from __future__ import annotations

import json
from pathlib import Path

from survey.elements import FILE, SHAPES
from survey.kinds import Wording

SCHEMA_FILE = Path("questionnaires") / "questionnaire.schema.json"


def json_schema() -> dict[str, object]:
    """The schema (draft 2020-12) of any file of a definition; no element takes a word that is not listed."""
    shapes = {shape.noun.replace(" ", "_"): shape.definition() for shape in SHAPES}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Questionnaire definition",
        **FILE.definition(),
        "$defs": {**shapes, "wording": Wording().definition()},
    }


def schema_text() -> str:
    """The schema as it is stored."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
