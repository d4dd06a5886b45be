"""A questionnaire as the files a researcher writes: readable YAML, with a comment where something was changed.

The words and their order come from `survey.elements`, so whatever the reader knows can be written.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, replace
from pathlib import PurePath
from typing import Any

from survey import elements
from survey.elements import Header, NamedFile
from survey.kinds import Choice, Name, Pattern
from survey.load import MAIN_FILE
from survey.model import CodeList, Expression, Place, Question, Questionnaire, Section
from survey.shapes import Key, Shape
from survey.text import Text

CODE_LISTS = "code_lists.yaml"
WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z(][A-Za-z0-9_ =<>!().,+*/'-]*")
Remarks = Mapping[str, Iterable[str]]


def written(questionnaire: Questionnaire, remarks: Remarks = {}) -> dict[str, str]:  # noqa: B006  never changed
    """Name of a file to its content: the header, the code lists, and a file for each section.

    remarks  id of an element to sentences that stand above it as comments; "" for the header
    """
    writer = _Writer(questionnaire, remarks)
    names = _file_names(questionnaire.sections)
    found = {MAIN_FILE: "".join(f"{line}\n" for line in writer.main_file(names.values()))}
    if questionnaire.code_lists:
        found[CODE_LISTS] = _file("code_lists", writer.listed(elements.CODE_LIST, questionnaire.code_lists))
    for section in questionnaire.sections:
        found[names[section.id]] = _file("sections", writer.listed(elements.SECTION, [section]))
    return found


def study_toml(questionnaire: Questionnaire) -> str:
    """The settings that a study cannot do without; what the design and the release need is added by hand."""
    title = ", ".join(f"{lang} = {json.dumps(text, ensure_ascii=False)}" for lang, text in questionnaire.title.items())
    return (
        "# What the questionnaire is. The answers, the sampling and the release are set here once they are known.\n\n"
        f"[study]\nid = {_quoted(questionnaire.id)}\ntitle = {{ {title} }}\n"
        f'questionnaire = "{MAIN_FILE}"\n\n[release]\npublic_use = false\n'
    )


def on_one_line(shape: Shape[Any], element: Any, questionnaire: Questionnaire | None = None) -> str:
    """An element on one line, as it may stand in one cell of a workbook; code lists that have a name are named."""
    return _Writer(questionnaire, {}).braces(shape, element)


def cell(key: Key[Any], value: Any) -> str:
    """What stands behind a word, on one line."""
    return _Writer(None, {}).flow(key.kind, value)


def word_values(shape: Shape[Any], element: Any) -> Iterator[tuple[Key[Any], Any]]:
    """The words of an element that are not as they are by themselves, with their values."""
    for key in shape.keys:
        value = getattr(element, key.word)
        if key.required or value != _by_itself(element, key.word):
            yield key, value


def _by_itself(element: Any, word: str) -> Any:
    known = next(f for f in fields(element) if f.name == word)
    if known.default is not MISSING:
        return known.default
    return None if known.default_factory is MISSING else known.default_factory()


def _file_names(sections: Iterable[Section]) -> dict[str, str]:
    taken = {PurePath(MAIN_FILE).stem, PurePath(CODE_LISTS).stem}
    return {section.id: f"{section.id}{'_section' if section.id in taken else ''}.yaml" for section in sections}


def _file(word: str, lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in (f"{word}:", *lines))


def _quoted(text: str) -> str:
    """In quotation marks: single ones where the text holds double ones and nothing else that needs care."""
    if '"' in text and not re.search(r"['\\\x00-\x1f]", text):
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)


class _Writer:
    """Writes elements. Holds the questionnaire, for the code lists that have a name, and the remarks."""

    def __init__(self, questionnaire: Questionnaire | None, remarks: Remarks) -> None:
        self.named = {codes.id: codes for codes in questionnaire.code_lists} if questionnaire else {}
        self.questionnaire, self.remarks = questionnaire, remarks
        self.level = 0  # of the section that is being written: its questions say theirs where it is another

    def main_file(self, files: Iterable[str]) -> Iterator[str]:
        """The header, and what belongs to the whole questionnaire."""
        whole = self.questionnaire
        assert whole is not None
        names = [*([CODE_LISTS] if whole.code_lists else []), *files]
        header = Header(
            **{f.name: getattr(whole, f.name) for f in fields(Header) if f.name not in ("files", "place")},
            files=tuple(NamedFile(name, Place()) for name in names),
        )
        yield from _comments(self.remarks.get("", ()), "")
        yield "questionnaire:"
        yield from (f"  {line}" for line in self.block(elements.HEADER, header))
        for word, shape, found in (
            ("supports", elements.SUPPORT, whole.supports),
            ("experiments", elements.EXPERIMENT, whole.experiments),
            ("design", elements.DESIGN_VARIABLE, whole.design),
            ("scales", elements.SCALE, whole.scales),
        ):
            if found:
                yield from ("", f"{word}:", *self.listed(shape, found))

    def listed(self, shape: Shape[Any], parts: Iterable[Any]) -> Iterator[str]:
        """Elements below each other, each behind a dash: on one line where it fits, else in a block."""
        for part in parts:
            if shape is not elements.CODE_LIST:  # which may be called as its question is
                yield from _comments(self.remarks.get(getattr(part, "id", "-"), ()), "  ")
            short = f"  - {self.braces(shape, part)}"
            if shape.inside and len(short) <= WIDTH:
                yield short
                continue
            for place, line in enumerate(self.block(shape, part)):
                yield f"  {'- ' if place == 0 else '  '}{line}"

    def block(self, shape: Shape[Any], element: Any) -> Iterator[str]:
        """The words of an element, one below the other."""
        if isinstance(element, Section):
            self.level = element.level
        # What stands inside comes last, so that a page's or section's own words are seen together.
        for key, value in sorted(self._values(shape, element), key=lambda pair: pair[0].word in ("pages", "questions")):
            yield from self._word(key, value)

    def _values(self, shape: Shape[Any], element: Any) -> Iterator[tuple[Key[Any], Any]]:
        if not isinstance(element, Question):
            yield from word_values(shape, element)
            return
        level, required = replace(element, level=element.level - self.level), element.type != "consent"
        for key, value in word_values(shape, level):
            if key.word == "level":
                yield key, element.level
            elif key.word != "required" or required:
                yield key, value

    def _word(self, key: Key[Any], value: Any) -> Iterator[str]:
        short = f"{key.word}: {self.flow(key.kind, value, alone=True)}"
        nested = _nested(key)
        if isinstance(value, CodeList) and not self._is_named(value):
            yield from (f"{key.word}:", *self.listed(elements.CATEGORY, value.categories))
        elif nested is not None and value:
            yield from (f"{key.word}:", *self.listed(nested, value))
        elif isinstance(value, Text) and len(short) > WIDTH:
            yield f"{key.word}:"
            yield from (f"  {language}: {_quoted(text)}" for language, text in value.items())
        elif key.word == "files":
            yield from (f"{key.word}:", *(f"  - {named.name}" for named in value))
        else:
            yield short

    def braces(self, shape: Shape[Any], element: Any) -> str:
        """An element on one line."""
        words = (f"{key.word}: {self.flow(key.kind, value)}" for key, value in self._values(shape, element))
        return f"{{{', '.join(words)}}}"

    def flow(self, kind: Any, value: Any, *, alone: bool = False) -> str:
        """A value on one line; `alone`: nothing else stands on the line, so that a condition needs no quotes."""
        match value:
            case Text():
                return "{" + ", ".join(f"{language}: {_quoted(text)}" for language, text in value.items()) + "}"
            case Expression():
                bare = alone and _PLAIN.fullmatch(value.source)
                return value.source if bare else _quoted(value.source)
            case CodeList() if self._is_named(value):
                return value.id
            case CodeList():
                return f"[{', '.join(self.braces(elements.CATEGORY, category) for category in value.categories)}]"
            case bool():
                return str(value).lower()
            case NamedFile():
                return value.name
            case tuple():
                return f"[{', '.join(self._part(kind, part) for part in value)}]"
        if not isinstance(value, str):
            return f"{value}"
        plain = isinstance(kind, Name | Choice | Pattern) and re.fullmatch(_WORD, value)
        return value if plain else _quoted(value)

    def _part(self, kind: Any, part: Any) -> str:
        inner = getattr(kind, "kind", kind)
        return self.braces(inner, part) if isinstance(inner, Shape) else self.flow(inner, part)

    def _is_named(self, codes: CodeList) -> bool:
        return not codes.categories or self.named.get(codes.id) == codes


# What an editor takes for a text without quotation marks: a name, a version.
_WORD = r"(?!(?:yes|no|on|off|true|false|null|y|n)$)[A-Za-z][A-Za-z0-9_]*|[0-9]+\.[0-9]+\.[0-9]+"


def _nested(key: Key[Any]) -> Shape[Any] | None:
    inner = getattr(key.kind, "kind", None)
    return inner if isinstance(inner, Shape) else None


def _comments(sentences: Iterable[str], indent: str) -> Iterator[str]:
    for sentence in sentences:
        yield from textwrap.wrap(
            " ".join(sentence.split()), WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# "
        )
