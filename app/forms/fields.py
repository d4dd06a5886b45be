"""What a page shows of its questions: labels in the reader's language, what was chosen, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.forms.boxes import Box, Reply, Typed, boxes, other_line
from app.forms.hints import hint
from app.forms.texts import word
from survey.columns import categories_of, has_other
from survey.missing import LABELS, OFFERED
from survey.model import Question, QuestionType
from survey.text import Text

# The template of a type that has none of its own.
_TEMPLATES: dict[QuestionType, str] = {
    "banded": "single",
    "consent": "single",
    "count": "scale",
    "crosswise": "single",
    "date": "boxes",
    "estimate": "number",
    "rank": "boxes",
    "slider": "number",
}


@dataclass(frozen=True)
class Choice:
    """One thing to choose: what is sent, what is read.

    apart  set off from the codes, as "prefer not to answer"
    line   beside "other": where to write in one's own words
    """

    value: str
    label: str
    chosen: bool
    apart: bool = False
    line: Box | None = None


@dataclass(frozen=True)
class Field:
    """A question, or one item of a battery, as the page shows it.

    name     of what is sent: the variable's, or the question's for a multiple choice
    message  what is wrong with the answer; empty when nothing is
    target   the id that the message leads to
    """

    name: str
    label: str
    choices: tuple[Choice, ...]
    boxes: tuple[Box, ...] = ()
    message: str = ""
    target: str = ""


@dataclass(frozen=True)
class Shown:
    """A question with all its fields; only a battery has more than one.

    hint        how to answer: choose all that apply, from 0 to 100
    statements  of a count or of a crosswise pair
    ends        what stands at the ends of a scale or slider: "0 = not at all", "10 = completely"
    """

    question: Question
    label: str
    help: str
    hint: str
    unit: str
    statements: tuple[str, ...]
    ends: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The labels over a battery's columns."""
        return tuple(choice.label for choice in self.fields[0].choices)

    @property
    def type(self) -> QuestionType:
        """How it is answered."""
        return self.question.type

    @property
    def template(self) -> str:
        """The name of the template that shows it."""
        return _TEMPLATES.get(self.type, self.type)


def shown(question: Question, typed: Typed, messages: Mapping[str, str], language: str) -> Shown:
    """A question in a language.

    typed     name to what was sent or stored, as text
    messages  name to what is wrong
    """
    return Shown(
        question=question,
        label=question.text.in_language(language),
        help=question.help.in_language(language),
        hint=hint(question, language),
        unit=question.unit.in_language(language),
        statements=tuple(item.text.in_language(language) for item in question.items if question.type != "battery"),
        ends=tuple(_ends(question, language)),
        fields=tuple(_fields(question, Reply(typed, messages, language))),
    )


def _fields(question: Question, reply: Reply) -> Iterator[Field]:
    if question.answered == "nothing":
        return
    rows = [(question.id, question.text)]
    if question.type == "battery":
        rows = [(item.id, item.text) for item in question.items]
    unchoose = _may_unchoose(question) and any(any(reply.sent(name)) for name, _ in rows)
    for name, text in rows:
        yield _field(question, name, text, reply, unchoose)


def _field(question: Question, name: str, text: Text, reply: Reply, unchoose: bool) -> Field:
    choices = tuple(_choices(question, reply, reply.sent(name), unchoose))
    own = boxes(question, reply)
    lines = [choice.line for choice in choices if choice.line]
    wrong = next((known for known in (name, *(box.name for box in (*own, *lines))) if known in reply.messages), "")
    return Field(
        name=name,
        label=text.in_language(reply.language),
        choices=choices,
        boxes=own,
        message=reply.messages.get(wrong, ""),
        target=own[0].name if own and wrong == name else wrong,
    )


def _may_unchoose(question: Question) -> bool:
    """A radio button cannot be taken back without a script; whoever chose once gets a way to unchoose."""
    by_button = question.answered in ("code", "codes of items") or question.type in ("scale", "count")
    return by_button and not question.must_be_answered


def _choices(question: Question, reply: Reply, sent: Sequence[str], unchoose: bool) -> Iterator[Choice]:
    for number in _numbers(question):
        yield Choice(str(number), str(number), str(number) in sent)
    # A rank has its categories in the lists of its boxes.
    for category in categories_of(question) if question.type != "rank" else ():
        value, label = str(category.code), category.text.in_language(reply.language)
        line = other_line(question, reply) if category.other and has_other(question) else None
        yield Choice(value, label, value in sent, line=line)
    for reason in question.missing:
        value, label = str(int(OFFERED[reason])), LABELS[OFFERED[reason]].in_language(reply.language)
        yield Choice(value, label, value in sent, apart=True)
    if unchoose:
        yield Choice("", word("unanswered", reply.language), chosen=False, apart=True)


def _numbers(question: Question) -> range:
    """The numbers that are chosen by button."""
    low, high = question.limits
    if question.type not in ("scale", "count") or low is None or high is None:
        return range(0)
    return range(low, high + 1)


def _ends(question: Question, language: str) -> Iterator[str]:
    low, high = question.limits
    for number, text in ((low, question.low_text), (high, question.high_text)):
        if text:
            yield f"{number} = {text.in_language(language)}"
