"""DDI-Codebook 2.5: every variable with its universe and missing codes."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

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
