"""DDI-Codebook 2.5: every variable with its universe and missing codes."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from survey.compile import compile
from survey.exchange import export_definition
from survey.load import load

ROOT = Path(__file__).parents[3]
DDI = {"d": "ddi:codebook:2_5"}


def test_every_variable_is_described_with_universe_and_missing_codes() -> None:
    compiled = compile(load(ROOT / "questionnaires" / "youth_exposure"))
    files, report = export_definition(compiled, "ddi")
    book = ElementTree.fromstring(files["youth_exposure.xml"])
    variables = {element.get("name"): element for element in book.iterfind(".//d:var", DDI)}
    assert list(variables) == list(compiled.variables)
    assert report.read == {"variables": len(variables)}
    prog = variables["y_prog"]
    assert [part.text for part in prog.iterfind("d:universe", DDI)] == list(
        compiled.variables["y_prog"].universe.values()
    )
    codes = {c.findtext("d:catValu", namespaces=DDI): c.get("missing") for c in prog.iterfind("d:catgry", DDI)}
    assert codes["1"] == "N"
    assert codes["-1"] == "Y"


# Children in the order of the standard's sequences (only those that we write), and attributes with what they may hold.
ORDER = {
    "codeBook": "stdyDscr dataDscr",
    "stdyDscr": "citation stdyInfo",
    "citation": "titlStmt",
    "titlStmt": "titl parTitl IDNo",
    "stdyInfo": "sumDscr",
    "sumDscr": "universe",
    "dataDscr": "var",
    "var": "labl qstn valrng universe catgry varFormat",
    "qstn": "preQTxt qstnLit",
    "valrng": "range",
    "catgry": "catValu labl",
}
NUMBER = r"-?\d+(\.\d+)?"
ATTRIBUTES = {
    "codeBook": {"version": r"2\.5"},
    "IDNo": {"agency": r".+"},
    "var": {
        "ID": r"[A-Za-z_][\w.-]*",
        "name": r".+",
        "intrvl": "contin|discrete",
        "nature": "nominal|ordinal|interval|ratio",
    },
    "range": {"min": NUMBER, "max": NUMBER},
    "catgry": {"missing": "Y|N"},
    "varFormat": {"type": "numeric|character"},
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
STUDIES = sorted(path.parent for path in (ROOT / "questionnaires").glob("*/questionnaire.yaml"))


@pytest.mark.parametrize("study", [*STUDIES, ROOT / "tests/survey/studies/types.yaml"], ids=lambda path: path.stem)
def test_elements_and_attributes_stand_as_the_standard_lists_them(study: Path) -> None:
    files, _ = export_definition(compile(load(study)), "ddi")
    book = ElementTree.fromstring(next(iter(files.values())))
    for element in book.iter():
        tag = element.tag.removeprefix("{ddi:codebook:2_5}")
        order = ORDER.get(tag, "").split()
        children = [order.index(child.tag.removeprefix("{ddi:codebook:2_5}")) for child in element]
        assert children == sorted(children), tag
        for name, value in element.attrib.items():
            assert name == LANGUAGE or re.fullmatch(ATTRIBUTES[tag][name], value), (tag, name, value)
    ids = [element.get("ID") for element in book.iterfind(".//d:var", DDI)]
    assert len(ids) == len(set(ids))
