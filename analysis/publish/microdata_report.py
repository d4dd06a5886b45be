"""The report of a microdata file in words: what was done, what risk is left, what an analyst loses."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from analysis.microdata.released import Change, RiskReport
from analysis.microdata.risk import Risk
from analysis.publish.microdata_words import WORDS
from analysis.publish.numbers import number

_TEMPLATES = Environment(
    loader=PackageLoader("analysis.publish"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def to_html(report: RiskReport, language: str, *, for_owner: bool = False) -> str:
    """The report as a page of its own, which asks no other server for anything.

    for_owner  with exact figures and the shares of the answers to each key before and after. They say which answers
               were removed: that page is kept as the answers are.
    """
    say = {name: text.in_language(language) for name, text in WORDS.items()}
    return _TEMPLATES.get_template("microdata.html").render(
        report=report,
        language=language,
        say=say,
        for_owner=for_owner,
        risks=[(report.before[i], report.after[i], report.known[i]) for i in range(len(report.after))],
        percent=lambda share, decimals=2: number(100 * share, decimals, language),
        number=lambda figure, decimals=0: number(figure, decimals, language),
    )


def to_json(report: RiskReport, *, for_owner: bool = False) -> str:
    """The report for other programs; without the shares unless for the owner."""
    written = _plain(report)
    if not for_owner:
        del written["shares"]
        written["before"] = [_coarse(risk) for risk in report.before]
        written["changes"] = [_seen(change) for change in report.changes]
    return json.dumps(written, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(one: Any) -> dict[str, object]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def _seen(change: Change) -> dict[str, object]:
    """How many answers were recoded may be how many were rare; how many were removed is in the file itself."""
    return {**_plain(change), "cells": change.cells if change.visible else None}


def _coarse(risk: Risk) -> dict[str, object]:
    """Of the answers as they came readers learn the risk, not how many people were rare."""
    return {"keys": list(risk.keys), "n": risk.n, "share": round(risk.share, 4)}
