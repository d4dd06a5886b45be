"""A plan of analysis carried out: each table and model through the one way from question to released result.

What is refused keeps its place with the reason; a refusal ends nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.disclosure import ReleasedModel, ReleasedTable
from analysis.errors import AnalysisError, Refused
from analysis.publish.beside import Beside, beside_model, beside_table
from app.opened import Opened, amounts_of, model_of, table_of
from survey.errors import SurveyError
from survey.plan import Plan, PlannedModel, PlannedTable, PublishedFigure
from survey.text import Text, plain


@dataclass(frozen=True)
class Step:
    """One table or model of the plan; `rows` and `by` are of this table alone."""

    planned: PlannedTable | PlannedModel
    rows: str = ""
    by: str = ""

    @property
    def name(self) -> str:
        """The name of its files: that of the plan, and its question and groups where there are several."""
        if isinstance(self.planned, PlannedModel):
            return self.planned.id
        several = [self.rows] if len(self.planned.rows) > 1 else []
        groups = ["by", self.by] if len(self.planned.by) > 1 else []
        return "_".join([self.planned.id, *several, *groups])


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of a step: what was released, or why nothing was, and the published figures that belong to it."""

    step: Step
    released: ReleasedTable | ReleasedModel | None
    refusal: Text | None
    beside: tuple[Beside, ...]


def steps(plan: Plan) -> tuple[Step, ...]:
    """Every table, question by question and group by group, then every model."""
    tables = [Step(table, rows, by) for table in plan.tables for rows in table.rows for by in table.by or ("",)]
    return (*tables, *(Step(model) for model in plan.models))


def carry_out(opened: Opened, plan: Plan) -> Iterator[Outcome]:
    """The outcome of every step, in the order of `steps`."""
    for step in steps(plan):
        figures = tuple(figure for figure in plan.published if _belongs(figure, step))
        try:
            released = _released(opened, step)
        except Refused as refusal:
            yield _refused(opened, step, refusal.reason, figures)
        except (AnalysisError, SurveyError) as error:
            yield _refused(opened, step, plain(str(error)), figures)
        else:
            yield Outcome(step, released, None, tuple(_beside(released, figure) for figure in figures))


def _released(opened: Opened, step: Step) -> ReleasedTable | ReleasedModel:
    planned = step.planned
    where = planned.where.source if planned.where else ""
    if isinstance(planned, PlannedModel):
        return model_of(opened, planned.formula, where=where, family=planned.family)
    if planned.statistic == "proportion":
        return table_of(opened, step.rows, by=step.by, where=where)
    return amounts_of(opened, step.rows, planned.statistic, by=step.by, where=where, share=planned.share)


def _belongs(figure: PublishedFigure, step: Step) -> bool:
    """A figure of everybody stands beside the first table of its question only."""
    planned = step.planned
    if figure.of != planned.id:
        return False
    if isinstance(planned, PlannedModel):
        return True
    cell, first = figure.cell, next(iter(planned.by), "")
    group = first if cell.group is None else cell.by or first
    return (cell.rows or planned.rows[0]) == step.rows and group == step.by


def _beside(released: ReleasedTable | ReleasedModel, figure: PublishedFigure) -> Beside:
    return beside_model(released, figure) if isinstance(released, ReleasedModel) else beside_table(released, figure)


def _refused(opened: Opened, step: Step, reason: Text, figures: tuple[PublishedFigure, ...]) -> Outcome:
    share = isinstance(step.planned, PlannedTable) and step.planned.statistic == "proportion"
    synthetic = opened.frame.synthetic
    beside = tuple(Beside(figure, percent=share, synthetic=synthetic, reason=reason) for figure in figures)
    return Outcome(step, None, reason, beside)
