"""Where a respondent stands: the page that is asked for, with the draft that leads to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.requests import Request

from app.forms.visits import Fielded, Form, Visit, language_of, one, visit_of
from survey.draft import CHANCE_BITS, Draft
from survey.missing import Answer
from survey.model import Page, Section
from survey.routing import before, route, section_of


@dataclass(frozen=True)
class Step:
    """A page that may be shown, with the draft that leads to it."""

    fielded: Fielded
    page: Page
    draft: Draft
    visit: Visit | None  # None before the first page was handed in: nothing is stored until then

    @property
    def section(self) -> Section:
        """The section that the page is in."""
        return section_of(self.fielded.compiled, self.page)

    @property
    def path(self) -> str:
        """The page's address: a number, so that a browser's history says nothing of the subject."""
        return path_of(self.fielded, self.page)

    @property
    def before(self) -> Mapping[str, Answer]:
        """Arms and answers before the page, which its texts may take in."""
        return before(self.fielded.compiled, self.draft, self.page)


def path_of(fielded: Fielded, page: Page) -> str:
    """The address of a page."""
    numbers = {known.id: number for number, (_, known) in enumerate(fielded.questionnaire.pages(), start=1)}
    return f"{fielded.home}{numbers[page.id]}"


def step_of(fielded: Fielded, request: Request, form: Form | None = None) -> Step | None:
    """The page that is asked for, where it is on the route so far; None when it is not, or the form is closed.

    form  what was posted from it: before there is a draft, this is where the page's chance is kept
    """
    visit = visit_of(fielded, request)
    draft = visit.draft if visit else _begun(language_of(fielded, request), form or {})
    pages = fielded.questionnaire.pages()
    number = int(request.path_params["number"])
    if not 1 <= number <= len(pages):
        return None
    section, page = pages[number - 1]
    # Whoever opens a page of a section that was skipped wants to answer it after all.
    draft = replace(draft, skipped=draft.skipped - {section.id})
    on_route = any(known.id == page.id for known in route(fielded.compiled, draft))
    return Step(fielded, page, draft, visit) if on_route else None


def _begun(language: str, form: Form) -> Draft:
    """A draft that nothing was answered in, under the chance by which the page was shown."""
    draft, chance = Draft.begin(language), one(form, "chance")
    return replace(draft, chance=int(chance, 16)) if _is_chance(chance) else draft


def _is_chance(text: str) -> bool:
    return len(text) == CHANCE_BITS // 4 and all(sign in "0123456789abcdef" for sign in text)


def chance_of(step: Step) -> str:
    """The chance that a first page carries; empty once there is a draft, which holds it."""
    return "" if step.visit else f"{step.draft.chance:0{CHANCE_BITS // 4}x}"
