"""What must hold of the answers once a page is handed in. Unknown passes: nothing has to be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from survey.columns import names_of
from survey.compile import Compiled
from survey.expressions import evaluate, references
from survey.expressions.days import on
from survey.expressions.evaluation import lookup_in
from survey.missing import Answer
from survey.model import Check, Page, Question
from survey.piping import piped
from survey.reading import AnswerFault


@dataclass(frozen=True)
class Failed:
    """A check that does not hold.

    id  by which the draft remembers what was said once: the page's id and the check's number, from 1
    """

    id: str
    check: Check
    used: tuple[str, ...]

    def fault(
        self, compiled: Compiled, questions: Sequence[Question], values: Mapping[str, Answer], language: str
    ) -> AnswerFault:
        """What the check says, by the first question on the page that it speaks of."""
        fields = {name: field for question in questions for name, field in _fields(question)}
        field = next((fields[name] for name in self.used if name in fields), questions[0].id)
        message = piped(self.check.text, values, compiled, language)
        return AnswerFault(field, message, once=not self.check.stop)


def failed_checks(compiled: Compiled, page: Page, values: Mapping[str, Answer]) -> tuple[Failed, ...]:
    """The page's checks that do not hold, in their order; one on answers that are not there passes.

    values  arms and answers, those of the page itself included
    """
    lookup, today = lookup_in(values, compiled.choices), date.today()
    nodes = enumerate(zip(page.checks, compiled.checks[page.id], strict=True), start=1)
    return tuple(
        Failed(f"{page.id} {number}", check, tuple(reference.name for reference in references(must)))
        for number, (check, must) in nodes
        if evaluate(on(must, today), lookup) is False
    )


def _fields(question: Question) -> list[tuple[str, str]]:
    """Names in conditions, and the field by which a message stands: the item's in a battery, else the question's."""
    in_battery = question.type == "battery"
    return [(question.id, question.id), *((name, name if in_battery else question.id) for name in names_of(question))]
