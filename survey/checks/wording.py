"""Wordings: there, in every language, and without blanks to fill in (defects 13, 14, 22)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.checks.walk import Written, every_text, fault
from survey.errors import Fault
from survey.model import Questionnaire

LANGUAGE, NONE, PIPED = 13, 14, 22
_LANGUAGE_NAMES = {"sv": "Swedish", "en": "English"}
_PLACEHOLDER = re.compile(r"\$?\{[^{}]*\}")


def wording(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every text that is lacking, lacks a language, or takes something in."""
    for written in every_text(questionnaire):
        if any(wording.strip() for wording in written.text.values()):
            yield from _lacking(written, questionnaire.languages)
            yield from _placeholders(written, questionnaire.languages)
        elif written.needed:
            what = (
                "There is no wording." if written.word == "text" else f"There is no {written.word.replace('_', ' ')}."
            )
            mend = (
                f"Write `{written.word}: {{{', '.join(f'{language}: ...' for language in questionnaire.languages)}}}`."
            )
            yield fault(written.place, NONE, written.where, what, mend)


def _lacking(written: Written, languages: tuple[str, ...]) -> Iterator[Fault]:
    for language in languages:
        if not written.text.get(language, "").strip():
            name = _LANGUAGE_NAMES.get(language, language)
            what = f"The {_part(written)} is lacking in {name}, which the study declares."
            yield fault(written.place, LANGUAGE, written.where, what, f"Add `{language}: ...`.")


def _placeholders(written: Written, languages: tuple[str, ...]) -> Iterator[Fault]:
    """Texts take no answers in yet; when languages differ in what they take in, that is said first."""
    found = {language: set(_PLACEHOLDER.findall(written.text.get(language, ""))) for language in languages}
    everywhere = set().union(*found.values())
    for placeholder in sorted(everywhere):
        without = [
            language for language in languages if written.text.get(language) and placeholder not in found[language]
        ]
        if without:
            what = f'The {_part(written)} has "{placeholder}" in one language but not in {_LANGUAGE_NAMES[without[0]]}.'
            yield fault(written.place, LANGUAGE, written.where, what, "Use the same in all languages, or in none.")
        else:
            what = f'The {_part(written)} takes in "{placeholder}"; an answer cannot be shown inside a text.'
            yield fault(written.place, PIPED, written.where, what, "Word it without, or remove the curly brackets.")


def _part(written: Written) -> str:
    return "wording" if written.word == "text" else written.word.replace("_", " ")
