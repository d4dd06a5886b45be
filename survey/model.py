"""The questionnaire as it was written: study, sections, pages, questions, code lists.

Everything here is frozen and holds its line, so that a fault can say where it is. Nothing here routes,
checks or draws: see `survey.checks`, `survey.compile` and `app.forms`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from survey.text import Text

QuestionType = Literal["single", "multiple", "number", "battery", "note"]


@dataclass(frozen=True)
class Place:
    """Where something was written: file as the reader knows it, line and column from 1.

    lines  the line of each word below it, such as ("text", 43) and ("text.sv", 44)
    """

    file: str = ""
    line: int = 0
    column: int = 0
    lines: tuple[tuple[str, int], ...] = ()

    def of(self, word: str) -> Place:
        """The place of one word of this element, such as its `text`; the element's own where it was not written."""
        return Place(self.file, dict(self.lines).get(word, self.line))

    def has(self, word: str) -> bool:
        """Whether the word was written at all."""
        return any(written == word for written, _ in self.lines)


@dataclass(frozen=True)
class Category:
    """One code of a code list with its label. `exclusive`: cannot be ticked together with another."""

    code: int
    text: Text
    exclusive: bool = False
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class CodeList:
    """A named list of categories; codes are whole numbers from 0 upwards. `ordered`: from less to more, as a scale."""

    id: str
    categories: tuple[Category, ...]
    place: Place = field(default=Place(), compare=False)
    ordered: bool = False

    def codes(self) -> tuple[int, ...]:
        """All codes, in the order they are shown."""
        return tuple(category.code for category in self.categories)


@dataclass(frozen=True)
class Expression:
    """A condition as it was written; `survey.expressions` reads it."""

    source: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Item:
    """One row of a battery; its id is the variable's name."""

    id: str
    text: Text
    ask_if: Expression | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Question:
    """A question, a battery or a note.

    single    one code of `codes`; variable `id`
    multiple  any codes of `codes`; one variable 0/1 a category, `id_code`
    number    a whole number from `min` to `max`; variable `id`
    battery   one code of `codes` for each item; variables are the items' ids
    note      text only; no variable
    """

    id: str
    type: QuestionType
    text: Text
    help: Text = field(default_factory=Text)
    codes: CodeList | None = None
    missing: tuple[str, ...] = ()  # of "dont_know", "refused"
    items: tuple[Item, ...] = ()
    min: int | None = None
    max: int | None = None
    unit: Text = field(default_factory=Text)
    ask_if: Expression | None = None
    level: int = 0
    required: bool = False
    concept: str = ""
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Page:
    """What is shown at once. When `end_if` holds once it is handed in, the form ends and keeps nothing."""

    id: str
    questions: tuple[Question, ...]
    title: Text = field(default_factory=Text)
    ask_if: Expression | None = None
    end_if: Expression | None = None
    end_text: Text = field(default_factory=Text)
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Section:
    """Pages on one subject. `skip`: the respondent may skip all of it (-6); `support` names a support text."""

    id: str
    title: Text
    pages: tuple[Page, ...]
    intro: Text = field(default_factory=Text)
    ask_if: Expression | None = None
    level: int = 0
    skip: bool = False
    support: str = ""
    min_age: int | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class SupportService:
    """A place to turn to: `phone` and `url` may each be empty, not both."""

    name: Text
    text: Text = field(default_factory=Text)
    phone: str = ""
    url: str = ""
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Support:
    """A support page; `verified` is the day somebody last rang and looked, as YYYY-MM-DD."""

    id: str
    intro: Text
    services: tuple[SupportService, ...]
    verified: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Questionnaire:
    """All that is asked, in all its languages; the first language is the fielded master.

    age     the variable that holds the respondent's age in years, for `min_age`; empty when none is asked
    ethics  reference of the ethics approval; without one no minor meets a section at level 3
    """

    id: str
    version: str
    languages: tuple[str, ...]
    title: Text
    population: Text
    sections: tuple[Section, ...]
    code_lists: tuple[CodeList, ...] = ()
    supports: tuple[Support, ...] = ()
    age: str = ""
    ethics: str = ""
    place: Place = field(default=Place(), compare=False)

    def pages(self) -> tuple[tuple[Section, Page], ...]:
        """Every page with its section, in the order of the definition."""
        return tuple((section, page) for section in self.sections for page in section.pages)
