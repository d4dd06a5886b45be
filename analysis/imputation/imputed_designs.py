"""Imputed designs: one design m times, each with other columns in the place of those that lack answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arguments import listed, takes, whole_of
from analysis.arrays import BoolArray
from analysis.design import SurveyDesign
from analysis.errors import AnalysisError
from survey.columns import MISSING_RANGES
from survey.frame import SurveyFrame
from survey.missing import Missing
from survey.text import Text
from survey.variables import Variable

# Reasons of the item itself. Who was not asked has no answer to impute; a skipped section is more than an item, and
# what disclosure review removed stays removed.
IMPUTABLE = (Missing.DONT_KNOW, Missing.REFUSED, Missing.LEFT_BLANK, Missing.NOT_REACHED)
_MARK = Text(sv=" (imputerad)", en=" (imputed)")


@takes(SurveyDesign)
def imputed_designs(design: SurveyDesign, imputations: Mapping[str, Sequence[str]]) -> tuple[SurveyDesign, ...]:
    """The designs of m imputations, from one frame with m columns for each imputed variable; all else is shared.

    imputations  variable to the names of its m columns, such as {"income": ["income_1", "income_2", "income_3"]}; in
                 the j-th design "income" holds the j-th of them, and its label says that it is imputed

    Raises UnknownVariable, and AnalysisError for fewer than two columns, for a different number of them, and for a
    column that changes an answer or answers for those who were not asked.
    Same as R `mitools::imputationList` in `svydesign`, Stata `mi import wide` with `mi svyset`.
    """
    if not isinstance(imputations, Mapping):
        raise AnalysisError('imputations names the columns of each variable: {"income": ["income_1", "income_2"]}.')
    imputations = {name: listed(f'"{name}"', columns) for name, columns in imputations.items()}
    numbers = {len(columns) for columns in imputations.values()}
    if len(numbers) != 1:
        found = ", ".join(f"{len(columns)} for {name}" for name, columns in imputations.items()) or "none"
        raise AnalysisError(f"Every variable must have the same number of imputed columns; found {found}.")
    (m,) = numbers
    refuse_few(m)
    frame = design.frame
    for variable, columns in imputations.items():
        for column in columns:
            _refuse_changed(frame, variable, column)
    return tuple(
        with_imputed(design, {name: frame.data[columns[j]].to_numpy() for name, columns in imputations.items()})
        for j in range(m)
    )


def imputable(frame: SurveyFrame, variable: str) -> BoolArray:
    """(n,) True where an answer is lacking that may be imputed."""
    lacking = frame.is_missing(variable)
    if frame.variable(variable).missing_ranges == MISSING_RANGES:
        lacking &= np.isin(frame.data[variable].to_numpy(dtype=np.float64), [float(code) for code in IMPUTABLE])
    return lacking


def with_imputed(design: SurveyDesign, columns: Mapping[str, NDArray[Any]]) -> SurveyDesign:
    """The same design with (n,) columns in the place of variables, which say that they are imputed."""
    return design.with_columns(dict(columns), [_marked(design.frame.variable(name)) for name in columns])


def _marked(variable: Variable) -> Variable:
    label = variable.label if variable.label else Text(dict.fromkeys(_MARK, variable.name))
    return replace(variable, label=Text({lang: said + _MARK.in_language(lang) for lang, said in label.items()}))


def refuse_few(m: int) -> None:
    """Raises AnalysisError for fewer than two imputations."""
    if whole_of("m", m, 0) < 2:
        raise AnalysisError(f"Imputations are at least two, better 20; found {m}. One alone hides what is not known.")


def _refuse_changed(frame: SurveyFrame, variable: str, column: str) -> None:
    """An imputed column keeps every answer, and fills nothing but what may be imputed."""
    before, after = (frame.data[frame.variable(name).name].to_numpy() for name in (variable, column))
    fixed = ~imputable(frame, variable)
    changed = int((fixed & ((before != after) & ~(_empty(before) & _empty(after)))).sum())
    if changed:
        raise AnalysisError(
            f'"{column}" must hold the answers to "{variable}" where there are any, and the reason where nothing may '
            f"be imputed (not asked, section skipped, removed); {changed} of {len(frame)} cases differ. Impute again."
        )
    imputed = frame.with_columns({variable: after}, [frame.variable(variable)])
    left = int((imputed.is_missing(variable) & ~fixed).sum())
    if left:
        raise AnalysisError(f'"{column}" leaves {left} lacking answers to "{variable}" as they are. Impute them, too.')


def _empty(column: NDArray[Any]) -> BoolArray:
    return np.asarray([value is None or value != value for value in column])
