"""Who answers the attacker: plain threshold suppression, exact tables with a ledger, or keyed figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, permutations, product

from analysis import crosstab
from analysis.disclosure import Ledger, Refused, ReleasedBase, ReleasedCell, ReleasedTable, ReleasePolicy, release
from tests.attacks.study import Key, Study, key

Line = tuple[Key, tuple[Key, ...]]
Ask = Callable[..., "Shown | None"]


@dataclass
class Shown:
    """What the reader of one or more tables has.

    counts  None for a blank
    figures where a count has several: as the base of a column (""), as a cell by the variable of its row
    flags   of the blanks: "c" says fewer than the threshold
    lines   a total with the counts that add up to it; every reader knows these
    """

    counts: dict[Key, float | None] = field(default_factory=dict)
    flags: dict[Key, str] = field(default_factory=dict)
    lines: set[Line] = field(default_factory=set)
    figures: dict[Key, dict[str, float]] = field(default_factory=dict)

    def add(self, other: Shown | None) -> None:
        """Put a further table beside these; what one of them shows is known."""
        if other is None:
            return
        for name, count in other.counts.items():
            if self.counts.get(name) is None:
                self.counts[name] = count
        for name, figures in other.figures.items():
            self.figures.setdefault(name, {}).update(figures)
        self.flags.update(other.flags)
        self.lines |= other.lines

    @property
    def blank(self) -> list[Key]:
        """Counts that no table shows."""
        return [name for name, count in self.counts.items() if count is None]

    @property
    def known(self) -> dict[Key, float]:
        """Counts that a table shows: as a base where they are one, else the mean of what cells say."""
        shown = {name: self.figures.get(name, {"": count}) for name, count in self.counts.items() if count is not None}
        return {name: figures.get("", sum(figures.values()) / len(figures)) for name, figures in shown.items()}


def conditions(where: Mapping[str, float]) -> str:
    """A filter as it is written: sex = 1 and age = 2."""
    return " and ".join(f"{name} = {code:g}" for name, code in where.items())


def lines_of(study: Study, rows: str, by: str, where: Key) -> set[Line]:
    """Sums of a table: its answers add up to the base, its groups to all."""
    found = {(where | group, _split(study, where | group, rows)) for group in _groups(study, by)}
    if by:
        found |= {(where | row, _split(study, where | row, by)) for row in _split(study, where, rows)}
        found.add((where, _split(study, where, by)))
    return found


def _split(study: Study, people: Key, by: str) -> tuple[Key, ...]:
    return tuple(people | {(by, code)} for code in study.codes[by])


def _groups(study: Study, by: str) -> list[Key]:
    return [key(), *(key(**{by: code}) for code in (study.codes[by] if by else ()))]


def plain_threshold(study: Study, threshold: int = 10) -> Ask:
    """The unguarded comparator: exact counts with true totals, blank where they are below the threshold."""

    def ask(rows: str, by: str = "", where: Mapping[str, float] | None = None) -> Shown:
        filtered = key(**(where or {}))
        lines = lines_of(study, rows, by, filtered)
        shown = Shown(lines=lines)
        for name in {count for total, parts in lines for count in (total, *parts)}:
            n = study.count(name)
            shown.counts[name] = n if n >= threshold else None
            shown.flags[name] = "" if n >= threshold else "c"
        return shown

    return ask


def released(study: Study, policy: ReleasePolicy, ledger: Ledger) -> Ask:
    """Tables as `release` gives them. Of an exact table the attacker has every shown count without its rounding."""

    def ask(rows: str, by: str = "", where: Mapping[str, float] | None = None) -> Shown | None:
        design = study.part(conditions(where or {}))
        try:
            table = release(crosstab(design, rows, by=by or None), policy, ledger)
        except Refused:
            return None
        return shown_in(study, table, where or {}, exact=policy.mode == "suppress")

    return ask


def shown_in(study: Study, table: ReleasedTable, where: Mapping[str, float], *, exact: bool) -> Shown:
    """What a released table shows, by the names of its counts."""
    rows, by, filtered = table.source.rows, table.source.by, key(**where)
    shown = Shown(lines=lines_of(study, rows, by, filtered))
    for c, column in enumerate(table.columns):
        group = filtered if column.value is None else filtered | key(**{by: column.value})
        seen: dict[Key, ReleasedBase | ReleasedCell] = {group: table.bases[c]}
        seen |= {group | key(**{rows: row.value}): table.cells[r][c] for r, row in enumerate(table.rows)}
        for name, cell in seen.items():
            # Of a group whose base is shown to be 0 nobody gave any answer.
            nobody = not table.bases[c].blank and study.count(group) == 0
            figure = study.count(name) if exact else cell.n
            shown.counts[name] = 0 if nobody else None if cell.blank else figure
            shown.flags[name] = cell.flag
            if shown.counts[name] is not None:
                shown.figures[name] = {"" if name == group else rows: float(figure or 0)}
    return shown


def questions(study: Study, names: tuple[str, ...], *, dimensions: int) -> list[tuple[str, str, dict[str, float]]]:
    """Every table of two variables, alone and behind one filter, or two: each set of people is asked for once."""
    asked: list[tuple[str, str, dict[str, float]]] = [(a, b, {}) for a, b in combinations(names, 2)]
    for size in range(3, dimensions + 1):
        for chosen in combinations(names, size):
            # Filters by the variables of fewest codes: the fewest tables that have all cells.
            *filters, a, b = sorted(chosen, key=lambda name: len(study.codes[name]))
            for codes in product(*(study.codes[name] for name in filters)):
                asked.append((a, b, dict(zip(filters, codes, strict=True))))
    return asked


def turned(study: Study, names: tuple[str, ...]) -> list[tuple[str, str, dict[str, float]]]:
    """Every table of three variables in all six ways: a count stands in cells of several columns, and under some."""
    return [
        (rows, by, {filtered: code}) for rows, by, filtered in permutations(names, 3) for code in study.codes[filtered]
    ] + [(rows, by, {}) for rows, by in permutations(names, 2)]


def everything(ask: Ask, asked: list[tuple[str, str, dict[str, float]]]) -> Shown:
    """All answers side by side."""
    shown = Shown()
    for rows, by, where in asked:
        shown.add(ask(rows, by, where))
    return shown
