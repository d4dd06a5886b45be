"""The numbers by which reports and the paper form speak of pages and questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from survey.columns import names_of
from survey.compile import Compiled
from survey.model import Question, Questionnaire
from survey.reports.leads import is_shown
from survey.text import Text
from survey.variables import Variable

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BARE = "\ue000"  # stands for itself in no text; says that a number is not to be put in quotation marks
_ONE_OF = re.compile(f"{_BARE}[^{_BARE}]+{_BARE}")
_ONE = re.compile(f"{_BARE}(?P<word>\\w+) (?P<number>\\d+)(?: (?P<item>\\w+))?{_BARE}")
_SEVERAL = re.compile(f"{_ONE_OF.pattern}(?:(?:, | \\w+ ){_ONE_OF.pattern})+")
_SEVERAL_OF = {"question": "questions"}
_QUESTION = Text(sv="fråga", en="question")


def numbers_of_questions(questionnaire: Questionnaire) -> dict[str, int]:
    """Id of each question to its number from 1; notes and computed values have none."""
    asked = [question for _, page in questionnaire.pages() for question in page.questions if is_asked(question)]
    return {question.id: number for number, question in enumerate(asked, start=1)}


def numbers_of_pages(questionnaire: Questionnaire) -> dict[str, int]:
    """Id of each page that shows anything to its number from 1."""
    shown = [page for _, page in questionnaire.pages() if is_shown(page)]
    return {page.id: number for number, page in enumerate(shown, start=1)}


def is_asked(question: Question) -> bool:
    """Whether a respondent answers it."""
    return question.type not in ("note", "computed")


def letter(place: int) -> str:
    """The letter of an item, from 0: a to z, then aa, ab and so on."""
    more, last = divmod(place, len(LETTERS))
    return (letter(more - 1) if more else "") + LETTERS[last]


def by_number(compiled: Compiled) -> Mapping[str, Variable]:
    """The variables with their question's number in place of its wording, for `words` to speak of; see `unquoted`."""
    numbers = numbers_of_questions(compiled.questionnaire)
    found = dict(compiled.variables)
    for _, page in compiled.steps:
        for question in (question for question in page.questions if question.id in numbers):
            for place, name in enumerate(names_of(question)):
                found[name] = _numbered(found[name], question, numbers[question.id], place)
    return found


def unquoted(said: str) -> str:
    """The words without quotation marks around numbers; items that follow each other are drawn together."""
    for before, after in (("“", "”"), ("”", "”")):
        said = said.replace(f"{before}{_BARE}", _BARE).replace(f"{_BARE}{after}", _BARE)
    return _SEVERAL.sub(_together, said).replace(_BARE, "")


def _together(found: re.Match[str]) -> str:
    """`question 24 a, question 24 b and question 25` as `question 24 a–b and 25`."""
    named = [_ONE.fullmatch(name) for name in _ONE_OF.findall(found[0])]
    items = [(name["word"], name["number"], name["item"] or "") for name in named if name]
    joint = " ".join(re.findall(r" (\w+) ", _ONE_OF.sub("", found[0]))[-1:])
    parts = []
    for number, group in groupby(items, key=lambda item: item[1]):
        letters = [item for _, _, item in group]
        run = f"{letters[0]}–{letters[-1]}" if len(letters) > 2 and _follow(letters) else ", ".join(letters)
        parts.append(f"{number} {run}".strip())
    listed = f"{', '.join(parts[:-1])} {joint} {parts[-1]}" if len(parts) > 1 else parts[0]
    word = items[0][0]
    return f"{_SEVERAL_OF.get(word, word) if len(parts) > 1 else word} {listed}"


def _follow(letters: list[str]) -> bool:
    places = [LETTERS.find(item) for item in letters]
    return -1 not in places and places == list(range(places[0], places[-1] + 1))


def _numbered(variable: Variable, question: Question, number: int, place: int) -> Variable:
    name = Text({language: f"{_BARE}{word} {number}{{}}{_BARE}" for language, word in _QUESTION.items()})
    if question.answered == "codes":
        # A category keeps its own label; only the question as a whole is spoken of by number.
        return replace(variable, stem=_filled(name, ""))
    within = f" {letter(place)}" if question.type == "battery" else ""
    return replace(variable, label=_filled(name, within), stem=Text())


def _filled(name: Text, within: str) -> Text:
    return Text({language: text.format(within) for language, text in name.items()})
