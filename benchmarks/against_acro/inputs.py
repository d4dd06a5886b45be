"""The made-up files that both programs read; all of them seeded, and small enough to be looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

TABLES = 44
DOMINANT, RARE = 50_000_000.0, 3


def crossed(number: int) -> pd.DataFrame:
    """250 to 900 people with two questions of 3 to 6 and 3 to 5 answers, some of them rare."""
    draw = np.random.default_rng([4, number])
    n, rows, columns = int(draw.integers(250, 901)), int(draw.integers(3, 7)), int(draw.integers(3, 6))
    row = draw.choice(rows, n, p=draw.dirichlet(np.full(rows, 2.0)))
    column = draw.choice(columns, n, p=draw.dirichlet(np.full(columns, 2.0)))
    return pd.DataFrame({"a": row, "b": column}).sort_values(["a", "b"], ignore_index=True)


def people() -> pd.DataFrame:
    """400 people in 4 regions, each a trap.

    One income is nearly the whole of its region, 3 are 16, the 60 of a region answered alike, one is alone in his
    school and region, 2 are marked by `few`, 3 have the `event`.
    """
    draw = np.random.default_rng(4)
    n = 400
    region = np.repeat(["east", "north", "south", "west"], [60, 100, 100, 140])
    income = draw.lognormal(10, 0.3, n).round(2)
    income[0] = DOMINANT
    answer = np.where(draw.random(n) < 0.4, "yes", "no")
    answer[region == "east"] = "yes"
    age = draw.integers(17, 26, n)
    age[[70, 170, 270]] = 16
    school = draw.choice(["one", "two", "three"], n)
    school[(region == "east") & (school == "one")] = "two"
    school[0] = "one"
    return pd.DataFrame(
        {
            "region": region,
            "income": income,
            "answer": answer,
            "age": age,
            "older": np.where(age >= 17, "yes", "no"),
            "score": draw.normal(50, 10, n).round(3),
            "few": (np.arange(n) % 200 == 5).astype(int),
            "event": np.isin(np.arange(n), np.linspace(80, 390, RARE).astype(int)).astype(int),
            "school": school,
            "month": draw.integers(1, 30, n),
        }
    )


def write(folder: Path) -> None:
    """All files, into a folder."""
    for number in range(TABLES):
        crossed(number).to_csv(folder / f"table_{number}.csv", index=False)
    people().to_csv(folder / "people.csv", index=False)


def table(folder: Path, number: int, *, text: bool) -> pd.DataFrame:
    """A file of two questions; its codes as text where `text` says so."""
    data = pd.read_csv(folder / f"table_{number}.csv")
    return data.apply(lambda column: column.name + column.astype(str)) if text else data
