"""From what a page holds to HTML: templates, the one style block, the one script."""

from __future__ import annotations

import base64
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from app.forms.texts import DAYS, MONTHS, NAMES, word
from survey.text import LANGUAGES

STATUS = {
    "foreign": 403,
    "not_found": 404,
    "not_allowed": 405,
    "ended": 410,
    "too_large": 413,
    "too_many": 429,
    "failed": 500,
}


class Views:
    """Renders the templates of this folder; style and script stand in the page, so that a page is one request."""

    def __init__(self, *, trial: bool = False) -> None:
        self._style, self._script = _asset("form.css"), _asset("form.js")
        self._templates = Environment(
            loader=PackageLoader("app.forms"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(style=Markup(self._style), script=Markup(self._script), names=NAMES, trial=trial)

    @property
    def hashes(self) -> dict[str, str]:
        """Content-Security-Policy directive to the hash of the one block it allows."""
        return {"style-src": _hash(self._style), "script-src": _hash(self._script)}

    def page(self, template: str, language: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """A page in a language; `t` in the template gives the form's own texts."""

        def t(key: str, **parts: object) -> str:
            return word(key, language, **parts)

        html = self._templates.get_template(f"{template}.html").render({"t": t, "language": language, **values})
        return HTMLResponse(html, status)

    def refusal(self, key: str, language: str) -> HTMLResponse:
        """A page of no study that says why something cannot be had, and what to do; never more than that."""
        return self.page("refusal", language, status=STATUS[key], key=key, fielded=None)

    def calendar(self, language: str, *, year: int, month: int, weeks: list[list[int]], today: int) -> HTMLResponse:
        """The neutral page: this month, with nothing about any study."""
        return self.page(
            "calendar",
            language,
            heading=f"{MONTHS[language][month - 1]} {year}".capitalize(),
            days=DAYS[language],
            weeks=weeks,
            today=today,
        )


def calendar_path(language: str) -> str:
    """The address of the neutral page."""
    return f"/calendar/{language}"


def wanted_language(accepted: str, offered: tuple[str, ...] = LANGUAGES) -> str:
    """The first offered language that a browser's Accept-Language names; else the first offered."""
    named = [part.partition(";")[0].strip().partition("-")[0].lower() for part in accepted.split(",")]
    return next((language for language in named if language in offered), offered[0])


def _asset(name: str) -> str:
    return files("app.forms").joinpath(name).read_text(encoding="utf-8").strip()


def _hash(block: str) -> str:
    return f"sha256-{base64.b64encode(sha256(block.encode()).digest()).decode()}"
