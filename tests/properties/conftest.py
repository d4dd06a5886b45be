"""Shared by the laws for generated input."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path

# The hand-made results of tests/analysis; test folders are no packages, so there is nothing to import it from.
crosstab_of = run_path(str(Path(__file__).parents[1] / "analysis" / "conftest.py"))["crosstab_of"]
