"""The small studies of `tests/survey/studies`, compiled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from survey.compile import Compiled
from survey.compile import compile as compiled_from
from survey.load import load

STUDIES = Path(__file__).parents[1] / "studies"

Written = Callable[[str], Compiled]


@pytest.fixture(scope="session")
def clean_study() -> Compiled:
    return compiled_from(load(STUDIES / "clean.yaml"))


@pytest.fixture(scope="session")
def studies() -> Path:
    """The folder of the small studies."""
    return STUDIES


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A questionnaire of the given sections, in English only."""

    def of(sections: str) -> Compiled:
        head = "questionnaire: {id: small, version: 1.0.0, languages: [en], title: {en: Small}, population: {en: All}"
        file = tmp_path / "small.yaml"
        file.write_text(f"{head}, age: age, open_text: true}}\n{sections}", encoding="utf-8")
        return compiled_from(load(file))

    return of
