"""The preview: every page in every language, as the form shows it, with whom it is for and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.forms.texts import NAMES
from app.preview.as_fielded import AsFielded
from app.preview.preview_words import WORDS
from survey.compile import Compiled
from survey.expressions.phrases import PHRASES
from survey.reports.logic import ReviewedPage, ReviewedSection, reviewed
from survey.reports.report_words import WORDS as REPORT_WORDS

_TEMPLATES = Environment(
    loader=PackageLoader("app.preview"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Previewed:
    """A page with its route in words, as it is shown in each language; `ends` is what those read whose form ends."""

    part: ReviewedSection
    seen: ReviewedPage
    shown: dict[str, Markup]
    ends: dict[str, Markup]


def preview(compiled: Compiled, language: str) -> str:
    """All pages as HTML.

    language  of what stands beside the pages; the pages themselves come in every language of the questionnaire
    """
    questionnaire, form = compiled.questionnaire, AsFielded(compiled)
    languages = questionnaire.languages
    say = {word: text.in_language(language) for word, text in {**REPORT_WORDS, **WORDS}.items()}
    return _TEMPLATES.get_template("preview.html").render(
        title=questionnaire.title.in_language(language),
        questionnaire=questionnaire,
        language=language,
        names=NAMES,
        say=say,
        quote=PHRASES[language].quote,
        style=Markup(_style("app.forms", "form.css") + _style("app.preview", "preview.css")),
        start={code: form.start(code) for code in languages},
        pages=[
            Previewed(
                part,
                seen,
                {code: form.page(seen.page, code) for code in languages},
                {code: form.end(seen.page, code) for code in languages} if seen.ends else {},
            )
            for part in reviewed(compiled, language)
            for seen in part.pages
            if seen.number
        ],
        supports={code: list(form.supports(code)) for code in languages},
    )


def _style(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")
