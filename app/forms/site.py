"""The site: every route of the form, and what it serves on each."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from app.forms import around, journey
from app.forms.guards import Guard, security_headers
from app.forms.limits import Limits
from app.forms.views import Views, wanted_language
from app.forms.visits import Fielded
from survey.collection import Collection
from survey.compile import Compiled
from survey.sealing import seal
from survey.store import Store

LOG = logging.getLogger("varsam.form")

Handler = Callable[[Fielded, Request], Awaitable[Response]]


class PageNumber(Convertor[int]):
    """The number of a page in an address: at most four figures, so that a very long one is simply not there."""

    regex = "[0-9]{1,4}"

    def convert(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_string(self, value: int) -> str:
        """The number as it stands in an address."""
        return str(value)


register_url_convertor("page", PageNumber())


def site(
    studies: Sequence[Compiled],
    store: Store,
    *,
    recipients: Sequence[str],
    collections: Mapping[str, Collection] | None = None,
    limits: Limits | None = None,
    trial: bool = False,
) -> Starlette:
    """The form of every study, each at /<id of its questionnaire>/.

    recipients   public keys that responses are sealed to
    collections  id of a study to how it is collected; by the defaults where it is not named
    trial        True where the form is only tried out: every page says so
    The store is closed when the site is. Raises SealError when a public key is none.
    """
    seal(b"", recipients)  # a wrong key must be told at the start, not to the first respondent
    views, known = Views(trial=trial), collections or {}
    fielded = [
        Fielded(compiled, store, tuple(recipients), views, known.get(compiled.questionnaire.id, Collection()))
        for compiled in studies
    ]
    guard = Middleware(
        Guard,
        views=views,
        limits=limits or Limits(),
        headers=security_headers(views.hashes, leave_to=[one.collection.leave_to for one in fielded]),
    )
    return Starlette(
        routes=[
            Route("/", partial(_index, fielded)),
            Route("/calendar/{language}", partial(around.calendar_page, views)),
            *(Mount(f"/{one.questionnaire.id}", routes=_routes(one)) for one in fielded),
        ],
        middleware=[guard],
        exception_handlers={
            404: partial(_refused, views, "not_found"),
            405: partial(_refused, views, "not_allowed"),
        },
        lifespan=partial(_open_while_serving, store),
    )


def _routes(fielded: Fielded) -> list[BaseRoute]:
    def get(path: str, page: Handler) -> Route:
        return Route(path, partial(page, fielded), methods=["GET"])

    def post(path: str, act: Handler) -> Route:
        return Route(path, partial(act, fielded), methods=["POST"])

    return [
        get("/", around.start),
        get("/support", around.support),
        get("/review", journey.review),
        get("/thanks", around.thanks),
        get("/withdraw", around.withdrawal),
        post("/withdraw", around.withdraw),
        post("/restart", around.restart),
        post("/leave", around.leave),
        post("/submit", journey.submit),
        get("/end/{number:page}", around.end),
        get("/{number:page}", journey.show),
        post("/{number:page}", journey.hand_in),
    ]


async def _index(fielded: list[Fielded], request: Request) -> Response:
    """The studies there are; straight to the form where there is one."""
    if len(fielded) == 1:
        return RedirectResponse(fielded[0].home, 303)
    language = wanted_language(request.headers.get("accept-language", ""))
    return fielded[0].views.page("index", language, studies=fielded)


async def _refused(views: Views, key: str, request: Request, _error: Exception) -> Response:
    response = views.refusal(key, wanted_language(request.headers.get("accept-language", "")))
    if isinstance(_error, HTTPException) and _error.headers:
        response.headers.update(_error.headers)
    return response


@asynccontextmanager
async def _open_while_serving(store: Store, _app: Starlette) -> AsyncIterator[None]:
    LOG.info("form started")
    try:
        yield
    finally:
        store.close()
        LOG.info("form stopped")
