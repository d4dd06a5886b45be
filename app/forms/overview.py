"""The overview before handing in: which pages were answered, never what."""

from __future__ import annotations

from app.forms.steps import path_of
from app.forms.stored import is_answered
from app.forms.texts import word
from app.forms.visits import Fielded
from survey.blanks import blanks
from survey.draft import Draft
from survey.model import Page, Question, Section
from survey.piping import piped
from survey.routing import asked, route, section_of
from survey.text import Text


def overview(fielded: Fielded, draft: Draft, language: str) -> list[dict[str, object]]:
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
            "title": piped(section.title, {}, fielded.compiled, language),
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

    Sensitive questions are not read out, nor those that only some are asked: that one is there tells an answer. The
    same holds for words that take an answer in.
    """
    if page.title or section.level >= 2 or section.ask_if or page.ask_if:
        return _same_for_all(page.title, language)
    open_to_all = (question for question in page.questions if _is_open(question))
    return next((_same_for_all(question.text, language) for question in open_to_all), "")


def _is_open(question: Question) -> bool:
    shown = question.answered not in ("nothing", "computed")
    return shown and question.level < 2 and not question.ask_if and not question.variants


def _same_for_all(text: Text, language: str) -> str:
    wording = text.in_language(language)
    return "" if blanks(wording) else wording


def _state(fielded: Fielded, draft: Draft, page: Page) -> str:
    answers = [
        there for question in asked(fielded.compiled, draft, page) for there in is_answered(question, draft.values)
    ]
    if not answers:
        return "read"
    return "answered" if all(answers) else "partly" if any(answers) else "not_answered"
