"""The questionnaire as it was written: study, sections, pages, questions, code lists.

Everything here is frozen and holds its line, so that a fault can say where it is. Nothing here routes,
checks or draws: see `survey.checks`, `survey.compile` and `app.forms`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from survey.text import Text

QuestionType = Literal[
    "single", "multiple", "battery", "number", "banded", "scale", "estimate", "slider", "rank", "date", "text",
    "consent", "count", "crosswise", "computed", "note",
]  # fmt: skip
# What an answer to a question is, by its type.
Answered = Literal["code", "codes", "codes of items", "number", "ranks", "day", "text", "computed", "nothing"]
ANSWERED: dict[QuestionType, Answered] = {
    "single": "code",
    "multiple": "codes",
    "battery": "codes of items",
    "number": "number",
    "banded": "code",
    "scale": "number",
    "estimate": "number",
    "slider": "number",
    "rank": "ranks",
    "date": "day",
    "text": "text",
    "consent": "code",
    "count": "number",
    "crosswise": "code",
    "computed": "computed",
    "note": "nothing",
}
Order = Literal["fixed", "random"]
Precision = Literal["year", "month", "day"]
DesignRole = Literal["stratum", "psu", "ssu", "fpc", "weight", "wave", "mode", "region", "comparison"]
LONGEST_TEXT = 300


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
    """One code of a code list with its label.

    exclusive  cannot be ticked together with another; stays last in random order
    other      has a line to write on, whose text is a variable of its own, `id_other`; stays last in random order
    low, high  of a band: the least and greatest number that it stands for; None where it is open
    """

    code: int
    text: Text
    exclusive: bool = False
    other: bool = False
    low: int | None = None
    high: int | None = None
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
    """One row of a battery, whose id is the variable's name; or a statement of a count or of a crosswise pair."""

    id: str
    text: Text
    ask_if: Expression | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Variant:
    """Another wording, shown instead where its condition holds; of several the first one that does."""

    ask_if: Expression
    text: Text
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Question:
    """Something on a page: a question, a note, or a computed value, which is not shown.

    single    one code of `codes`; variable `id`
    multiple  any codes of `codes`, from `min` to `max` of them; one variable 0/1 a category, `id_code`
    battery   one code of `codes` for each item; variables are the items' ids
    number    a whole number from `min` to `max`; variable `id`
    banded    one code of `codes`, whose categories are bands of numbers; variable `id`
    scale     a whole number from `min` to `max` (0 to 10), shown as buttons with words at both ends; variable `id`
    estimate  a whole number from `min` to `max` (0 to 100), usually a per cent; variable `id`
    slider    a place on a line from `min` to `max` (0 to 100) with words at both ends, no place marked beforehand
    rank      codes in order of importance, at most `places` of them; variables `id_rank1`, `id_rank2`, ...: the code
    date      a day, month or year by `precision`, from `earliest` to `latest`; variable `id`: YYYYMMDD, YYYYMM or YYYY
    text      words of the respondent's own, at most `longest` letters; variable `id`
    consent   one code of `codes`, which has to be answered; variable `id`
    count     how many of `items` hold, not which (a list experiment); variable `id`, from 0 to their number
    crosswise whether two `items` hold both or neither, or just one of them; variable `id`, code 1 for both or neither
    computed  `value`, worked out from earlier answers; variable `id`
    note      text only; no variable

    order     random: the categories, or the items, are shown in an order of chance; variable `id_order` holds it
    share     of a crosswise pair: the known share of people for whom the first item holds
    variants  other wordings
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
    low_text: Text = field(default_factory=Text)
    high_text: Text = field(default_factory=Text)
    places: int | None = None
    precision: Precision = "day"
    earliest: str = ""
    latest: str = ""
    longest: int = LONGEST_TEXT
    value: Expression | None = None
    share: float | None = None
    order: Order = "fixed"
    variants: tuple[Variant, ...] = ()
    ask_if: Expression | None = None
    level: int = 0
    required: bool = False
    concept: str = ""
    place: Place = field(default=Place(), compare=False)

    @property
    def answered(self) -> Answered:
        """What an answer is."""
        return ANSWERED[self.type]

    @property
    def must_be_answered(self) -> bool:
        """Whether nobody goes on without an answer: consent, and what is written so."""
        return self.required or self.type == "consent"

    @property
    def limits(self) -> tuple[int | None, int | None]:
        """The least and greatest number that may be answered, where the type has its own when none are written."""
        low, high = _LIMITS.get(self.type, (None, None))
        if self.type == "count":
            return 0, len(self.items)
        return (low if self.min is None else self.min), (high if self.max is None else self.max)


_LIMITS: dict[QuestionType, tuple[int, int]] = {"scale": (0, 10), "estimate": (0, 100), "slider": (0, 100)}


@dataclass(frozen=True)
class Check:
    """What must hold of the answers once a page is handed in, and what is said where it does not.

    stop  True: the answers have to be mended; else it is said once, and the next click goes on
    """

    must: Expression
    text: Text
    stop: bool = False
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Arm:
    """One arm of an experiment: its code, its name or the text it stands for, and its share in whole per cents."""

    code: int
    text: Text
    share: int
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Experiment:
    """A split ballot, or one factor of a vignette: each respondent is in one arm by chance; variable `id`.

    The arm can be used in conditions, and `{id}` in a text is replaced by the arm's own.
    """

    id: str
    title: Text
    arms: tuple[Arm, ...]
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class DesignVariable:
    """What is known of a respondent before the form begins, such as the school's stratum: never shown, never asked.

    codes  what it may be; None for a number
    """

    id: str
    title: Text
    role: DesignRole
    codes: CodeList | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Scale:
    """Several items that measure one thing; variable `id`, worked out when answers are read.

    items    names of variables with the same codes
    reverse  those of them that are turned: least + greatest - answer
    score    mean of the items; or "sum": the mean times their number
    factor   by which the score is multiplied
    min_answered  items that must be answered, else there is no score; None: 80 per cent of them
    source   where the scale comes from, with its licence
    """

    id: str
    title: Text
    items: tuple[str, ...]
    reverse: tuple[str, ...] = ()
    score: Literal["mean", "sum"] = "mean"
    factor: int = 1
    min_answered: int | None = None
    source: str = ""
    place: Place = field(default=Place(), compare=False)

    @property
    def needed(self) -> int:
        """Items that must be answered: as written, else 80 per cent of them, rounded up."""
        return -(-4 * len(self.items) // 5) if self.min_answered is None else self.min_answered


@dataclass(frozen=True)
class Page:
    """What is shown at once. When `end_if` holds once it is handed in, the form ends and keeps nothing."""

    id: str
    questions: tuple[Question, ...]
    title: Text = field(default_factory=Text)
    ask_if: Expression | None = None
    end_if: Expression | None = None
    end_text: Text = field(default_factory=Text)
    checks: tuple[Check, ...] = ()
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
    open_text  True where respondents may write in their own words (`text`, `other`); off unless written
    """

    id: str
    version: str
    languages: tuple[str, ...]
    title: Text
    population: Text
    sections: tuple[Section, ...]
    code_lists: tuple[CodeList, ...] = ()
    supports: tuple[Support, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    design: tuple[DesignVariable, ...] = ()
    scales: tuple[Scale, ...] = ()
    age: str = ""
    ethics: str = ""
    open_text: bool = False
    place: Place = field(default=Place(), compare=False)

    def pages(self) -> tuple[tuple[Section, Page], ...]:
        """Every page with its section, in the order of the definition."""
        return tuple((section, page) for section in self.sections for page in section.pages)
