"""docs/acro.md: what each of the two lets out, from one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

from inputs import RARE

HEAD = """# The same inputs through ACRO, side by side

ACRO (AI-SDC, Python) checks the outputs of an analyst who works in pandas or statsmodels. Varsam's
`release` decides what a survey shows. `make acro` gives both the same made-up files and writes this page; nothing here
is from memory. ACRO runs in a Python of its own (`make acro ACRO=path/to/python`; without one, `.bench-acro` is made).

ACRO has its own defaults (threshold 10, zeros count as few), with suppression on, and text categories, which suit it
best. Varsam has the policy that a bare study has, with all variables at sensitivity level 2 (threshold 10).
"""

TABLES = """## Tables

44 crosstabs of two questions, 250 to 900 people each, with {small} counts below 10. With each of them the two
one-way tables of its questions are asked for as well, as any report has them. The attacker knows the threshold, and of
each blank whether it lies below it; a linear program gives the least and the greatest value of each count. Of Varsam
the attacker is even given every shown count exactly, though Varsam shows it rounded to 5.
"""

CASES = {
    "group": ("All 60 of one region answered yes; table of answer by region, and the sizes of the regions", "table"),
    "filter": ("The same table of all and of those of 17 and more, who are 3 fewer", "table"),
    "dominance": ("Sum of incomes by region; one income is nearly the whole of its region", "figure"),
    "largest": ("Largest income by region, which is one person's", "figure"),
    "saturated": ("Linear model `region * school`, where one person is alone in a region and school", "model"),
    "dummy": ("Linear model with a yes or no that 2 people have", "model"),
    "events": (f"Logistic model of an outcome that {RARE} people have, all in one region", "model"),
    "df": ("Linear model of 20 people with 14 categories", "model"),
    "histogram": ("Histogram with a single person in its last bin", "chart"),
    "survival": ("Survival table with 1 or 2 events at a time", "table"),
}

DOMINANCE = "- It knows the rules of dominance and p % for sums, and says which cells break them.\n"

NOT_OURS = """## What ACRO does that Varsam does not

- It takes any data frame and any analyst: `pandas.crosstab` and `pivot_table` with their arguments (several row and
  column variables at once, counts, sums, means, medians, standard deviations, modes), statsmodels' OLS, logit, probit
  as they are. Varsam takes a survey with its design, and releases a closed list of statistics.
{dominance}- Histograms, pie charts and survival functions. Varsam has none of them: it cannot let them out, nor help.
- Files of any kind can be handed in for checking (`custom_output`), outputs renamed, removed and commented, and the
  whole session handed to a checker in one folder (`finalise`).
- It leaves the decision to a person: nearly everything is "review". That is meant so, and right for a research
  environment with an output checker. Varsam must decide alone, since its dashboard has nobody between.

ACRO {version} can be asked: {methods}. Of these {weighted} takes weights; none takes strata or sampling units.
"""


def page(theirs: Mapping[str, Any], ours: Mapping[str, Any], found: Mapping[str, Any], off: Sequence[float]) -> str:
    """The whole page."""
    small = next(iter(found.values()))[0]["small"]
    said = f"{date.today():%Y-%m-%d}; ACRO {theirs['version']}, Varsam {ours['version']}."
    return "\n".join(
        [
            HEAD,
            said,
            "",
            TABLES.format(small=small),
            *_tables(found),
            "",
            *_read(theirs, ours, found, off),
            "",
            "## Other ways out",
            "",
            *_cases(theirs["cases"], ours["cases"]),
            "",
            NOT_OURS.format(
                dominance=DOMINANCE if ours["cases"]["dominance"]["away"] else "",
                version=theirs["version"],
                methods=", ".join(f"`{name}`" for name in theirs["methods"]),
                weighted=", ".join(f"`{name}`" for name in theirs["weighted"]) or "none",
            ),
        ]
    )


def _tables(found: Mapping[str, Any]) -> list[str]:
    head = ["", "blank cells", "small counts known, crosstab alone", "with its one-way tables", "to less than 5"]
    lines = [_line([*head, "line remainders of 1 to 9", "tables opened"]), _line(["---"] * 7)]
    for who, (alone, both) in found.items():
        if alone["wrong"] or both["wrong"]:
            raise SystemExit(f"{who}: a true count lies outside its interval, so the attack is wrong.")
        parts = [alone["blank"], alone["exact"], both["exact"], both["narrow"], both["remainders"], both["tables"]]
        lines.append(_line([who, *map(str, parts)]))
    return lines


def _read(
    theirs: Mapping[str, Any], ours: Mapping[str, Any], found: Mapping[str, Any], off: Sequence[float]
) -> list[str]:
    """What the figures mean, in plain words."""
    (_, them), (_, us), (_, rounded) = (found[who] for who in ("ACRO, suppress", "Varsam", "ACRO, round to 5"))
    wrong = [distance for distance in off if distance]
    slow, fast = ([1000 * output["seconds"][1] for output in side["tables"]] for side in (theirs, ours))
    statuses = ", ".join(sorted({status for output in theirs["tables"] for status in output["status"]}))
    return [
        f"- ACRO blanks the small counts and nothing else. With the one-way tables {them['exact']} of {them['small']} "
        f"({100 * them['exact'] / them['small']:.0f} %) are worked out exactly, in {them['tables']} of 44 tables. Its "
        f'verdict on all of them is "{statuses}", with the advice to review them by hand against other outputs.',
        f"- ACRO counts its totals again without the people in blank cells: {len(wrong)} of {len(off)} printed totals "
        f"are not the number of people, by up to {max(wrong):.0f}. Varsam's totals are those of everybody, or blank.",
        f"- Rounded, {rounded['exact']} small counts are exact, but {rounded['narrow']} of {rounded['small']} are "
        "known to less than 5.",
        "- Where answers are coded as numbers, ACRO finds the small cells and says so, but shows nearly all of them "
        "(found in its source: codes are turned into text before the numbers are looked for).",
        f"- Varsam blanks {us['blank']} cells, {us['blank'] - us['small']} more than are small: that is the price. "
        f"{us['exact']} small counts are worked out, {us['narrow']} narrowly.",
        f"- Median CPU of a crosstab: ACRO {median(slow):.0f} ms, Varsam {median(fast):.0f} ms (estimates, standard "
        f"errors, intervals and protection); the slowest {max(slow):.0f} and {max(fast):.0f} ms.",
    ]


def _cases(theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> list[str]:
    lines = [_line(["asked", "ACRO", "what ACRO says", "Varsam", "what Varsam says"]), _line(["---"] * 5)]
    for case, (words, kind) in CASES.items():
        sides = []
        for answer in (theirs.get(case), ours.get(case)):
            if answer is None:
                sides += ["cannot be asked", ""]
            else:
                verdict = f"lets the {kind} out" if answer["away"] else "holds it back"
                sides += [verdict, _short(answer["said"])]
        lines.append(_line([words, *sides]))
    return lines


def _short(said: str) -> str:
    """The verdict with its first reason, without what is said of every output."""
    linked = "PresenceOfLinkedTableCheck: A manual review"
    return said.split(linked)[0].split(" Use ")[0].split(" Merge ")[0].rstrip(" :") + (
        "; advice to review linked tables" if linked in said else ""
    )


def _line(parts: Sequence[str]) -> str:
    return f"| {' | '.join(part.replace('|', '/') for part in parts)} |"
