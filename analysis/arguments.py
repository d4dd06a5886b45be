"""Arguments that many functions take: names, choices and numbers, refused in the same words everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from inspect import signature
from math import isfinite
from numbers import Integral, Real
from typing import ParamSpec, TypeVar

import numpy as np

from analysis.arrays import FloatArray
from analysis.errors import AnalysisError

# Sums of fourth powers of this, and of one over it, are numbers still.
LARGEST = 1e60

P = ParamSpec("P")
Result = TypeVar("Result")

# How the first argument of a function is made, by its class.
_MADE = {
    "SurveyDesign": 'SurveyDesign(frame, weight="...", strata="...", psu="...")',
    "SurveyFrame": "SurveyFrame.of(data)",
}


def takes(kind: type) -> Callable[[Callable[P, Result]], Callable[P, Result]]:
    """Marks a function whose first argument is a design, or a frame: it raises AnalysisError for anything else."""

    def marked(function: Callable[P, Result]) -> Callable[P, Result]:
        first = next(iter(signature(function).parameters))

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> Result:
            refuse_other(function.__name__, args[0] if args else kwargs.get(first), kind)
            return function(*args, **kwargs)

        return checked

    return marked


def refuse_other(what: str, given: object, kind: type) -> None:
    """Raises AnalysisError for what is of another class, and says how one is made. Never says what is in it."""
    if not isinstance(given, kind):
        raise AnalysisError(
            f"{what} takes a {kind.__name__} first; found {_a(type(given).__name__)}. Make one: {_MADE[kind.__name__]}."
        )


def _a(name: str) -> str:
    return "None" if name == "NoneType" else f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def confidence_of(given: object) -> float:
    """A level of confidence, such as 0.95. Raises AnalysisError for what is not between 0 and 1."""
    if not (_is_number(given) and 1 < 1 + float(given) < 2):  # type: ignore[arg-type]
        raise AnalysisError(f"confidence is a share between 0 and 1, such as 0.95 (not 95); found {given!r}.")
    return float(given)  # type: ignore[arg-type]


def one_of(what: str, given: object, known: Iterable[str]) -> None:
    """Raises AnalysisError for a choice that there is not."""
    names = tuple(known)
    if not (isinstance(given, str) and given in names):
        raise AnalysisError(f'{what} is one of {", ".join(names)}; found "{given}".')


def names_of(what: str, given: object) -> tuple[str, ...]:
    """Names of variables, given as none, one or several. Raises AnalysisError for what names nothing."""
    if given is None or given == "":
        return ()
    names = (given,) if isinstance(given, str) else tuple(given) if isinstance(given, Iterable) else (given,)
    wrong = [name for name in names if not isinstance(name, str)]
    if wrong:
        raise AnalysisError(f"{what} takes the name of a variable, or a list of names; found {wrong[0]!r}.")
    return names


def listed(what: str, given: object) -> tuple[str, ...]:
    """Names of variables in a list, which may be empty. Raises AnalysisError, also for one name that is in no list."""
    if isinstance(given, str) or given is None:
        raise AnalysisError(f'{what} takes a list of names, such as ["trust_a", "trust_b"]; found {given!r}.')
    return names_of(what, given)


def refuse_not_so_many(what: str, given: object, n: int, example: str) -> None:
    """Raises AnalysisError for what is not a list of so many things."""
    if isinstance(given, str | bytes) or not isinstance(given, Sequence) or len(given) != n:
        raise AnalysisError(f"{what} takes {n} things, such as {example}; found {given!r}.")


def refuse_no_mapping(what: str, given: object, example: str) -> None:
    """Raises AnalysisError for what does not give one thing for another."""
    if not isinstance(given, Mapping):
        raise AnalysisError(f"{what} names what belongs to what, such as {example}; found {given!r}.")


def numbers_of(what: str, given: object) -> FloatArray:
    """One number or several, as (k,). Raises AnalysisError for what is none, such as a text."""
    try:
        found = np.atleast_1d(np.asarray(given)).ravel()
    except ValueError:  # lists of different lengths in a list
        found = np.array([given], dtype=object)
    if found.dtype.kind not in "iuf" and len(found):
        raise AnalysisError(f"{what} takes a number, or a list of numbers; found {given!r}.")
    return found.astype(np.float64)


def number_of(what: str, given: object) -> float:
    """A finite number. Raises AnalysisError."""
    if not (_is_number(given) and isfinite(float(given))):  # type: ignore[arg-type]
        raise AnalysisError(f"{what} is a number; found {given!r}.")
    return float(given)  # type: ignore[arg-type]


def refuse_too_large(what: str, given: FloatArray) -> None:
    """Raises AnalysisError for numbers whose squares no computer can hold."""
    if (np.abs(given) > LARGEST).any():
        raise AnalysisError(f"{what} must be at most {LARGEST:g}; found more. Mend it, or write it in another unit.")


def whole_of(what: str, given: object, least: int) -> int:
    """A whole number of at least `least`. Raises AnalysisError."""
    if not (isinstance(given, Integral) and not isinstance(given, bool) and int(given) >= least):
        raise AnalysisError(f"{what} is a whole number of at least {least}; found {given!r}.")
    return int(given)


def _is_number(given: object) -> bool:
    return isinstance(given, Real) and not isinstance(given, bool)
