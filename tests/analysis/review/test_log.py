from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from analysis import SurveyDesign
from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from analysis.errors import AnalysisError
from analysis.review import log_of

POLICY = ReleasePolicy()


def test_the_log_says_what_was_released_and_refused_and_why(crosstab_of, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    ledger = Ledger(tmp_path / "ledger.jsonl")
    release(crosstab_of([[1237, 1483], [1009, 1301]]), POLICY, ledger)
    with pytest.raises(Refused):
        release(crosstab_of([[1237, 1483], [1009, 1301]], where="y_age = 17"), POLICY, ledger)
    first, second = log_of(ledger).lines
    assert (first.what, first.query, first.rule) == ("released", "proportion of y_meet by sex", "")
    assert (second.what, second.rule, second.level) == ("refused", "dimensions", 3)
    assert second.query == "proportion of y_meet by sex where y_age = 17"
    assert "at most 2 variables" in second.reason
    assert first.policy == second.policy == POLICY.digest


def test_the_log_holds_no_count(crosstab_of, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    ledger = Ledger(tmp_path / "ledger.jsonl")
    release(crosstab_of([[1237, 1483], [1009, 1301]]), POLICY, ledger)
    said = str([{k: v for k, v in asdict(line).items() if k != "digest"} for line in log_of(ledger).lines])
    assert not any(count in said for count in ("1237", "1483", "1009", "1301", "2246", "1235"))


def test_a_seal_that_was_noted_shows_that_the_end_was_cut_off(crosstab_of, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "ledger.jsonl"
    for n in (80, 180):
        release(crosstab_of([[100, n], [70, 90]], rows=f"q{n}"), POLICY, Ledger(path))
    seal = log_of(Ledger(path)).seal
    release(crosstab_of([[100, 300], [70, 90]], rows="q"), POLICY, Ledger(path))
    log_of(Ledger(path), seal=seal)
    path.write_text("\n".join(path.read_text().splitlines()[:1]) + "\n")
    with pytest.raises(AnalysisError, match="cut off"):
        log_of(Ledger(path), seal=seal)


def test_a_refused_variance_inflation_leaves_a_line_too(tmp_path: Path) -> None:
    import numpy as np
    import pandas as pd

    from analysis import vif
    from survey.frame import SurveyFrame

    draw = np.random.default_rng(1)
    frame = SurveyFrame.of(
        pd.DataFrame({"y": draw.normal(size=90), "x": draw.normal(size=90), "z": draw.normal(size=90)})
    )
    ledger = Ledger(tmp_path / "ledger.jsonl")
    with pytest.raises(Refused):
        release(vif(SurveyDesign(frame), "y ~ x + z"), POLICY, ledger)
    (line,) = log_of(ledger).lines
    assert (line.rule, line.what) == ("statistic", "refused")
