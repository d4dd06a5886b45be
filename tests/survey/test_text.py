from __future__ import annotations

from survey.text import answered


def test_a_question_mark_needs_no_colon_before_the_answer() -> None:
    assert answered("Är du tjej?", "Ja") == "Är du tjej? Ja"
    assert answered("Kön", "Tjej") == "Kön: Tjej"
