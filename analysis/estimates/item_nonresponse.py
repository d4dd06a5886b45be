"""Item nonresponse: of those who were asked, how many answered, and why the others did not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.arguments import takes
from analysis.categories import written
from analysis.design import SurveyDesign
from analysis.errors import OfAnswers
from analysis.estimates.crosstab import crosstab
from analysis.unreleased import ResultTable
from survey.columns import MISSING_RANGES
from survey.frame import SurveyFrame
from survey.missing import LABELS, Missing
from survey.text import LANGUAGES, Text, plain
from survey.variables import ValueLabel, Variable

ANSWERED = ValueLabel("answered", Text(sv="Svarade", en="Answered"))
NO_REASON = ValueLabel("no reason", Text(sv="Inget svar, utan angiven orsak", en="No answer, without a reason"))
_ABOUT = Text(sv="Bortfall", en="Item nonresponse")
_NOT_ASKED = ""  # an empty text is no answer, so that whoever was not asked is out of the base
# Codes that say something of the file and not of what a respondent did: rows only where they occur.
_OF_THE_FILE = {str(int(code)) for code in (Missing.NOT_ASKED, Missing.NOT_IN_VERSION, Missing.REMOVED)}


@takes(SurveyDesign)
def item_nonresponse(
    design: SurveyDesign, variable: str, *, by: str | None = None, ci_method: str = "logit", confidence: float = 0.95
) -> ResultTable:
    """Share of those asked who answered, and of each reason for item nonresponse, by group and together.

    value     as of `crosstab`: sum of w with the reason / sum of w of those asked; SE, interval and test likewise
    rows      "answered"; then each reason that respondents can have, as its code, also where nobody gave it; codes -7
              and -9, and answers that lack without a reason, only where they occur
    base      all cases but "not asked" (-1). In an imported file with missing codes of its own every case is asked

    The rows are the categories of a variable named nonresponse(<variable>), with the same sensitivity level.
    Raises UnknownVariable, and as `crosstab`. Same as R `svymean` of the reason as a factor, Stata `svy: tabulate` of
    extended missing values, SPSS CSTABULATE with missing values as valid.
    """
    name = f"nonresponse({variable})"
    column, meaning = reasons(design.frame, variable, name)
    if not (column != _NOT_ASKED).any():
        raise OfAnswers(f'Nobody was asked "{variable}", so nobody failed to answer. Choose another variable.')
    return crosstab(
        design.with_columns({name: column}, [meaning]), name, by=by, ci_method=ci_method, confidence=confidence
    )


def reasons(frame: SurveyFrame, variable: str, name: str) -> tuple[pd.Series, Variable]:
    """(n,) "answered", the code of the reason, or "" for not asked; and what this column means, as `name`."""
    meaning, lacking = frame.variable(variable), frame.is_missing(variable)
    coded = meaning.missing_ranges == MISSING_RANGES
    said = np.full(len(frame), ANSWERED.value, dtype=object)
    said[lacking] = [_written(value) for value in frame.data[variable][lacking]]
    if coded:
        said[said == str(int(Missing.NOT_ASKED))] = _NOT_ASKED
    column = pd.Series(said, index=frame.data.index, dtype=object)
    return column, Variable(
        name=name,
        label=Text({lang: f"{_ABOUT[lang]}: {meaning.label.in_language(lang)}" for lang in LANGUAGES}),
        kind="text",
        role="derived",
        values=(ANSWERED, *_labels(meaning, set(said[lacking]) - {_NOT_ASKED}, coded=coded)),
        level=meaning.level,
        universe=meaning.universe,
    )


def _labels(meaning: Variable, found: set[str], *, coded: bool) -> tuple[ValueLabel, ...]:
    """Reasons that the variable can have, in its own order, then those that occur without a label."""
    known = {written(reason.value): reason.label for reason in meaning.missing}
    known |= {code: _label_of(code, coded=coded) for code in sorted(found - known.keys())}
    left_out = {_NOT_ASKED, str(NO_REASON.value)} | (_OF_THE_FILE - found if coded else set())
    labels = tuple(ValueLabel(code, label) for code, label in known.items() if code not in left_out)
    return (*labels, NO_REASON) if NO_REASON.value in found else labels


def _label_of(code: str, *, coded: bool) -> Text:
    named = {str(int(reason)): label for reason, label in LABELS.items()} if coded else {}
    return named.get(code) or plain(code)


def _written(value: object) -> str:
    """A missing code as it is written; "no reason" where the file holds nothing."""
    if isinstance(value, str):
        return value or str(NO_REASON.value)
    number = float(value)  # type: ignore[arg-type]
    return str(NO_REASON.value) if np.isnan(number) else written(number)
