"""What is written by hand, or chosen from a list: a number, a date in its parts, words, places in an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.forms.texts import nth, word
from survey.columns import categories_of, names_of
from survey.missing import OFFERED
from survey.model import LONGEST_TEXT, Precision, Question

Typed = Mapping[str, Sequence[str]]

PARTS: dict[Precision, tuple[str, ...]] = {
    "year": ("year",),
    "month": ("year", "month"),
    "day": ("year", "month", "day"),
}
_LETTERS = {"year": 4, "month": 2, "day": 2}
_LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Reply:
    """What was sent or stored of a page, and what is wrong with it.

    typed     name of a field to what was sent or stored, as text
    messages  name of a field to what is wrong
    language  of the respondent
    """

    typed: Typed
    messages: Mapping[str, str]
    language: str

    def sent(self, name: str) -> Sequence[str]:
        """What was sent under a name."""
        return self.typed.get(name, ())


@dataclass(frozen=True)
class Box:
    """Something to write in, or a list to choose from.

    name     of what is sent
    typed    what stands in it
    longest  the most letters that fit
    options  of a list: what is sent, what is read
    wrong    whether what stands in it has to be mended
    """

    name: str
    label: str
    typed: str
    longest: int = 0
    options: tuple[tuple[str, str], ...] = ()
    wrong: bool = False


def boxes(question: Question, reply: Reply) -> tuple[Box, ...]:
    """The boxes of a question; none where it is answered by buttons alone."""
    language = reply.language

    def box(name: str, label: str, longest: int, options: tuple[tuple[str, str], ...] = ()) -> Box:
        wrong = name in reply.messages or question.id in reply.messages
        return Box(name, label, written(question, reply.sent(name)), longest, options, wrong)

    label = question.text.in_language(language)
    match question.type:
        case "number" | "estimate" | "slider":
            return (box(question.id, label, _LONGEST_NUMBER),)
        case "text":
            return (box(question.id, label, question.longest),)
        case "date":
            asked = parts(question, language)
            return tuple(box(f"{question.id}_{part}", word(part, language), _LETTERS[part]) for part in asked)
        case "rank":
            options = tuple(_options(question, language))
            places = enumerate(ranks(question), start=1)
            return tuple(box(name, nth(place, language), 0, options) for place, name in places)
    return ()


def other_line(question: Question, reply: Reply) -> Box:
    """The line beside "other"."""
    name = f"{question.id}_other"
    sent = next(iter(reply.sent(name)), "")
    return Box(name, word("own_words", reply.language), sent, LONGEST_TEXT, wrong=name in reply.messages)


def ranks(question: Question) -> tuple[str, ...]:
    """The names of the places in an order, first place first."""
    return tuple(name for name in names_of(question) if name.startswith(f"{question.id}_rank"))


def written(question: Question, sent: Sequence[str]) -> str:
    """What was written by hand among what was sent: all but "don't know" and "prefer not to answer"."""
    offered = {str(int(OFFERED[reason])) for reason in question.missing}
    return next((text for text in sent if text and text not in offered), "")


def parts(question: Question, language: str) -> tuple[str, ...]:
    """The parts of a date in the order in which the language says them."""
    parts = PARTS[question.precision]
    return parts if language == "sv" else parts[::-1]


def _options(question: Question, language: str) -> Iterator[tuple[str, str]]:
    yield "", word("no_choice", language)
    for category in categories_of(question):
        yield str(category.code), category.text.in_language(language)
