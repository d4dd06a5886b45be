"""All checks of a questionnaire, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from survey.checks.advice import advice
from survey.checks.ages import ages
from survey.checks.answers import answers
from survey.checks.code_lists import code_lists
from survey.checks.experiments import experiments
from survey.checks.identity import identity
from survey.checks.names import names
from survey.checks.open_text import open_text
from survey.checks.order import order_of
from survey.checks.piping import piping
from survey.checks.releases import as_released
from survey.checks.routes import routes
from survey.checks.safety import safety
from survey.checks.scales import scales
from survey.checks.walk import files_of, in_file_order
from survey.checks.wording import wording
from survey.errors import Fault
from survey.load import read
from survey.mendings import LAYOUT, QUOTE
from survey.model import Questionnaire

_SAID_WHEN_READ = (13, 14, 17, 24, 30)


def check(questionnaire: Questionnaire, *, today: date | None = None) -> tuple[Fault, ...]:
    """Every fault of what is asked, in file order; advice is marked.

    today  the day on which support texts must be fresh; the present day when it is not given
    """
    faults = tuple(_faults(questionnaire, today or date.today()))
    return in_file_order(faults, files_of(questionnaire))


def _faults(questionnaire: Questionnaire, today: date) -> Iterator[Fault]:
    order = order_of(questionnaire)
    yield from names(questionnaire)
    yield from answers(questionnaire)
    yield from code_lists(questionnaire)
    yield from open_text(questionnaire)
    yield from wording(questionnaire)
    yield from piping(questionnaire, order)
    yield from routes(questionnaire, order)
    yield from safety(questionnaire, today)
    yield from ages(questionnaire, order)
    yield from identity(questionnaire)
    yield from scales(questionnaire)
    yield from experiments(questionnaire, order)
    yield from advice(questionnaire)
    yield from as_released(questionnaire)


def check_file(path: Path, *, today: date | None = None) -> tuple[Fault, ...]:
    """Every fault of a study folder or file: of how it is written and of what it asks. Raises UnreadableFile."""
    questionnaire, written = read(path)
    if questionnaire is None:
        return written
    asked = [found for found in check(questionnaire, today=today) if not _is_consequence(found, written)]
    files = tuple(dict.fromkeys([*files_of(questionnaire), *(found.file for found in written)]))
    return in_file_order([*written, *asked], files)


def _is_consequence(found: Fault, written: tuple[Fault, ...]) -> bool:
    """Whether the reading has already said of the same place that it is faulty."""
    same_line = [other for other in written if (other.file, other.line) == (found.file, found.line)]
    lacking = found.number in _SAID_WHEN_READ and any(other.where == found.where for other in same_line)
    return lacking or any(other.number in (LAYOUT, QUOTE) for other in same_line)
