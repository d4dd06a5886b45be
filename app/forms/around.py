"""What lies around the questions: the first page, support, leaving, the end, the receipt, taking answers back."""

from __future__ import annotations

import asyncio
import calendar
import datetime
import re
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from app.forms.journey import current
from app.forms.refused import closed
from app.forms.steps import path_of
from app.forms.texts import NAMES
from app.forms.views import Views
from app.forms.visits import (
    Fielded,
    Visit,
    forget,
    goes_to,
    language_of,
    one,
    posted,
    receipt_of,
    saved,
    visit_of,
    without_cookie,
)
from survey.draft_box import response_id
from survey.model import Page, Section, Support
from survey.piping import piped


async def start(fielded: Fielded, request: Request) -> Response:
    """GET the first page: what it is about, the promise, the language."""
    visit = visit_of(fielded, request)
    language = language_of(fielded, request, visit)
    await _speak(fielded, visit, language)
    return fielded.views.page(
        "start",
        language,
        fielded=fielded,
        resume=current(fielded, visit.draft) if visit else "",
        here=fielded.home,
    )


async def restart(fielded: Fielded, request: Request) -> Response:
    """POST: delete the draft and begin again."""
    await forget(fielded, visit_of(fielded, request))
    return without_cookie(goes_to(f"{fielded.home}1?lang={language_of(fielded, request)}"), fielded, request)


async def support(fielded: Fielded, request: Request) -> Response:
    """GET places to turn to. Opens for everybody, with or without a form, and loses nothing."""
    visit = visit_of(fielded, request)
    language = language_of(fielded, request, visit)
    section, page = _from_page(fielded, request)
    change = "?change=1" if "change" in request.query_params else ""
    back = f"{path_of(fielded, page)}{change}" if visit and page else ""
    await _speak(fielded, visit, language)
    return fielded.views.page(
        "support",
        language,
        fielded=fielded,
        support=_support(fielded, section),
        back=back or (current(fielded, visit.draft) if visit else ""),
        here=f"{fielded.home}support",
    )


async def leave(fielded: Fielded, request: Request) -> Response:
    """POST: delete the draft, take the cookie back, tell the browser to forget, and show something else."""
    visit = visit_of(fielded, request)
    language = language_of(fielded, request, visit)
    await forget(fielded, visit)
    response = without_cookie(goes_to(fielded.leave_to(language)), fielded, request)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


async def end(fielded: Fielded, request: Request) -> Response:
    """GET the end for those whom the form is not for, or who declined: thanks, support, nothing kept."""
    page = _page_at(fielded, str(request.path_params["number"]))
    if page is None or page[1].end_if is None:
        return closed(fielded, request)
    language = language_of(fielded, request)
    return fielded.views.page(
        "end",
        language,
        fielded=fielded,
        text=piped(page[1].end_text, {}, fielded.compiled, language),  # arms and answers are forgotten by now
        here=request.url.path,
    )


async def thanks(fielded: Fielded, request: Request) -> Response:
    """GET the receipt, shown to the browser that handed in."""
    receipt = receipt_of(fielded, request)
    if not fielded.store.has_response(fielded.questionnaire.id, response_id(fielded.questionnaire.id, receipt)):
        return closed(fielded, request)
    return fielded.views.page(
        "thanks", language_of(fielded, request), fielded=fielded, receipt=receipt, here=f"{fielded.home}thanks"
    )


async def withdrawal(fielded: Fielded, request: Request) -> Response:
    """GET the page on which a receipt's answers can be taken back."""
    return _withdrawal(fielded, request)


async def withdraw(fielded: Fielded, request: Request) -> Response:
    """POST a receipt: its answers are deleted, unread."""
    code = one(await posted(request), "code")
    id = response_id(fielded.questionnaire.id, code)
    rows = await asyncio.wrap_future(fielded.store.withdraw(fielded.questionnaire.id, id))
    if not rows:
        return _withdrawal(fielded, request, code=code, wrong=True)
    page = _withdrawal(fielded, request, withdrawn=True)
    return without_cookie(page, fielded, request) if visit_of(fielded, request) is None else page


async def calendar_page(views: Views, request: Request) -> Response:
    """GET this month's calendar: the neutral page, with nothing about any study."""
    language = str(request.path_params["language"])
    if language not in NAMES:
        return views.refusal("not_found", "en")
    today = datetime.datetime.now(datetime.UTC).date()
    weeks = calendar.Calendar().monthdayscalendar(today.year, today.month)
    return views.calendar(language, year=today.year, month=today.month, weeks=weeks, today=today.day)


async def _speak(fielded: Fielded, visit: Visit | None, language: str) -> None:
    """An open form goes on in the language that was chosen outside it."""
    if visit and language != visit.draft.language:
        await saved(fielded, visit, replace(visit.draft, language=language))


def _withdrawal(
    fielded: Fielded, request: Request, *, code: str = "", wrong: bool = False, withdrawn: bool = False
) -> Response:
    return fielded.views.page(
        "withdraw",
        language_of(fielded, request),
        status=422 if wrong else 200,
        fielded=fielded,
        code=code,
        wrong=wrong,
        withdrawn=withdrawn,
        here=f"{fielded.home}withdraw",
    )


def _from_page(fielded: Fielded, request: Request) -> tuple[Section | None, Page | None]:
    return _page_at(fielded, request.query_params.get("page", "")) or (None, None)


def _page_at(fielded: Fielded, number: str) -> tuple[Section, Page] | None:
    pages = fielded.questionnaire.pages()
    there = re.fullmatch("[0-9]{1,4}", number) is not None and 1 <= int(number) <= len(pages)
    return pages[int(number) - 1] if there else None


def _support(fielded: Fielded, section: Section | None) -> Support | None:
    """The support that a section names, else the first that any section of the study does."""
    sections = [*([section] if section else []), *fielded.questionnaire.sections]
    named = next((known.support for known in sections if known.support), "")
    supports = fielded.questionnaire.supports
    return next((support for support in supports if support.id == named), supports[0] if supports else None)
