"""SurveyJS's JSON: pages of elements. It is brought into the rows of an XLSForm and read as one.

A page is a section, a panel a group, a matrix a battery.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from survey.errors import UnreadableFile
from survey.exchange.languages import language_of
from survey.exchange.losses import Losses, Spot
from survey.exchange.sheets import Row, Sheet, text_of
from survey.exchange.xlsform.columns import Columns
from survey.exchange.xlsform.reading import Imported, Tables, read_tables

_LANGUAGES = ("", "sv", "en")
_WORDINGS = {
    "label": "title", "hint": "description", "low_text": "minRateDescription", "high_text": "maxRateDescription",
}  # fmt: skip
_COLUMNS = Columns(
    "",
    {
        "type": "type", "name": "name", "relevant": "visibleIf", "required": "isRequired", "constraint": "validators",
        "calculation": "expression", "appearance": "appearance", "parameters": "choicesOrder",
        "choice_filter": "choicesVisibleIf", "default": "defaultValue", "read_only": "readOnly",
    },
    {(word, language): f"{key} {language}".strip() for word, key in _WORDINGS.items() for language in _LANGUAGES},
)  # fmt: skip
_CHOICES = Columns(
    "", {"list_name": "list", "name": "value"}, {("label", lg): f"text {lg}".strip() for lg in _LANGUAGES}
)
_TYPES = {
    "radiogroup": "select_one", "dropdown": "select_one", "buttongroup": "select_one", "boolean": "select_one",
    "checkbox": "select_multiple", "tagbox": "select_multiple", "ranking": "rank", "comment": "text", "html": "note",
    "rating": "range", "slider": "range", "nouislider": "range", "expression": "calculate", "file": "file",
    "signaturepad": "file", "microphone": "audio",
}  # fmt: skip
_INPUTS = {
    "number": "decimal", "range": "range", "date": "date", "time": "time", "datetime-local": "datetime",
    "datetime": "datetime", "email": "email", "tel": "phonenumber", "month": "date", "week": "date",
}  # fmt: skip
# Choices that SurveyJS adds by a switch: names of the switch, the value, and the words.
_ADDED = (
    (("showNoneItem", "hasNone"), "none", "None of these", "Inget av dessa"),
    (("showDontKnowItem",), "dontknow", "Don't know", "Vet inte"),
    (("showRefuseItem",), "refused", "Prefer not to answer", "Vill inte svara"),
)


def import_surveyjs(path: Path, *, language: str | None, level: int) -> Imported:
    """The questionnaire of a survey in JSON. Raises UnreadableFile when it is none."""
    try:
        found = json.loads(text_of(path))
    except json.JSONDecodeError as error:
        raise UnreadableFile(f'"{path.name}" is not valid JSON (line {error.lineno}). Export it again.') from error
    except RecursionError as error:
        raise UnreadableFile(f'"{path.name}" is nested too deeply to be read. Export it again.') from error
    if not isinstance(found, dict) or not ("pages" in found or "elements" in found or "questions" in found):
        program = "is a survey of Qualtrics" if isinstance(found, dict) and "SurveyEntry" in found else "is JSON"
        raise UnreadableFile(f'"{path.name}" {program}, but no survey of SurveyJS, which has `pages` with `elements`.')
    made = _Made(str(found.get("locale", "")))
    for place, page in enumerate(_parts(found, "pages") or [found], start=1):
        made.group(page, f"page_{place}")
    titles = _texts(found.get("title", ""))
    settings = {"form_id": path.name.split(".")[0]} | ({"default_language": made.locale} if made.locale else {})
    survey, choices = Sheet("", (), tuple(made.rows)), Sheet("", (), tuple(made.choices))
    tables = Tables(survey, _COLUMNS, choices, _CHOICES, settings, "SurveyJS", aliases=made.aliases, titles=titles)
    for lost in ("triggers", "calculatedValues"):
        if found.get(lost):
            made.losses.refused(Spot(), f"`{lost}`", "What the survey does by itself was left out; see `end_if`.")
    return read_tables(path, tables, made.losses, language=language, level=level)


def _listed(part: Mapping[str, Any], word: str) -> list[Any]:
    """What stands in a list behind a word; nothing where something else stands there."""
    found = part.get(word)
    return found if isinstance(found, list) else []


def _parts(part: Mapping[str, Any], word: str) -> list[Mapping[str, Any]]:
    return [each for each in _listed(part, word) if isinstance(each, dict)]


def _elements(part: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return _parts(part, "elements") or _parts(part, "questions")


def _texts(written: object) -> dict[str, str]:
    """A wording by language; the unmarked one, and that of `default`, under ""."""
    if not isinstance(written, dict):
        return {"": str(written)} if written not in (None, "") else {}
    found: dict[str, str] = {}
    for name, text in written.items():
        language = "" if name in ("", "default") else language_of(name)
        if language is not None and text:
            found[language] = str(text)
    return found


@dataclass
class _Made:
    """Rows of an XLSForm as they are made. JSON has no rows, so each is counted below 0."""

    locale: str
    rows: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    aliases: dict[str, tuple[str, str]] = field(default_factory=dict)
    losses: Losses = field(default_factory=Losses)

    def group(self, part: Mapping[str, Any], stand_in: str) -> None:
        self.row(part, "begin group", str(part.get("name") or stand_in))
        for element in _elements(part):
            self.element(element)
        self.row({}, "end group", "")

    def element(self, element: Mapping[str, Any]) -> None:
        kind, name = str(element.get("type", "text")), str(element.get("name", ""))
        match kind:
            case "panel":
                self.group(element, name)
            case "matrix":
                self.matrix(element, name)
            case "multipletext":
                self.several(element, name)
            case "paneldynamic" | "matrixdynamic":
                self.row(element, "begin repeat", name)
                self.row({}, "end repeat", "")
            case "text":
                self.row(element, self.typed(element), name)
            case _ if kind in _TYPES:
                self.known(element, kind, name)
            case _:
                reason = f'"{kind}" is no type that Varsam has. It was left out.'
                self.losses.refused(Spot(), f'question "{name}"', reason)

    def typed(self, element: Mapping[str, Any]) -> str:
        return _INPUTS.get(str(element.get("inputType", "")), "text")

    def known(self, element: Mapping[str, Any], kind: str, name: str) -> None:
        type = _TYPES[kind]
        if element.get("choicesByUrl"):
            type = "select_one_from_file"
        if type in ("select_one", "select_multiple", "rank"):
            self.list_of(name, _listed(element, "choices"), element)
            if kind == "boolean":
                self.yes_no(name, element)
            other = " or_other" if element.get("showOtherItem") or element.get("hasOther") else ""
            type = f"{type} {name}{other}"
        self.row(element, type, name)

    def matrix(self, element: Mapping[str, Any], name: str) -> None:
        """A battery; SurveyJS calls an item by the matrix and the row."""
        self.list_of(name, _listed(element, "columns"), {})
        self.row({**element, "appearance": "table-list"}, "begin group", name)
        for row in _listed(element, "rows"):
            value, texts = _choice(row)
            item = f"{name}_{value}"
            self.aliases[f"{name}.{value}"] = (item, "")
            visible = row.get("visibleIf", "") if isinstance(row, dict) else ""
            self.row({"title": texts, "visibleIf": visible}, f"select_one {name}", item)
        self.row({}, "end group", "")

    def several(self, element: Mapping[str, Any], name: str) -> None:
        self.row({**element, "appearance": "field-list"}, "begin group", f"{name}_group")
        for item in _parts(element, "items"):
            part = f"{name}_{item.get('name', '')}"
            self.aliases[f"{name}.{item.get('name', '')}"] = (part, "")
            self.row({"title": item.get("name", ""), **item}, self.typed(item), part)
        self.row({}, "end group", "")

    def list_of(self, name: str, choices: Sequence[Any], element: Mapping[str, Any]) -> None:
        for choice in choices:
            value, texts = _choice(choice)
            self.choice(name, value, texts)
            if isinstance(choice, dict) and choice.get("visibleIf"):
                reason = "A choice is shown to all who are asked the question; its condition was left out."
                self.losses.refused(Spot("", 0, "visibleIf"), f'question "{name}", choice "{value}"', reason)
        for switches, value, english, swedish in _ADDED:
            if any(element.get(switch) for switch in switches):
                unmarked = swedish if language_of(self.locale) == "sv" else english
                self.choice(name, value, {"": unmarked, "sv": swedish, "en": english})

    def yes_no(self, name: str, element: Mapping[str, Any]) -> None:
        swedish = language_of(self.locale) == "sv"
        for value, word, text in (("true", "labelTrue", ("Yes", "Ja")), ("false", "labelFalse", ("No", "Nej"))):
            self.choice(name, value, _texts(element.get(word)) or {"": text[swedish]})

    def choice(self, name: str, value: str, texts: Mapping[str, str]) -> None:
        cells = {_CHOICES.texts["label", language]: text for language, text in texts.items()}
        self.choices.append(Row("", -1, {"list": name, "value": value, **cells}))

    def row(self, element: Mapping[str, Any], type: str, name: str) -> None:
        cells = {
            "type": type,
            "name": name,
            "visibleIf": str(element.get("visibleIf", "")),
            "isRequired": "yes" if element.get("isRequired") else "",
            "validators": " and ".join(_limits(element, type)),
            "expression": str(element.get("expression", "")),
            "appearance": str(element.get("appearance", "")) or _month(element),
            "choicesOrder": _parameters(element, type),
            "choicesVisibleIf": str(element.get("choicesVisibleIf", "")),
            "defaultValue": str(element.get("defaultValue", "")),
            "readOnly": "yes" if element.get("readOnly") and type != "calculate" else "",
        }
        wording = (
            element.get("html") if type == "note" else element.get("title") or (name if type not in _GROUPS else "")
        )
        for (word, language), heading in _COLUMNS.texts.items():
            texts = _texts(wording if word == "label" else element.get(_WORDINGS[word]))
            cells[heading] = re.sub(r"\{([A-Za-z][\w.]*)\}", r"${\1}", texts.get(language, ""))
        self.rows.append(Row("", -1 - len(self.rows), {heading: text for heading, text in cells.items() if text}))


_GROUPS = ("begin group", "end group", "begin repeat", "end repeat")


def _choice(written: object) -> tuple[str, dict[str, str]]:
    if isinstance(written, dict):
        value = written.get("value", "")
        return _value(value), _texts(written.get("text", "")) or {"": _value(value)}
    return _value(written), {"": _value(written)}


def _value(written: object) -> str:
    return f"{written:.10g}" if isinstance(written, float) else str(written)


def _month(element: Mapping[str, Any]) -> str:
    return "month-year" if element.get("inputType") == "month" else ""


def _parameters(element: Mapping[str, Any], type: str) -> str:
    if element.get("choicesOrder") == "random":
        return "randomize=true"
    if type != "range":
        return ""
    if element.get("type") == "rating":
        values = [_choice(value)[0] for value in _listed(element, "rateValues")]
        low, high = (values[0], values[-1]) if values else (element.get("rateMin", 1), element.get("rateMax", 5))
    else:
        low, high = element.get("min", 0), element.get("max", 100)
    return f"start={low} end={high} step={element.get('step', element.get('rateStep', 1))}"


def _limits(element: Mapping[str, Any], type: str) -> Iterator[str]:
    """Limits as a constraint of an XLSForm."""
    found = dict(element)
    for validator in _parts(element, "validators"):
        if validator.get("type") == "numeric":
            found |= {"min": validator.get("minValue"), "max": validator.get("maxValue")}
    for word, sign in (("min", ">="), ("max", "<=")):
        limit = str(found.get(word) if found.get(word) is not None else "")
        if type == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", limit):
            yield f". {sign} date('{limit}')"
        elif type == "decimal" and re.fullmatch(r"-?\d+(\.\d+)?", limit):
            yield f". {sign} {limit}"
    if isinstance(element.get("maxLength"), int) and type == "text" and element["maxLength"] > 0:
        yield f"string-length(.) <= {element['maxLength']}"
    for word, sign in (("minSelectedChoices", ">="), ("maxSelectedChoices", "<=")):
        if element.get(word):
            yield f"count-selected(.) {sign} {element[word]}"
    if element.get("showNoneItem") or element.get("hasNone"):
        yield "not(selected(., 'none') and count-selected(.) > 1)"
    for choice in _listed(element, "choices"):
        if isinstance(choice, dict) and choice.get("isExclusive"):
            yield f"not(selected(., '{_value(choice.get('value'))}') and count-selected(.) > 1)"
