"""Tables that are published together: linked by what they have in common, protected as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.design import SurveyDesign
from analysis.disclosure import reasons
from analysis.disclosure.exact.audit import UNTOLD
from analysis.disclosure.exact.counting import counted, lattice_of
from analysis.disclosure.exact.lattice import ANSWERED, Lattice, condition
from analysis.disclosure.exact.nodes import WORTH_OF_A_TOTAL, BoolArray, FloatArray, IntArray, Nodes
from analysis.disclosure.exact.optimal import protect_thoroughly
from analysis.disclosure.exact.publication import Publication
from analysis.disclosure.policy import SENSITIVE_LEVEL, Limits, ReleasePolicy
from analysis.disclosure.primary import Flags, primary_of_family
from analysis.errors import AnalysisError, Refused
from survey.groupings import Grouping

_STRONGEST = ("c", "b", "x", "")  # where tables disagree about a count they share
Table = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class TableFamily:
    """Tables of a study with all their counts; see `of`.

    tables   names of the variables of each: rows first, then columns
    lattice  the counts of all tables, each once
    n        (k,) unweighted counts
    shown    for each table the numbers of its counts; along each variable its codes, then all who answered
    nobody   (k,) True for counts of 0 that are no secret
    """

    design: SurveyDesign
    policy: ReleasePolicy
    tables: tuple[Table, ...]
    lattice: Lattice
    n: FloatArray
    shown: tuple[IntArray, ...]
    nobody: BoolArray

    @classmethod
    def of(
        cls,
        design: SurveyDesign,
        tables: Sequence[Sequence[str]],
        policy: ReleasePolicy,
        *,
        groupings: Sequence[Grouping] = (),
        structural: Sequence[Mapping[str, float | str]] = (),
        remembered: Sequence[Sequence[str]] = (),
    ) -> TableFamily:
        """The family of these tables, of one variable or of several.

        groupings   of the study; a table by a grouping and one by what it is made from are linked
        structural  combinations of codes that nobody can be in, such as {"age": 16, "licence": 1}: their 0 is shown
        remembered  sets of variables that counts were shown of before; what follows from them is protected too

        Raises UnknownVariable, AnalysisError for tables that cannot be published together, and Refused for one of
        more variables than its level allows.
        """
        named = tuple(_named(table) for table in tables)
        _refuse(design, named, policy)
        lattice = lattice_of(design, [*named, *_countable(design, remembered)], groupings)
        n = counted(design, lattice)
        return cls(
            design=design,
            policy=policy,
            tables=named,
            lattice=lattice,
            n=n,
            shown=tuple(_grid(design, lattice, table) for table in named),
            nobody=_nobody(design, lattice, n, structural),
        )

    def protect(self, *, known: BoolArray | None = None, given: Flags | None = None) -> Publication:
        """What may be published of the family. Raises CannotProtect where what was `known` gives too much away.

        known  (k,) True for counts that readers have seen before
        given  (k,) flags of what must be hidden besides, such as what was hidden before
        """
        flags = self._first_flags()
        if given is not None:
            own = (flags != "") & (flags != UNTOLD)
            flags = np.where(own | (given == ""), flags, given)
        seen = np.zeros(len(flags), dtype=bool) if known is None else known
        flags = np.where(seen, "", flags)
        found = np.full(len(flags), "", dtype="<U1")  # of public data nothing is hidden
        if not self.policy.public_use:
            found = protect_thoroughly(self.nodes, flags, known=seen | self.nobody | self.answered)
        return Publication.of(
            self.design.frame.study,
            self.tables,
            level=max(self.limits(table).level for table in self.tables),
            policy=self.policy.digest,
            people=self.lattice.people,
            n=self.n,
            flags=found,
            shown=self.shown,
        )

    @cached_property
    def nodes(self) -> Nodes:
        """The counts with what the protection has to know of them."""
        shown = np.zeros(len(self.n), dtype=bool)
        margin, threshold = shown.copy(), self._own_thresholds()
        ties = [np.empty((0, 2), dtype=np.int64)]
        for table, grid in zip(self.tables, self.shown, strict=True):
            shown[grid] = True
            threshold[grid] = np.maximum(threshold[grid], self.limits(table).threshold)
            margin[grid[_margins(grid.shape)]] = True
            base = np.broadcast_to(grid[-1:], grid[:-1].shape)
            ties.append(np.stack([grid[:-1].ravel(), base.ravel()], axis=1))
        totals = np.array([sum(one.endswith(f"={ANSWERED}") for one in people) for people in self.lattice.people])
        return Nodes(
            n=self.n,
            lines=self.lattice.lines,
            loss=(1.0 + self.n) * np.where(margin, WORTH_OF_A_TOTAL, 1.0) * WORTH_OF_A_TOTAL ** np.minimum(totals, 1),
            threshold=threshold,
            ties=_different(np.concatenate(ties)),
            slack=self.lattice.slack,
            margin=margin,
            guessed=np.zeros(len(self.n), dtype=bool),
        )

    def limits(self, table: Table) -> Limits:
        """The limits of a table: those of its most sensitive variable."""
        return self.policy.limits(self.design.source(*table))

    @cached_property
    def answered(self) -> BoolArray:
        """(k,) True for how many answered, or were asked: that is said in every report."""
        return np.array([all(one.endswith(f"={ANSWERED}") for one in people) for people in self.lattice.people])

    def _own_thresholds(self) -> IntArray:
        level = {name: variable.level for name, variable in self.design.frame.variables.items()}
        levels = [max((level[one.split("=")[0]] for one in people), default=0) for people in self.lattice.people]
        return np.array([self.policy.threshold[found] for found in levels], dtype=np.int64)

    def _first_flags(self) -> Flags:
        """(k,) primary suppression; "." for what no table shows."""
        flags = np.where(self.answered, "", UNTOLD).astype("<U1")
        seen = np.zeros(len(flags), dtype=bool)
        for table, grid in zip(self.tables, self.shown, strict=True):
            found = primary_of_family(self.n[grid], self.limits(table), self._sensitive(table))
            rank = {flag: place for place, flag in enumerate(_STRONGEST)}
            for number, flag in zip(grid.ravel().tolist(), found.ravel().tolist(), strict=True):
                stronger = not seen[number] or rank[flag] < rank[str(flags[number])]
                flags[number] = flag if stronger else flags[number]
                seen[number] = True
        flags[self.nobody] = ""
        return flags

    def _sensitive(self, table: Table) -> list[BoolArray]:
        """For each variable, which of its codes say something of who has them: from level 2, all but those that the
        policy leaves out.
        """
        found = []
        for name in table:
            codes = [level.value for level in self.design.categories(name).levels]
            named = self.policy.sensitive_codes.get(name, codes)
            sensitive = self.design.frame.variable(name).level >= SENSITIVE_LEVEL
            found.append(np.array([sensitive and code in named for code in codes]))
        return found


def declared(settings: Mapping[str, object]) -> tuple[list[Table], list[Mapping[str, float | str]]]:
    """Tables and structural zeros as [publication] of study.toml writes them. Raises AnalysisError."""
    unknown = [name for name in settings if name not in ("tables", "structural_zeros")]
    if unknown:
        raise AnalysisError(f'[publication] has no setting "{unknown[0]}". It takes tables, structural_zeros.')
    tables, zeros = settings.get("tables"), settings.get("structural_zeros", [])
    if not isinstance(tables, list) or not tables or not all(_is_table(table) for table in tables):
        raise AnalysisError(
            '[publication] tables is a list of tables, each a list of variables, such as [["contact", "sex"], '
            f'["contact", "age_group"]]; found {tables!r}.'
        )
    if not isinstance(zeros, list) or not all(isinstance(zero, dict) and zero for zero in zeros):
        raise AnalysisError(
            "[publication] structural_zeros is a list of combinations of codes that nobody can be in, such as "
            f"[{{ age = 16, licence = 1 }}]; found {zeros!r}."
        )
    return [tuple(table) for table in tables], zeros


def _is_table(table: object) -> bool:
    return isinstance(table, list) and bool(table) and all(isinstance(name, str) for name in table)


def _countable(design: SurveyDesign, sets: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Sets of variables that have categories; of others only how many answered was shown."""
    kept = []
    for names in sets:
        variables = [design.frame.variables.get(name) for name in names]
        if all(variable and (variable.values or variable.measure != "scale") for variable in variables):
            kept.append(names)
    return [names for names in kept if names]


def _named(table: Sequence[str]) -> Table:
    return (table,) if isinstance(table, str) else tuple(table)


def _refuse(design: SurveyDesign, tables: Sequence[Table], policy: ReleasePolicy) -> None:
    if not tables:
        raise AnalysisError('A family needs tables, such as [["contact", "sex"], ["contact", "age_group"]].')
    for table in tables:
        for name in table:
            design.frame.variable(name)
        if len(set(table)) < len(table) or not table:
            raise AnalysisError(f"A table names each of its variables once; found {list(table)}.")
        limits = policy.limits(design.source(*table))
        if len(table) > limits.max_dimensions and not policy.public_use:
            raise Refused(
                reasons.too_many_dimensions(len(table), limits.max_dimensions, limits.level), rule="dimensions"
            )
    same = [sorted(table) for table in tables]
    twice = next((table for table in same if same.count(table) > 1), None)
    if twice:
        raise AnalysisError(f"The family has two tables of {' and '.join(twice)}; one holds the counts of both.")


def _grid(design: SurveyDesign, lattice: Lattice, table: Table) -> IntArray:
    """The numbers of a table's counts; along each variable its codes, then all who answered."""
    levels = [[*(level.value for level in design.categories(name).levels), None] for name in table]
    shape = [len(values) for values in levels]
    numbers = np.empty(shape, dtype=np.int64)
    for at in np.ndindex(*shape):
        numbers[at] = lattice.number(frozenset(condition(name, levels[i][at[i]]) for i, name in enumerate(table)))
    return numbers


def _nobody(
    design: SurveyDesign, lattice: Lattice, n: FloatArray, structural: Sequence[Mapping[str, float | str]]
) -> BoolArray:
    """(k,) counts of 0 that are no secret: of a code below level 2 that nobody has at all, or of nobody by nature."""
    level = {name: variable.level for name, variable in design.frame.variables.items()}
    empty = [
        people
        for people, count in zip(lattice.people, n, strict=True)
        if count == 0 and len(people) == 1 and all(level[one.split("=")[0]] < 2 for one in people)
    ]
    empty += [frozenset(condition(name, code) for name, code in combination.items()) for combination in structural]
    return np.array(
        [count == 0 and any(none <= people for none in empty) for people, count in zip(lattice.people, n, strict=True)]
    )


def _margins(shape: tuple[int, ...]) -> BoolArray:
    """True for totals of all variables but one, or of all."""
    summed = np.indices(shape) == np.array(shape).reshape(-1, *[1] * len(shape)) - 1
    return np.asarray(summed.any(axis=0) & ((~summed).sum(axis=0) <= 1))


def _different(ties: IntArray) -> IntArray:
    """Each pair once, and none of a count with itself."""
    return np.unique(ties[ties[:, 0] != ties[:, 1]], axis=0)
