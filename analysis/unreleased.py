"""Results that exist but cannot be shown: `Estimate`, `ResultTable`, `ModelResult`, `TestResult`.

The figures are not on the object. They lie in a register of this module, so that nothing that looks at an
object (print, pickle, pandas, a debugger's variable view, `st.write`, `st.help`) finds a number on it.
Only `analysis.disclosure` opens a result, by `figures`, and so do estimators that make another unreleased result of
several (imputations, contrasts); a test keeps it so.
"""

from __future__ import annotations

from typing import Any, Generic, NoReturn, TypeVar
from weakref import WeakKeyDictionary

from analysis.errors import NotReleased
from analysis.source import Level as Level
from analysis.source import Source as Source
from analysis.unreleased_figures import ComparisonFigures as ComparisonFigures
from analysis.unreleased_figures import EstimateFigures as EstimateFigures
from analysis.unreleased_figures import ImputationFigures as ImputationFigures
from analysis.unreleased_figures import ModelCell as ModelCell
from analysis.unreleased_figures import ModelFigures as ModelFigures
from analysis.unreleased_figures import OfGroups as OfGroups
from analysis.unreleased_figures import TableFigures as TableFigures
from analysis.unreleased_figures import TestFigures as TestFigures
from analysis.unreleased_figures import VifFigures as VifFigures

Figures = TypeVar("Figures", EstimateFigures, TableFigures, ModelFigures, ComparisonFigures, VifFigures)

_register: WeakKeyDictionary[Unreleased[Any], Any] = WeakKeyDictionary()


class Unreleased(Generic[Figures]):
    """A result that says "not released" to whoever tries to read it. See `analysis.disclosure.release`."""

    __slots__ = ("__weakref__",)

    def __init__(self, figures: Figures) -> None:
        _register[self] = figures

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: not released>"

    __str__ = __repr__

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise NotReleased(
            f"A {type(self).__name__} is not released and cannot be shown, converted or stored. "
            "Pass it to release(table, policy, ledger) and use what comes back."
        )

    def __format__(self, format_spec: str) -> str:
        return repr(self)

    __float__ = __int__ = __complex__ = __index__ = __bool__ = __round__ = _refuse
    __iter__ = __len__ = __getitem__ = __contains__ = __reversed__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refuse
    __reduce__ = __reduce_ex__ = __getstate__ = __copy__ = __deepcopy__ = _refuse
    __array__ = __dataframe__ = __arrow_c_stream__ = _refuse


class Estimate(Unreleased[EstimateFigures]):
    """One number with its uncertainty, not released."""

    __slots__ = ()


class ResultTable(Unreleased[TableFigures]):
    """A table of estimates, not released."""

    __slots__ = ()


class ModelResult(Unreleased[ModelFigures]):
    """A fitted model, not released."""

    __slots__ = ()


class TestResult(Unreleased[ComparisonFigures]):
    """A test, not released."""

    __slots__ = ()
    __test__ = False


class VifResult(Unreleased[VifFigures]):
    """Variance inflation of a formula's terms, not released."""

    __slots__ = ()


def figures(result: Unreleased[Figures]) -> Figures:
    """The figures of an unreleased result. For `analysis.disclosure`, estimators on results, and tests; nobody else."""
    found: Figures = _register[result]
    return found
