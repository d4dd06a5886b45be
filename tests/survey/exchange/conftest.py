"""Forms of other programs, written into a test, brought in as a study."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from survey.checks import check_file
from survey.errors import Fault
from survey.exchange import LossReport, import_definition
from survey.load import read
from survey.model import Question, Questionnaire


@dataclass(frozen=True)
class Brought:
    """What became of a form."""

    questionnaire: Questionnaire
    report: LossReport
    faults: tuple[Fault, ...]
    files: dict[str, str]

    def question(self, id: str) -> Question:
        return next(q for _, page in self.questionnaire.pages() for q in page.questions if q.id == id)

    def has(self, id: str) -> bool:
        return any(q.id == id for _, page in self.questionnaire.pages() for q in page.questions)

    def asked_if(self, id: str) -> str:
        condition = self.question(id).ask_if
        return condition.source if condition else ""

    def refused(self, row: int) -> str:
        return " ".join(str(loss) for loss in self.report.refused if loss.spot.row == row)

    def changed(self, row: int) -> str:
        return " ".join(str(loss) for loss in self.report.changed if loss.spot.row == row)


Bring = Callable[..., Brought]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Bring in a file; it has to load, whatever is wrong with it."""

    def brought(path: Path, **options: object) -> Brought:
        files, report = import_definition(path, **options)  # type: ignore[arg-type]
        folder = tmp_path / "study"
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
        questionnaire, _ = read(folder)
        assert questionnaire is not None
        return Brought(questionnaire, report, check_file(folder), files)

    return brought


@pytest.fixture
def form(tmp_path: Path, bring: Bring) -> Bring:
    """Bring in an XLSForm that is written as Markdown tables; a `yn` list with yes and no is there."""

    def of(survey: str, choices: str = "", settings: str = "", **options: object) -> Brought:
        yn = "|  | yn | yes | Yes |\n|  | yn | no | No |\n" if " yn " in survey else ""
        heads = "" if "list_name" in choices else "|  | list_name | name | label |\n"
        text = f"| survey |\n{survey}\n| choices |\n{heads}{choices}\n{yn}"
        if settings:
            text += f"| settings |\n{settings}\n"
        path = tmp_path / "form.md"
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        path.write_text("\n".join(lines), encoding="utf-8")
        return bring(path, **options)

    return of
