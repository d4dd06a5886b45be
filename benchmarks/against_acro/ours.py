"""Varsam's side: `python ours.py FOLDER` prints what it gave as JSON, in the form of `theirs.py`.

The reader is taken to know every shown count exactly, though what is shown is rounded to 5.
"""

from __future__ import annotations

import json
import sys
import time
import tomllib
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from math import inf
from pathlib import Path

import numpy as np
import pandas as pd
from inputs import TABLES, table

from analysis import SurveyDesign, crosstab, model, quantile, totals
from analysis.disclosure import Ledger, Refused, Released, ReleasedTable, ReleasePolicy, release
from analysis.unreleased import ResultTable
from survey.frame import SurveyFrame

POLICY = ReleasePolicy()
LEVEL = 2  # threshold 10, as ACRO's
KNOWN = {"c": (0.0, 9.0), "x": (10.0, inf), "b": (0.0, inf)}


def design_of(data: pd.DataFrame) -> SurveyDesign:
    frame = SurveyFrame.of(data)
    variables = {name: replace(variable, level=LEVEL) for name, variable in frame.variables.items()}
    return SurveyDesign(replace(frame, variables=variables))


def known(flag: str, n: int) -> list[float]:
    """Least and greatest value of a count, as a reader knows them."""
    return [float(n), float(n)] if flag == "" else list(KNOWN[flag])


def grid(released: ReleasedTable, data: pd.DataFrame) -> list[list[list[float]]]:
    """Rows and bases by columns and all."""
    by = released.source.by
    lines = [
        [
            known(cell.flag, _count(data, {released.source.rows: row.value, by: column.value}))
            for column, cell in zip(released.columns, cells, strict=True)
        ]
        for row, cells in zip(released.rows, released.cells, strict=True)
    ]
    bases = zip(released.columns, released.bases, strict=True)
    return [*lines, [known(base.flag, _count(data, {by: column.value})) for column, base in bases]]


def _count(data: pd.DataFrame, those: dict[str, object]) -> int:
    where = [(data[name] == value).to_numpy() for name, value in those.items() if name and value is not None]
    return int(np.logical_and.reduce(where).sum()) if where else len(data)


def one_table(data: pd.DataFrame, *, alone_first: bool) -> dict[str, object]:
    """The crosstab of two questions and each of them alone, with one ledger."""
    ledger, design, seconds = Ledger(None), design_of(data), [0.0, 0.0]

    def crossed() -> list[list[list[float]]]:
        wall, cpu = time.perf_counter(), time.process_time()
        released = release(crosstab(design, "a", by="b"), POLICY, ledger)
        seconds[:] = [time.perf_counter() - wall, time.process_time() - cpu]
        return grid(released, data)

    def alone() -> list[list[list[list[float]]]]:
        return [grid(release(crosstab(design, name), POLICY, ledger), data) for name in ("a", "b")]

    if alone_first:
        one_way, both = alone(), crossed()
    else:
        both, one_way = crossed(), alone()
    rows = [closer(line[-1], own[0]) for line, own in zip(both[:-1], one_way[0], strict=False)]
    columns = [closer(base, own[0]) for base, own in zip(both[-1][:-1], one_way[1], strict=False)]
    return {"cells": [line[:-1] for line in both[:-1]], "rows": rows, "columns": columns, "seconds": seconds}


def closer(one: list[float], other: list[float]) -> list[float]:
    """What two outputs together say of a count."""
    return [max(one[0], other[0]), min(one[1], other[1])]


def released(made: Callable[[], ResultTable], ledger: Ledger | None = None) -> tuple[Released | None, str]:
    """What is released, and the reason where nothing is."""
    try:
        return release(made(), POLICY, ledger or Ledger(None)), "released"
    except Refused as refused:
        return None, f"refused: {refused}"


def cases(people: pd.DataFrame) -> dict[str, dict[str, object]]:
    design = design_of(people.astype({"few": bool, "event": bool}))
    return {
        "group": group(design),
        "filter": filtered(people, design),
        "dominance": amount(lambda: totals(design, "income", by="region")),
        "largest": amount(lambda: quantile(design, "income", 1.0, by="region")),
        "saturated": whole(lambda: model(design, "score ~ region * school")),
        "dummy": whole(lambda: model(design, "score ~ few")),
        "events": whole(lambda: model(design_of(west(people)), "event ~ west")),
        "df": whole(lambda: model(design_of(people.iloc[60:80].astype({"month": str})), "score ~ month")),
    }


def west(people: pd.DataFrame) -> pd.DataFrame:
    return people.assign(west=people["region"] == "west", event=people["event"].astype(bool))


def group(design: SurveyDesign) -> dict[str, object]:
    shown, said = released(lambda: crosstab(design, "answer", by="region"))
    assert isinstance(shown, ReleasedTable)
    cells = {(r.value, c.value): cell for r, cells in zip(shown.rows, shown.cells, strict=True)
             for c, cell in zip(shown.columns, cells, strict=True)}  # fmt: skip
    return {"away": not cells["yes", "east"].blank or not cells["no", "east"].blank, "said": said}


def filtered(people: pd.DataFrame, design: SurveyDesign) -> dict[str, object]:
    ledger, older = Ledger(None), people[people["age"] >= 17]
    first, _ = released(lambda: crosstab(design, "answer", by="region"), ledger)
    second, said = released(lambda: crosstab(design.domain("older = 'yes'"), "answer", by="region"), ledger)
    if first is None or second is None:
        return {"away": False, "said": said}
    pairs = zip(chain(*grid(first, people)), chain(*grid(second, older)), strict=True)
    both = [(a[0], b[0]) for a, b in pairs if a[0] == a[1] and b[0] == b[1]]
    return {"away": any(0 < a - b < 10 for a, b in both), "said": said}


def amount(made: Callable[[], ResultTable]) -> dict[str, object]:
    shown, said = released(made)
    away = isinstance(shown, ReleasedTable) and not shown.cells[0][0].blank
    return {"away": away, "said": said}


def whole(made: Callable[[], ResultTable]) -> dict[str, object]:
    shown, said = released(made)
    return {"away": shown is not None, "said": said}


def main() -> None:
    folder = Path(sys.argv[1])
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    one_table(table(folder, 0, text=True), alone_first=False)  # what is imported late is not timed
    files = [table(folder, number, text=True) for number in range(TABLES)]
    found = {
        "version": project["version"],
        "tables": [one_table(data, alone_first=False) for data in files],
        "other_order": [one_table(data, alone_first=True) for data in files],
        "coded": [one_table(table(folder, k, text=False), alone_first=False) for k in range(TABLES)],
        "cases": cases(pd.read_csv(folder / "people.csv")),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
