"""The codebook as DDI-Codebook 2.5: every variable with its wording, codes, universe and missing codes."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from survey.compile import Compiled
from survey.exchange.losses import Losses, LossReport, Spot
from survey.text import Text
from survey.variables import Variable

_NAMESPACE = "ddi:codebook:2_5"
_LEVELS = {"nominal": "nominal", "ordinal": "ordinal", "scale": "ratio"}
_NOT_DESCRIBED = "A codebook describes variables: pages, routes, checks and orders of chance are in words or left out."


def export_ddi(compiled: Compiled) -> tuple[dict[str, bytes], LossReport]:
    """One .xml file, named after the questionnaire; what is no variable is a loss."""
    whole = compiled.questionnaire
    book = Element("codeBook", {"xmlns": _NAMESPACE, "version": "2.5", "xml:lang": whole.languages[0]})
    study = SubElement(book, "stdyDscr")
    citation = SubElement(SubElement(study, "citation"), "titlStmt")
    _first(citation, "titl", whole.title)
    SubElement(citation, "IDNo", {"agency": "Varsam"}).text = f"{whole.id} {whole.version}"
    scope = SubElement(SubElement(study, "stdyInfo"), "sumDscr")
    _say(scope, "universe", whole.population)
    described = SubElement(book, "dataDscr")
    for variable in compiled.variables.values():
        _variable(described, variable)
    ElementTree.indent(book)
    content = b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(book, encoding="utf-8") + b"\n"
    losses = Losses()
    losses.changed(Spot(), f'questionnaire "{whole.id}"', _NOT_DESCRIBED)
    name = f"{whole.id}.xml"
    return {name: content}, losses.report(name, "DDI-Codebook 2.5", {"variables": len(compiled.variables)})


def _variable(described: Element, variable: Variable) -> None:
    """One variable, in the order in which the standard wants its parts."""
    kind = "contin" if variable.measure == "scale" else "discrete"
    nature = {"nature": _LEVELS[variable.measure]} if variable.kind == "numeric" else {}
    element = SubElement(described, "var", {"ID": variable.name, "name": variable.name, "intrvl": kind, **nature})
    _say(element, "labl", variable.label)
    if variable.role == "answer":
        question = SubElement(element, "qstn")
        _say(question, "preQTxt", variable.stem)
        _say(question, "qstnLit", variable.label)
    if variable.min is not None or variable.max is not None:
        limits = {
            word: f"{limit:.10g}" for word, limit in (("min", variable.min), ("max", variable.max)) if limit is not None
        }
        SubElement(SubElement(element, "valrng"), "range", limits)
    _say(element, "universe", variable.universe)
    for missing, labels in (("N", variable.values), ("Y", variable.missing)):
        for value in labels:
            category = SubElement(element, "catgry", {"missing": missing})
            SubElement(category, "catValu").text = _figures(value.value)
            _say(category, "labl", value.label)
    SubElement(element, "varFormat", {"type": "character" if variable.kind == "text" else "numeric"})


def _figures(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.10g}"


def _say(parent: Element, tag: str, text: Text) -> None:
    """A wording once for each language."""
    for language, said in text.items():
        SubElement(parent, tag, {"xml:lang": language}).text = said


def _first(parent: Element, tag: str, text: Text) -> None:
    """A wording that may stand once only; further languages are parallel titles."""
    (language, said), *others = text.items()
    SubElement(parent, tag, {"xml:lang": language}).text = said
    for other, title in others:
        SubElement(parent, "parTitl", {"xml:lang": other}).text = title
