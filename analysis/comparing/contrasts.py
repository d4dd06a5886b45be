"""Contrasts: sums, differences, ratios and other functions of estimates, with the covariance among them.

This module opens unreleased results, as `analysis.disclosure` does, because what it makes of them is an unreleased
result again: no figure leaves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import FloatArray
from analysis.comparing.arithmetic import smooth_function
from analysis.errors import AnalysisError
from analysis.linearised import Linearised, Smooth
from analysis.replicates import Replicates
from analysis.sampling import Stages
from analysis.source import Level, Source
from analysis.t_table import Bases, t_table
from analysis.unreleased import (
    Estimate,
    EstimateFigures,
    ModelFigures,
    ModelResult,
    ResultTable,
    TableFigures,
    Unreleased,
    figures,
)
from survey.text import LANGUAGES, Text, plain

Result = Estimate | ResultTable | ModelResult
_Opened = EstimateFigures | TableFigures | ModelFigures
# A sum with a weight for each estimate, several of them, arithmetic on names, or a function of (..., k) arrays.
Asked = Sequence[float] | Sequence[Sequence[float]] | str | Sequence[str] | Callable[[NDArray[Any]], NDArray[Any]]

_FUNCTION_OF_ARRAYS = (
    "It takes (..., k) estimates, real or complex, and gives (..., j) numbers of the same kind, without abs and "
    'without comparing: such as lambda m: m[..., :1] / m[..., 1:2]. Or write it as text, "women / men".'
)


def contrast(
    results: Result | Sequence[Result] | Mapping[str, Result],
    asked: Asked,
    *,
    labels: Sequence[Text | str] | None = None,
    confidence: float = 0.95,
) -> ResultTable:
    """Functions of the k estimates in one result, or in several of one design (also of different domains): a row each.

    value     f(estimates), such as sum(c * estimates) for weights c
    variance  J V J', with V the covariance of all the estimates (also across groups, variables, models and domains) and
              J the derivative of f; with replicate weights, that of f in each replicate
    interval  t with design degrees of freedom of the PSUs that any of the estimates rests on (R gives no df here)

    results   the estimates are numbered result by result; of a table row by row, "all" last in each row; of a model its
              coefficients. With names, {"women": ..., "men": ...}, they can be spoken of
    asked     weights (k,) or (j, k); arithmetic on the names, such as "log(women / men)", or "income[0] - income[1]"
              where a result has several estimates; several such texts; or a function that takes (..., k) arrays, real
              or complex, and gives (..., j), without abs and without comparing values
    labels    what the j rows are called
    n         of the smallest base, or group of a table, in which anybody is
    An estimate that does not exist, such as the mean of a group without cases, makes NaN of what it has a part in.
    Raises BadFormula, and AnalysisError where results come from different designs or have no covariance.
    Same as R `svycontrast` on `svyby(covmat = TRUE)`, Stata `lincom` and `nlcom`.

    Binder (1983), Int. Stat. Review 51; Lumley (2010), Complex Surveys, 2.3.
    """
    stacked = _stacked(results)
    function, used = _function(asked, stacked)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = stacked.estimates.at(used).transformed(function)
        value, std_error = found.value, found.std_error
    _refuse_undefined(value, stacked.estimates.at(used).value)
    df = cast("Stages | Replicates", found.sampling).df(found.present_in_any)
    rows = _rows(labels, asked, len(value))
    bases = Bases.of_all(*stacked.fewest, df)
    return ResultTable(t_table(stacked.source, "contrast", rows, bases, value, std_error, found, confidence))


@dataclass(frozen=True, eq=False, repr=False)
class _Stacked:
    """The estimates of several results, one after the other.

    names   of the results, each with the numbers of its estimates
    fewest  cases, and their weight, in the smallest base
    """

    estimates: Linearised
    names: Mapping[str, range]
    source: Source
    fewest: tuple[int, float]


def _stacked(results: Result | Sequence[Result] | Mapping[str, Result]) -> _Stacked:
    if isinstance(results, Unreleased):
        results = [results]
    if not isinstance(results, Mapping) and isinstance(results, Sequence):
        results = {f"r{number}": result for number, result in enumerate(results)}
    if (
        not isinstance(results, Mapping)
        or not results
        or not all(isinstance(result, (Estimate, ResultTable, ModelResult)) for result in results.values())
    ):
        raise AnalysisError("contrast takes results that are not released yet: one, several, or {name: result}.")
    opened: list[_Opened] = [figures(cast("Unreleased[Any]", result)) for result in results.values()]
    parts = [_estimates(each) for each in opened]
    ends = np.cumsum([len(part.value) for part in parts]).tolist()
    names = {name: range(end - len(part.value), end) for name, part, end in zip(results, parts, ends, strict=True)}
    fewest = min((base for each in opened if (base := _base(each))[0]), default=(0, 0.0))
    whole = [part.sampling.whole(part) for part in parts]
    return _Stacked(Linearised.joined(whole), names, _source([each.source for each in opened]), fewest)


def _estimates(opened: _Opened) -> Linearised:
    """Its estimates, NaN where there is none."""
    if opened.linearised is None:
        raise AnalysisError(
            f'The result about "{opened.source.rows}" has no covariance with others, so it cannot be part of a '
            "contrast."
        )
    value = opened.coefficient if isinstance(opened, ModelFigures) else opened.value
    return replace(opened.linearised, value=np.atleast_1d(np.asarray(value, dtype=np.float64)).ravel())


def _base(opened: _Opened) -> tuple[int, float]:
    """Cases, and their weight, of the smallest base in which anybody is; 0 where nobody is in any."""
    if not isinstance(opened, TableFigures):
        return opened.n, opened.weighted_n
    bases = zip(opened.base_n.tolist(), opened.base_weighted_n.tolist(), strict=True)
    return min((base for base in bases if base[0]), default=(0, 0.0))


def _source(sources: Sequence[Source]) -> Source:
    """One source that names all that went into several."""
    first = sources[0]
    labels = {name: label for source in sources for name, label in zip(source.variables, source.labels, strict=True)}
    wheres = list(dict.fromkeys((source.where, source.where_words) for source in sources)) if len(sources) > 1 else []
    same_filter = len(wheres) < 2
    return replace(
        first,
        variables=tuple(labels),
        labels=tuple(labels.values()),
        by="",
        combined=(),
        where=first.where if same_filter else "; ".join(where or "*" for where, _ in wheres),
        where_words=first.where_words if same_filter else _either([words for _, words in wheres]),
        where_variables=tuple(dict.fromkeys(name for source in sources for name in source.where_variables)),
        level=max(source.level for source in sources),
        weighted=any(source.weighted for source in sources),
        synthetic=any(source.synthetic for source in sources),
        by_unit=any(source.by_unit for source in sources),
    )


def _either(said: Sequence[Text]) -> Text:
    all_ = {"sv": "alla", "en": "all"}
    return Text({lang: "; ".join(words.in_language(lang) or all_[lang] for words in said) for lang in LANGUAGES})


def _function(asked: Asked, stacked: _Stacked) -> tuple[Smooth, FloatArray | NDArray[Any]]:
    """What is asked for, as a function of some of the estimates, and which they are."""
    k = len(stacked.estimates.value)
    everything = np.arange(k)
    if callable(asked):
        _refuse_no_function_of_arrays(asked, stacked.estimates.value)
        return asked, everything
    texts = [asked] if isinstance(asked, str) else list(asked) if isinstance(asked, Iterable) else []
    if texts and all(isinstance(text, str) for text in texts):
        return smooth_function([str(text) for text in texts], stacked.names), everything
    weights = _weights(asked)
    if weights.shape[1] != k or not np.isfinite(weights).all():
        raise AnalysisError(f"A contrast has a number for each of the {k} estimates; found {weights.shape[1]}.")
    # An estimate that does not exist must not spoil a sum that leaves it out.
    used = np.flatnonzero((weights != 0).any(axis=0))
    return lambda values: np.asarray(values @ weights[:, used].T), used


def _refuse_no_function_of_arrays(asked: Callable[[NDArray[Any]], NDArray[Any]], values: FloatArray) -> None:
    """Tries the function at two rows of estimates: numbers for each row, complex ones where the estimates are."""
    two = np.stack([values, values])
    try:
        with np.errstate(all="ignore"):
            real, moved = np.asarray(asked(two)), np.asarray(asked(two + 0j))
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise AnalysisError(f"The function of a contrast cannot be worked out. {_FUNCTION_OF_ARRAYS}") from error
    shapely = real.ndim == 2 and len(real) == 2 and real.size > 0
    if not (shapely and real.dtype.kind in "iuf" and moved.dtype.kind == "c"):
        raise AnalysisError(
            f"The function of a contrast gives, of two rows of estimates, {real.dtype.name} of shape {real.shape}, and "
            f"{moved.dtype.name} where they are complex. {_FUNCTION_OF_ARRAYS}"
        )


def _weights(asked: object) -> FloatArray:
    """(j, k) numbers. Raises AnalysisError."""
    try:
        return np.atleast_2d(np.asarray(asked, dtype=np.float64))
    except (TypeError, ValueError) as error:
        raise AnalysisError(
            "A contrast is a number for each estimate, such as [1, -1], several such lists of one length, or "
            f'arithmetic on the names of the results, such as "a - b"; found {asked!r}.'
        ) from error


def _refuse_undefined(value: FloatArray, estimates: FloatArray) -> None:
    wrong = ~np.isfinite(value)
    if wrong.any() and np.isfinite(estimates).all():
        raise AnalysisError(
            f"Contrast {int(wrong.argmax()) + 1} is not a number for these estimates, such as the logarithm of a "
            "negative number or a ratio with 0 below the line."
        )


def _rows(labels: Sequence[Text | str] | None, asked: Asked, j: int) -> tuple[Level, ...]:
    texts = [asked] if isinstance(asked, str) else asked
    written = not callable(texts) and all(isinstance(text, str) for text in texts)
    plainly = [str(text) for text in texts] if written and not callable(texts) else []
    named = labels if labels is not None else plainly or [f"{number + 1}" for number in range(j)]
    if isinstance(named, str) or not isinstance(named, Sequence):
        raise AnalysisError(f"labels takes a list of names, one for each contrast; found {named!r}.")
    if len(named) != j:
        raise AnalysisError(f"There are {j} contrasts and {len(named)} labels: give one for each.")
    return tuple(Level(float(at), plain(name) if isinstance(name, str) else name) for at, name in enumerate(named))
