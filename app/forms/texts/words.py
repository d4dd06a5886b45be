"""One of the form's own texts, in the language of the page."""

from app.forms.texts import around, handing_in, questions, refusals
from survey.text import Text

WORDS: dict[str, Text] = {**around.WORDS, **questions.WORDS, **handing_in.WORDS, **refusals.WORDS}


def word(key: str, language: str, **values: object) -> str:
    """One of the form's own texts, with `{...}` filled in."""
    return WORDS[key].in_language(language).format(**values)
