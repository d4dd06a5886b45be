"""Rows of an XLSForm as they are made: cells by heading, choice lists once each, and what is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from survey import elements
from survey.compile import Compiled
from survey.exchange.languages import LANGUAGE_NAMES
from survey.exchange.losses import Losses, Spot
from survey.exchange.names import Names
from survey.exchange.written import cell, word_values
from survey.exchange.xlsform.columns import OWN
from survey.exchange.xlsform.kinds import offers_missing
from survey.exchange.xlsform.own import MARK, MARKED, mark
from survey.missing import LABELS, OFFERED
from survey.model import CodeList, Question
from survey.shapes import Shape
from survey.text import Text

Row = dict[str, str]
_REST = ("required", "relevant", "constraint", "calculation", "appearance", "parameters")
_FIRST_OWN = (f"{OWN}part", f"{OWN}{MARK}", f"{OWN}list")
_SHORT = {"dont_know": "dk", "refused": "ref"}
_NOTHING = Text()


@dataclass
class Rows:
    """The sheets `survey` and `choices`, row by row.

    lists  names of choice lists that are written already
    names  names in use, so that rows which stand for no question get one of their own
    """

    compiled: Compiled
    rows: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    lists: set[str] = field(default_factory=set)
    losses: Losses = field(default_factory=Losses)
    names: Names = field(default_factory=Names)

    def __post_init__(self) -> None:
        whole = self.compiled.questionnaire
        used = {name.lower() for name in (*self.compiled.variables, *self.compiled.names)}
        used |= {section.id.lower() for section in whole.sections} | {page.id.lower() for _, page in whole.pages()}
        self.names.used = used

    def row(
        self, type: str, name: str, label: Text = _NOTHING, *, part: str = "", hint: Text = _NOTHING,
        own: Row | None = None, **cells: str,
    ) -> None:  # fmt: skip
        """One row of the survey sheet; the mark tells later whether somebody edited it."""
        row = {"type": type, "name": name, **self.texts("label", label), **self.texts("hint", hint)}
        row |= {word: text for word, text in cells.items() if text}
        if part:
            row |= {f"{OWN}part": part, **{word: text for word, text in (own or {}).items() if text}}
        if part in ("question", "battery"):
            row[f"{OWN}{MARK}"] = mark(row.get(word, "") for word in MARKED)
        self.rows.append(row)

    def texts(self, word: str, text: Text) -> Row:
        """A wording in one column a language; what it takes in is spelt as XLSForm spells it."""
        spelt = {language: re.sub(r"\$?\{(\w+)\}", r"${\1}", said) for language, said in text.items()}
        return {f"{word}::{LANGUAGE_NAMES[language]}": said for language, said in spelt.items() if said}

    def own(self, shape: Shape[object], element: object, *, without: Iterable[str]) -> Row:
        """Varsam's own words of an element, as they stand in a definition."""
        found: Row = {}
        for key, value in word_values(shape, element):
            if key.word not in without:
                named = isinstance(value, CodeList) and value in self.compiled.questionnaire.code_lists
                found[f"{OWN}{key.word}"] = value.id if named else cell(key, value)
        return found

    def extra(self, id: str, what: str) -> str:
        """A name for a row that stands for no question of its own."""
        return self.names.take(f"{id}_{what}")

    def list_of(self, codes: CodeList, missing: tuple[str, ...], question: Question | None = None) -> str:
        """The list's name; its choices are written once. Reasons for not answering make a list of their own."""
        offered = missing if question is None or offers_missing(question) else ()
        inline = question is not None and codes.id == question.id
        base = f"{codes.id}__own" if inline and self._is_named(codes.id) else codes.id
        name = "_".join([base, *(["", *(_SHORT[word] for word in offered)] if offered else [])])
        if name in self.lists:
            return name
        self.lists.add(name)
        for place, category in enumerate(codes.categories):
            own = self.own(elements.CATEGORY, category, without=("code", "text"))
            own |= {f"{OWN}list": codes.id} | ({f"{OWN}ordered": "true"} if codes.ordered and not place else {})
            self.choices.append(
                {"list_name": name, "name": str(category.code), **self.texts("label", category.text), **own}
            )
        for word in offered:
            code = OFFERED[word]
            label = Text({language: LABELS[code][language] for language in self.compiled.questionnaire.languages})
            self.choices.append({"list_name": name, "name": str(int(code)), **self.texts("label", label)})
        return name

    def _is_named(self, id: str) -> bool:
        return any(codes.id == id for codes in self.compiled.questionnaire.code_lists)

    def lost(self, id: str, reason: str) -> None:
        """Note what another program does not make of an element."""
        self.losses.changed(Spot("survey"), f'"{id}"', reason)

    def headings(self, first: tuple[str, ...], texts: tuple[str, ...], rows: list[Row]) -> tuple[str, ...]:
        """XLSForm's columns, then our own; only those that hold something."""
        languages = self.compiled.questionnaire.languages
        wordings = [f"{word}::{LANGUAGE_NAMES[language]}" for word in texts for language in languages]
        there = {heading for row in rows for heading in row}
        own = sorted(h for h in there if h.startswith(OWN) and h not in _FIRST_OWN)
        wanted = (*wordings, *_REST, *_FIRST_OWN, *own)
        return (*first, *(heading for heading in wanted if heading in there))
