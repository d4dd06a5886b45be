"""Lays out a released table: with one column its figures stand side by side, with groups each group has a column."""

from __future__ import annotations

from analysis.disclosure.released import Released, ReleasedBase, ReleasedCell, ReleasedTable
from analysis.publish import words
from analysis.publish.layout import Entry, Footnotes, Layout, Row
from analysis.publish.numbers import DASH, interval, number, percent_decimals
from analysis.source import Level


def of_table(released: ReleasedTable, language: str) -> Layout:
    """A table on paper."""
    writer = _Writer(released, language)
    single = len(released.columns) == 1
    body, foot = (writer.side_by_side(), writer.one_base()) if single else (writer.by_group(), writer.bases())
    return Layout(
        language=language,
        title=words.title(released, language),
        under=tuple(filter(None, (what(released, language), words.only(released, language)))),
        corner=words.ANSWER[language],
        heads=_heads(released, language),
        body=body,
        foot=foot,
        footnotes=tuple(writer.footnotes.said),
        notes=(*test_in_words(released, language), *notes(released, language)),
        codes=() if single else tuple(map(_code, released.columns)),
    )


def notes(released: Released, language: str) -> tuple[str, ...]:
    """What must be printed with every output."""
    return tuple(note.in_language(language) for note in released.notes)


def test_in_words(released: ReleasedTable, language: str) -> tuple[str, ...]:
    """The test as it is reported, or why it is withheld."""
    if released.test_reason:
        return (released.test_reason.in_language(language),)
    if released.test is None:
        return ()
    return (words.test(released.test, language),)


def what(released: ReleasedTable, language: str) -> str:
    """The statistic, with its interval's method and degrees of freedom where they are the same everywhere."""
    method = words.CI_METHODS.get(released.ci_method, released.ci_method)
    level = words.confidence(released.level_of_confidence, language)
    known = {df for df in _dfs(released) if df is not None}
    df = f", df = {_df(known.pop(), language)}" if len(known) == 1 else ""
    return f"{words.statistic(released, language)} ({level}, {method}{df})"


def _dfs(released: ReleasedTable) -> list[float | None]:
    """The degrees of freedom of each column; None where nothing of it is shown."""
    columns = zip(*released.cells, strict=True)
    return [next((cell.df for cell in column if cell.df is not None), None) for column in columns]


def _df(df: float | None, language: str) -> str:
    return number(df, 0 if df is None or df == round(df) else 1, language)


def _heads(released: ReleasedTable, language: str) -> tuple[str, ...]:
    if len(released.columns) > 1:
        return tuple(column.label.in_language(language) for column in released.columns)
    level = words.confidence(released.level_of_confidence, language, short=True)
    statistic = words.statistic(released, language)
    return statistic, words.STD_ERROR[language], level, words.CELL_N[language], words.WEIGHTED_N[language]


def _code(level: Level) -> str:
    return "" if level.value is None else str(level.value)


class _Writer:
    """Writes the figures of one table and collects its footnotes."""

    def __init__(self, released: ReleasedTable, language: str) -> None:
        self.released = released
        self.language = language
        self.footnotes = Footnotes(language)
        self.share = released.statistic == "proportion"

    def by_group(self) -> tuple[Row, ...]:
        return tuple(
            Row(self._heading(r), tuple(map(self._value, cells, self.released.bases)), _code(self.released.rows[r]))
            for r, cells in enumerate(self.released.cells)
        )

    def side_by_side(self) -> tuple[Row, ...]:
        (base,) = self.released.bases
        return tuple(
            Row(self._heading(r), self._apart(cell, base), _code(self.released.rows[r]))
            for r, (cell,) in enumerate(self.released.cells)
        )

    def bases(self) -> tuple[Row, ...]:
        n = tuple(self._base(base, base.n) for base in self.released.bases)
        weighted_n = tuple(self._base(base, base.weighted_n) for base in self.released.bases)
        rows = (Row(words.N[self.language], n), Row(words.WEIGHTED_N[self.language], weighted_n))
        dfs = _dfs(self.released)
        if len({*dfs} - {None}) < 2:  # then `what` says it
            return rows
        return *rows, Row(words.DF[self.language], tuple(self._df(c, df) for c, df in enumerate(dfs)))

    def _df(self, c: int, df: float | None) -> Entry:
        reason = self.released.cells[0][c].reason
        if df is None and reason:
            return self._blank(reason.in_language(self.language), self.footnotes.of(reason))
        return Entry(_df(df, self.language))

    def one_base(self) -> tuple[Row, ...]:
        if not self.share:
            return ()
        (base,) = self.released.bases
        figures = (self._base(base, base.n), self._base(base, base.weighted_n))
        return (Row(words.N[self.language], (Entry(""), Entry(""), Entry(""), *figures)),)

    def _heading(self, r: int) -> str:
        return self.released.rows[r].label.in_language(self.language)

    def _value(self, cell: ReleasedCell, base: ReleasedBase) -> Entry:
        if cell.reason:
            return self._blank(cell.reason.in_language(self.language), self.footnotes.of(cell.reason))
        decimals = percent_decimals(self.released, base.n) if self.share else 2
        value, low, high = (self._scaled(figure) for figure in (cell.value, cell.ci_low, cell.ci_high))
        bounds = interval(*(number(bound, decimals, self.language) for bound in (low, high)))
        written = number(value, decimals, self.language)
        return Entry(written, bounds, value, decimals, footnotes=self.footnotes.of(cell.caution))

    def _apart(self, cell: ReleasedCell, base: ReleasedBase) -> tuple[Entry, ...]:
        value = self._value(cell, base)
        if value.blank:
            return (value, *(Entry(DASH, blank=value.blank),) * 4)
        finer = value.decimals if self.released.public_use else value.decimals + 1
        std_error = self._scaled(cell.std_error)
        return (
            Entry(value.text, "", value.figure, value.decimals, footnotes=value.footnotes),
            Entry(number(std_error, finer, self.language), "", std_error, finer),
            Entry(value.small),
            self._count(cell.n),
            self._count(cell.weighted_n),
        )

    def _scaled(self, figure: float | None) -> float | None:
        """Per cents are rounded again: 100 times 0.285 is 28.499999999999996."""
        return round(100 * figure, 10) if self.share and figure is not None else figure

    def _base(self, base: ReleasedBase, count: float | None) -> Entry:
        if base.reason:
            return self._blank(base.reason.in_language(self.language), self.footnotes.of(base.reason))
        return self._count(count)

    def _count(self, count: float | None) -> Entry:
        return Entry(number(count, 0, self.language), "", count, 0)

    def _blank(self, reason: str, footnotes: tuple[int, ...]) -> Entry:
        return Entry(DASH, blank=reason, footnotes=footnotes)
