"""`import analysis` is quick because of what it leaves unloaded; by name, since seconds differ between machines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = {
    "matplotlib",
    "plotly",
    "pyreadstat",
    "scipy.integrate",
    "scipy.optimize",
    "scipy.signal",
    "scipy.stats",
    "sklearn",
    "statsmodels",
    "streamlit",
    "xlsxwriter",
}


def test_importing_analysis_loads_nothing_heavy(root: Path):
    ask = "import sys, analysis; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", ask], cwd=root, capture_output=True, text=True, check=True)
    assert HEAVY & set(loaded.stdout.split()) == set()
