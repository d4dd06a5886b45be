"""A study's plan of analysis: `plan.yaml` with tables, models, and the published figures to set beside them.

It is read as the questionnaire is, from shapes that also make `questionnaires/plan.schema.json`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from survey.errors import Fault, FaultyDefinition, UnreadableFile
from survey.kinds import MISSPELT, Choice, Condition, Decimal, ListOf, Name, OneOrMore, Share, Whole, Wording, Words
from survey.mendings import LAYOUT, QUOTE
from survey.model import Expression, Place
from survey.nodes import Node, read_nodes
from survey.shapes import Key, Shape
from survey.text import Text

PLAN_FILE = "plan.yaml"
Statistic = Literal["proportion", "mean", "total", "quantile"]
# As analysis.models.families names them; a test holds the two together.
Family = Literal[
    "linear", "logistic", "probit", "cloglog", "log", "poisson", "gamma", "gamma_inverse", "quasibinomial",
    "quasipoisson", "firth",
]  # fmt: skip
EVENT_FAMILIES: tuple[Family, ...] = ("logistic", "probit", "cloglog", "log", "quasibinomial", "firth")


@dataclass(frozen=True)
class PlannedTable:
    """One table for each variable in `rows`, by each in `by` in turn.

    statistic  of the rows; `share` is that of a quantile, 0.5 for the median
    """

    id: str
    title: Text
    rows: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: Expression | None = None
    statistic: Statistic = "proportion"
    share: float = 0.5
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class PlannedModel:
    """One regression; without a family linear or logistic, by its outcome."""

    id: str
    title: Text
    formula: str
    family: Family | None = None
    where: Expression | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Cell:
    """What a published figure is of.

    rows, answer  of a table: its variable, where it has several, and the codes whose shares are added
    by, group     the group, and the variable where there are several; everybody without a group
    term          of a model, as its output names it, such as `b_age`
    """

    rows: str = ""
    answer: tuple[int, ...] = ()
    by: str = ""
    group: int | None = None
    term: str = ""
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class PublishedFigure:
    """A figure from a source: a proportion in per cent, an estimate of a model as its ratio where it has one."""

    of: str
    cell: Cell
    value: float
    source: str
    interval: tuple[float, ...] = ()
    n: int | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Plan:
    """What will be worked out once there are answers, in the order of the file."""

    tables: tuple[PlannedTable, ...] = ()
    models: tuple[PlannedModel, ...] = ()
    published: tuple[PublishedFigure, ...] = ()
    place: Place = field(default=Place(), compare=False)

    @property
    def planned(self) -> tuple[PlannedTable | PlannedModel, ...]:
        """Tables, then models."""
        return (*self.tables, *self.models)


_ID = Key("id", Name(), "A name of its own, also that of its files.", required=True)
_TITLE = Key("title", Wording(), "What it shows, as a heading.", required=True, stand_in=Text())
_WHERE = Key("where", Condition(), "Only those for whom this holds.")
_WHERE_NAMES = dict.fromkeys(("ask_if", "filter", "if"), "where")

TABLE = Shape(
    "table",
    PlannedTable,
    (
        _ID,
        _TITLE,
        Key("rows", OneOrMore(Name()), "The question whose answers are the rows, or several in turn.", required=True),
        Key("by", OneOrMore(Name()), "The question whose answers are the columns, or several in turn."),
        _WHERE,
        Key("statistic", Choice(get_args(Statistic)), "What is worked out; proportions when not written."),
        Key("share", Share(), "Of a quantile: the share below it, 0.5 (the median) when not written."),
    ),
    "One table, or several alike.",
    other_names={"name": "id", "label": "title", "variable": "rows", "columns": "by", **_WHERE_NAMES},
)

MODEL = Shape(
    "model",
    PlannedModel,
    (
        _ID,
        _TITLE,
        Key("formula", Words(), "Outcome and covariates, such as `b_l1 ~ sex + b_age`.", required=True),
        Key("family", Choice(get_args(Family)), "How the outcome varies; logistic or linear when not written."),
        _WHERE,
    ),
    "One regression.",
    other_names={"name": "id", "label": "title", **_WHERE_NAMES},
)

CELL = Shape(
    "cell",
    Cell,
    (
        Key("rows", Name(), "The question, where the table has several."),
        Key("answer", OneOrMore(Whole(0)), "The code of the answer; of several codes the shares are added."),
        Key("by", Name(), "The question that makes the groups, where the table has several."),
        Key("group", Whole(0), "The code of the group; everybody when not written."),
        Key("term", Words(), "Of a model: the term, as its output names it."),
    ),
    "Where in the table or model a figure belongs.",
    named="answer",
    inside=True,
    other_names={"row": "answer", "code": "answer", "column": "group"},
)

PUBLISHED = Shape(
    "published figure",
    PublishedFigure,
    (
        Key("of", Name(), "The table or model that it stands beside.", required=True),
        Key("cell", CELL, "Where in it the figure belongs.", required=True, stand_in=Cell()),
        Key("value", Decimal(), "The figure; a proportion in per cent, of a logistic model the ratio.", required=True),
        Key("interval", ListOf(Decimal(), at_least=2), "Its 95 per cent interval: the low and the high end."),
        Key("n", Whole(0), "Answers that it rests on."),
        Key("source", Words(), "Who published it, and where.", required=True),
    ),
    "A figure from elsewhere.",
    named="of",
    other_names={"table": "of", "model": "of", "id": "of", "ci": "interval"},
)

PLAN: Shape[Plan] = Shape(
    "plan",
    Plan,
    (
        Key("tables", ListOf(TABLE), "Tables, in the order of the report."),
        Key("models", ListOf(MODEL), "Regressions."),
        Key("published", ListOf(PUBLISHED), "Published figures to set beside them."),
    ),
    "A study's plan of analysis.",
)

PLAN_SHAPES: tuple[Shape[object], ...] = (TABLE, MODEL, CELL, PUBLISHED)


def load_plan(path: Path) -> Plan:
    """The plan of a study's folder, or in a file. Raises UnreadableFile, or FaultyDefinition with all faults."""
    plan, faults = read_plan(path)
    if faults:
        raise FaultyDefinition(faults)
    return plan


def read_plan(path: Path) -> tuple[Plan, tuple[Fault, ...]]:
    """What could be read, and all faults of the text in the order of its lines. Raises UnreadableFile."""
    file = path / PLAN_FILE if path.is_dir() else path
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableFile(
            f"{file} cannot be read: {error.strerror}. A plan of analysis lies in the study's folder as {PLAN_FILE}."
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{file} is not stored as UTF-8. Save it again and choose UTF-8.") from error
    node, layout = read_nodes(str(file), text, _nonsense)
    if node is None:
        empty = Fault(str(file), 1, MISSPELT, "", "The plan is empty.", "Write `tables:` with a first table.")
        return Plan(), layout or (empty,)
    meant: list[Fault] = []
    plan = PLAN.read(node, "", meant) or Plan()
    # What a mended line seems to lack is a consequence of its layout, which has been said.
    mended = {fault.line for fault in layout if fault.number in (LAYOUT, QUOTE)}
    faults = (*layout, *(fault for fault in meant if fault.line not in mended))
    return plan, tuple(sorted(faults, key=lambda fault: fault.line))


def _nonsense(node: Node) -> int:
    faults: list[Fault] = []
    PLAN.read(node, "", faults)
    return len(faults)
