"""SurveyFrame: the answers with their meaning. One column a variable, one row a response.

Columns are numbers (float64: codes, missing codes -1 to -9, NaN where an imported file has a system-missing
value) or text. What a value means stands in `variables`; `values` turns every reason for item nonresponse
into NaN, so that no missing code is ever taken for a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from survey.errors import UnknownVariable
from survey.text import Text, plain
from survey.variables import ValueLabel, Variable


@dataclass(frozen=True)
class SurveyFrame:
    """Answers of n respondents to k variables.

    study      id of the study
    data       n rows, k columns named as `variables`; never changed after it is made
    variables  name to Variable, in the order of the columns
    title      of the study, for headings
    synthetic  True for made-up data: said on every output
    """

    study: str
    data: pd.DataFrame
    variables: Mapping[str, Variable]
    title: Text = field(default_factory=Text)
    synthetic: bool = False

    def __len__(self) -> int:
        return len(self.data)

    @classmethod
    def of(cls, data: pd.DataFrame, *, study: str = "data") -> SurveyFrame:
        """A frame without a questionnaire: categoricals and text become categories, numbers stay numbers."""
        variables = {str(name): _inferred(str(name), column) for name, column in data.items()}
        columns = {name: data[name].astype(_STORED[variable.kind]) for name, variable in variables.items()}
        return cls(study, pd.DataFrame(columns, index=data.index), variables)

    def variable(self, name: str) -> Variable:
        """The variable's meaning. Raises UnknownVariable with the nearest names."""
        if not isinstance(name, str):
            raise UnknownVariable(f"A variable is named by one text; found {name!r}. Name one variable of the study.")
        if name in self.variables:
            return self.variables[name]
        by_lower = {known.lower(): known for known in self.variables}
        near = get_close_matches(name, self.variables, n=3) or [
            by_lower[close] for close in get_close_matches(name.lower(), by_lower, n=3)
        ]
        hint = f" Did you mean {', '.join(near)}?" if near else " `varsam codebook` lists the names."
        raise UnknownVariable(f'The study "{self.study}" has no variable "{name}".{hint}')

    def is_missing(self, name: str) -> NDArray[np.bool_]:
        """(n,) True where the answer is not there: a missing code, a user-missing value, or nothing at all."""
        variable, column = self.variable(name), self.data[name]
        if variable.kind == "text":
            answers: Any = column
            missing = np.asarray(column.isna() | (column == ""), dtype=bool)
        else:
            answers = column.to_numpy(dtype=np.float64)
            missing = np.isnan(answers)
        for gap in variable.missing_ranges:
            missing = missing | np.asarray((answers >= gap.low) & (answers <= gap.high), dtype=bool)
        return missing

    def values(self, name: str) -> NDArray[np.float64]:
        """(n,) codes or numbers of a numeric variable, not to be written to; NaN wherever `is_missing` holds."""
        missing, column = self.is_missing(name), self.data[name].to_numpy(dtype=np.float64)
        # Where nothing is missing the column itself is handed out: millions of numbers need not be copied.
        values = np.where(missing, np.nan, column) if missing.any() else column
        values.setflags(write=False)
        return values

    def numbered(self, beginning: str) -> tuple[str, ...]:
        """Columns whose names are this beginning and a number, such as replicate weights, in their order."""
        return tuple(
            name for name in self.variables if name.startswith(beginning) and name[len(beginning) :].isdecimal()
        )

    def with_columns(self, columns: Mapping[str, object], variables: Iterable[Variable]) -> SurveyFrame:
        """The same answers with further columns, each with its meaning."""
        data = self.data.assign(**dict(columns))  # type: ignore[arg-type]
        return replace(self, data=data, variables={**self.variables, **{v.name: v for v in variables}})


_STORED = {"numeric": np.float64, "text": object}


def _inferred(name: str, column: pd.Series) -> Variable:
    if pd.api.types.is_bool_dtype(column):
        labels = (ValueLabel(0.0, Text(sv="Nej", en="No")), ValueLabel(1.0, Text(sv="Ja", en="Yes")))
        return Variable(name, plain(name), values=labels)
    if pd.api.types.is_numeric_dtype(column):
        return Variable(name, plain(name), measure="scale")
    known = [str(value) for value in column.cat.categories] if isinstance(column.dtype, pd.CategoricalDtype) else []
    return Variable(name, plain(name), kind="text", values=tuple(ValueLabel(value, plain(value)) for value in known))
