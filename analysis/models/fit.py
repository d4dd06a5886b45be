"""Generalised linear models by Newton's method, to full precision, with the scores that their covariance is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from analysis.arrays import FloatArray
from analysis.errors import AnalysisError, Separated
from analysis.models.families import Family
from analysis.models.standardised import BLOCK, Standardised, leverage, standardised

_MOST_STEPS = 100
_MOST_HALVINGS = 40
_SEPARATED = 1e-8
_SOLVED = 1e-10
# Of very many cases a pass is spared where it would move the third digit from the last.
_NO_STEP, _NO_STEP_OF_MANY = 1e-12, 3e-12
# A start is found from one case in ten, or from so many; in runs of neighbours, so that little memory is visited.
_SOME, _ONE_IN, _RUNS = 25_000, 10, 200


@dataclass(frozen=True, eq=False)
class Slopes:
    """The score U (k,) at some coefficients; A (k, k), the derivative of -U; (n,) w s, and the sum of w s^2."""

    u: FloatArray
    a: FloatArray
    weighted: FloatArray
    squares: float


@dataclass(frozen=True, eq=False)
class Root:
    """(k,) b where U = 0, and the slopes from where the last step led to it.

    left  how far from the root that was: the larger of the step beside b, and of U beside the scores
    """

    b: FloatArray
    slopes: Slopes
    left: float


@dataclass(frozen=True, eq=False)
class Usual:
    """What is usual in these data, that smallness is judged by.

    correlation  (k, k) X' diag(w) X of the standardised columns
    information  size of A against it: far below, a coefficient is infinite
    score        root mean square of s
    """

    correlation: FloatArray
    information: float
    score: float


@dataclass(frozen=True, eq=False)
class Equations:
    """The weighted score equations of a family, for coefficients b of standardised columns.

    y (n,), w (n,) with sum 1; offset (n,) is added to the predictor
    """

    columns: Standardised
    y: FloatArray
    w: FloatArray
    family: Family
    offset: FloatArray | None = None

    def at(self, b: FloatArray) -> Slopes | None:
        """U = X' (w s) and A = X' diag(w * -ds/deta) X; None where the family has no mean for a predictor."""
        k, columns = len(b), self.columns
        u, a, weighted, squares = np.zeros(k), np.zeros((k, k)), np.empty(len(self.y)), 0.0
        along, scratch = columns.for_blocks(b), np.empty((k, BLOCK))
        for rows, block in columns.blocks():
            eta = self.predictor(along, rows, block)
            if not self.family.allows(eta):
                return None
            s, v = self.family.slopes(eta, self.y[rows])
            ws = np.multiply(s, self.w[rows], out=weighted[rows])
            u += block @ ws
            a += np.multiply(block, v * self.w[rows], out=scratch[:, : block.shape[1]]) @ block.T
            squares += float(ws @ s)
        if not (np.isfinite(a).all() and np.isfinite(u).all()):
            return None
        return Slopes(columns.of_vector(u), columns.of_matrix(a), weighted, squares)

    @property
    def canonical(self) -> bool:
        """True where A is `expected`, whatever the outcomes."""
        return self.family.canonical

    def score(self, b: FloatArray) -> FloatArray:
        """(k,) U alone, in less than half the time; NaN where the family has no mean for a predictor."""
        u, along = np.zeros(len(b)), self.columns.for_blocks(b)
        for rows, block in self.columns.blocks():
            eta = self.predictor(along, rows, block)
            if not self.family.allows(eta):
                return np.full(len(b), np.nan)
            u += block @ (self.family.slopes(eta, self.y[rows])[0] * self.w[rows])
        return self.columns.of_vector(u)

    def predictor(self, along: FloatArray, rows: slice, block: FloatArray) -> FloatArray:
        """(b,) eta of a block of rows, from (k,) coefficients of its values: `Standardised.for_blocks`."""
        eta = along @ block
        return eta if self.offset is None else eta + self.offset[rows]

    def expected(self, b: FloatArray) -> FloatArray:
        """(k, k) X' diag(w mu'^2 / V) X."""
        a, along = np.zeros((len(b), len(b))), self.columns.for_blocks(b)
        for rows, block in self.columns.blocks():
            v = self.family.expected(self.predictor(along, rows, block))
            a += (block * (v * self.w[rows])) @ block.T
        return self.columns.of_matrix(a)


@dataclass(frozen=True, eq=False)
class Fit:
    """A model that was fitted: (k,) coefficients of the original columns, from the root b (k,) of standardised ones."""

    coefficient: FloatArray
    root: Root
    equations: Equations
    usual: Usual

    @property
    def b(self) -> FloatArray:
        """(k,) coefficients of the standardised columns."""
        return self.root.b

    @property
    def columns(self) -> Standardised:
        """The standardised columns."""
        return self.equations.columns

    @cached_property
    def _end(self) -> Slopes:
        """The slopes at the root: those of the last step where it was as good as none."""
        near = _NO_STEP if len(self.equations.y) < 2 * _SOME else _NO_STEP_OF_MANY
        there = self.root.slopes if self.root.left <= near else self.equations.at(self.b)
        if there is None:
            raise _no_solution(self.equations.family)
        return there

    @cached_property
    def _inverse(self) -> FloatArray:
        """(k, k) A^-1 T', with A = X' diag(w mu'^2 / V) X, the mean of the derivative of the score, as R has it."""
        information = self._end.a if self.equations.canonical else self.equations.expected(self.b)
        return np.asarray(np.linalg.solve(information, self.columns.to_original.T))

    @property
    def naive(self) -> FloatArray:
        """(k, k) T A^-1 T', in which neither sampling nor the number of cases counts."""
        return self.columns.to_original @ self._inverse

    @cached_property
    def influence(self) -> FloatArray:
        """(k, k) L' A^-1 T': scores times this are what a case adds to the error of the coefficients."""
        return self.columns.for_blocks(self._inverse)

    def scores_in_blocks(self) -> Iterator[tuple[slice, FloatArray]]:
        """Rows, and their (b, k) scores z_i w_i s_i of the values z of `Standardised.blocks`."""
        weighted = self._end.weighted
        for rows, block in self.columns.blocks():
            yield rows, (block * weighted[rows]).T

    @property
    def scores(self) -> FloatArray:
        """(n, k) what each case adds to the error of the coefficients, its weight included."""
        made = np.empty(self.columns.x.shape)
        for rows, block in self.scores_in_blocks():
            made[rows] = block @ self.influence
        return made

    def again(self, w: FloatArray) -> FloatArray:
        """(k,) coefficients at other (n,) weights, of which some may be 0; from where the fit ended.

        Raises Separated; Dependent where the columns say the same among those who have a weight.
        """
        w = w / w.sum()
        try:
            return self.columns.to_original @ solved(replace(self.equations, w=w), self.b, self.usual).b
        except Separated:
            standardised(self.columns.x[w > 0], w[w > 0])
            raise

    def deviance(self) -> float:
        """Weighted mean of the cases' deviance."""
        equations, found, along = self.equations, 0.0, self.columns.for_blocks(self.b)
        for rows, block in self.columns.blocks():
            mu = equations.family.inverse(equations.predictor(along, rows, block))
            found += float(equations.w[rows] @ equations.family.deviance(equations.y[rows], mu))
        return found

    def dispersion(self) -> float:
        """Weighted variance of the Pearson residuals (y - mu) / sqrt(V(mu)), times n / (n - 1), as R's summary."""
        equations, sums, along = self.equations, np.zeros(2), self.columns.for_blocks(self.b)
        for rows, block in self.columns.blocks():
            mu = equations.family.inverse(equations.predictor(along, rows, block))
            residual = (equations.y[rows] - mu) / np.sqrt(equations.family.variance(mu))
            sums += np.stack([residual, residual**2]) @ equations.w[rows]
        n = len(equations.y)
        return float((sums[1] - sums[0] ** 2) * n / max(n - 1, 1))


def fit(x: FloatArray, y: FloatArray, w: FloatArray, family: Family, *, exposure: FloatArray | None = None) -> Fit:
    """Solves U(b) = X' w s = 0, with s = (y - mu) mu' / V(mu) and mu = g^-1(X b + log(exposure)).

    stops when max |U| <= 1e-10 on columns of mean 0 and variance 1, weights of sum 1 and scores of variance 1,
    and takes one more step; or when that step, shrinking U as much as the last one did, leaves max |U| <= 1e-12

    x (n, k) with independent columns, y (n,) as the family wants it, w (n,) positive, exposure (n,) positive
    Raises Dependent, and AnalysisError where coefficients are infinite because predictors separate the outcome, or
    where the link has no solution within its bounds.

    Nelder and Wedderburn (1972), J. R. Stat. Soc. A 135; Binder (1983), Int. Stat. Review 51.
    """
    w = w / w.sum()
    columns, correlation = standardised(x, w)
    equations = Equations(columns, y, w, family, None if exposure is None else np.log(exposure))
    mean = float(w @ y) / (1.0 if exposure is None else float(w @ exposure))
    b = _constant(columns, w, correlation) * family.link(np.array([mean]))
    return fitted(equations, b, correlation)


def fitted(equations: Equations, b: FloatArray, correlation: FloatArray) -> Fit:
    """The fit of equations from where the predictor is the same for everybody; correlation (k, k) as in `Usual`."""
    usual, start = _start(equations, b, correlation)
    try:
        root = solved(equations, start, usual)
    except AnalysisError:
        if start is b:
            raise
        root = solved(equations, b, usual)  # some of the cases may have led to where all have no mean
    return Fit(equations.columns.to_original @ root.b, root, equations, usual)


def _start(equations: Equations, b: FloatArray, correlation: FloatArray) -> tuple[Usual, FloatArray]:
    """What is usual, and (k,) a start for all: b itself, or of very many cases what some of them lead to."""
    some = _some(equations)
    with np.errstate(all="ignore"):
        here = some.at(b)
    if here is None:
        raise _no_solution(equations.family)
    information = float(np.trace(np.linalg.solve(correlation, here.a))) / len(b)
    usual = Usual(correlation, information, float(np.sqrt(here.squares)))
    return usual, b if some is equations else _nearer(equations, some, b, usual)


def _some(equations: Equations) -> Equations:
    """The equations of some of very many cases, in runs that are spread evenly; else the equations themselves."""
    n = len(equations.y)
    if n < 2 * _SOME:
        return equations
    chosen = max(n // _ONE_IN, _SOME)
    runs = min(_RUNS, chosen)
    some = (np.arange(runs)[:, None] * (n // runs) + np.arange(chosen // runs)).ravel()
    w, offset = equations.w[some], equations.offset
    return replace(
        equations,
        columns=equations.columns.only(some),
        y=equations.y[some],
        w=w / w.sum(),
        offset=None if offset is None else offset[some],
    )


@np.errstate(all="ignore")
def _nearer(equations: Equations, some: Equations, b: FloatArray, usual: Usual) -> FloatArray:
    """(k,) a start so near the root for all that the next step leads to it: the root for some, and three steps.

    The first is by the A of some of the cases and shrinks U about a hundredfold, the second Newton's own, the third by
    the A of the second. U alone costs less than half of what U and A cost.
    """
    try:
        found = solved(some, b, usual)
        near = found.b + np.linalg.solve(found.slopes.a, equations.score(found.b))
        here = equations.at(near)
        if here is not None:
            b = near + np.linalg.solve(here.a, here.u)
            b = b + np.linalg.solve(here.a, equations.score(b))
    except (AnalysisError, np.linalg.LinAlgError):
        pass  # some may lack a category that all have
    return b


@np.errstate(all="ignore")
def solved(equations: Equations, b: FloatArray, usual: Usual) -> Root:
    """The root of the equations, from (k,) b."""
    here, settled, enough, size = equations.at(b), False, _SOLVED * usual.score, 0.0
    if here is None:
        raise _no_solution(equations.family)
    for _ in range(_MOST_STEPS):
        _refuse_separated(here.a, usual, equations.family)
        step = np.asarray(np.linalg.solve(here.a, here.u), dtype=np.float64)
        length = float(np.abs(step).max() / (1 + np.abs(b).max()))
        size, before = float(np.abs(here.u).max()), size
        small = bool(size <= enough and length <= 1e-4)
        # Near the root each step shrinks U by more than the last did: the pass to see what it leaves can be spared.
        near = bool(length <= 1e-4 and size * min(size, before) < 1e-2 * enough * before)
        if near or (small and (settled or length <= _SOLVED)):
            return Root(b + step, here, max(length, size / usual.score))
        settled = small
        b, here = _uphill(equations, b, here, step, enough)
    raise _separated(equations.family)


def largest_leverage(x: FloatArray) -> float:
    """The largest leverage of the (n, k) rows of a model matrix; see `leverage`. Raises Dependent."""
    w = np.full(len(x), 1 / len(x))
    columns, correlation = standardised(x, w)
    return leverage(columns, w, correlation)


def _constant(columns: Standardised, w: FloatArray, correlation: FloatArray) -> FloatArray:
    """(k,) coefficients whose predictor is 1 for everybody, or as nearly so as the columns can."""
    if columns.constant is not None:
        at = columns.constant
        return np.asarray(np.eye(len(correlation))[at] / (columns.x[0, at] * columns.scale[at]), dtype=np.float64)
    sums = columns.of_vector(sum((block @ w[rows] for rows, block in columns.blocks()), np.zeros(len(correlation))))
    return np.asarray(np.linalg.solve(correlation, sums), dtype=np.float64)


def _uphill(
    equations: Equations, b: FloatArray, here: Slopes, step: FloatArray, enough: float
) -> tuple[FloatArray, Slopes]:
    """One Newton step, halved while it goes past the summit by more than it was short of it; b and slopes after it."""
    rise = here.u @ step
    for half in range(_MOST_HALVINGS):
        there = equations.at(b + 0.5**half * step)
        if there is not None and (there.u @ step >= -rise or np.abs(there.u).max() <= enough):
            return b + 0.5**half * step, there
    raise _no_solution(equations.family)


def _refuse_separated(a: FloatArray, usual: Usual, family: Family) -> None:
    """Where the outcome is separated, A tends to 0 for a combination of the columns."""
    least = np.linalg.eigvals(np.linalg.solve(usual.correlation, a)).real.min()
    if least < _SEPARATED * usual.information:
        raise _separated(family)


def _separated(family: Family) -> Separated:
    if family.kind == "count":
        return Separated(
            "In a part of the data, such as a category, the outcome is 0 for everybody, so that a coefficient is "
            "infinite. Merge small categories, or leave a predictor out."
        )
    return Separated(
        "The predictors tell the outcome apart completely in a part of the data, so that a coefficient is infinite. "
        'Merge small categories, leave a predictor out, or pass family="firth".'
    )


def _no_solution(family: Family) -> AnalysisError:
    if family.kind == "event":
        return AnalysisError(
            "These predictors have no solution in the family log: a fitted probability would be above 1. Pass "
            'family="poisson", which gives risk ratios as well, or family="logistic".'
        )
    return AnalysisError(
        "These predictors have no solution in this family: a fitted mean would be negative or infinite. "
        'Pass family="gamma", whose means are always positive.'
    )
