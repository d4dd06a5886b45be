from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, crosstab, mean
from analysis.disclosure import Ledger, Refused, ReleasePolicy, record_keys, release
from survey.frame import SurveyFrame

KEYED, EXACT = ReleasePolicy(mode="keyed"), ReleasePolicy()


def made(n: int, *, rare: int = 0) -> SurveyDesign:
    """N respondents, the first of them always the same; of the last 100, `rare` have the rare answer."""
    draw = np.random.default_rng(1)
    data = pd.DataFrame({"a": draw.integers(1, 4, 3000), "b": draw.integers(1, 3, 3000), "y": draw.normal(size=3000)})
    data = data.astype(float).iloc[:n].copy()
    data["c"] = 1.0
    data.iloc[:40, 3] = 2.0
    data.iloc[n - rare : n, 3] = 2.0
    frame = SurveyFrame.of(data)
    coded = {name: replace(meaning, measure="nominal") for name, meaning in frame.variables.items() if name != "y"}
    frame = replace(frame, study="small", variables={**frame.variables, **coded})
    return SurveyDesign(frame).with_record_keys(record_keys(frame, b"sixteen bytes at least"))


def refused(result, policy, ledger) -> Refused:
    with pytest.raises(Refused) as found:
        release(result, policy, ledger)
    return found.value


def test_a_few_new_respondents_make_no_new_figures_and_it_says_how_many_do():
    ledger = Ledger()
    release(crosstab(made(1000), "a"), KEYED, ledger)
    found = refused(crosstab(made(1013), "a"), KEYED, ledger)
    assert found.rule == "snapshot"
    assert "about 40 more" in found.reason["en"]
    assert release(crosstab(made(1000), "b"), KEYED, ledger)  # the old data are answered still
    assert release(crosstab(made(1050), "a"), KEYED, ledger)


def test_changed_answers_of_the_same_number_of_respondents_are_no_new_snapshot():
    ledger = Ledger()
    release(crosstab(made(1000), "a"), KEYED, ledger)
    assert refused(crosstab(made(1000, rare=3), "a"), KEYED, ledger).rule == "snapshot"


def test_a_count_that_moved_by_a_few_since_it_was_shown_is_blank():
    ledger = Ledger()
    first = release(crosstab(made(1000), "c"), KEYED, ledger)
    again = release(crosstab(made(1100, rare=6), "c"), KEYED, ledger)
    later = release(crosstab(made(1300, rare=60), "c"), KEYED, ledger)
    # A code without a label has no row while it is blank.
    assert [level.value for level in first.rows] == [1, 2]
    assert [level.value for level in again.rows] == [1]
    assert [level.value for level in later.rows] == [1, 2]


def test_the_ledger_does_not_hold_the_key_of_the_data():
    ledger, design = Ledger(), made(1000)
    release(mean(design, "y"), KEYED, ledger)
    with ledger.locked() as entries:
        assert entries[0].respondents == 1000
        assert str(design.snapshot.key) not in repr(entries)


def test_what_is_published_exactly_with_blanks_is_not_answered_with_noise_too():
    ledger = Ledger()
    exact = release(crosstab(made(400), "c", by="a"), replace(EXACT, threshold=(20, 20, 20, 20)), ledger)
    assert any(cell.blank for row in exact.cells for cell in row)
    assert refused(crosstab(made(400), "c", by="a"), KEYED, ledger).rule == "mode"
    assert refused(crosstab(made(400).domain("b = 1"), "c", by="a"), KEYED, ledger).rule == "mode"
    assert release(crosstab(made(400), "c"), KEYED, ledger)


def test_what_was_answered_with_noise_is_not_published_exactly_with_blanks():
    ledger = Ledger()
    release(crosstab(made(400), "c", by="a"), KEYED, ledger)
    stricter = replace(EXACT, threshold=(20, 20, 20, 20))
    assert refused(crosstab(made(400), "c", by="a"), stricter, ledger).rule == "mode"
    assert release(crosstab(made(400), "a"), stricter, ledger)  # nothing is hidden there


def test_a_ledger_of_noise_is_read_again(tmp_path):
    file = tmp_path / "ledger.jsonl"
    release(crosstab(made(1000), "a"), KEYED, Ledger(file))
    assert refused(crosstab(made(1020), "a"), KEYED, Ledger(file)).rule == "snapshot"


def test_the_noise_of_a_study_does_not_change():
    """With little noise and with much, the same figure tells of itself without any."""
    ledger = Ledger()
    release(crosstab(made(1000), "a"), KEYED, ledger)
    found = refused(crosstab(made(1000), "b"), replace(KEYED, noise_variance=9.0), ledger)
    assert found.rule == "noise"
    assert "noise_variance" in found.reason["en"]
