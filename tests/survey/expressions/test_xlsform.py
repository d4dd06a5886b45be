"""Conditions as XLSForm writes them: true exactly where ours are, and a plain word where they cannot be said."""

from __future__ import annotations

import pytest

from survey.expressions import parse
from survey.expressions.programs import CannotBeSaid, xlsform, xlsform_check, xlsform_value
from survey.missing import LABELS, Missing
from survey.text import plain
from survey.variables import MissingRange, ValueLabel, Variable

OURS = (MissingRange(-9, -1),)
REFUSED = (ValueLabel(-3, LABELS[Missing.REFUSED]),)
LABELLED = tuple(ValueLabel(code, plain(f"code {code}")) for code in (0, 1, 2))


def asked(name: str, how: str, **more: object) -> Variable:
    return Variable(name, plain(name), question_type=how, missing_ranges=OURS, **{"question": name, **more})  # type: ignore[arg-type]


VARIABLES = {
    variable.name: variable
    for variable in (
        asked("use", "single", values=LABELLED),
        asked("meet", "single", values=LABELLED, missing=REFUSED),
        asked("age", "number", measure="scale", min=0, max=120),
        *(asked(f"who_{code}", "multiple", question="who", missing=REFUSED) for code in (1, 2)),
        *(asked(f"law_{item}", "battery", question="law", values=LABELLED) for item in "ab"),
        *(asked(f"top_rank{place}", "rank", question="top", values=LABELLED) for place in (1, 2)),
        asked("born", "date", measure="scale", format="F8.0"),
        asked("moved", "date", measure="scale", format="F6.0"),
        asked("town", "text", kind="text"),
    )
}  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("use = 1", "${use} = 1"),
        ("use != 1", "${use} != '' and ${use} != 1"),
        ("meet < 2", "${meet} >= 0 and ${meet} < 2"),
        ("use in (1, 2) and age >= 16", "(${use} = 1 or ${use} = 2) and ${age} >= 16"),
        ("not (use = 1 or age < 16)", "${use} != '' and ${use} != 1 and ${age} >= 16"),
        ("who includes 2", "selected(${who}, '2')"),
        ("who includes 7", "false()"),
        (
            "not who includes 2",
            "count-selected(${who}) > 0 and not(selected(${who}, '-3')) and not(selected(${who}, '2'))",
        ),
        ("age is missing", "not(${age} != '')"),
        ("town = 'Umeå'", "${town} = 'Umeå'"),
        ("town != 'Umeå'", "${town} != '' and ${town} != 'Umeå'"),
        ("top_rank1 = 2", "selected-at(${top}, 0) = 2"),
        ("count(law = 2) >= 1", "(if(${law_a} = 2, 1, 0) + if(${law_b} = 2, 1, 0)) >= 1"),
        ("born > 20080101", "${born} != '' and number(format-date(${born}, '%Y%m%d')) > 20080101"),
        ("age + 1 > use", "${age} != '' and ${use} != '' and (${age} + 1) > ${use}"),
        ("true", "true()"),
    ],
)  # fmt: skip
def test_a_condition_is_written_for_the_column_relevant(ours: str, theirs: str) -> None:
    assert xlsform(parse(ours), VARIABLES) == theirs


def test_what_is_unknown_passes_a_check() -> None:
    assert xlsform_check(parse("age >= use"), VARIABLES) == "not(${age} != '' and ${use} != '' and ${age} < ${use})"


def test_a_value_is_empty_where_it_is_unknown() -> None:
    assert xlsform_value(parse("age - 1"), VARIABLES) == "if(${age} != '', (${age} - 1), '')"
    assert xlsform_value(parse("use = 1"), VARIABLES) == "if(${use} = 1, 1, if(${use} != '' and ${use} != 1, 0, ''))"


def test_an_age_counts_whole_years() -> None:
    said = xlsform_value(parse("age_in_years(moved, 202611)"), VARIABLES)
    assert said.startswith("if(${moved} != '', (int((202611 - number(format-date(${moved}, '%Y%m'))) div 100 + 9000)")


@pytest.mark.parametrize(
    ("ours", "why"),
    [
        ("use was asked", "left blank"),
        ("score(use) > 1", "once the answers are in"),
        ("who = 1", "use includes"),
        ("law = 1", "name one of its items"),
        ("nothing = 1", "no question or variable"),
        ("town > 'a'", "equal or different"),
        ("use", "where a condition is needed"),
        ("""town = "Lars' 'hus'" or town = 'a"b'""", ""),
    ],
)
def test_what_cannot_be_said_is_refused_with_the_reason(ours: str, why: str) -> None:
    if why:
        with pytest.raises(CannotBeSaid, match=why):
            xlsform(parse(ours), VARIABLES)
    else:
        assert '"Lars' in xlsform(parse(ours), VARIABLES)
