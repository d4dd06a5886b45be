"""A respondent's visit: the cookie, and the draft that only this cookie opens."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.forms.views import Views, calendar_path, wanted_language
from survey.collection import Collection
from survey.compile import Compiled
from survey.draft import Draft
from survey.draft_box import DraftBox, is_secret
from survey.errors import SurveyError
from survey.model import Questionnaire
from survey.store import Store

MOST_VALUES = 1000  # of one posted form
RECEIPT_SECONDS = 600  # a receipt outlives a reload of its page, not the lesson after

Form = dict[str, list[str]]


@dataclass(frozen=True)
class Fielded:
    """A questionnaire that is being answered.

    recipients  public keys that responses are sealed to; no key that opens anything is ever here
    collection  who may answer, and how long what is kept
    """

    compiled: Compiled
    store: Store
    recipients: tuple[str, ...]
    views: Views
    collection: Collection = field(default_factory=Collection)

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""
        return self.compiled.questionnaire

    @property
    def home(self) -> str:
        """The path of its first page, with a slash at the end."""
        return f"/{self.questionnaire.id}/"

    def leave_to(self, language: str) -> str:
        """Where "leave quickly" goes: the study's own choice, or our calendar."""
        return self.collection.leave_to or calendar_path(language)


@dataclass(frozen=True, repr=False)
class Visit:
    """An open form: the box its draft lies in, and the draft."""

    box: DraftBox
    draft: Draft


def box_of(fielded: Fielded, request: Request) -> DraftBox | None:
    """The box that the browser's cookie opens, whether or not a draft lies in it still."""
    secret = request.cookies.get(_cookie(fielded, request)[0], "")
    return DraftBox(fielded.questionnaire.id, secret, fielded.compiled.digest) if is_secret(secret) else None


def visit_of(fielded: Fielded, request: Request) -> Visit | None:
    """The open form of the browser that asks; None when it has none, or the questions have changed since."""
    box = box_of(fielded, request)
    closed = fielded.store.load_draft(box.id) if box else None
    if box is None or closed is None:
        return None
    try:
        return Visit(box, Draft.from_bytes(box.open(closed)))
    except SurveyError:
        return None


async def opened(fielded: Fielded, draft: Draft) -> Visit:
    """A new visit with a fresh secret, its draft on the disk."""
    box = DraftBox.new(fielded.questionnaire.id, fielded.compiled.digest)
    await asyncio.wrap_future(
        fielded.store.new_draft(box.id, box.close(draft.to_bytes()), weeks=fielded.collection.draft_weeks)
    )
    return Visit(box, draft)


async def saved(fielded: Fielded, visit: Visit, draft: Draft) -> Visit | None:
    """The visit with a newer draft, once that is on the disk; None when it was left or handed in meanwhile."""
    closed, weeks = visit.box.close(draft.to_bytes()), fielded.collection.draft_weeks
    rows = await asyncio.wrap_future(fielded.store.save_draft(visit.box.id, closed, weeks=weeks))
    return replace(visit, draft=draft) if rows else None


async def forget(fielded: Fielded, visit: Visit | None) -> None:
    """Delete the draft of a visit, if there is one."""
    if visit is not None:
        await asyncio.wrap_future(fielded.store.delete_draft(visit.box.id))


def language_of(fielded: Fielded, request: Request, visit: Visit | None = None) -> str:
    """The language of the page: asked for in the address, chosen before, or what the browser prefers."""
    offered = fielded.questionnaire.languages
    named = request.query_params.get("lang", "")
    if named in offered:
        return named
    return visit.draft.language if visit else wanted_language(request.headers.get("accept-language", ""), offered)


async def posted(request: Request) -> Form:
    """The values of a posted form; empty when the body is no such form."""
    try:
        body = (await request.body()).decode("ascii")
        return parse_qs(body, keep_blank_values=True, max_num_fields=MOST_VALUES)
    except ValueError:
        return {}


def one(form: Form, name: str) -> str:
    """The last value of a name, or ""."""
    return form.get(name, [""])[-1]


def goes_to(path: str) -> RedirectResponse:
    """What every post answers: look there. Reloading and going back then never post twice."""
    return RedirectResponse(path, 303)


def with_secret(response: Response, fielded: Fielded, request: Request, visit: Visit) -> Response:
    """The response, handing the respondent the only key to the draft; gone when the browser is closed."""
    return _with_cookie(response, fielded, request, visit.box.secret)


def with_receipt(response: Response, fielded: Fielded, request: Request, receipt: str) -> Response:
    """The response, with the receipt in place of the secret, for a few minutes.

    The cookie says itself until when: one that the browser counts down is written to the device and outlives it.
    """
    return _with_cookie(response, fielded, request, f"{receipt}.{int(time.time()) + RECEIPT_SECONDS}")


def without_cookie(response: Response, fielded: Fielded, request: Request) -> Response:
    """The response, taking the cookie back."""
    return _with_cookie(response, fielded, request, "", seconds=0)


def receipt_of(fielded: Fielded, request: Request) -> str:
    """The receipt that the browser was just given, or ""."""
    receipt, _, until = request.cookies.get(_cookie(fielded, request)[0], "").partition(".")
    return receipt if re.fullmatch(r"[0-9]{1,12}", until) and time.time() < int(until) else ""


def _cookie(fielded: Fielded, request: Request) -> tuple[str, str, bool]:
    """Name, path and whether it is for https only; the name says nothing of the study."""
    if not _is_https(request):
        return "form", fielded.home, False
    return f"__Host-form-{blake2b(fielded.questionnaire.id.encode(), digest_size=4).hexdigest()}", "/", True


def _is_https(request: Request) -> bool:
    """Whether the respondent's own connection is https; a proxy on this machine says so in a header."""
    own_proxy = request.client is not None and request.client.host in ("127.0.0.1", "::1")
    forwarded = request.headers.get("x-forwarded-proto", "") if own_proxy else ""
    return (forwarded or request.url.scheme) == "https"


def _with_cookie(
    response: Response, fielded: Fielded, request: Request, value: str, seconds: int | None = None
) -> Response:
    name, path, secure = _cookie(fielded, request)
    response.set_cookie(name, value, max_age=seconds, path=path, secure=secure, httponly=True, samesite="strict")
    return response
