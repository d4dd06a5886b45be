from __future__ import annotations

from math import nan

import pytest

from analysis.disclosure import Ledger, ReleasedCell, ReleasedComparison, ReleasedTest, ReleasePolicy, release
from analysis.publish import sentences
from analysis.publish.numbers import interval, number, p_value, percent, with_sign
from analysis.source import Source
from survey.text import plain

POLICY = ReleasePolicy()


def test_one_question_is_told_by_its_largest_answers(crosstab_of):
    released = release(crosstab_of([[60], [300], [120]], by=""), POLICY, Ledger())
    told = sentences.of_table(released, "en")
    assert told[0] == "62.5% (95% CI 58.1–66.9) answered “Answer 1”."
    assert len(told) == 3


def test_groups_are_told_by_where_the_commonest_answer_is_highest_and_lowest(crosstab_of):
    released = release(crosstab_of([[100, 120, 50], [40, 52, 60], [14, 30, 22]]), POLICY, Ledger())
    told = sentences.of_table(released, "sv")
    assert told[0].startswith("I gruppen ”Grupp 1” svarade 64,9")
    assert told[1].startswith("I gruppen ”Grupp 3” svarade 37,9")
    assert told[2] == "Skillnaderna mellan grupperna är större än slumpen brukar ge (p = 0,041)."


def test_hidden_figures_are_counted_and_not_described(crosstab_of):
    released = release(crosstab_of([[100, 120, 50], [40, 52, 60], [4, 30, 22]]), POLICY, Ledger())
    assert sentences.of_table(released, "en")[-1] == "4 of 12 figures are hidden; each dash has its reason."


def test_a_table_that_is_hidden_altogether_says_only_that(crosstab_of):
    released = release(crosstab_of([[1, 0], [0, 0]]), POLICY, Ledger())
    assert sentences.of_table(released, "en") == ["6 of 6 figures are hidden; each dash has its reason."]


def test_means_are_told_by_group(means_of):
    released = release(means_of([200, 150], [3.0, 5.0]), POLICY, Ledger())
    assert sentences.of_table(released, "en")[0].startswith("Mean of “Group 2”: 5.00 (95% CI 4.00–6.00)")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "sex is 2: the odds are 1.65 times as high (95% CI 1.28–2.12), compared with sex is 1."),
        ("sv", "sex är 2: oddsen är 1,65 gånger så höga (95 % KI 1,28–2,12), jämfört med sex är 1."),
    ],
)
def test_a_model_is_told_in_odds(model_of, language, sentence):
    cells = [("sex", 1.0, 200, 60), ("sex", 2.0, 180, 80), ("area", 1.0, 250, 90), ("area", 2.0, 130, 50)]
    told = sentences.of_model(release(model_of(cells), POLICY, Ledger()), language)
    assert told[0] == sentence
    assert len(told) == 3


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", ["Difference: 1.50 (95% CI 0.50–2.50).", "That is more than chance usually gives (p = 0.004)."]),
        ("sv", ["Skillnad: 1,50 (95 % KI 0,50–2,50).", "Det är mer än slumpen brukar ge (p = 0,004)."]),
    ],
)
def test_a_test_of_one_difference_says_how_large_it_is(language, sentence):
    assert sentences.of_comparison(comparison(0.0041, difference=True), language) == sentence


def test_a_test_of_several_differences_says_whether_chance_would_give_them():
    assert sentences.of_comparison(comparison(0.2, difference=False), "en") == [
        "The differences between the groups may be due to chance (p = 0.200)."
    ]


def test_a_test_that_cannot_be_made_says_so():
    told = sentences.of_comparison(comparison(nan, difference=True), "sv")
    assert told[-1] == "Testet kan inte göras: det finns ingen variation, eller för få urvalsenheter."


def comparison(p, *, difference):
    cell = ReleasedCell(value=1.5, std_error=0.5, ci_low=0.5, ci_high=2.5, df=20, n=80) if difference else None
    source = Source("study", ("y", "sex"), (plain("y"), plain("sex")), "y", by="sex")
    test = ReleasedTest("t", 3.0, 1, 20.0, p, "t")
    return ReleasedComparison(source, (), True, test, 80, "difference" if cell else None, cell, 0.95 if cell else None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (number(1234567.891, 2, "sv"), "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,89"),
        (number(1234567.891, 2, "en"), "1,234,567.89"),
        (number(-0.5, 1, "sv"), "−0,5"),
        (number(None, 1, "sv"), "–"),
        (with_sign(percent(0.385, 1, "sv"), "sv"), "38,5\N{NO-BREAK SPACE}%"),
        (with_sign(percent(0.385, 0, "en"), "en"), "38%"),
        (interval("1,28", "2,12"), "1,28–2,12"),
        (interval("−1,2", "0,4"), "−1,2 … 0,4"),
        (p_value(0.0000001, "sv"), "p < 0,001"),
        (p_value(0.0312, "en"), "p = 0.031"),
    ],
)
def test_numbers_are_written_as_people_of_the_language_write_them(written, expected):
    assert written == expected
