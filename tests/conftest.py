"""What all tests share: where things lie, and which outside programs are there."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@cache
def _r_has_packages() -> bool:
    if shutil.which("Rscript") is None:
        return False
    packages = 'c("survey", "mitools", "MASS", "brglm2", "haven", "jsonlite")'
    ask = f"quit(status = !all(sapply({packages}, requireNamespace, quietly = TRUE)))"
    return subprocess.run(["Rscript", "-e", ask], capture_output=True, check=False).returncode == 0


PROGRAMS = {
    "browser": ("Debian's chromium", lambda: shutil.which("chromium") is not None),
    "pspp": ("PSPP", lambda: shutil.which("pspp") is not None),
    "r": ("R with survey, mitools, MASS, brglm2, haven and jsonlite", _r_has_packages),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out, with a reason, what needs a program that is not here; with CI=true that is a failure."""
    for marker, (program, is_there) in PROGRAMS.items():
        wanting = [item for item in items if item.get_closest_marker(marker)]
        if not wanting or is_there():
            continue
        if os.environ.get("CI") == "true":
            raise pytest.UsageError(f"{len(wanting)} tests need {program}, which is not installed.")
        for item in wanting:
            item.add_marker(pytest.mark.skip(reason=f"{program} is not installed (`make test` as root brings it)"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root."""
    return ROOT


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real microdata beside the checkout; tests that want it are left out where it is absent."""
    folder = ROOT.parent / "shared" / "real"
    if not folder.is_dir():
        pytest.skip("../shared/real is absent: the real microdata are not shipped with the project")
    return folder
