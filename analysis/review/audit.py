"""The audit of an exported file: is it what was released, and does it keep what it hides?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.disclosure.digest import Value
from analysis.disclosure.exceptions import OutputException
from analysis.disclosure.ledger import Entry, Ledger
from analysis.review.exported import Exported, Record, read
from analysis.review.intervals import Grid, Known, follows, grid_of, known, remainders
from analysis.review.logged import hidden_then, with_columns, with_flags

_MAKE_ANEW = "Do not pass it on. Make it anew with `varsam table`, and hold the two against each other."
_HIDE_MORE = "Do not pass it on. Ask for fewer categories or groups, so that less has to be hidden."


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what to do."""

    place: str
    what: str
    mend: str


@dataclass(frozen=True)
class Audit:
    """What the audit of a file found; `facts` are what was checked and found to be right."""

    facts: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """True where the file can be passed on."""
        return not self.problems


def audit(path: Path, ledger: Ledger | None) -> Audit:
    """Examine an exported file.

    ledger  of the study; None where it is not at hand, which is a problem of its own
    Raises AnalysisError for a file that is none of ours, or a ledger that is damaged.
    """
    exported = read(path)
    entry, newest, forbidden = _looked_up(exported, ledger)
    exported = with_flags(exported, entry)
    named = _of_names(exported, ledger, entry, forbidden)
    problems = (*named, *_of_figures(exported, entry), *_of_hidden(exported, entry))
    return Audit(tuple(_facts(exported, entry, newest)), problems)


def _looked_up(exported: Exported, ledger: Ledger | None) -> tuple[Entry | None, Entry | None, bool]:
    """The release in the ledger, the newest release of its kind, and whether the output was forbidden since."""
    if ledger is None:
        return None, None, False
    with ledger.locked() as entries:
        made = [e for _, e in ledger.exceptions if e.holds(exported.study, exported.query, exported.policy)]
        same = [e for e in entries if e.digest and e.digest == exported.digest and e.study == exported.study]
        alike = [e for e in entries if e.study == exported.study and e.mode == exported.mode]
    found = with_columns(same[-1], entries, exported) if same else None
    return found, (alike[-1] if alike else None), _forbidden(made)


def _forbidden(made: list[OutputException]) -> bool:
    return bool(made) and not made[-1].allowed


def _of_names(exported: Exported, ledger: Ledger | None, entry: Entry | None, forbidden: bool) -> Iterator[Problem]:
    if not (exported.study and exported.policy and exported.digest):
        yield Problem("the whole file", "it does not say what it was released as (study, policy, digest)", _MAKE_ANEW)
        return
    if ledger is None:
        what = f'the log of the study "{exported.study}" is not here, so nobody can tell whether this was released'
        yield Problem("the whole file", what, "Name the study's folder: `varsam audit FILE --study FOLDER`.")
    elif entry is None:
        what = "the log of the study has no release with this digest"
        yield Problem("the whole file", what, _MAKE_ANEW)
    elif entry.policy != exported.policy:
        yield Problem("the whole file", "it names another policy than it was released under", _MAKE_ANEW)
    if forbidden:
        what = "a checker has forbidden this output since"
        yield Problem("the whole file", what, "Do not pass it on; `varsam releases` shows who decided so, and why.")
    if exported.whole and exported.records and exported.digest_again != exported.digest:
        yield Problem("the whole file", "its figures are not those of its digest: they were changed", _MAKE_ANEW)


def _of_figures(exported: Exported, entry: Entry | None) -> Iterator[Problem]:
    for record in hidden_then(exported, entry):
        yield Problem(record.place, f"{record.name} is shown, though it was hidden when it was released", _MAKE_ANEW)
    for record in (*exported.records, *exported.strays):
        yield from _of_record(record, exported)
    if exported.test and any(record.blank for record in exported.records):
        what = "a test is reported, though it rests on figures that are hidden"
        yield Problem("the test", what, _MAKE_ANEW)


def _of_record(record: Record, exported: Exported) -> Iterator[Problem]:
    figures = {name: figure for name, figure in record.figures.items() if not name.startswith("base_")}
    there = [name for name, figure in figures.items() if figure is not None]
    if record.blank:
        if there:
            yield Problem(record.place, f"{record.name} is hidden, but {', '.join(there)} stand there", _MAKE_ANEW)
        return
    without_base = "base_n" in record.figures and record.figures["base_n"] is None
    if without_base and there and figures.get("n") != 0:
        yield Problem(record.place, f"{record.name} is shown, though its base is hidden", _MAKE_ANEW)
    n = figures.get("n")
    if exported.threshold and isinstance(n, int | float) and 0 < n + exported.rounding // 2 < exported.threshold and n:
        yield Problem(record.place, f"{record.name} is shown, though fewer than {exported.threshold} are in it",
                      _MAKE_ANEW)  # fmt: skip
    if not _in_order(figures, share=exported.statistic == "proportion"):
        yield Problem(record.place, f"{record.name}: the interval does not hold the figure", _MAKE_ANEW)


def _in_order(figures: Mapping[str, Value], *, share: bool) -> bool:
    low, value, high = (figures.get(name) for name in ("ci_low", "value", "ci_high"))
    numbers = [number for number in (low, value, high) if isinstance(number, int | float)]
    inside = not share or all(0 <= number <= 1 for number in numbers)
    return len(numbers) < 3 or (numbers == sorted(numbers) and inside)


def _of_hidden(exported: Exported, entry: Entry | None) -> Iterator[Problem]:
    """What can be worked out of the hidden figures; never says how closely, for that would be the figure."""
    if not any(record.blank for record in exported.records) or exported.mode == "keyed":
        return
    if exported.statistic != "proportion":
        yield from _of_means(exported)
        return
    try:
        grid, intervals = _known(exported, entry)
    except ValueError:
        yield Problem("the whole file", "its counts contradict each other: no table has them all", _MAKE_ANEW)
        return
    said: set[str] = set()
    for record in follows(grid):
        said.add(record.name)
        yield Problem(record.place, f"{record.name} is hidden, but follows from the other figures", _HIDE_MORE)
    for found in intervals:
        if found.high - found.low < exported.threshold / 2 and found.record.name not in said:
            what = f"{found.record.name} is hidden, but can be worked out closely from the other figures"
            yield Problem(found.record.place, what, _HIDE_MORE)
    for record in remainders(grid, exported.threshold):
        what = f"what is hidden in the line of {record.name} is fewer than {exported.threshold} people together"
        yield Problem(record.place, what, _HIDE_MORE)


def _known(exported: Exported, entry: Entry | None) -> tuple[Grid, tuple[Known, ...]]:
    """Every hidden figure's interval, by a reader who trusts all flags, or, where these cannot be, only the primary."""
    grid = grid_of(exported, entry)
    try:
        return grid, known(grid)
    except ValueError:
        grid = grid_of(exported, entry, trusting=False)
        return grid, known(grid)


def _of_means(exported: Exported) -> Iterator[Problem]:
    """The mean of one hidden group follows from the mean of all and those of the others."""
    rows: dict[str, list[Record]] = {}
    for record in exported.records:
        rows.setdefault(record.row, []).append(record)
    for *groups, everybody in rows.values():
        hidden = [record for record in groups if record.blank and record.figures.get("base_n") != 0]
        if len(hidden) == 1 and not everybody.blank:
            what = f"{hidden[0].name} is hidden, but follows from the other groups and all of them together"
            yield Problem(hidden[0].place, what, _HIDE_MORE)


def _facts(exported: Exported, entry: Entry | None, newest: Entry | None) -> Iterator[str]:
    yield f"{exported.study or 'unknown study'}: {exported.query or 'unknown question'}"
    if entry:
        changed = newest is not None and newest.policy != entry.policy
        now = "; the study's policy has changed since" if changed else ""
        yield f"released {entry.day} under policy {entry.policy}{now}"
        if entry.exception:
            yield f"released by an exception: line {entry.exception} of the log says whose, and why"
    hidden = sum(record.blank for record in exported.records)
    if exported.records:
        yield f"{len(exported.records)} figures, {hidden} hidden"
    if exported.mode == "keyed":
        yield "figures are perturbed, so that sums do not hold and nothing can be worked out by subtraction"
    elif not exported.whole:
        yield "a page holds rounded figures only: cells and blanks were examined, its digest only looked up"
