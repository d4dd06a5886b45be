"""What a page shows of its questions: labels in the reader's language, what was chosen, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.forms.texts import word
from survey.missing import LABELS, OFFERED, Answer
from survey.model import CodeList, Question

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Choice:
    """One thing to choose: what is sent, what is read. `apart`: set off from the codes, as "prefer not to answer"."""

    value: str
    label: str
    chosen: bool
    apart: bool = False


@dataclass(frozen=True)
class Field:
    """A question, or one item of a battery, as the page shows it.

    name     of what is sent: the variable's, or the question's for a multiple choice
    typed    what stands in a number's box
    message  what is wrong with the answer; empty when nothing is
    """

    name: str
    label: str
    choices: tuple[Choice, ...]
    typed: str = ""
    message: str = ""


@dataclass(frozen=True)
class Shown:
    """A question with all its fields; only a battery has more than one.

    hint  how to answer: choose all that apply, from 0 to 100
    """

    question: Question
    label: str
    help: str
    hint: str
    unit: str
    fields: tuple[Field, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The labels over a battery's columns."""
        return tuple(choice.label for choice in self.fields[0].choices)

    @property
    def type(self) -> str:
        """single, multiple, number, battery or note."""
        return self.question.type


def shown(question: Question, typed: Typed, messages: Mapping[str, str], language: str) -> Shown:
    """A question in a language.

    typed     name to what was sent or stored, as text
    messages  name to what is wrong
    """
    rows = [(item.id, item.text) for item in question.items] or [(question.id, question.text)]
    # A radio button cannot be taken back without a script; whoever chose once gets a way to unchoose.
    may_unchoose = question.type in ("single", "battery") and not question.required
    unchoose = may_unchoose and any(any(typed.get(name, ())) for name, _ in rows)
    fields = (
        ()
        if question.type == "note"
        else tuple(
            Field(
                name=name,
                label=text.in_language(language),
                choices=_choices(question, typed.get(name, ()), unchoose, language),
                typed=next((value for value in typed.get(name, ()) if value and not value.startswith("-")), ""),
                message=messages.get(name, ""),
            )
            for name, text in rows
        )
    )
    return Shown(
        question=question,
        label=question.text.in_language(language),
        help=question.help.in_language(language),
        hint=_hint(question, language),
        unit=question.unit.in_language(language),
        fields=fields,
    )


def stored(questions: Sequence[Question], values: Mapping[str, Answer]) -> dict[str, list[str]]:
    """What a draft holds of these questions, under the names and in the words that a page sends."""
    return {name: sent for question in questions for name, sent in _stored(question, values)}


def is_answered(question: Question, values: Mapping[str, Answer]) -> list[bool]:
    """For each field of a question, whether something was chosen or written, be it "prefer not to answer"."""
    return [any(sent) for _, sent in _stored(question, values)]


def _stored(question: Question, values: Mapping[str, Answer]) -> list[tuple[str, list[str]]]:
    if question.type == "note":
        return []
    if question.type == "multiple" and question.codes:
        ticked = {code: values.get(f"{question.id}_{code}") for code in question.codes.codes()}
        sent = [str(code) for code, value in ticked.items() if value == 1]
        sent += sorted({str(value) for value in ticked.values() if value in OFFERED.values()})
        return [(question.id, sent)]
    names = [item.id for item in question.items] or [question.id]
    return [(name, [str(values[name])] if name in values and values[name] != -4 else []) for name in names]


def _choices(question: Question, sent: Sequence[str], unchoose: bool, language: str) -> tuple[Choice, ...]:
    codes = question.codes.categories if isinstance(question.codes, CodeList) else ()
    choices = [
        Choice(str(category.code), category.text.in_language(language), str(category.code) in sent)
        for category in codes
    ]
    choices += [
        Choice(
            str(int(OFFERED[name])), LABELS[OFFERED[name]].in_language(language), str(int(OFFERED[name])) in sent, True
        )
        for name in question.missing
    ]
    if unchoose:
        choices.append(Choice("", word("unanswered", language), chosen=False, apart=True))
    return tuple(choices)


def _hint(question: Question, language: str) -> str:
    if question.type == "multiple":
        return word("several", language)
    if question.type == "number" and question.min is not None and question.max is not None:
        return word("range", language, min=question.min, max=question.max)
    return ""
