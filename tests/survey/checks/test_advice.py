"""Advice on wording and scales: given where it helps, in Swedish and in English, and kept where it does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from survey.errors import Fault

Spoil = Callable[..., tuple[Fault, ...]]

SV, EN = "Hur gammal är du?", "How old are you?"
ITEM_SV, ITEM_EN = "Skolan bör lära ut nätvett", "Schools should teach online safety"
AGREE = """      - {code: 1, text: {sv: Tar avstånd, en: Disagree}}
      - {code: 2, text: {sv: Varken eller, en: Neither}}
      - {code: 3, text: {sv: Instämmer, en: Agree}}
"""
LEANING = """      - {code: 1, text: {sv: Missnöjd, en: Dissatisfied}}
      - {code: 2, text: {sv: Ganska nöjd, en: Fairly satisfied}}
      - {code: 3, text: {sv: Mycket nöjd, en: Very satisfied}}
"""
LEVEL = """      - {code: 1, text: {sv: Missnöjd, en: Dissatisfied}}
      - {code: 2, text: {sv: Varken nöjd eller missnöjd, en: Neither satisfied nor dissatisfied}}
      - {code: 3, text: {sv: Nöjd, en: Satisfied}}
"""
UPWARDS = """      - {code: 1, text: {sv: Inte alls nöjd, en: Not at all satisfied}}
      - {code: 2, text: {sv: Ganska nöjd, en: Fairly satisfied}}
      - {code: 3, text: {sv: Mycket nöjd, en: Very satisfied}}
"""

# What is replaced, by what, and words of the advice.
GIVEN = [
    (SV, "Hur gammal eller ung är du och/eller känner du dig?", "two things at once (sv)"),
    (EN, "How old and/or young are you?", "two things at once (en)"),
    (SV, "Hur gammal är du? Var bor du?", "Two question marks ask two things at once (sv)"),
    (EN, "How old are you? And where do you live?", "Two question marks"),
    (SV, f"Hur gammal är du {'verkligen ' * 30}?", "words (sv)"),
    (EN, f"How old are you {'really ' * 30}?", "words (en)"),
    (SV, "Håller du inte med om att du är ung?", "suggests an answer (sv)"),
    (EN, "Don't you think you are young?", "suggests an answer (en)"),
    (SV, "Är du yngre än andra missbrukare?", '"missbrukare" judges what it names (sv)'),
    (EN, "Are you younger than other addicts?", '"addicts" judges what it names (en)'),
    (SV, "Hur många gånger har du flyttat?", "asks for a number without saying in which time (sv)"),
    (EN, "How often have you moved?", "asks for a number without saying in which time (en)"),
    (ITEM_SV, "Skolan ska aldrig lära ut nätvett", '"aldrig" in a statement to agree or disagree with'),
    (ITEM_EN, "Schools should not teach online safety", '"not" in a statement to agree or disagree with'),
    (ITEM_SV, "Skolan samt hemmet bör lära ut nätvett", "puts two statements into one (sv)"),
    (ITEM_EN, "Schools as well as parents should teach it", "puts two statements into one (en)"),
    (AGREE, LEANING, "2 steps to one side and 1 to the other"),
    (AGREE, "".join(f"      - {{code: {n}, text: {{sv: S{n}, en: E{n}}}}}\n" for n in range(8)), "hard to read"),
]
KEPT = [
    (SV, "Bor du i en stad eller på landet?"),
    (EN, "How old are you (in whole years)?"),
    (SV, "Hur många gånger har du flyttat de senaste fem åren?"),
    (EN, "How many times have you moved since you were born?"),
    (SV, "Hur många gånger skulle du vilja flytta?"),
    (ITEM_EN, "Schools should teach safety and respect"),
    (ITEM_SV, "Skolan bör lära ut hur missbruk börjar"),
    (AGREE, LEVEL),
    (AGREE, UPWARDS),
    ("Has anyone contacted you", "Has anyone not known to you contacted you"),
]


@pytest.mark.parametrize(("old", "new", "words"), GIVEN)
def test_advice_is_given_and_does_not_stop_a_release(spoiled: Spoil, old: str, new: str, words: str) -> None:
    faults = spoiled(old, f'"{new}"' if "\n" not in new else new)
    assert [fault.advice for fault in faults] == [True], faults
    assert words in faults[0].what
    assert faults[0].mend


@pytest.mark.parametrize(("old", "new"), KEPT)
def test_what_reads_well_gets_no_advice(spoiled: Spoil, old: str, new: str) -> None:
    assert spoiled(old, new) == ()
