"""Files of LimeSurvey as elements: groups, questions with their sub-questions and answers, texts by language."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from survey.errors import UnreadableFile
from survey.exchange.languages import language_of
from survey.exchange.sheets import clean, text_of

Cells = Mapping[str, str]
Rows = Mapping[str, list[dict[str, str]]]


@dataclass
class Element:
    """A group (G), question (Q), sub-question (SQ) or answer (A), with its texts by Varsam's languages.

    number  its row in a table; in XML, which has none, a number of its own below 0
    id      LimeSurvey's own number of a question
    """

    kind: str
    type: str
    name: str
    relevance: str
    number: int
    id: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    helps: dict[str, str] = field(default_factory=dict)
    parts: list[Element] = field(default_factory=list)
    answers: list[Element] = field(default_factory=list)

    def say(self, language: str, text: str, help: str) -> None:
        """Add the wording in one language; languages that Varsam lacks are passed over."""
        known = language_of(language)
        if known and text:
            self.texts.setdefault(known, text)
        if known and help:
            self.helps.setdefault(known, help)


@dataclass
class Found:
    """What a file holds; the first language is the survey's own."""

    elements: list[Element]
    languages: list[str]
    title: str = ""


def is_limesurvey(path: Path) -> bool:
    """Whether a file is one of LimeSurvey's, by what it begins with."""
    if path.suffix.lower() == ".lss":
        return True
    if path.suffix.lower() not in (".txt", ".tsv", ".csv"):
        return False
    head = text_of(path)[:400].splitlines()
    return bool(head) and {"class", "type/scale", "name"} <= {cell.strip('" ') for cell in head[0].split("\t")}


def elements_of(path: Path) -> Found:
    """Everything that is asked, in order. Raises UnreadableFile when the file is damaged."""
    return _of_xml(path) if path.suffix.lower() == ".lss" else _of_table(path)


# ---- the table ------------------------------------------------------------------------------------------------

_OWN = ("id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language")


def _of_table(path: Path) -> Found:
    rows = list(csv.DictReader(io.StringIO(text_of(path)), delimiter="\t"))
    cells = [{heading: clean(cell or "") for heading, cell in row.items() if heading} for row in rows]
    found = Found([], [])
    for number, row in enumerate(cells, start=2):
        if row.get("class") == "S" and row.get("name") in ("language", "additional_languages"):
            found.languages += row.get("text", "").split()
        elif row.get("class") == "SL" and row.get("name") == "surveyls_title":
            found.title = found.title or row.get("text", "")
        elif row.get("class") in ("G", "Q", "SQ", "A"):
            _add(found, row, number)
    if not found.languages:
        found.languages = list(dict.fromkeys(row.get("language") or "en" for row in cells if row.get("class") == "Q"))
    return found


def _add(found: Found, row: Cells, number: int) -> None:
    """A row of a further language adds its texts to the element that is there already."""
    kind, language = row["class"], row.get("language") or (found.languages or ["en"])[0]
    question = _question_of(found, language)
    siblings = {"SQ": question.parts, "A": question.answers}.get(kind, found.elements) if question else found.elements
    element = next((one for one in siblings if _same(one, kind, row)), None)
    if element is None:
        attributes = {heading: cell for heading, cell in row.items() if heading not in _OWN and cell}
        type, id = row.get("type/scale", ""), row.get("id", "")
        element = Element(kind, type, row.get("name", ""), row.get("relevance", ""), number, id, attributes)
        siblings.append(element)
    element.say(language, row.get("text", ""), row.get("help", ""))
    if kind == "Q":
        element.attributes["last of " + language] = str(number)


def _same(element: Element, kind: str, row: Cells) -> bool:
    if element.kind != kind:
        return False
    return element.type == row.get("type/scale") if kind == "G" else element.name == row.get("name")


def _question_of(found: Found, language: str) -> Element | None:
    """The question that was last met in this language."""
    questions = [one for one in found.elements if one.kind == "Q" and f"last of {language}" in one.attributes]
    return max(questions, key=lambda one: int(one.attributes[f"last of {language}"]), default=None)


# ---- XML ------------------------------------------------------------------------------------------------------


def _of_xml(path: Path) -> Found:
    text = text_of(path)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnreadableFile(f'"{path.name}" declares parts of its own (DOCTYPE), which no file of LimeSurvey does.')
    try:
        root = ElementTree.fromstring(text.split("?>", 1)[-1] if text.startswith("<?xml") else text)
    except ElementTree.ParseError as error:
        raise UnreadableFile(f'"{path.name}" is no whole .lss file. Export the survey again.') from error
    rows = {section.tag: [_cells(row) for row in section.iter("row")] for section in root}
    survey, titles = (rows.get(tag) or [{}] for tag in ("surveys", "surveys_languagesettings"))
    languages = [*survey[0].get("language", "en").split(), *survey[0].get("additional_languages", "").split()]
    return Found(_tree(rows, languages), languages, titles[0].get("surveyls_title", ""))


def _cells(row: ElementTree.Element) -> dict[str, str]:
    return {cell.tag: clean(cell.text or "") for cell in row}


def _tree(rows: Rows, languages: list[str]) -> list[Element]:
    """Groups with their questions. LimeSurvey 3 repeats a row for each language; later ones keep texts apart."""
    maker = _Maker(rows, languages[0])
    parts = maker.under("subquestions", "SQ", "parent_qid", "qid", "question")
    answers = maker.under("answers", "A", "qid", "aid", "answer")
    questions = maker.under("questions", "Q", "gid", "qid", "question")
    found: list[Element] = []
    for group in maker.under("groups", "G", "sid", "gid", "group_name").get(maker.survey, []):
        found.append(group)
        for question in questions.get(group.id, []):
            question.parts, question.answers = parts.get(question.id, []), answers.get(question.id, [])
            found.append(question)
    return found


_ORDERS = {
    "subquestions": "question_order",
    "questions": "question_order",
    "answers": "sortorder",
    "groups": "group_order",
}
_TEXTS = {"answers": "answer_l10ns", "groups": "group_l10ns"}


def _place(written: str) -> int:
    """Where an element stands among its like; first where no number says it."""
    return int(written) if written.strip().isdecimal() else 0


@dataclass(frozen=True)
class _Maker:
    """Elements of one survey's rows; `first` is the language of texts that do not say theirs."""

    rows: Rows
    first: str

    @property
    def survey(self) -> str:
        """The survey's number."""
        return next((row["sid"] for row in self.rows.get("groups", ()) if "sid" in row), "")

    def under(self, section: str, kind: str, above: str, own: str, wording: str) -> dict[str, list[Element]]:
        """Elements of one kind in their order, by the number of what they stand under."""
        made: dict[tuple[str, str], Element] = {}
        found: dict[str, list[Element]] = {}
        order = _ORDERS.get(section, "question_order")
        for row in sorted(self.rows.get(section, ()), key=lambda row: _place(row.get(order, ""))):
            key = (row.get(above, ""), row.get(own) or row.get("code", ""))
            element = made.get(key)
            if element is None:
                element = made[key] = self.element(row, kind, own)
                found.setdefault(row.get(above, ""), []).append(element)
            element.say(row.get("language") or self.first, row.get(wording, ""), row.get("help", ""))
        for (_, id), element in made.items():
            for row in self.rows.get(_TEXTS.get(section, "question_l10ns"), ()):
                if row.get(own) == id:
                    element.say(row.get("language", ""), row.get(wording, ""), row.get("help", ""))
        return found

    def element(self, row: Cells, kind: str, own: str) -> Element:
        """One element, with its attributes."""
        name = row.get("title") or row.get("code") or f"group_{row.get('gid', '')}"
        relevance = row.get("grelevance" if kind == "G" else "relevance", "")
        attributes = {word: row[word] for word in ("mandatory", "other") if row.get(word)}
        for attribute in self.rows.get("question_attributes", ()) if kind == "Q" else ():
            if attribute.get("qid") == row.get("qid") and attribute.get("value"):
                attributes.setdefault(attribute.get("attribute", ""), attribute["value"])
        number = -1 - _place(row.get(own, ""))
        return Element(kind, row.get("type", ""), name, relevance, number, row.get(own, ""), attributes)
