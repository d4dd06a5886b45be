"""What other programs make of what Varsam writes for them: SurveyJS, ODK's engine, the language server of VS Code.

    python benchmarks/against_forms/compare.py [FOLDER node_modules]

Writes its part of docs/exchange.md. The programs are no part of this project: without a folder that has them they are
brought by npm into .bench-forms, in the versions and with the hashes of package-lock.json beside this file.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from answers import surveyjs, xform
from comparing import Compared, compare
from editor import tried
from page import page, put
from respondents import Respondent, respondents

from survey.compile import Compiled, compile
from survey.exchange import export_definition
from survey.load import load

ROOT, HERE = Path(__file__).parents[2], Path(__file__).parent
OWN = ROOT / ".bench-forms"
STUDIES = [
    *(path.parent for path in sorted((ROOT / "questionnaires").glob("*/questionnaire.yaml"))),
    *(ROOT / "tests" / "survey" / "studies" / f"{name}.yaml" for name in ("types", "full", "arms", "routes")),
]
Asking = Callable[[Compiled, Sequence[Respondent]], tuple[dict[str, object], tuple[str, ...]]]


def modules() -> Path:
    """The folder that was named, or one that npm fills now; the scripts stand beside it, where node looks it up."""
    given = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else OWN / "node_modules"
    if not given.exists():
        OWN.mkdir(exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, OWN / name)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=OWN, check=True)
    return given


def asking(given: Path, folder: Path) -> dict[str, Asking]:
    """How each program is asked. Node looks packages up beside the script, so the scripts go beside a link to them."""
    (folder / "node_modules").symlink_to(given)
    for script in HERE.glob("*.mjs"):
        shutil.copy(script, folder / script.name)

    def run(script: str, question: object) -> dict[str, object]:
        said = json.dumps(question)
        asked = subprocess.run(["node", folder / script], input=said, capture_output=True, text=True, check=False)
        if asked.returncode:
            raise SystemExit(asked.stderr)
        answered: dict[str, object] = json.loads(asked.stdout)
        return answered

    def of_surveyjs(compiled: Compiled, people: Sequence[Respondent]) -> tuple[dict[str, object], tuple[str, ...]]:
        files, report = export_definition(compiled, "surveyjs")
        survey = json.loads(next(iter(files.values())))
        data = [surveyjs(compiled, one) for one in people]
        return run("surveyjs.mjs", {"survey": survey, "respondents": data}), _told(report.refused)

    def of_odk(compiled: Compiled, people: Sequence[Respondent]) -> tuple[dict[str, object], tuple[str, ...]]:
        from pyxform.xls2xform import convert

        files, report = export_definition(compiled, "xlsform")
        name, content = next(iter(files.items()))
        (folder / name).write_bytes(content)
        form = convert(str(folder / name), warnings=[]).xform
        data = [xform(compiled, one) for one in people]
        return run("xforms.mjs", {"xform": form, "respondents": data}), _told(report.refused)

    return {"SurveyJS": of_surveyjs, "ODK": of_odk}


def _told(losses: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(loss) for loss in losses)


def main() -> None:
    """One run of all, and the part of the page."""
    found: list[Compared] = []
    with tempfile.TemporaryDirectory() as name:
        programs = asking(modules(), Path(name))
        for study in STUDIES:
            compiled = compile(load(study))
            people = respondents(compiled)
            for program, ask in programs.items():
                made, told = ask(compiled, people)
                found.append(compare(program, compiled, people, made, told, instrument=study.is_dir()))
                print(found[-1])
        shown = tried(Path(name) / "node_modules")
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    versions = {path.removeprefix("node_modules/"): part.get("version", "") for path, part in lock["packages"].items()}
    put(ROOT / "docs" / "exchange.md", page(found, shown, versions))
    if wrong := [*failed(found), *amiss(shown)]:
        raise SystemExit("\n".join(wrong))


def failed(found: Sequence[Compared]) -> list[str]:
    """Differences that no report of an export tells of."""
    return [
        f"{one.study} differs in {one.program}, and the report of the export does not say so."
        for one in found
        if (one.differing or one.wrong) and not one.told
    ]


def amiss(shown: Mapping[str, object]) -> list[str]:
    """What an editor has to show and does not."""
    found, offered = shown["found"], shown["offered"]
    assert isinstance(found, list)
    assert isinstance(offered, list)
    wanted = {
        "A shipped file has faults in an editor.": not shown["clean"],
        "A misspelt key is not found in its line.": [one["line"] for one in found] == [shown["planted_line"]],
        "Keys are not offered.": {"ask_if", "help", "required"} <= set(offered) and "type" not in offered,
        "A key is not explained.": "How it is answered." in str(shown["explained"]),
    }
    return [said for said, holds in wanted.items() if not holds]


if __name__ == "__main__":
    main()
