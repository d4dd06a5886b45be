"""Wordings: there, and in every language (defects 13, 14)."""

from __future__ import annotations

from collections.abc import Iterator

from survey.checks.walk import Written, every_text, fault
from survey.errors import Fault
from survey.model import Questionnaire

LANGUAGE, NONE = 13, 14
_LANGUAGE_NAMES = {"sv": "Swedish", "en": "English"}


def wording(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every text that is lacking, or lacks a language."""
    for written in every_text(questionnaire):
        if any(wording.strip() for wording in written.text.values()):
            yield from _lacking(written, questionnaire.languages)
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


def _part(written: Written) -> str:
    return "wording" if written.word == "text" else written.word.replace("_", " ")
