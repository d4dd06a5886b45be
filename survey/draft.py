"""A draft: what one respondent has answered so far. Kept only sealed under the respondent's own secret."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.errors import UnreadableFile
from survey.missing import Answer, as_answer


@dataclass(frozen=True)
class Draft:
    """Answers of a form that is not handed in; never changed, each step makes a new one.

    values   variable to answer: codes, numbers and texts, and -2, -3, -4, of the pages handed in (and of a page with
             a faulty answer those that were not)
    pages    ids of the pages handed in, in the order they first were
    skipped  ids of the sections skipped by button
    """

    language: str
    values: Mapping[str, Answer] = field(default_factory=dict)
    pages: tuple[str, ...] = ()
    skipped: frozenset[str] = frozenset()

    def to_bytes(self) -> bytes:
        """The draft as text in UTF-8; equal drafts give equal bytes."""
        content = {**vars(self), "values": dict(self.values), "skipped": sorted(self.skipped)}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Draft:
        """The draft that `to_bytes` wrote. Raises UnreadableFile."""
        try:
            read = json.loads(content)
            values = {str(name): as_answer(value) for name, value in read["values"].items()}
            return cls(str(read["language"]), values, tuple(read["pages"]), frozenset(read["skipped"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise UnreadableFile(
                "A draft must be as this program wrote it; this one is damaged. Start afresh."
            ) from None
