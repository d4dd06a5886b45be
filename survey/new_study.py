"""A new study: a folder with a small questionnaire that is without fault, to be changed line by line."""

from __future__ import annotations

import re
from pathlib import Path

from survey.errors import SurveyError
from survey.schema import plan_schema_text, schema_text

_TEMPLATES = Path(__file__).parent / "templates" / "new_study"
_SCHEMA, _PLAN_SCHEMA = "questionnaire.schema.json", "plan.schema.json"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")


def new_study(name: str, place: Path) -> Path:
    """Write a study's folder into a place; the folder's path.

    Beside `questionnaire.yaml` and `study.toml` lie the schemas that editors read, where the place has none of its own.
    Raises SurveyError for a name that no file of answers could carry, or when there is such a folder already.
    """
    if not _NAME.fullmatch(name):
        raise SurveyError(
            f'A study\'s name begins with a small letter and has at most 32 small letters, figures and "_"; "{name}" '
            "does not fit. Try a name such as news_2026."
        )
    folder = place / name
    if folder.exists():
        raise SurveyError(f'There is a "{folder}" already. Choose another name, or work on with what is there.')
    folder.mkdir(parents=True)
    shared = (place / _SCHEMA).is_file()
    if not shared:
        (folder / _SCHEMA).write_text(schema_text(), encoding="utf-8")
        (folder / _PLAN_SCHEMA).write_text(plan_schema_text(), encoding="utf-8")
    for template in _TEMPLATES.iterdir():
        text = template.read_text(encoding="utf-8").replace("STUDY", name)
        text = text.replace("SCHEMA", f"../{_SCHEMA}" if shared else _SCHEMA)
        (folder / template.name).write_text(text, encoding="utf-8")
    return folder
