"""The way through a questionnaire: a page at a time, back, skip, overview, hand in. The server decides what comes next.

Every post answers "look there" (post, redirect, get), so that reloading and going back never send twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response as HTTPResponse

from app.forms.overview import overview
from app.forms.pages import questions_page
from app.forms.refused import closed, foreign
from app.forms.steps import Step, path_of, step_of
from app.forms.stored import stored
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
from survey.model import Page
from survey.response import Response, week_of
from survey.routing import AnswerFault, answer, ended, finish, next_page, route, skip_section
from survey.sealing import seal


async def show(fielded: Fielded, request: Request) -> HTTPResponse:
    """GET a page, with what was answered on it before."""
    step = step_of(fielded, request)
    if step is None:
        visit = visit_of(fielded, request)
        return goes_to(current(fielded, visit.draft)) if visit else closed(fielded, request)
    language = language_of(fielded, request, step.visit)
    typed = stored(step.page.questions, step.draft.values)
    return questions_page(step, language, typed, (), changing="change" in request.query_params)


async def hand_in(fielded: Fielded, request: Request) -> HTTPResponse:
    """POST a page: keep what was typed, and go where the pressed button says."""
    form = await posted(request)
    step = step_of(fielded, request, form)
    if step is None:
        visit = visit_of(fielded, request)  # another tab may have changed the route
        return goes_to(current(fielded, visit.draft)) if visit else closed(fielded, request)
    if not _belongs(form, step.visit):
        return foreign(fielded, request)
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
        return await _again(step, draft, request, form, faults)
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
        sections=overview(fielded, visit.draft, language),
        back=path_of(fielded, route(fielded.compiled, visit.draft)[-1]),
        here=f"{fielded.home}review",
    )


async def submit(fielded: Fielded, request: Request) -> HTTPResponse:
    """POST the whole form: seal it, keep it, delete the draft, and give a receipt. Sent twice, it is one response."""
    box, visit, form = box_of(fielded, request), visit_of(fielded, request), await posted(request)
    if box is None:
        return closed(fielded, request)
    if one(form, "token") != box.token:
        return foreign(fielded, request)
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
    draft = replace(draft, said=step.draft.said)  # what was found to be said was not read
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


async def _again(step: Step, draft: Draft, request: Request, form: Form, faults: Sequence[AnswerFault]) -> HTTPResponse:
    """The page once more: with what has to be mended; or with what is said once, and then the next click goes on."""
    changing = bool(one(form, "change"))
    if not all(fault.once for fault in faults):
        return questions_page(step, step.draft.language, form, faults, changing=changing)
    fielded = step.fielded
    visit = await (saved(fielded, step.visit, draft) if step.visit else opened(fielded, draft))
    if visit is None:
        return closed(fielded, request)
    page = questions_page(replace(step, visit=visit), draft.language, form, faults, changing=changing)
    return page if step.visit else with_secret(page, fielded, request, visit)


async def _kept(step: Step, draft: Draft, request: Request, onward: str) -> HTTPResponse:
    if step.visit is None:
        visit = await opened(step.fielded, draft)
        return with_secret(goes_to(onward), step.fielded, request, visit)
    if await saved(step.fielded, step.visit, draft) is None:
        return closed(step.fielded, request)
    return goes_to(onward)


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
