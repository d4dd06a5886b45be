"""From what people would answer to a frame: the form is answered page by page, then the design stands beside it."""

from __future__ import annotations

import random
from collections.abc import Hashable, Iterator, Mapping

import pandas as pd

from analysis.arrays import FloatArray
from analysis.weighting import rake
from survey.compile import Compiled
from survey.frame import SurveyFrame
from survey.frame_file import marked
from survey.missing import Missing
from survey.response import Response
from survey.responses import frame as frame_of
from survey.simulate import Behaviour, simulate
from survey.text import Text
from survey.variables import Variable

Margins = Mapping[str, Mapping[float | str, float]]
ALWAYS_KNOWN = {int(Missing.LEFT_BLANK): 0.0}


def answered(
    compiled: Compiled,
    given: pd.DataFrame,
    *,
    known: tuple[str, ...],
    behaviour: Behaviour,
    weeks: tuple[str, ...],
    seed: int,
) -> SurveyFrame:
    """The frame of people who answer the form with what is `given`, one row a person, on the form's own routes.

    given  (n, variables): what each would answer, asked or not; -2 where they do not know
    known  variables that are never left blank, such as those the weights rest on
    """
    people = given.astype(int).to_dict(orient="records")
    responses = _responses(compiled, people, frozenset(known), behaviour, weeks, seed)
    return frame_of(compiled, responses, synthetic=True)


def _responses(
    compiled: Compiled,
    people: list[dict[Hashable, int]],
    known: frozenset[str],
    behaviour: Behaviour,
    weeks: tuple[str, ...],
    seed: int,
) -> Iterator[Response]:
    when = random.Random(seed)
    for number, person in enumerate(people):
        planted = {str(name): {code: 1.0, **(ALWAYS_KNOWN if name in known else {})} for name, code in person.items()}
        for question in compiled.choices:
            ticks = {code: float(person[name]) for code, name in compiled.choices[question].items()}
            planted = {name: draw for name, draw in planted.items() if name not in compiled.choices[question].values()}
            planted[question] = ticks
        yield from simulate(
            compiled,
            n=1,
            seed=seed * 100_000 + number,
            distributions=planted,
            behaviour=behaviour,
            week=when.choice(weeks),
        )


def calibrated(people: pd.DataFrame, columns: pd.DataFrame, margins: Margins) -> FloatArray:
    """(n,) design weights raked to the margins, rounded so that every machine writes the same file."""
    frame = SurveyFrame("raking", columns, {str(name): Variable(str(name), Text()) for name in columns})
    return rake(frame, people.design_weight.to_numpy(), margins).values.round(4)


def with_design(frame: SurveyFrame, columns: Mapping[Variable, object]) -> SurveyFrame:
    """The frame with the columns of the design first, and the mark of synthetic data before them."""
    design = pd.DataFrame({variable.name: column for variable, column in columns.items()}, dtype="float64")
    data = pd.concat([design, frame.data], axis=1)
    variables = {variable.name: variable for variable in columns} | dict(frame.variables)
    return marked(SurveyFrame(frame.study, data, variables, frame.title, synthetic=True))
