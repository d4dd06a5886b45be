"""What the check says of whole definitions (unreachable, always true, dead end) is what becomes of everybody who could
answer.

It never says more. It says less in one case: it does not know that a section is skipped as a whole or not at all, so
that a verdict which rests on this is left out; that is rare.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

from survey.checks import check_file
from survey.errors import Fault
from tests.properties.routed import Conditioned, Study, study

STUDIES = 2_000


def routes_of(study: Study, folder: Path) -> dict[int, Fault]:
    """What is said of conditions, by line."""
    file = folder / "routed.yaml"
    file.write_text(study.written(), encoding="utf-8")
    return {fault.line: fault for fault in check_file(file) if fault.number in (4, 5, 6, 30) and not is_of_type(fault)}


def is_of_type(fault: Fault) -> bool:
    return fault.number == 30 and "everybody stops" not in fault.what


def said(fault: Fault | None) -> str:
    if fault is None:
        return ""
    for words, meant in {
        "everybody stops": "dead end", "never": "never", "always": "always", "every answer": "whenever answered",
    }.items():  # fmt: skip
        if words in fault.what:
            return meant
    return "other"


def truth(condition: Conditioned) -> str:
    """What holds of a condition for everybody who comes to it."""
    if not condition.seen:
        return "nobody comes"
    if True not in condition.worths:
        return "never"
    return "always" if condition.worths == {True} else "depends"


def test_unreachable_always_and_dead_end_are_said_where_they_are_so(tmp_path: Path) -> None:
    found: Counter[str] = Counter()
    for seed in range(STUDIES):
        made = study(Random(seed))
        faults = routes_of(made, tmp_path)
        made.walk()
        for section in made.sections:
            for condition in section.every_condition():
                ours, theirs = said(faults.get(condition.line)), truth(condition)
                where = f"seed {seed}, line {condition.line}: {ours or 'nothing'}, but {theirs}\n{made.written()}"
                found[f"{ours or 'nothing'} / {theirs}"] += 1
                if ours in ("never", "always"):
                    assert theirs in (ours, "nobody comes"), where
                if ours == "whenever answered":
                    assert all(worth for worth, answered in condition.seen if answered), where
                silent = theirs in ("never", "nobody comes", "always") and not is_said(made, condition, ours, faults)
                assert made.skips or not silent, where
                found["silent"] += silent
        dead = any(said(fault) == "dead end" for fault in faults.values())
        found["dead end" if dead else "an end"] += 1
        assert not (dead and made.ended_well), made.written()
        assert made.ended_well or faults or made.skips, made.written()
    assert min(found[f"{verdict} / {verdict}"] for verdict in ("never", "always")) > 20, found
    assert found["dead end"] > 5, found
    assert found["silent"] < STUDIES / 100, found


def is_said(made: Study, condition: Conditioned, ours: str, faults: dict[int, Fault]) -> bool:
    """Whether something is said of a condition that decides nothing, or was said before of what makes it so."""
    if truth(condition) == "nobody comes":
        return bool(faults)
    return (
        bool(ours)
        or any(line < condition.line for line in faults)
        or (truth(condition) == "always" and is_end(made, condition))
    )


def is_end(made: Study, condition: Conditioned) -> bool:
    return any(page.end_if is condition for _, page in made.pages())
