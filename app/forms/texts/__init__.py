"""What the form itself says, in every language; what a study says stands in its questionnaire."""

from app.forms.texts.days import DAYS, MONTHS, nth
from app.forms.texts.words import WORDS, word

NAMES = {"sv": "Svenska", "en": "English"}

__all__ = ["DAYS", "MONTHS", "NAMES", "WORDS", "nth", "word"]
