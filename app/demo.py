"""The demo: form and dashboard on the sample studies, in two processes that end together."""

from __future__ import annotations

import sys
from pathlib import Path

from app.dashboard_server import dashboard_server, has_data, own_packages
from app.key_files import write_keys
from app.processes import Server, free_port, until_asked_to_stop
from survey.errors import UnknownStudy
from survey.study import Study, studies

FOLDER = Path(".demo")


def demo(*, form_port: int, dashboard_port: int) -> None:
    """Make keys and an empty store in `.demo/`, serve form and dashboard, and end both at Ctrl-C."""
    shown = _sample_studies()
    FOLDER.mkdir(exist_ok=True)
    form = _form_server([study for study in shown if study.questionnaire_path], free_port(form_port))
    screens = dashboard_server(
        [study.folder for study in shown if has_data(study)],
        free_port(dashboard_port, taken=[form.port]),
        log=FOLDER / "dashboard.log",
        for_checkers=True,
    )
    ready = f"Form       {form.address}\nDashboard  {screens.address}\nCtrl-C ends both."
    until_asked_to_stop([form, screens], ready=ready)


def _sample_studies() -> list[Study]:
    found = list(studies())
    if not found:
        raise UnknownStudy(
            "There is no study here or in questionnaires/. Start `varsam demo` in the project's folder, "
            "or in a folder that holds a study."
        )
    return found


def _form_server(shown: list[Study], port: int) -> Server:
    secret, public, store = FOLDER / "demo.key", FOLDER / "demo.key.pub", FOLDER / "answers.sqlite"
    for old in (secret, public, *FOLDER.glob("answers.sqlite*")):
        old.unlink(missing_ok=True)
    write_keys(secret)
    options = ["--public-key", str(public), "--store", str(store), "--port", str(port)]
    return Server(
        name="form",
        command=[sys.executable, "-m", "app.cli", "form", "--trial", *(str(study.folder) for study in shown), *options],
        port=port,
        log=FOLDER / "form.log",
        environment=own_packages(),
    )
