"""Targets in words, and the headings of the summary."""

from __future__ import annotations

from survey.covering.targets import Kind, Target
from survey.text import Text

_SIDES: dict[tuple[Kind, bool], Text] = {
    ("section", True): Text(sv="avsnittet {} ställs", en="section {} is asked"),
    ("section", False): Text(sv="avsnittet {} utgår", en="section {} is left out"),
    ("page", True): Text(sv="sidan {} visas", en="page {} is shown"),
    ("page", False): Text(sv="sidan {} utgår", en="page {} is left out"),
    ("question", True): Text(sv="frågan {} ställs", en="question {} is asked"),
    ("question", False): Text(sv="frågan {} ställs inte", en="question {} is not asked"),
    ("item", True): Text(sv="raden {} visas", en="item {} is shown"),
    ("item", False): Text(sv="raden {} visas inte", en="item {} is not shown"),
    ("variant", True): Text(sv="annan formulering visas: {}", en="other wording is shown: {}"),
    ("variant", False): Text(sv="annan formulering visas inte: {}", en="other wording is not shown: {}"),
    ("ending", True): Text(sv="formuläret slutar efter sidan {}", en="the form ends after page {}"),
    ("ending", False): Text(sv="formuläret går vidare efter sidan {}", en="the form goes on after page {}"),
}

HEADINGS: dict[str, Text] = {
    "title": Text(sv="# Testfall för {title}, version {version}", en="# Test cases of {title}, version {version}"),
    "reached": Text(
        sv="{n} påhittade svarande når {met} av {all}: varje del av formuläret, och båda sidor av varje villkor.",
        en="{n} made-up respondents reach {met} of {all}: every part of the form, and both sides of every condition.",
    ),
    "unreached": Text(sv="## Det som ingen når", en="## What nobody reaches"),
    "certain": Text(sv="inga svar leder dit", en="no answers lead there"),
    "uncertain": Text(
        sv="inga svar hittades som leder dit; se efter för hand", en="no answers were found that do; look by hand"
    ),
    "cases": Text(
        sv="## Testfallen, och det som bara de når", en="## The cases, and what only they reach"
    ),
    "complete": Text(sv="antal sidor: {pages}, till slutet", en="number of pages: {pages}, to the end"),
    "ended": Text(
        sv="antal sidor: {pages}, sedan slutar formuläret", en="number of pages: {pages}, then the form ends"
    ),
}  # fmt: skip


def in_words(target: Target, language: str) -> str:
    """A target as a short statement, such as 'question "y_met" is not asked'."""
    return _SIDES[target.kind, target.holds].in_language(language).format(f'"{target.id}"')
