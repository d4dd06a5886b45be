"""All attacks at full size: `python -m tests.attacks [--rounds N]`; see docs/attacks.md for what they found."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from tests.attacks import measures
from tests.attacks.measures import Measured

FULL = 134

HEAD = """# What an attacker finds

`make attack` writes this page; with fewer rounds (`make attack ROUNDS=10`) it only prints. The attacks are in
`tests/attacks/`, use the public interface only, and share no code with the protection; smaller versions of them run
with the tests. "Blank if few" is the unguarded comparator: exact counts, blank below 10.
"""


def page(found: list[Measured]) -> str:
    """The whole page."""
    return "\n".join([HEAD, f"{date.today():%Y-%m-%d}.\n", *(section(one) for one in found)])


def section(found: Measured) -> str:
    """One table with what it is about."""
    head = f"| {' | '.join(found.head)} |\n|{'---|' * len(found.head)}"
    lines = "\n".join(f"| {' | '.join(line)} |" for line in found.lines)
    return f"## {found.title}\n\n{found.about}\n\nWanted: {found.wanted}\n\n{head}\n{lines}\n"


def main() -> None:
    """Runs them one after the other, prints the page, and keeps it after a full run."""
    options = argparse.ArgumentParser(prog="attacks", description=__doc__)
    options.add_argument("--rounds", type=int, default=FULL, help="studies of each shape; fewer do not change the page")
    rounds = options.parse_args().rounds
    surveys = max(rounds // 22, 2)
    text = page(
        [
            measures.random_tables(rounds),
            measures.free_conditions(),
            measures.exact_families(),
            measures.keyed_questions(surveys),
            measures.keyed_groupings(surveys),
            measures.keyed_averages(surveys),
            measures.many_questions(),
            measures.fresh_draws(),
            measures.codes(),
            measures.beside(),
            measures.one_person(),
        ]
    )
    print(text)
    if rounds >= FULL:
        (Path(__file__).parents[2] / "docs/attacks.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
