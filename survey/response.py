"""A response: one whole form, as it was handed in. It says nothing about who gave it or when, but for the week."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from survey.errors import UnreadableFile
from survey.missing import Answer, as_answer


@dataclass(frozen=True)
class Response:
    """Every variable with its value or the reason why there is none.

    study     id of the questionnaire
    version   version of the questionnaire, and its digest: what exactly was asked
    language  in which it was answered
    week      ISO week such as "2026-W47"; no finer time is known
    complete  False when it was broken off
    information  digest of what the respondent was told before consenting; "" for what was answered before it was kept
    values    variable to code, number or text, for every variable of the questionnaire
    """

    study: str
    version: str
    digest: str
    language: str
    week: str
    complete: bool
    values: Mapping[str, Answer]
    information: str = ""

    def to_bytes(self) -> bytes:
        """The response as text in UTF-8; equal responses give equal bytes."""
        content = {**vars(self), "values": dict(self.values)}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Response:
        """The response that `to_bytes` wrote. Raises UnreadableFile."""
        try:
            read = json.loads(content)
            texts = {name: str(read[name]) for name in ("study", "version", "digest", "language", "week")}
            values = {str(name): as_answer(value) for name, value in read["values"].items()}
            return cls(**texts, complete=bool(read["complete"]), values=values, information=read.get("information", ""))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UnreadableFile("A response must be as this program wrote it; this one is damaged.") from None


def week_of(day: date) -> str:
    """The ISO week of a day, such as "2026-W47"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
