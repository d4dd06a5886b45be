"""What a respondent sees where there is no form to go on with: why, in words, with the ways to leave and to support."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.forms.views import STATUS
from app.forms.visits import Fielded, language_of


def closed(fielded: Fielded, request: Request) -> Response:
    """The page for a form that is handed in, left, expired or never begun: it does not tell which."""
    return _refused(fielded, request, "ended")


def foreign(fielded: Fielded, request: Request) -> Response:
    """The page for what was sent from a form of another draft."""
    return _refused(fielded, request, "foreign")


def _refused(fielded: Fielded, request: Request, key: str) -> Response:
    return fielded.views.page(
        "refusal",
        language_of(fielded, request),
        status=STATUS[key],
        key=key,
        fielded=fielded,
        here=f"{fielded.home}review",  # opens in another language whatever was asked for here
    )
