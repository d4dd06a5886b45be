"""A text in all languages of a study."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LANGUAGES = ("sv", "en")


class Text(dict[str, str]):
    """Language code to wording, such as Text(sv="Ja", en="Yes"). Hashable by use: never changed after it is made."""

    def __init__(self, texts: Mapping[str, str] | None = None, /, **by_language: str) -> None:
        super().__init__({**(texts or {}), **by_language})

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))

    def __setitem__(self, key: str, value: str) -> None:
        raise TypeError("A Text is never changed after it is made.")

    def __reduce__(self) -> tuple[Any, ...]:
        return Text, (dict(self),)

    def in_language(self, language: str) -> str:
        """The wording in `language`; where it is lacking, the first there is; "" when there is none."""
        return self.get(language) or next(iter(self.values()), "")


def answered(question: str, answer: str) -> str:
    """A question with one of its answers, such as "Gender: Girl" and "Are you a girl? Yes"."""
    return f"{question}{'' if question.endswith('?') else ':'} {answer}"


def plain(wording: str) -> Text:
    """A wording that is the same in every language, such as a variable's label in an imported file."""
    return Text(dict.fromkeys(LANGUAGES, wording))
