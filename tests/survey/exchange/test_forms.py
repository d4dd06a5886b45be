"""Clean definitions from elsewhere come in without a fault: a guard against false alarms."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyxform.xls2xform import convert

FORMS = sorted((Path(__file__).parent / "forms").glob("*.md"))


def test_there_are_at_least_ten() -> None:
    assert len(FORMS) >= 10


@pytest.mark.parametrize("path", FORMS, ids=[path.stem for path in FORMS])
def test_a_clean_form_comes_in_without_a_fault(path: Path, bring) -> None:
    brought = bring(path)
    assert [str(fault) for fault in brought.faults] == []
    assert {loss.spot.row for loss in brought.report.refused} <= {3}  # `start` in sports_club


@pytest.mark.parametrize("path", FORMS, ids=[path.stem for path in FORMS])
def test_a_clean_form_is_one_that_others_take(path: Path) -> None:
    assert convert(str(path)).xform
