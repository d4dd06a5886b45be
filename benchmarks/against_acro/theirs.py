"""ACRO's side, run by the Python that ACRO is installed in: `python theirs.py FOLDER` prints what it gave as JSON.

An output of a table is written as what its reader knows of each count: the least and the greatest that it can be.
"""

from __future__ import annotations

import inspect
import json
import logging
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from inputs import TABLES, table

FEWEST = 10  # ACRO's default threshold, zeros counted as few


def quiet() -> None:
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    os.environ["MPLBACKEND"] = "Agg"


def session(mitigation: str) -> object:
    from acro import ACRO

    return ACRO(mitigation=mitigation)


def known(shown: pd.DataFrame, mitigation: str) -> list[list[list[float]]]:
    """Least and greatest value of each count, as a reader of `shown` knows them."""
    if mitigation == "round":  # to the nearest 5: what is shown lies within 2
        return [[[max(0.0, n - 2.0), n + 2.0] for n in row] for row in shown.to_numpy(float)]
    return [[[0.0, FEWEST - 1.0] if pd.isna(n) else [n, n] for n in row] for row in shown.to_numpy(float)]


def one_table(data: pd.DataFrame, mitigation: str) -> dict[str, object]:
    """The crosstab of two questions and each of them alone, in one session."""
    acro, everybody = session(mitigation), pd.Series(["n"] * len(data), name="n")
    wall, cpu = time.perf_counter(), time.process_time()
    crossed = acro.crosstab(data["a"], data["b"], margins=True)
    seconds = [time.perf_counter() - wall, time.process_time() - cpu]
    alone = [known(acro.crosstab(data[name], everybody), mitigation) for name in ("a", "b")]
    return {
        "cells": known(crossed.iloc[:-1, :-1], mitigation),
        "rows": [row[0] for row in alone[0]],
        "columns": [row[0] for row in alone[1]],
        "totals": [float(n) for n in (*crossed.iloc[:-1, -1], *crossed.iloc[-1, :-1], crossed.iloc[-1, -1])],
        "status": sorted({record.status for record in acro.results.results.values()}),
        "seconds": seconds,
    }


def asked(ask: Callable[[object], object]) -> tuple[object, str]:
    """What an analyst gets with suppression on, and ACRO's verdict on it."""
    acro = session("suppress")
    shown = ask(acro)
    record = list(acro.results.results.values())[-1]
    return shown, f"{record.status}: {' '.join(record.summary.split())}"


def cases(people: pd.DataFrame) -> dict[str, dict[str, object]]:
    everybody = pd.Series(["n"] * len(people), name="n")
    return {
        "group": group(people, everybody),
        "filter": filtered(people),
        "dominance": amount(people, everybody, "sum"),
        "largest": amount(people, everybody, "max"),
        "saturated": of_model(people, "score ~ C(region) * C(school)"),
        "dummy": of_model(people, "score ~ few"),
        "events": of_model(people, "event ~ C(region == 'west')", logistic=True),
        "df": of_model(people.iloc[60:80], "score ~ C(month)"),
        "histogram": histogram(people),
        "survival": survival(people),
    }


def group(people: pd.DataFrame, everybody: pd.Series) -> dict[str, object]:
    """All 60 in the east said yes: does the table, with the size of the region, say so?"""
    shown, said = asked(lambda acro: acro.crosstab(people["answer"], people["region"]))
    size, _ = asked(lambda acro: acro.crosstab(people["region"], everybody))
    return {"away": bool(shown.loc["yes", "east"] == size.loc["east", "n"]), "said": said}


def filtered(people: pd.DataFrame) -> dict[str, object]:
    """The same table of all and of those of 17 and more, 3 fewer: does their difference tell about the 3?"""
    acro, older = session("suppress"), people[people["age"] >= 17]
    first = acro.crosstab(people["answer"], people["region"])
    second = acro.crosstab(older["answer"], older["region"])
    difference = (first - second).to_numpy(float)
    record = list(acro.results.results.values())[-1]
    away = bool(((difference > 0) & (difference < FEWEST)).any())
    return {"away": away, "said": f"{record.status}: {' '.join(record.summary.split())}"}


def amount(people: pd.DataFrame, everybody: pd.Series, function: str) -> dict[str, object]:
    shown, said = asked(
        lambda acro: acro.crosstab(people["region"], everybody, values=people["income"], aggfunc=function)
    )
    return {"away": "east" in shown.index and bool(shown.loc["east"].notna().any()), "said": said}


def of_model(people: pd.DataFrame, formula: str, *, logistic: bool = False) -> dict[str, object]:
    _, said = asked(lambda acro: (acro.logitr if logistic else acro.olsr)(formula, people))
    return {"away": not said.startswith("fail"), "said": said}


def histogram(people: pd.DataFrame) -> dict[str, object]:
    _, said = asked(lambda acro: acro.hist(people.copy(), "income"))
    return {"away": "Redacted" not in said, "said": said}


def survival(people: pd.DataFrame) -> dict[str, object]:
    """Are the exact numbers of events at each time in the table that is kept for release?"""
    shown, said = asked(lambda acro: acro.surv_func(people["month"], people["few"] + people["event"], output="table"))
    events = shown["num events"].to_numpy(float)
    return {"away": bool(((events > 0) & (events < FEWEST)).any()), "said": said}


def methods() -> dict[str, list[str]]:
    """What a session can be asked, and what of it takes weights."""
    from acro import ACRO

    public = {name: m for name, m in inspect.getmembers(ACRO, inspect.isfunction) if not name.startswith("_")}
    weighted = [name for name, m in public.items() if any("weight" in p for p in inspect.signature(m).parameters)]
    return {"methods": sorted(public), "weighted": weighted}


def main() -> None:
    quiet()
    folder = Path(sys.argv[1]).resolve()
    os.chdir(tempfile.mkdtemp())  # ACRO writes its charts where it stands
    one_table(table(folder, 0, text=True), "suppress")  # what is imported late is not timed
    stdout, sys.stdout = sys.stdout, sys.stderr  # statsmodels prints how a fit went
    found = {
        "version": version("acro"),
        "tables": [one_table(table(folder, k, text=True), "suppress") for k in range(TABLES)],
        "rounded": [one_table(table(folder, k, text=True), "round") for k in range(TABLES)],
        "coded": [one_table(table(folder, k, text=False), "suppress") for k in range(TABLES)],
        "cases": cases(pd.read_csv(folder / "people.csv")),
        **methods(),
    }
    sys.stdout = stdout
    print(json.dumps(found))


if __name__ == "__main__":
    main()
