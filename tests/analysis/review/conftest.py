"""The hand-made results of tests/analysis."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path

_made = run_path(str(Path(__file__).parents[1] / "hand_made.py"))
crosstab_of, means_of = _made["crosstab_of"], _made["means_of"]
estimate_of, model_of = _made["estimate_of"], _made["model_of"]
