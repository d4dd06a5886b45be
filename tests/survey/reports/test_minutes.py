"""How long it takes: more words and more questions take longer, and a long form is said to be."""

from __future__ import annotations

from survey.reports.minutes import time_estimate

ONE = """
sections:
  - id: s
    title: {en: S}
    pages:
      - id: one
        questions: [{id: age, type: number, min: 0, max: 99, text: {en: TEXT}}]
"""


def test_a_quick_respondent_needs_less_than_a_slow_one(clean_study) -> None:
    found = time_estimate(clean_study, "sv", n=60)
    assert 0 < found.whole.p10 < found.whole.p50 < found.whole.p90
    assert not found.is_long


def test_more_words_take_longer_by_the_rate_of_reading(written) -> None:
    short = time_estimate(written(ONE.replace("TEXT", "Age?")), "en", n=20).whole.p50
    long = time_estimate(written(ONE.replace("TEXT", "word " * 239)), "en", n=20).whole.p50
    assert 0.75 < long - short < 1.4  # 238 words more: a minute at the usual pace


def test_a_section_that_only_some_are_asked_takes_no_time_of_others(written) -> None:
    found = time_estimate(
        written(
            ONE
            + """
  - id: old
    title: {en: Old}
    ask_if: age >= 50
    pages:
      - id: two
        questions: [{id: rest, type: number, min: 0, max: 9, text: {en: Rest?}}]
"""
        ),
        "en",
        n=200,
    )
    young, old = found.sections
    assert young.reached == 1
    assert 0.35 < old.reached < 0.65
    assert old.minutes is not None
    assert 0 < old.minutes.p50 < 0.5


def test_shares_of_answers_can_be_given(clean_study) -> None:
    nobody = time_estimate(clean_study, "en", n=60, distributions={"c_use_a": {0: 1.0}})
    everybody = time_estimate(clean_study, "en", n=60, distributions={"c_use_a": {2: 1.0}})
    assert nobody.whole.p50 < everybody.whole.p50


def test_a_form_above_its_target_is_long(clean_study) -> None:
    found = time_estimate(clean_study, "en", target=0.5, n=20)
    assert found.is_long
    assert found.as_plain()["above_target"] is True
    assert [one["id"] for one in found.as_plain()["sections"]] == ["start", "use", "contact"]
