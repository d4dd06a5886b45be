"""The way through a questionnaire: a page at a time, back, skip, overview, hand in. The server decides what comes next.

Every post answers "look there" (post, redirect, get), so that reloading and going back never send twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response as HTTPResponse

from app.forms.fields import is_answered, shown, stored
from app.forms.texts import word
from app.forms.visits import (
    Fielded,
    Form,
    Visit,
    box_of,
    forget,
    goes_to,
    language_of,
    one,
    opened,
    posted,
    saved,
    visit_of,
    with_receipt,
    with_secret,
    without_cookie,
)
from survey.draft import Draft
from survey.draft_box import response_id
from survey.model import Page, Section
from survey.response import Response, week_of
from survey.routing import answer, asked, ended, finish, next_page, route, section_of, skip_section
from survey.sealing import seal


@dataclass(frozen=True)
class Step:
    """Where a respondent stands: a page that may be shown, with the draft that leads to it."""

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


def path_of(fielded: Fielded, page: Page) -> str:
    """The address of a page."""
    numbers = {known.id: number for number, (_, known) in enumerate(fielded.questionnaire.pages(), start=1)}
    return f"{fielded.home}{numbers[page.id]}"


def step_of(fielded: Fielded, request: Request) -> Step | None:
    """The page that is asked for, where it is on the route so far; None when it is not, or the form is closed."""
    visit = visit_of(fielded, request)
    draft = visit.draft if visit else Draft.begin(language_of(fielded, request))
    pages = fielded.questionnaire.pages()
    number = int(request.path_params["number"])
    if not 1 <= number <= len(pages):
        return None
    section, page = pages[number - 1]
    # Whoever opens a page of a section that was skipped wants to answer it after all.
    draft = replace(draft, skipped=draft.skipped - {section.id})
    on_route = any(known.id == page.id for known in route(fielded.compiled, draft))
    return Step(fielded, page, draft, visit) if on_route else None


async def show(fielded: Fielded, request: Request) -> HTTPResponse:
    """GET a page, with what was answered on it before."""
    step = step_of(fielded, request)
    if step is None:
        visit = visit_of(fielded, request)
        return goes_to(current(fielded, visit.draft)) if visit else closed(fielded, request)
    language = language_of(fielded, request, step.visit)
    typed = stored(step.page.questions, step.draft.values)
    return _page(step, language, typed, {}, changing="change" in request.query_params)


async def hand_in(fielded: Fielded, request: Request) -> HTTPResponse:
    """POST a page: keep what was typed, and go where the pressed button says."""
    step = step_of(fielded, request)
    form = await posted(request)
    if step is None:
        visit = visit_of(fielded, request)  # another tab may have changed the route
        return goes_to(current(fielded, visit.draft)) if visit else closed(fielded, request)
    if not _belongs(form, step.visit):
        return _foreign(fielded, request)
    to, language = one(form, "to") or "next", one(form, "language")
    if step.visit is None and language in fielded.questionnaire.languages:
        step = replace(step, draft=replace(step.draft, language=language))
    if to == "skip" and step.section.skip:
        draft = skip_section(fielded.compiled, step.draft, step.section)
        return await _kept(step, draft, request, current(fielded, draft))
    draft, faults = answer(fielded.compiled, step.draft, step.page, form)
    if to != "next":
        return await _aside(step, draft, request, to, changing=bool(one(form, "change")))
    if faults:
        messages = {fault.variable: fault.message for fault in faults}
        return _page(step, step.draft.language, form, messages, changing=bool(one(form, "change")))
    if ended(fielded.compiled, draft, step.page):
        await forget(fielded, step.visit)
        number = request.path_params["number"]
        return without_cookie(goes_to(f"{fielded.home}end/{number}?lang={draft.language}"), fielded, request)
    onward = _changed(fielded, draft) if one(form, "change") else _after(fielded, draft, step.page)
    return await _kept(step, draft, request, onward)


async def review(fielded: Fielded, request: Request) -> HTTPResponse:
    """GET the overview: which pages were answered, never what; safe on a screen that others see."""
    visit = visit_of(fielded, request)
    if visit is None:
        return closed(fielded, request)
    if next_page(fielded.compiled, visit.draft) is not None:
        return goes_to(current(fielded, visit.draft))
    language = language_of(fielded, request, visit)
    if language != visit.draft.language:
        visit = await saved(fielded, visit, replace(visit.draft, language=language)) or visit
    return fielded.views.page(
        "review",
        language,
        fielded=fielded,
        token=visit.box.token,
        sections=_overview(fielded, visit.draft, language),
        back=path_of(fielded, route(fielded.compiled, visit.draft)[-1]),
        here=f"{fielded.home}review",
    )


async def submit(fielded: Fielded, request: Request) -> HTTPResponse:
    """POST the whole form: seal it, keep it, delete the draft, and give a receipt. Sent twice, it is one response."""
    box, visit, form = box_of(fielded, request), visit_of(fielded, request), await posted(request)
    if box is None:
        return closed(fielded, request)
    if one(form, "token") != box.token:
        return _foreign(fielded, request)
    study, id = fielded.questionnaire.id, response_id(fielded.questionnaire.id, box.receipt)
    if visit is not None:
        if next_page(fielded.compiled, visit.draft) is not None:
            return goes_to(current(fielded, visit.draft))
        sealed = seal(_response(fielded, visit.draft).to_bytes(), fielded.recipients)
        await asyncio.wrap_future(fielded.store.submit(study, draft=box.id, response=id, sealed=sealed))
    if not fielded.store.has_response(study, id):
        return closed(fielded, request)
    language = visit.draft.language if visit else one(form, "language")
    return with_receipt(goes_to(f"{fielded.home}thanks?lang={language}"), fielded, request, box.receipt)


def closed(fielded: Fielded, request: Request) -> HTTPResponse:
    """The page for a form that is handed in, left, expired or never begun: it does not tell which."""
    return fielded.views.refusal("ended", language_of(fielded, request), study=fielded.home)


def current(fielded: Fielded, draft: Draft) -> str:
    """Where the respondent is to go on: the first page not handed in, else the overview."""
    page = next_page(fielded.compiled, draft)
    return path_of(fielded, page) if page else f"{fielded.home}review"


def _changed(fielded: Fielded, draft: Draft) -> str:
    """Back to the overview; first to the pages that a change has put on the route, one after the other."""
    page = next_page(fielded.compiled, draft)
    return f"{path_of(fielded, page)}?change=1" if page else f"{fielded.home}review"


def _after(fielded: Fielded, draft: Draft, page: Page) -> str:
    """What follows a page on the route, handed in before or not."""
    pages = route(fielded.compiled, draft)
    place = next((place for place, known in enumerate(pages) if known.id == page.id), len(pages))
    following = pages[place + 1] if place + 1 < len(pages) else None
    if following is None or following.id not in draft.pages:
        return current(fielded, draft)
    return path_of(fielded, following)


def _before(step: Step) -> str:
    pages = route(step.fielded.compiled, step.draft)
    place = next(place for place, known in enumerate(pages) if known.id == step.page.id)
    return path_of(step.fielded, pages[place - 1]) if place else f"{step.fielded.home}?lang={step.draft.language}"


async def _aside(step: Step, draft: Draft, request: Request, to: str, *, changing: bool) -> HTTPResponse:
    """Go back, to the support page, or to another language: what was typed is kept, the page is not handed in."""
    if step.page.id not in step.draft.pages:
        draft = replace(draft, pages=step.draft.pages)
    if step.visit:
        draft = replace(draft, skipped=step.visit.draft.skipped)
    again = f"{step.path}?change=1" if changing else step.path
    language = to.removeprefix("language-")
    if language in step.fielded.questionnaire.languages:
        if step.visit is None:
            return goes_to(f"{again}?lang={language}")
        return await _kept(step, replace(draft, language=language), request, again)
    number = request.path_params["number"]
    onward = {
        "back": _changed(step.fielded, draft) if changing else _before(step),
        "support": f"{step.fielded.home}support?page={number}"
        + ("&change=1" if changing else "")
        + (f"&lang={draft.language}" if not step.visit else ""),
    }.get(to, step.path)
    return goes_to(onward) if step.visit is None else await _kept(step, draft, request, onward)


async def _kept(step: Step, draft: Draft, request: Request, onward: str) -> HTTPResponse:
    if step.visit is None:
        visit = await opened(step.fielded, draft)
        return with_secret(goes_to(onward), step.fielded, request, visit)
    if await saved(step.fielded, step.visit, draft) is None:
        return closed(step.fielded, request)
    return goes_to(onward)


def _page(
    step: Step, language: str, typed: Mapping[str, list[str]], messages: Mapping[str, str], *, changing: bool
) -> HTTPResponse:
    fielded, section = step.fielded, step.section
    questions = [
        shown(question, typed, messages, language) for question in asked(fielded.compiled, step.draft, step.page)
    ]
    sections = fielded.questionnaire.sections
    return fielded.views.page(
        "page",
        language,
        status=422 if messages else 200,
        fielded=fielded,
        token=step.visit.box.token if step.visit else "",
        heading=step.page.title.in_language(language) or section.title.in_language(language),
        section_title=section.title.in_language(language) if step.page.title else "",
        intro=section.intro.in_language(language) if section.pages[0].id == step.page.id else "",
        number=sections.index(section) + 1,
        total=len(sections),
        questions=questions,
        errors=[
            {"target": field.name, "label": field.label, "message": field.message}
            for question in questions
            for field in question.fields
            if field.message
        ],
        sensitive=section.level >= 2,
        can_skip=section.skip,
        changing=changing,
        here=step.path,
        # Said once a section, and not where an empty answer ends the form.
        is_free=section.pages[0].id == step.page.id and step.page.end_if is None,
    )


def _overview(fielded: Fielded, draft: Draft, language: str) -> list[dict[str, object]]:
    """Headings with their pages, in order.

    A sensitive section that only some are asked has no heading of its own, for that it is there tells an answer:
    its pages go on under the heading before.
    """
    groups: list[tuple[Section, list[Page]]] = []
    on_route = route(fielded.compiled, draft)
    for section in fielded.questionnaire.sections:
        skipped = section.id in draft.skipped
        pages = list(section.pages[:1]) if skipped else [page for page in on_route if page in section.pages]
        if pages and groups and section.level >= 2 and section.ask_if:
            groups[-1][1].extend(pages)
        elif pages:
            groups.append((section, pages))
    return [
        {
            "title": section.title.in_language(language),
            "pages": [
                _row(fielded, draft, page, language, number=number, total=len(pages))
                for number, page in enumerate(pages, start=1)
            ],
        }
        for section, pages in groups
    ]


def _row(fielded: Fielded, draft: Draft, page: Page, language: str, *, number: int, total: int) -> dict[str, str]:
    section = section_of(fielded.compiled, page)
    return {
        "title": _name(section, page, language) or word("page_number", language, number=number, total=total),
        "state": "skipped" if section.id in draft.skipped else _state(fielded, draft, page),
        "path": f"{path_of(fielded, page)}?change=1",
    }


def _name(section: Section, page: Page, language: str) -> str:
    """What the overview calls a page; empty where it is only numbered.

    Sensitive questions are not read out, nor those that only some are asked: that one is there tells an answer.
    """
    if page.title or section.level >= 2 or section.ask_if or page.ask_if:
        return page.title.in_language(language)
    open_to_all = (q for q in page.questions if q.type != "note" and q.level < 2 and not q.ask_if)
    return next((question.text.in_language(language) for question in open_to_all), "")


def _state(fielded: Fielded, draft: Draft, page: Page) -> str:
    answers = [
        there for question in asked(fielded.compiled, draft, page) for there in is_answered(question, draft.values)
    ]
    if not answers:
        return "read"
    return "answered" if all(answers) else "partly" if any(answers) else "not_answered"


def _response(fielded: Fielded, draft: Draft) -> Response:
    return Response(
        study=fielded.questionnaire.id,
        version=fielded.questionnaire.version,
        digest=fielded.compiled.digest,
        language=draft.language,
        week=week_of(datetime.now(UTC).date()),
        complete=True,
        values=finish(fielded.compiled, draft),
    )


def _belongs(form: Form, visit: Visit | None) -> bool:
    """Whether a posted form was made for this draft; before there is a draft there is nothing to protect."""
    return visit is None or one(form, "token") == visit.box.token


def _foreign(fielded: Fielded, request: Request) -> HTTPResponse:
    return fielded.views.refusal("foreign", language_of(fielded, request), study=fielded.home)
