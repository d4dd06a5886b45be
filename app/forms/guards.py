"""What stands between the network and the form: limits before, headers after, and no word of anyone in between."""

from __future__ import annotations

import logging
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.forms.limits import Limits, sender
from app.forms.views import Views, wanted_language

BODY_BYTES = 64 * 1024
LOG = logging.getLogger("varsam.form")


class _TooLarge(Exception):
    pass


class Guard:
    """The outermost layer of the form.

    Before: bodies above 64 kB are refused on their announced length, then while they are read; posts from other
    sites and posts beyond the limits are refused. After: every response carries the headers that keep it from
    caches, frames and other sites. An error shows a plain page, and the log gets the name of its class, nothing else.
    """

    def __init__(self, app: ASGIApp, *, views: Views, limits: Limits, headers: Mapping[str, str]) -> None:
        self._app, self._views, self._limits, self._headers = app, views, limits, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, guarded."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        refusal = self._refusal(scope)
        try:
            if refusal is None:
                await self._app(scope, _limited(receive), send_guarded)
        except _TooLarge:
            refusal = "too_large"
        except Exception as error:  # whatever went wrong, no answer may reach a log
            LOG.error("error: %s", type(error).__name__)
            refusal = "failed"
        if refusal and not started:
            response = self._views.refusal(refusal, wanted_language(Headers(scope=scope).get("accept-language", "")))
            await response(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        if _announced(headers) > BODY_BYTES:
            return "too_large"
        if scope["method"] != "POST":
            return None
        if _is_foreign(headers):
            return "foreign"
        peer = scope["client"][0] if scope.get("client") else ""
        allowed = self._limits.allows(sender(peer, headers.get("x-forwarded-for", "")))
        return None if allowed else "too_many"


def security_headers(hashes: Mapping[str, str], *, leave_to: Sequence[str] = ()) -> dict[str, str]:
    """The headers of every response.

    hashes    directive, such as style-src, to the hash of the one inline block that is allowed
    leave_to  addresses on other sites that "leave quickly" goes to; empty ones stand for our own
    """
    places = [urlsplit(address) for address in leave_to if address]
    elsewhere = "".join(sorted({f" {place.scheme}://{place.netloc}" for place in places}))
    policy = {
        "default-src": "'none'",
        **{directive: f"'{digest}'" for directive, digest in hashes.items()},
        "img-src": "data:",
        "connect-src": "'self'",
        "form-action": f"'self'{elsewhere}",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "; ".join(f"{directive} {source}" for directive, source in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
        "Server": "",  # granian names itself unless the application says otherwise, and cannot leave it out
    }


def _announced(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() else BODY_BYTES + 1


def _is_foreign(headers: Headers) -> bool:
    """Whether a post comes from another site. Browsers send Origin "null" under no-referrer, so null proves nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin", "null")
    return origin != "null" and urlsplit(origin).netloc != headers.get("host", "")


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def receive_limited() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > BODY_BYTES:
            raise _TooLarge
        return message

    return receive_limited
