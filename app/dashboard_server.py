"""How the dashboard is started: as a process of its own, on this machine only."""

from __future__ import annotations

import json
import os
import site
import sys
from collections.abc import Sequence
from pathlib import Path

from app.processes import HOST, Server
from survey.study import Study

ROOT = Path(__file__).parent.parent
ENTRY = Path(__file__).parent / "dashboard" / "varsam_screens.py"


def dashboard_server(
    folders: Sequence[Path], port: int, log: Path | None = None, *, for_checkers: bool = False
) -> Server:
    """The dashboard on the studies in `folders`; its other settings stand in `app/dashboard/.streamlit/config.toml`.

    for_checkers  with the page of what was released and refused
    """
    command = [sys.executable, "-m", "streamlit", "run", str(ENTRY)]
    flags = {"server.port": port, "server.address": HOST, "server.headless": True, "browser.gatherUsageStats": False}
    return Server(
        name="dashboard",
        command=[*command, *(f"--{name}={str(value).lower()}" for name, value in flags.items())],
        port=port,
        path="/_stcore/health",
        log=log,
        environment={
            "VARSAM_STUDIES": json.dumps([str(folder.resolve()) for folder in folders]),
            "VARSAM_REVIEW": str(int(for_checkers)),
            **own_packages(),
        },
    )


def has_data(study: Study) -> bool:
    """True when the study's answers have been brought in."""
    return study.frame_path is not None and study.frame_path.exists()


def own_packages() -> dict[str, str]:
    """The import path of a child that must find `survey`, `analysis` and `app` where this process found them."""
    if str(ROOT) in site.getsitepackages():
        return {}
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))}
