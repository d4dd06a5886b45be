"""Every refusal reads like help: what must hold, what was found here, and what to do in its place."""

import inspect
import re

import pytest

from analysis.disclosure import model_reasons, reasons, unanswered
from survey.text import Text

NOTES = {
    "PUBLIC", "SYNTHETIC", "BLANKS", "EXCEPTION", "UNNAMED", "UNNAMED_LEFT_OUT", "rounded", "rounded_model", "adjusted",
}  # fmt: skip
GIVEN = {
    "name": "weight",
    "threshold": 10, "minimum": 41, "least": 10, "statistic": "range", "found": 5, "most": 3, "level": 2,
    "part": "I(income > 3)", "asked": ("a", "b"), "nearest": ("c x d",),
    "filtered": True, "levels": (0.8, 0.9, 0.95, 0.99),
    "variable": Text(sv="Kön", en="Sex"), "category": Text(sv="Ja", en="Yes"),
}  # fmt: skip
MUST = {"sv": r"måste|får|högst", "en": r"\bmust\b|\bmay\b|at most"}
NOT_SHOWN = {
    "sv": r"^(Dolt|Inget värde|Visas inte|Publiceras inte|[^:]* visas inte): ",
    "en": r"^(Hidden|No figure|Not shown|Not published|[^:]* is not shown): ",
}
FOUND = {"sv": r"\bhär\b", "en": r"\bhere\b"}
DO = {
    "sv": r"^(Slå samman|Be |Ta bort|Använd|Gruppera|Fråga|Vidga|Välj|Läs|Bestäm|Publicera|Skriv) ?",
    "en": r"^(Merge|Ask|Leave|Use|Group|Widen|Choose|Read|Publish|Remove|Write) ",
}


def everything() -> list[tuple[str, Text]]:
    """Each refusal and each reason of a blank by its name."""
    found = []
    for module in (reasons, model_reasons, unanswered):
        for name, made in vars(module).items():
            if name in NOTES or name.startswith("_"):
                continue
            if isinstance(made, Text):
                found.append((name, made))
            elif inspect.isfunction(made) and made.__module__ == module.__name__ and module is not unanswered:
                found.append((name, made(**{one: GIVEN[one] for one in inspect.signature(made).parameters})))
    return found


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("name", "reason"), everything(), ids=[name for name, _ in everything()])
def test_a_reason_says_what_must_hold_what_was_found_and_what_to_do(name: str, reason: Text, language: str) -> None:
    said = reason.in_language(language)
    sentences = re.split(r"(?<=[.)]) (?=[A-ZÅÄÖ])", said)
    assert re.search(NOT_SHOWN[language], said), said
    assert re.search(MUST[language], sentences[0]), said
    assert re.search(FOUND[language], sentences[0]), said
    assert re.search(DO[language], sentences[1]), said
    assert said.endswith(".")


def test_all_reasons_are_looked_at() -> None:
    assert len(everything()) == 46


def test_no_reason_is_told_how_many_people_there_are() -> None:
    told = {
        one for _, made in inspect.getmembers(reasons, inspect.isfunction) for one in inspect.signature(made).parameters
    }
    told |= {
        one
        for _, made in inspect.getmembers(model_reasons, inspect.isfunction)
        for one in inspect.signature(made).parameters
    }
    assert told <= {*GIVEN, "step", "adjustment"}
