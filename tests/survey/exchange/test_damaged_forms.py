"""However a form is damaged, it comes in with a report or is refused in words: never a traceback."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from survey.checks import check_file
from survey.errors import SurveyError
from survey.exchange import import_definition

FORMS = sorted(
    path for path in (Path(__file__).parent / "forms").iterdir() if path.suffix in (".md", ".csv", ".txt", ".json")
)
NONSENSE = (
    "",
    "TRUE",
    "select_one",
    "begin group",
    "end group",
    "${",
    "${x} = '",
    "3.5",
    "yes_no",
    "))",
    "- {a: [",
    "x\ty",
)


def damaged(text: str, suffix: str, chance: random.Random) -> str:
    cut = {".md": "|", ".csv": ",", ".txt": "\t", ".json": ":"}[suffix]
    cells = text.split(cut)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(cells))
        match chance.randrange(3):
            case 0:
                cells[place] = f" {chance.choice(NONSENSE)} "
            case 1:
                del cells[place]
            case 2:
                cells[place] = cells[chance.randrange(len(cells))]
    return cut.join(cells)


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_a_damaged_form_never_ends_in_a_traceback(form: Path, tmp_path: Path) -> None:
    chance = random.Random(form.name)
    text = form.read_text(encoding="utf-8-sig")
    for attempt in range(25):
        path = tmp_path / f"form{form.suffix}"
        path.write_text(damaged(text, form.suffix, chance), encoding="utf-8")
        try:
            files, _ = import_definition(path)
        except SurveyError:
            continue
        folder = tmp_path / str(attempt)
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
        check_file(folder)
