"""Every element of a definition with its words: the one source of the reader and of the published JSON Schema."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from survey.errors import Fault
from survey.kinds import Choice, Condition, Day, ListOf, Name, Pattern, Schema, Share, Truth, Whole, Wording, Words
from survey.missing import OFFERED
from survey.model import (
    Arm,
    Category,
    Check,
    CodeList,
    DesignRole,
    DesignVariable,
    Experiment,
    Item,
    Order,
    Page,
    Place,
    Precision,
    Question,
    Questionnaire,
    QuestionType,
    Scale,
    Section,
    Support,
    SupportService,
    Variant,
)
from survey.nodes import Listing, Node
from survey.shapes import Key, Shape
from survey.text import LANGUAGES, Text

_CONDITION_NAMES = dict.fromkeys(("relevant", "if", "show_if", "visible_if", "filter", "condition"), "ask_if")
_ASK_IF = Key("ask_if", Condition(), "Asked only when this holds; it may use questions of earlier pages.")
_TITLE = Key("title", Wording(), "Heading.", required=True, stand_in=Text())
_TEXT = Key("text", Wording(), "The wording in each language.", required=True, stand_in=Text())
_LEVEL = Key("level", Whole(0, 3), "Sensitivity from 0 (neutral) to 3 (victimisation, compensation, purchase).")
_ID = Key("id", Name(), "A name of its own.", required=True, stand_in="")

_DATE = Pattern(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", "A date such as 2026, 2026-11 or 2026-11-01")

CATEGORY = Shape(
    "code",
    Category,
    (
        Key("code", Whole(0), "Whole number from 0 upwards, stored as the answer.", required=True),
        _TEXT,
        Key("exclusive", Truth(), "Cannot be ticked together with another, such as `none of these`."),
        Key("other", Truth(), "Has a line to write on, such as `another answer`; the study must allow `open_text`."),
        Key("low", Whole(), "Of a band: the least number that it stands for."),
        Key("high", Whole(), "Of a band: the greatest number that it stands for."),
    ),
    "One code of a code list.",
    named="code",
    inside=True,
    other_names={"label": "text", "value": "code", "id": "code", "name": "text"},
)

CODE_LIST = Shape(
    "code list",
    CodeList,
    (
        Key("id", Name(), "The name by which questions use it.", required=True),
        Key(
            "categories",
            ListOf(CATEGORY, at_least=1),
            "The codes in the order they are shown.",
            required=True,
            stand_in=(),
        ),
        Key("ordered", Truth(), "The codes go from less to more, as on a scale."),
    ),
    "A named list of codes that several questions may use.",
    other_names={"codes": "categories", "options": "categories", "choices": "categories"},
)


@dataclass(frozen=True)
class Codes:
    """The name of a code list, or the codes themselves."""

    def read(self, node: Node, where: str, faults: list[Fault]) -> CodeList | None:
        """A list without id for codes written in place; a list without categories for a name, found later."""
        if isinstance(node, Listing):
            categories = ListOf(CATEGORY).read(node, where, faults) or ()
            return CodeList("", categories, place=node.place)
        name = Name().read(node, where, faults)
        return None if name is None else CodeList(name, (), place=node.place)

    def schema(self) -> Schema:
        """Either of the two."""
        return {"oneOf": [Name().schema(), ListOf(CATEGORY, at_least=1).schema()]}


ITEM = Shape(
    "item",
    Item,
    (Key("id", Name(), "The name of its variable.", required=True), _TEXT, _ASK_IF),
    "One row of a battery.",
    inside=True,
    other_names={"label": "text", "name": "id", **_CONDITION_NAMES},
)

VARIANT = Shape(
    "variant",
    Variant,
    (Key("ask_if", Condition(), "When this holds, this wording is shown.", required=True), _TEXT),
    "Another wording of the question, shown where its condition holds.",
    named="ask_if",
    inside=True,
    other_names=_CONDITION_NAMES,
)

QUESTION = Shape(
    "question",
    Question,
    (
        Key("id", Name(), "The name of its variable.", required=True),
        Key("type", Choice(get_args(QuestionType)), "How it is answered.", required=True),
        _TEXT,
        Key("help", Wording(), "A hint in smaller letters below the wording."),
        Key("codes", Codes(), "What may be answered: the name of a code list, or the codes themselves."),
        Key("missing", ListOf(Choice(tuple(OFFERED))), "What is offered besides the codes."),
        Key("items", ListOf(ITEM), "The rows of a battery, or the statements of a count or of a crosswise pair."),
        Key("min", Whole(), "The smallest number that may be answered; of a multiple choice, the fewest ticks."),
        Key("max", Whole(), "The largest number that may be answered; of a multiple choice, the most ticks."),
        Key("unit", Wording(), "What the number counts, shown behind it."),
        Key("low_text", Wording(), "Words at the low end of a scale or slider."),
        Key("high_text", Wording(), "Words at the high end of a scale or slider."),
        Key("places", Whole(1, 20), "How many may be ranked."),
        Key("precision", Choice(get_args(Precision)), "How exact a date is asked; no finer than is needed."),
        Key("earliest", _DATE, "The first date that may be answered, as exact as `precision`."),
        Key("latest", _DATE, "The last date that may be answered, as exact as `precision`."),
        Key("longest", Whole(1, 2000), "How many letters may be written; 300 when not written."),
        Key("value", Condition(), "How a computed value is worked out from earlier answers."),
        Key("share", Share(), "Of a crosswise pair: the known share for whom the first item holds, such as 0.25."),
        Key("order", Choice(get_args(Order)), "`random`: codes or items come in an order of chance, which is stored."),
        Key("variants", ListOf(VARIANT), "Other wordings, such as for the arms of an experiment."),
        _ASK_IF,
        Key("level", _LEVEL.kind, f"{_LEVEL.says} Its section's when not written."),
        Key("required", Truth(), "Must be answered to go on; for the consent question only."),
        Key("concept", Words(), "The same word for questions in other studies that measure the same."),
    ),
    "A question, a battery of items, or a note.",
    other_names={
        **dict.fromkeys(("label", "question", "wording"), "text"),
        **dict.fromkeys(("options", "choices", "answers", "categories", "code_list"), "codes"),
        **_CONDITION_NAMES,
        **dict.fromkeys(("mandatory",), "required"),
        **dict.fromkeys(("name",), "id"),
        **dict.fromkeys(("hint",), "help"),
    },
)

CHECK = Shape(
    "check",
    Check,
    (
        Key("must", Condition(), "What must hold of the answers of this page and of earlier ones.", required=True),
        Key("text", Wording(), "What is said to the respondent where it does not.", required=True, stand_in=Text()),
        Key("stop", Truth(), "The answers have to be mended; else the next click goes on."),
    ),
    "Something that must hold of the answers.",
    named="must",
    inside=True,
    other_names={"message": "text", "constraint": "must"},
)

PAGE = Shape(
    "page",
    Page,
    (
        _ID,
        Key("questions", ListOf(QUESTION), "What is shown at once.", required=True, stand_in=()),
        Key("title", Wording(), "Heading of the page."),
        _ASK_IF,
        Key("end_if", Condition(), "When this holds once the page is handed in, the form ends and keeps nothing."),
        Key("end_text", Wording(), "What those read whose form ends here."),
        Key("checks", ListOf(CHECK), "What must hold once the page is handed in."),
    ),
    "What is shown at once.",
    other_names={"name": "id", "elements": "questions", **_CONDITION_NAMES},
)

SECTION = Shape(
    "section",
    Section,
    (
        _ID,
        _TITLE,
        Key("intro", Wording(), "Shown first in the section."),
        Key("level", _LEVEL.kind, f"{_LEVEL.says} Holds for its questions unless they say their own."),
        Key("support", Name(), "The support text shown with it; needed at level 3."),
        Key("skip", Truth(), "The respondent may skip the whole section; needed at level 3."),
        Key("min_age", Whole(0, 120), "Asked only of those at least this old."),
        _ASK_IF,
        Key("pages", ListOf(PAGE), "Its pages in order.", required=True, stand_in=()),
    ),
    "Pages on one subject.",
    other_names={"name": "id", **_CONDITION_NAMES},
)

SERVICE = Shape(
    "service",
    SupportService,
    (
        Key("name", Wording(), "What it is called.", required=True, stand_in=Text()),
        Key("text", Wording(), "Whom it is for, and when it answers."),
        Key("phone", Words(), "Telephone number, in quotation marks."),
        Key("url", Words(), "Address on the web."),
    ),
    "A place to turn to.",
    named="phone",
    inside=True,
)

SUPPORT = Shape(
    "support",
    Support,
    (
        Key("id", Name(), "The name by which sections use it.", required=True),
        Key("intro", Wording(), "What stands above the services.", required=True, stand_in=Text()),
        Key("services", ListOf(SERVICE), "Where to turn to.", required=True, stand_in=()),
        Key("verified", Day(), "The day somebody last made sure that all of it is right.", required=True, stand_in=""),
    ),
    "A support text with places to turn to.",
)


ARM = Shape(
    "arm",
    Arm,
    (
        Key("code", Whole(0), "Whole number from 0 upwards, stored.", required=True),
        Key("text", Wording(), "Its name, or what `{...}` is replaced by in texts.", required=True, stand_in=Text()),
        Key("share", Whole(0, 100), "Share of respondents in whole per cents.", required=True, stand_in=0),
    ),
    "One arm of an experiment.",
    named="code",
    inside=True,
    other_names={"id": "code", "label": "text"},
)

EXPERIMENT = Shape(
    "experiment",
    Experiment,
    (
        Key("id", Name(), "The name of its variable.", required=True),
        _TITLE,
        Key("arms", ListOf(ARM, at_least=2), "The arms; their shares add up to 100.", required=True, stand_in=()),
    ),
    "A split ballot, or one factor of a vignette.",
    other_names={"name": "id", "label": "title", "factors": "arms"},
)

DESIGN_VARIABLE = Shape(
    "design variable",
    DesignVariable,
    (
        Key("id", Name(), "The name of its variable.", required=True),
        _TITLE,
        Key("role", Choice(get_args(DesignRole)), "What it is in the sampling.", required=True, stand_in="region"),
        Key("codes", Codes(), "What it may be; none for a number."),
    ),
    "What is known of a respondent before the form begins; it is never shown.",
    other_names={"name": "id", "label": "title", "text": "title"},
)

SCALE = Shape(
    "scale",
    Scale,
    (
        Key("id", Name(), "The name of its variable.", required=True),
        _TITLE,
        Key("items", ListOf(Name(), at_least=2), "The variables it is made of.", required=True, stand_in=()),
        Key("reverse", ListOf(Name()), "Those of them that are turned."),
        Key("score", Choice(get_args(Literal["mean", "sum"])), "The mean of the items, or their sum."),
        Key("factor", Whole(1, 1000), "By which the score is multiplied."),
        Key("min_answered", Whole(1), "Items that must be answered; 80 per cent of them when not written."),
        Key("source", Words(), "Where the scale comes from, with its licence."),
    ),
    "Several items that measure one thing.",
    other_names={"name": "id", "label": "title", "reversed": "reverse"},
)


@dataclass(frozen=True)
class NamedFile:
    """A further file of the definition, and where it was named."""

    name: str
    place: Place


@dataclass(frozen=True)
class FileName:
    """The name of a file, with its place."""

    def read(self, node: Node, where: str, faults: list[Fault]) -> NamedFile | None:
        """The name as it was written."""
        name = Words().read(node, where, faults)
        return None if name is None else NamedFile(name, node.place)

    def schema(self) -> Schema:
        """Text."""
        return {"type": "string"}


@dataclass(frozen=True)
class Header:
    """What stands under `questionnaire:`, and the files it names."""

    id: str
    version: str
    languages: tuple[str, ...]
    title: Text
    population: Text
    age: str = ""
    ethics: str = ""
    open_text: bool = False
    files: tuple[NamedFile, ...] = ()
    place: Place = field(default=Place(), compare=False)

    def with_content(
        self,
        sections: tuple[Section, ...],
        code_lists: tuple[CodeList, ...],
        supports: tuple[Support, ...],
        experiments: tuple[Experiment, ...],
        design: tuple[DesignVariable, ...],
        scales: tuple[Scale, ...],
    ) -> Questionnaire:
        """The whole questionnaire."""
        return Questionnaire(
            id=self.id,
            version=self.version,
            languages=self.languages,
            title=self.title,
            population=self.population,
            sections=sections,
            code_lists=code_lists,
            supports=supports,
            experiments=experiments,
            design=design,
            scales=scales,
            age=self.age,
            ethics=self.ethics,
            open_text=self.open_text,
            place=self.place,
        )


HEADER = Shape(
    "questionnaire",
    Header,
    (
        Key("id", Name(), "The study's name, the same as its folder's.", required=True, stand_in=""),
        Key(
            "version",
            Pattern(r"[0-9]+\.[0-9]+\.[0-9]+", "A version of three numbers, such as 1.0.0,"),
            "Three numbers; the first grows when a meaning changes, the last for slips of the pen.",
            required=True,
            stand_in="0.0.0",
        ),
        Key(
            "languages",
            ListOf(Choice(LANGUAGES), at_least=1),
            "Languages of all texts; the first is the one that is fielded first.",
            required=True,
            stand_in=LANGUAGES,
        ),
        _TITLE,
        Key("population", Wording(), "Whom the study is about.", required=True, stand_in=Text()),
        Key("age", Name(), "The question with the respondent's age in years; `min_age` of sections needs it."),
        Key("ethics", Words(), "Reference of the ethics approval; needed where minors may meet level 3."),
        Key("open_text", Truth(), "Respondents may write in their own words (`text`, `other`); off unless written."),
        Key("files", ListOf(FileName()), "Further files in reading order; `bank/...` lies beside the study's folder."),
    ),
    "Who asks whom, in which languages, from which files.",
)


@dataclass(frozen=True)
class Content:
    """What one file holds."""

    questionnaire: Header | None = None
    code_lists: tuple[CodeList, ...] = ()
    supports: tuple[Support, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    design: tuple[DesignVariable, ...] = ()
    scales: tuple[Scale, ...] = ()
    sections: tuple[Section, ...] = ()
    place: Place = field(default=Place(), compare=False)


FILE: Shape[Content] = Shape(
    "file",
    Content,
    (
        Key("questionnaire", HEADER, "The header; in the study's main file only."),
        Key("code_lists", ListOf(CODE_LIST), "Code lists for the questions of the study."),
        Key("supports", ListOf(SUPPORT), "Support texts for its sections."),
        Key("experiments", ListOf(EXPERIMENT), "Split ballots and factors of vignettes."),
        Key("design", ListOf(DESIGN_VARIABLE), "What is known of respondents before the form begins."),
        Key("scales", ListOf(SCALE), "Scales made of several items."),
        Key("sections", ListOf(SECTION), "Sections in the order they are asked."),
    ),
    "A file of a questionnaire definition.",
)

SHAPES: tuple[Shape[object], ...] = (
    HEADER, CODE_LIST, CATEGORY, SUPPORT, SERVICE, EXPERIMENT, ARM, DESIGN_VARIABLE, SCALE, SECTION, PAGE, CHECK,
    QUESTION, VARIANT, ITEM,
)  # fmt: skip
