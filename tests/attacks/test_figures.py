"""Figures hidden in others: counts behind standard errors, intervals, shares; sentinel counts in all that is shown."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from analysis import crosstab, means
from analysis.disclosure import Ledger, ReleasedTable, ReleasePolicy, release
from tests.attacks.exports import exports, numbers
from tests.attacks.persons import discretised_normal
from tests.attacks.study import Key, Study, key, study_of, survey

EXACT, KEYED = ReleasePolicy(), ReleasePolicy(mode="keyed")


def cells(study: Study, table: ReleasedTable) -> Iterator[tuple[Key, Key, int, int]]:
    """Names of count and base, and their places."""
    for r, row in enumerate(table.rows):
        for c, column in enumerate(table.columns):
            group = key() if column.value is None else key(**{table.source.by: column.value})
            yield group | key(**{table.source.rows: row.value}), group, r, c


@pytest.mark.parametrize("weighted", [False, True])
def test_no_keyed_count_follows_from_share_error_and_interval(weighted):
    """For each count and base within reach of the noise: do share and error fit? The likeliest is no better than n*."""
    noise, single, likeliest = discretised_normal(5, 3.0), [], []
    for seed in range(3):
        study = survey(2000, seed=seed, weighted=weighted)
        for rows, by in (("health", "victim"), ("region", "sex"), ("work", "sex"), ("age", "health")):
            table = release(crosstab(study.design, rows, by=by), KEYED, Ledger(None))
            for count, base, r, c in cells(study, table):
                cell, column = table.cells[r][c], table.bases[c]
                if cell.n is None or column.n is None or cell.std_error is None or not cell.value:
                    continue
                truth = study.count(count)
                single.append(cell.n == truth)
                likeliest.append(fitting(cell.n, column.n, cell.value, cell.std_error, cell.deff or 1, noise) == truth)
                assert study.count(base)
    assert len(single) > 100
    assert np.mean(likeliest) <= np.mean(single) + 0.10


def fitting(n: int, base: int, share: float, error: float, deff: float, noise: np.ndarray) -> int:
    """The count whose share in a base within reach fits what is shown, and whose noise is likely."""
    d = np.arange(-5, 6)
    cell, column = (n - d)[:, None], (base - d)[None, :]
    p = np.clip(cell / column, 1e-9, 1 - 1e-9)
    expected = np.sqrt(p * (1 - p) / (column - 1) * deff)
    misfit = ((p - share) / 0.0005) ** 2 / 8 + ((expected - error) / (0.01 * error)) ** 2
    score = np.log(noise[:, None]) + np.log(noise[None, :]) - misfit / 2
    return n - int(d[np.unravel_index(np.argmax(score), score.shape)[0]])


@pytest.mark.parametrize("weighted", [False, True])
def test_the_mean_weight_of_a_keyed_cell_does_not_give_its_count(weighted):
    """Weighted over unweighted count is W / n; with two known weights k / n would follow for one n within reach."""
    study = survey(2000, weighted=weighted)
    table = release(crosstab(study.design, "health", by="sex"), KEYED, Ledger(None))
    for _, _, r, c in cells(study, table):
        cell = table.cells[r][c]
        if cell.n is not None and cell.weighted_n is not None:
            assert cell.weighted_n % 5 == 0 or not weighted


def sentinel_study() -> tuple[Study, dict[Key, int]]:
    """Counts of three and four digits that a release of exact tables has to hide for the sake of two small ones."""
    counts = np.array([[3, 1237, 2411], [1319, 7, 1861], [1553, 1741, 2029]])
    places = np.repeat(np.arange(counts.size), counts.ravel())
    rows, groups = np.unravel_index(places, counts.shape)
    draw = np.random.default_rng(4)
    columns = {"answer": rows + 1.0, "group": groups + 1.0, "income": np.round(draw.normal(25_000, 4000, len(rows)))}
    study = study_of(columns, categorical={"answer": 3, "group": 3})
    names = {
        key(answer=r + 1, group=g + 1): int(counts[r, g])
        for r in range(counts.shape[0])
        for g in range(counts.shape[1])
    }
    return study, names


def test_blank_cells_leave_no_number_in_any_export():
    study, counts = sentinel_study()
    table = release(crosstab(study.design, "answer", by="group"), EXACT, Ledger(None))
    hidden = {name for name, _, r, c in cells(study, table) if table.cells[r][c].blank and len(name) == 2}
    large = [counts[name] for name in hidden if counts[name] > 100]
    assert len(large) >= 2
    bases = {1: 2875, 2: 2985, 3: 6301}
    for where, text in exports(table).items():
        found = numbers(text)
        for name in hidden:
            n, base = counts[name], bases[int(dict(name)["group"])]
            said = {f"{n / base:.{d}f}" for d in (4, 5, 6)} | {f"{100 * n / base:.{d}f}" for d in (2, 3, 4)}
            if n > 100:
                said |= {str(n), str(5 * round(n / 5)), f"{n / base:.3f}", f"{100 * n / base:.1f}"}
            assert not said & found, (where, sorted(name), said & found)


def test_true_counts_are_in_no_export_of_keyed_figures():
    """All counts of four digits, but those that a shown or rounded one happens to be equal to."""
    study = survey(10_000)
    for rows, by in (("health", "sex"), ("victim", "sex"), ("age", "victim")):
        table = release(crosstab(study.design, rows, by=by), KEYED, Ledger(None))
        shown = {cell.n for row in table.cells for cell in row} | {base.n for base in table.bases}
        degrees = {cell.df for row in table.cells for cell in row}
        true = {study.count(name) for name, _, _, _ in cells(study, table)} - shown - degrees
        sentinels = {str(n) for n in true if n > 1000 and n % 5}
        assert sentinels
        for where, text in exports(table).items():
            assert not sentinels & numbers(text), (rows, by, where)


@pytest.mark.parametrize("policy", [EXACT, KEYED], ids=["exact", "keyed"])
def test_a_blank_cell_is_blank_in_every_figure(few, policy):
    blank = 0
    for table in (
        release(crosstab(few.design, "health", by="region"), policy, Ledger(None)),
        release(means(few.design, "income", by="region"), policy, Ledger(None)),
    ):
        for cell in (cell for row in table.cells for cell in row if cell.blank):
            figures = (
                cell.value,
                cell.std_error,
                cell.ci_low,
                cell.ci_high,
                cell.df,
                cell.deff,
                cell.n,
                cell.weighted_n,
            )
            assert set(figures) == {None}
            assert cell.quality == ""
            blank += 1
        if policy.mode == "suppress" and any(cell.blank for row in table.cells for cell in row):
            assert table.test is None
    assert blank > 0
