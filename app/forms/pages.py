"""A page of questions as HTML: what is asked, what was typed, what is wrong, what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from app.forms.fields import Shown, shown
from app.forms.spoken import spoken
from app.forms.steps import Step, chance_of
from survey.piping import piped
from survey.routing import AnswerFault, asked
from survey.text import Text


def questions_page(
    step: Step, language: str, typed: Mapping[str, Sequence[str]], faults: Sequence[AnswerFault], *, changing: bool
) -> Response:
    """The page of a step.

    typed   name of a field to what was sent or stored
    faults  what has to be mended, each by its question; what is only said once stands above the questions
    """
    fielded, section, page = step.fielded, step.section, step.page
    values = step.before

    def say(text: Text) -> Text:
        return Text({language: piped(text, values, fielded.compiled, language)}) if text else text

    messages = {fault.variable: fault.message for fault in faults if not fault.once}
    questions = [
        shown(spoken(question, say), typed, messages, language)
        for question in asked(fielded.compiled, step.draft, page)
    ]
    sections = fielded.questionnaire.sections
    first = section.pages[0].id == page.id
    title, section_title = (say(text).in_language(language) for text in (page.title, section.title))
    return fielded.views.page(
        "page",
        language,
        status=422 if messages else 200,
        fielded=fielded,
        token=step.visit.box.token if step.visit else "",
        chance=chance_of(step),
        heading=title or section_title,
        section_title=section_title if title else "",
        intro=say(section.intro).in_language(language) if first else "",
        number=sections.index(section) + 1,
        total=len(sections),
        questions=questions,
        errors=list(_errors(questions)),
        said=[fault.message for fault in faults if fault.once],
        sensitive=section.level >= 2,
        can_skip=section.skip,
        changing=changing,
        here=step.path,
        # Said once a section, and not where an empty answer ends the form.
        is_free=first and page.end_if is None,
    )


def _errors(questions: Sequence[Shown]) -> list[dict[str, str]]:
    fields = [field for question in questions for field in question.fields if field.message]
    return [{"target": field.target, "label": field.label, "message": field.message} for field in fields]
