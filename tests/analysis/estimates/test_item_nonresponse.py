"""Item nonresponse: who was asked, who answered, and why the others did not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis import SurveyDesign, item_nonresponse
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import AnalysisError
from analysis.estimates.crosstab import crosstab
from analysis.unreleased import figures
from survey.columns import MISSING_RANGES
from survey.errors import UnknownVariable
from survey.frame import SurveyFrame
from survey.missing import LABELS, Missing
from survey.text import Text, plain
from survey.variables import MissingRange, ValueLabel, Variable

OFFERED = (Missing.NOT_ASKED, Missing.DONT_KNOW, Missing.LEFT_BLANK, Missing.NOT_IN_VERSION)


def frame_of(codes, *, level: int = 0, missing=OFFERED, ranges=MISSING_RANGES) -> SurveyFrame:
    labels = tuple(ValueLabel(float(code), LABELS.get(code, plain(f"Code {code}"))) for code in missing)
    label = Text(sv="Hur ofta?", en="How often?")
    question = Variable("q", label, missing=labels, missing_ranges=ranges, level=level, universe=plain("Adults"))
    group = Variable("g", plain("Group"), values=(ValueLabel(0.0, plain("a")), ValueLabel(1.0, plain("b"))))
    data = pd.DataFrame({"q": np.array(codes, dtype=float), "g": np.arange(len(codes)) % 2.0})
    return SurveyFrame("study", data, {"q": question, "g": group})


def shares(frame: SurveyFrame) -> dict[str, tuple[int, float]]:
    table = figures(item_nonresponse(SurveyDesign(frame), "q"))
    return {
        str(row.value): (int(n), float(p))
        for row, n, p in zip(table.rows, table.n[:, 0], table.value[:, 0], strict=True)
    }


def test_the_base_is_everybody_who_was_asked():
    found = shares(frame_of([1, 2, 1, -2, -1, -1, 3, 1, -4, 1]))
    assert found == {"answered": (6, 0.75), "-2": (1, 0.125), "-4": (1, 0.125)}


def test_a_reason_that_was_offered_has_its_row_where_nobody_gave_it():
    assert shares(frame_of([1, 2])) == {"answered": (2, 1.0), "-2": (0, 0.0), "-4": (0, 0.0)}


def test_what_says_something_of_the_file_has_a_row_only_where_it_occurs():
    assert list(shares(frame_of([1, -7, -9]))) == ["answered", "-2", "-4", "-7", "-9"]


def test_nothing_at_all_is_a_reason_of_its_own_and_comes_last():
    assert list(shares(frame_of([1, np.nan, -3]))) == ["answered", "-2", "-4", "-3", "no reason"]


def test_an_imported_file_has_its_own_codes_and_everybody_was_asked():
    frame = frame_of([1, 98, -1, 99], missing=(98, 99), ranges=(MissingRange(98, 99), MissingRange(-1, -1)))
    assert shares(frame) == {"answered": (1, 0.25), "98": (1, 0.25), "99": (1, 0.25), "-1": (1, 0.25)}


def test_rows_and_title_say_what_they_are_in_both_languages():
    table = figures(item_nonresponse(SurveyDesign(frame_of([1, -2])), "q"))
    assert [row.label["sv"] for row in table.rows] == ["Svarade", "Vet inte", "Lämnad tom"]
    assert table.source.labels[0] == Text(sv="Bortfall: Hur ofta?", en="Item nonresponse: How often?")


def test_it_is_the_crosstab_of_the_reasons(design):
    """With weights, strata and PSUs: the same shares, errors and test as of a column of reasons made by hand."""
    lacking = np.isnan(design.frame.data["often"].to_numpy())
    by_hand = Variable("reason", plain("reason"), values=(ValueLabel(0.0, plain("yes")), ValueLabel(1.0, plain("no"))))
    frame = design.frame.with_columns({"reason": lacking.astype(float)}, [by_hand])
    other = SurveyDesign(frame, weight="weight", strata="stratum", psu="school")
    one, two = figures(item_nonresponse(design, "often", by="sex")), figures(crosstab(other, "reason", by="sex"))
    for part in ("n", "value", "std_error", "ci_low", "ci_high", "df"):
        assert getattr(one, part) == pytest.approx(getattr(two, part), nan_ok=True), part
    assert one.test.p_value == pytest.approx(two.test.p_value)


def test_a_filter_holds_and_may_be_about_the_variable_itself():
    frame = frame_of([1, -2, -2, -2, 1, 1])
    table = figures(item_nonresponse(SurveyDesign(frame).domain("g = 1"), "q"))
    assert table.n[:, 0].tolist() == [1, 2, 0]
    assert figures(item_nonresponse(SurveyDesign(frame).domain("q > 0"), "q")).base_n.tolist() == [3]


def test_the_table_is_released_by_the_rules_of_its_variable():
    frame = frame_of([1.0] * 200 + [-2.0] * 30 + [-4.0] * 4, level=2)
    result = item_nonresponse(SurveyDesign(frame), "q")
    released = release(result, ReleasePolicy(), Ledger())
    assert [row[0].flag for row in released.cells] == ["", "x", "c"]
    assert released.source.level == 2
    public = release(result, ReleasePolicy(public_use=True), Ledger())
    assert [row[0].n for row in public.cells] == [200, 30, 4]


def test_the_frame_of_the_design_does_not_change(design):
    item_nonresponse(design, "often")
    assert list(design.frame.data) == list(design.frame.variables)
    assert "nonresponse(often)" not in design.frame.variables


def test_nobody_asked_and_an_unknown_variable_are_refused():
    design = SurveyDesign(frame_of([-1, -1]))
    with pytest.raises(AnalysisError, match='Nobody was asked "q"'):
        item_nonresponse(design, "q")
    with pytest.raises(UnknownVariable):
        item_nonresponse(design, "r")
