"""From responses to a SurveyFrame: one row a response, one column a variable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from survey.columns import TICKED
from survey.compile import Compiled
from survey.frame import SurveyFrame
from survey.missing import Missing
from survey.response import Response
from survey.scoring import scores
from survey.text import Text
from survey.variables import ValueLabel, Variable

_LANGUAGES = (ValueLabel("sv", Text(sv="Svenska", en="Swedish")), ValueLabel("en", Text(sv="Engelska", en="English")))
_PARADATA = (
    Variable(
        "language", Text(sv="Språk som formuläret besvarades på", en="Language in which the form was answered"),
        kind="text", role="paradata", values=_LANGUAGES, format="A8",
    ),
    Variable(
        "week", Text(sv="Vecka då formuläret lämnades in", en="Week in which the form was handed in"),
        kind="text", role="paradata", format="A8",
    ),
    Variable(
        "complete", Text(sv="Hela formuläret besvarat", en="Answered to the end"),
        role="paradata", values=TICKED, format="F1.0",
    ),
)  # fmt: skip


def frame(compiled: Compiled, responses: Iterable[Response], *, synthetic: bool = False) -> SurveyFrame:
    """The answers with their meaning, and the language, week and completeness of each response.

    A variable that a response lacks, because it was given to another version, is -7. Computed values are taken as they
    were stored; scales are scored from their items. In a column of texts the reasons for having none are texts too,
    such as "-3".
    """
    given = list(responses)
    columns: dict[str, Any] = {name: _column(variable, given) for name, variable in compiled.variables.items()}
    columns.update(scores(compiled.questionnaire, columns, compiled.variables))
    columns["language"] = [response.language for response in given]
    columns["week"] = [response.week for response in given]
    columns["complete"] = np.array([response.complete for response in given], dtype=np.float64)
    variables = {**compiled.variables, **{variable.name: variable for variable in _PARADATA}}
    title = compiled.questionnaire.title
    return SurveyFrame(compiled.questionnaire.id, pd.DataFrame(columns), variables, title, synthetic)


def _column(variable: Variable, given: Sequence[Response]) -> Any:
    held = [response.values.get(variable.name, int(Missing.NOT_IN_VERSION)) for response in given]
    if variable.kind == "text":
        return pd.Series([str(value) for value in held], dtype="str")
    return np.array(held, dtype=np.float64)
