"""The pages of a form as it shows them itself: the same functions and templates, without a respondent or a store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from markupsafe import Markup

from app.forms.pages import questions_page
from app.forms.steps import Step
from app.forms.views import Views
from app.forms.visits import Fielded
from survey.compile import Compiled
from survey.draft import Draft
from survey.model import Page, Support
from survey.store import Store

_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_NAMES = re.compile(r'\b(id|for|form|aria-labelledby|aria-describedby)="([^"]+)"')
_WITHIN, _ELSEWHERE = re.compile(r'href="#([^"]+)"'), re.compile(r'href="/[^"]*"')


class AsFielded:
    """Renders pages of one questionnaire; everything on a page is asked, whatever its conditions say."""

    def __init__(self, compiled: Compiled) -> None:
        views = Views(trial=False)
        everything = replace(compiled, conditions={}, endings={})
        # Nothing is answered here, so nothing is ever stored or looked for.
        self._fielded = Fielded(everything, cast(Store, None), (), views)

    def start(self, language: str) -> Markup:
        """The form's first page."""
        return self._part("start", language, resume="", here="")

    def page(self, page: Page, language: str) -> Markup:
        """A page of questions, before anything was answered on it."""
        step = Step(self._fielded, page, Draft(language), None)
        html = bytes(questions_page(step, language, {}, (), changing=False).body).decode()
        return _within(html, f"{language}-{page.id}")

    def end(self, page: Page, language: str) -> Markup:
        """What those read whose form ends after a page."""
        return self._part("end", language, key=page.id, text=page.end_text.in_language(language), here="")

    def supports(self, language: str) -> Iterator[tuple[Support, Markup]]:
        """Every support page that a section names."""
        questionnaire = self._fielded.questionnaire
        used = {section.support for section in questionnaire.sections}
        for support in questionnaire.supports:
            if support.id in used:
                yield support, self._part("support", language, key=support.id, support=support, back="", here="")

    def _part(self, template: str, language: str, *, key: str = "", **values: Any) -> Markup:
        html = bytes(self._fielded.views.page(template, language, fielded=self._fielded, **values).body).decode()
        return _within(html, f"{language}-{template}{key}")


def _within(html: str, prefix: str) -> Markup:
    """What a page holds between its bars, with ids that stay apart when many pages stand on one."""
    found = _MAIN.search(html)
    assert found is not None  # every template has a main part

    def apart(match: re.Match[str]) -> str:
        return f'{match[1]}="{" ".join(f"{prefix}-{name}" for name in match[2].split())}"'

    inner = _WITHIN.sub(rf'href="#{prefix}-\1"', _NAMES.sub(apart, found[1]))
    # Its links lead to other pages of the form, which stand on this one.
    inner = _ELSEWHERE.sub('href="#pages"', inner)
    return Markup(inner.replace("<aside ", "<div ").replace("</aside>", "</div>"))
