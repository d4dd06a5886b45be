"""LimeSurvey's questionnaires, as a table of tab-separated values (.txt, .tsv) or as XML (.lss).

Both hold groups, questions, sub-questions and answers. They are brought into the rows of an XLSForm and read as one: a
group is a section, an array is a battery, the sub-questions of a multiple choice are its choices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from survey.errors import UnreadableFile
from survey.exchange.languages import language_of
from survey.exchange.limesurvey_files import Element, elements_of
from survey.exchange.losses import Losses, Spot
from survey.exchange.sheets import Row, Sheet
from survey.exchange.xlsform.columns import Columns
from survey.exchange.xlsform.reading import Imported, Tables, read_tables

_TYPES = {
    "L": "select_one", "!": "select_one", "O": "select_one", "Y": "select_one", "G": "select_one", "5": "select_one",
    "M": "select_multiple", "P": "select_multiple", "R": "rank", "N": "decimal", "S": "text", "T": "text", "U": "text",
    "X": "note", "D": "date", "*": "calculate", "F": "array", "H": "array", "A": "array", "B": "array", "C": "array",
    "E": "array", "K": "several numbers", "Q": "several texts", "|": "file",
}  # fmt: skip
_REFUSED = {
    "1": "an array with two scales", ":": "an array of numbers", ";": "an array of texts", "I": "a choice of language",
}  # fmt: skip
_YES_NO = {"Y": ("Ja", "Yes"), "N": ("Nej", "No")}
# Answers that a type brings along: code to Swedish and English.
_FIXED: dict[str, dict[str, tuple[str, str]]] = {
    "Y": _YES_NO,
    "G": {"F": ("Kvinna", "Female"), "M": ("Man", "Male")},
    "5": {str(step): (str(step), str(step)) for step in range(1, 6)},
    "A": {str(step): (str(step), str(step)) for step in range(1, 6)},
    "B": {str(step): (str(step), str(step)) for step in range(1, 11)},
    "C": {**_YES_NO, "U": ("Osäker", "Uncertain")},
    "E": {"I": ("Ökat", "Increase"), "S": ("Oförändrat", "Same"), "D": ("Minskat", "Decrease")},
}
_COLUMNS = Columns(
    "",
    {
        "type": "type/scale", "name": "name", "relevant": "relevance", "required": "mandatory", "constraint": "limits",
        "calculation": "text", "appearance": "appearance", "parameters": "random_order", "default": "default",
    },
    {
        ("label", "sv"): "text (sv)", ("label", "en"): "text (en)", ("hint", "sv"): "help (sv)",
        ("hint", "en"): "help (en)",
    },
)  # fmt: skip
_CHOICES = Columns("", {"list_name": "list", "name": "name"}, {("label", lg): f"text ({lg})" for lg in ("sv", "en")})


def import_limesurvey(path: Path, *, language: str | None, level: int) -> Imported:
    """The questionnaire of a .lss or of a table. Raises UnreadableFile when it holds no questions."""
    found = elements_of(path)
    if not any(element.kind == "Q" for element in found.elements):
        raise UnreadableFile(f'"{path.name}" is a file of LimeSurvey without questions. Export the whole survey.')
    made = _Made(found.languages)
    made.all(found.elements)
    survey, choices = Sheet("", (), tuple(made.rows)), Sheet("", (), tuple(made.choices))
    settings = {"form_id": path.name.split(".")[0], "form_title": found.title, "default_language": found.languages[0]}
    aliases = {**made.aliases, **_sgqa(found.elements, made.aliases)}
    tables = Tables(survey, _COLUMNS, choices, _CHOICES, settings, "LimeSurvey", aliases=aliases)
    return read_tables(path, tables, made.losses, language=language, level=level)


def _sgqa(elements: Sequence[Element], aliases: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Names by survey, group and question number, such as 123X4X5SQ001."""
    found: dict[str, tuple[str, str]] = {}
    for question in elements:
        if question.kind == "Q" and question.id:
            found[question.id] = (question.name, "")
    numbered = {f"{id}": target for id, target in found.items()}
    for alias, target in aliases.items():
        name, _, part = alias.rpartition("_")
        numbered |= {f"{id}{part}": target for id, (question, _) in found.items() if question == name}
    return numbered


@dataclass
class _Made:
    """Rows of an XLSForm as they are made, and the further names by which conditions call them."""

    languages: Sequence[str]
    rows: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    aliases: dict[str, tuple[str, str]] = field(default_factory=dict)
    losses: Losses = field(default_factory=Losses)
    in_group: bool = False

    def all(self, elements: Sequence[Element]) -> None:
        for language in self.languages:
            if language_of(language) is None:
                self.losses.refused(Spot(), f'language "{language}"', "Varsam knows Swedish and English only.")
        for element in elements:
            if element.kind == "G":
                self.end_group()
                self.row(element, "begin group", element.name, relevant=_condition(element.relevance))
                self.in_group = True
            elif element.kind == "Q":
                self.question(element)
        self.end_group()

    def end_group(self) -> None:
        if self.in_group:
            self.rows.append(Row("", self.rows[-1].number, {_COLUMNS.plain["type"]: "end group"}))
        self.in_group = False

    def question(self, element: Element) -> None:
        if element.attributes.get("hidden") == "1" and element.type != "*":
            self.row(element, "hidden", element.name)
            return
        kind = _TYPES.get(element.type, "")
        if not kind:
            what = _REFUSED.get(element.type, f'a question of the type "{element.type}"')
            spot = Spot("", max(element.number, 0), "type/scale")
            self.losses.refused(spot, f'question "{element.name}"', f"It is {what}, which Varsam does not have.")
        elif kind == "array":
            self.array(element)
        elif kind.startswith("several"):
            self.several(element, "decimal" if kind == "several numbers" else "text")
        elif kind in ("select_one", "select_multiple", "rank"):
            self.choice(element, kind)
        else:
            whole = kind == "decimal" and element.attributes.get("num_value_int_only") == "1"
            self.row(element, "integer" if whole else kind, element.name, **self.rest(element))

    def choice(self, element: Element, kind: str) -> None:
        """Sub-questions of a multiple choice are its choices; LimeSurvey calls each box by both names."""
        boxes = kind == "select_multiple"
        answers = element.parts if boxes else element.answers
        self.list_of(element.name, answers, _FIXED.get(element.type, {}))
        for part in answers if boxes else ():
            self.aliases[f"{element.name}_{part.name}"] = (element.name, part.name)
            if _condition(part.relevance):
                spot = Spot("", max(part.number, 0), "relevance")
                reason = "A choice is shown to all who are asked the question; its condition was left out."
                self.losses.refused(spot, f'question "{element.name}", choice "{part.name}"', reason)
        other = " or_other" if element.attributes.get("other") == "Y" else ""
        self.row(element, f"{kind} {element.name}{other}", element.name, **self.rest(element))

    def array(self, element: Element) -> None:
        """A battery; the conditions of its sub-questions go to its items."""
        self.list_of(element.name, element.answers, _FIXED.get(element.type, {}))
        relevant = _condition(element.relevance)
        self.row(element, "begin group", f"{element.name}_table", relevant=relevant, appearance="table-list")
        for part in element.parts:
            name = f"{element.name}_{part.name}"
            self.row(part, f"select_one {element.name}", name, relevant=_condition(part.relevance))
        self.rows.append(Row("", element.number, {_COLUMNS.plain["type"]: "end group"}))

    def several(self, element: Element, kind: str) -> None:
        """Several numbers or texts in one question become one question each, on one page."""
        relevant = _condition(element.relevance)
        self.row(element, "begin group", f"{element.name}_group", relevant=relevant, appearance="field-list")
        for part in element.parts:
            limits = self.rest(element) if kind == "decimal" else {}
            limits.pop("relevant", None)
            own = _condition(part.relevance)
            self.row(part, kind, f"{element.name}_{part.name}", relevant=own, **limits)
        self.rows.append(Row("", element.number, {_COLUMNS.plain["type"]: "end group"}))

    def rest(self, element: Element) -> dict[str, str]:
        """What else a question says: for whom, its limits, whether in an order of chance."""
        attributes = element.attributes
        return {
            "relevant": _condition(element.relevance),
            "required": "yes" if attributes.get("mandatory") in ("Y", "S") else "",
            "constraint": " and ".join(_limits(element)),
            "parameters": "randomize=true" if attributes.get("random_order") == "1" else "",
            "default": attributes.get("default", ""),
            "calculation": _equation(element),
        }

    def row(self, element: Element, type: str, name: str, **cells: str) -> None:
        headed = {_COLUMNS.plain[meaning]: text for meaning, text in {"type": type, "name": name, **cells}.items()}
        for (meaning, language), heading in _COLUMNS.texts.items():
            text = _wording(element, language) if meaning == "label" else element.helps.get(language, "")
            headed[heading] = _piped(text)
        self.rows.append(Row("", element.number, {heading: text for heading, text in headed.items() if text}))

    def list_of(self, name: str, answers: Sequence[Element], fixed: Mapping[str, tuple[str, str]]) -> None:
        for answer in answers:
            texts = {f"text ({language})": text for language, text in answer.texts.items()}
            self.choices.append(Row("", answer.number, {"list": name, "name": answer.name, **texts}))
        spoken = [known for language in self.languages if (known := language_of(language))]
        for code, (swedish, english) in fixed.items() if not answers else ():
            both = {"sv": swedish, "en": english}
            texts = {f"text ({language})": both[language] for language in spoken}
            self.choices.append(Row("", 0, {"list": name, "name": code, **texts}))


def _condition(relevance: str) -> str:
    """What was written, but for what is always true."""
    bare = relevance.strip()
    return "" if bare in ("", "1", "((1))") else bare


def _equation(element: Element) -> str:
    """What a value is worked out from: it stands in an attribute of its own, or in place of the wording."""
    if element.type != "*":
        return ""
    written = element.attributes.get("equation", "") or next(iter(element.texts.values()), "")
    return re.sub(r"^\{|\}$", "", written.strip())


def _wording(element: Element, language: str) -> str:
    """A text in one language; what only says how a value is worked out is no wording."""
    text = element.texts.get(language, "")
    return "" if element.type == "*" and re.fullmatch(r"\{.*\}", text.strip(), re.S) else text


def _piped(text: str) -> str:
    """{Q1} and {Q1.shown} in a text are spelt as XLSForm spells them."""
    return re.sub(r"\{([A-Za-z]\w*)(\.\w+)?\}", r"${\1}", text)


def _limits(element: Element) -> Iterator[str]:
    """Limits as a constraint of an XLSForm."""
    attributes = element.attributes
    for word, said in (
        ("min_num_value_n", ". >= {}"), ("max_num_value_n", ". <= {}"), ("min_answers", "count-selected(.) >= {}"),
        ("max_answers", "count-selected(.) <= {}"), ("maximum_chars", "string-length(.) <= {}"),
    ):  # fmt: skip
        if re.fullmatch(r"-?\d+(\.\d+)?", attributes.get(word, "")):
            yield said.format(attributes[word])
    for word, sign in (("date_min", ">="), ("date_max", "<=")):
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", attributes.get(word, "")):
            yield f". {sign} date('{attributes[word]}')"
    for code in filter(None, re.split(r"[;,]\s*", attributes.get("exclude_all_others", ""))):
        yield f"not(selected(., '{code}') and count-selected(.) > 1)"
