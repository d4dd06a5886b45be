"""A draft: what one respondent has answered so far. Kept only sealed under the respondent's own secret."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.errors import UnreadableFile
from survey.missing import Answer, as_answer

CHANCE_BITS = 64


@dataclass(frozen=True)
class Draft:
    """Answers of a form that is not handed in; never changed, each step makes a new one.

    values   variable to answer: codes, numbers and texts, and -2, -3, -4, of the pages handed in (and of a page with
             a faulty answer those that were not)
    pages    ids of the pages handed in, in the order they first were
    skipped  ids of the sections skipped by button
    chance   64 bits drawn when the form begins, from which arms and orders follow (`survey.chance`); they never leave
             the draft
    given    design variable to what is known of the respondent beforehand
    said     what was said once and need not be mended: id of the page and number of its check, such as "p_use 1"
    """

    language: str
    values: Mapping[str, Answer] = field(default_factory=dict)
    pages: tuple[str, ...] = ()
    skipped: frozenset[str] = frozenset()
    chance: int = 0
    given: Mapping[str, float] = field(default_factory=dict)
    said: frozenset[str] = frozenset()

    @classmethod
    def begin(cls, language: str, *, given: Mapping[str, float] | None = None) -> Draft:
        """The draft of a respondent who opens the form."""
        return cls(language, chance=secrets.randbits(CHANCE_BITS), given=given or {})

    def to_bytes(self) -> bytes:
        """The draft as text in UTF-8; equal drafts give equal bytes."""
        plain = {"values": dict(self.values), "given": dict(self.given)}
        content = {**vars(self), **plain, "skipped": sorted(self.skipped), "said": sorted(self.said)}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Draft:
        """The draft that `to_bytes` wrote; an older one has no chance yet. Raises UnreadableFile."""
        try:
            read = json.loads(content)
            return cls(
                language=str(read["language"]),
                values={str(name): as_answer(value) for name, value in read["values"].items()},
                pages=tuple(read["pages"]),
                skipped=frozenset(read["skipped"]),
                chance=int(read.get("chance", 0)),
                given={str(name): _number(value) for name, value in read.get("given", {}).items()},
                said=frozenset(read.get("said", ())),
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UnreadableFile(
                "A draft must be as this program wrote it; this one is damaged. Start afresh."
            ) from None


def _number(value: object) -> float:
    answer = as_answer(value)
    if isinstance(answer, str):
        raise TypeError("what is known beforehand is a number")
    return answer
