"""Scales scored: several items made into one number for each respondent, when answers become a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from survey.columns import ends_of
from survey.errors import SurveyError
from survey.missing import Answer, Missing
from survey.model import Questionnaire, Scale
from survey.variables import Variable

# Where all items lack for one of these reasons, so does the score; else the respondent left too many blank.
_OUT_OF_HAND = (Missing.NOT_ASKED, Missing.NOT_REACHED, Missing.SECTION_SKIPPED, Missing.NOT_IN_VERSION)


def scores(
    questionnaire: Questionnaire, columns: Mapping[str, NDArray[np.float64]], variables: Mapping[str, Variable]
) -> dict[str, NDArray[np.float64]]:
    """Name of each scale to its scores, (n,), from the columns of its items. Raises SurveyError."""
    return {scale.id: score(scale, columns, variables) for scale in questionnaire.scales}


def score(
    scale: Scale, columns: Mapping[str, NDArray[np.float64]], variables: Mapping[str, Variable]
) -> NDArray[np.float64]:
    """(n,) the score of each respondent, or the reason why there is none.

    mean  m = factor * sum of x over the answered items / answered items
    sum   m * k, so that a lacking answer counts as the respondent's own mean (prorated)
    x     the answer; least + greatest - answer for an item in `reverse`

    columns  name of an item to its answers, (n,); -1 to -9 where there is none
    Where fewer than `scale.needed` items are answered there is no score: -1, -5, -6 or -7 where all items lack for
    this reason, else -4. The numbers are those of `analysis.score`. Raises SurveyError for items that cannot be scored.
    """
    _refuse_unknown(scale, variables)
    answers = np.column_stack([columns[item] for item in scale.items]).astype(np.float64)
    answered = answers >= 0
    x = np.column_stack([_turned(scale, item, answers[:, j], variables) for j, item in enumerate(scale.items)])
    count = answered.sum(axis=1)
    total = np.where(answered, x, 0.0).sum(axis=1)
    # The same order of operations as `analysis.score`, so that not even the last digit differs.
    share = len(scale.items) / np.maximum(count, 1) if scale.score == "sum" else 1 / np.maximum(count, 1)
    return np.where(count >= scale.needed, total * share * scale.factor, _reasons(answers))


def scores_so_far(
    scales: Sequence[Scale], values: Mapping[str, Answer], variables: Mapping[str, Variable]
) -> dict[str, float]:
    """Name of each scale to the score of one respondent, or the reason why there is none; for conditions."""
    found = {}
    for scale in scales:
        items = {item: values.get(item, int(Missing.NOT_ASKED)) for item in scale.items}
        columns = {item: np.array([float(value)]) for item, value in items.items()}
        found[scale.id] = float(score(scale, columns, variables)[0])
    return found


def _refuse_unknown(scale: Scale, variables: Mapping[str, Variable]) -> None:
    for item in scale.items:
        if item not in variables or variables[item].kind == "text":
            raise SurveyError(
                f'The scale "{scale.id}" is made of codes or numbers; "{item}" is none. '
                "`varsam check` says which items it can have."
            )


def _turned(
    scale: Scale, item: str, answers: NDArray[np.float64], variables: Mapping[str, Variable]
) -> NDArray[np.float64]:
    """The answers as they count: turned between the ends of the item's codes where it is in `reverse`."""
    if item not in scale.reverse:
        return answers
    ends = ends_of(variables[item])
    if ends is None:
        raise SurveyError(
            f'"{item}" of the scale "{scale.id}" has neither codes nor limits, so nothing says how to turn it. '
            "Give it a code list, or `min` and `max`."
        )
    least, greatest = ends
    return least + greatest - answers


def _reasons(answers: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) why there is no score."""
    reasons = np.full(len(answers), float(Missing.LEFT_BLANK))
    for reason in _OUT_OF_HAND:
        reasons[(answers == reason).all(axis=1)] = reason
    return reasons
