"""What a page posted: names of fields to texts, in the language of the respondent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.missing import OFFERED
from survey.model import Question
from survey.text import Text


class Faulty(Exception):
    """A message for the respondent, raised where an answer cannot be read."""


@dataclass(frozen=True)
class Posted:
    """The fields of one page."""

    form: Mapping[str, Sequence[str]]
    language: str

    def texts(self, field: str) -> list[str]:
        """What was sent under a name, without what is empty."""
        return [text.strip() for text in self.form.get(field, ()) if text.strip()]

    def text(self, field: str, *, instead: Text) -> str:
        """The one text sent under a name, "" for none; several that differ are refused with the message."""
        sent = set(self.texts(field))
        if len(sent) > 1:
            raise self.fault(instead)
        return sent.pop() if sent else ""

    def reason(self, question: Question, field: str) -> int | None:
        """The reason for not answering that was chosen, "don't know" before "prefer not to answer"; None for none."""
        sent = self.texts(field)
        return next((int(OFFERED[word]) for word in sorted(question.missing) if str(int(OFFERED[word])) in sent), None)

    def fault(self, message: Text, *parts: object) -> Faulty:
        """The message in the respondent's language."""
        return Faulty(message.in_language(self.language).format(*parts))
