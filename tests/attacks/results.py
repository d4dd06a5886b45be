"""What attacks on many tables found, summed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from analysis.disclosure import ReleasePolicy
from tests.attacks.answers import Ask, Shown, everything
from tests.attacks.hierarchy import lines_between
from tests.attacks.interval import Attacker, remainders
from tests.attacks.study import Study
from tests.attacks.tables import Shape, random_study

Answering = Callable[[Study, ReleasePolicy], Ask]


@dataclass
class Opened:
    """Blanks of random tables, and how many of them the attacker knows.

    exact      their value follows
    narrow     known more closely than half the threshold, exact ones included
    unsound    the true count lies outside of what the attacker finds possible
    remainders lines whose blanks are 1 to threshold - 1 people together
    worst      where each was found
    """

    tables: int = 0
    refused: int = 0
    blank: int = 0
    exact: int = 0
    narrow: int = 0
    unsound: int = 0
    remainders: int = 0
    worst: list[str] = field(default_factory=list)

    @property
    def failures(self) -> int:
        return self.exact + self.narrow + self.unsound + self.remainders


def opened(shape: Shape, seeds: range, answering: Answering) -> Opened:
    """The interval attack and the line remainders on a random study for each seed."""
    total, policy = Opened(), ReleasePolicy()
    for seed in seeds:
        study, asked = random_study(shape, seed)
        shown = everything(answering(study, replace(policy, made_from=study.groupings)), asked)
        if shape == "hierarchical":
            shown.lines |= lines_between(study, shown, fine="group", coarse="area")
        _attack(total, study, shown, policy, f"{shape}, seed {seed}", len(asked))
    return total


def _attack(total: Opened, study: Study, shown: Shown, policy: ReleasePolicy, where: str, tables: int) -> None:
    level = next(iter(study.design.frame.variables.values())).level
    limits = policy.at(level)
    total.tables += tables
    total.refused += not shown.counts
    total.blank += len(shown.blank)
    if shown.blank:
        attacker = Attacker(shown, threshold=limits.threshold)
        for name, interval in attacker.narrow(limits.width).items():
            total.narrow += 1
            total.exact += interval.width < 1
            total.unsound += not interval.low <= study.count(name) <= interval.high
            total.worst.append(f"{where}: {sorted(name)} is {interval.low:g} to {interval.high:g}")
    for (name, _), left in remainders(shown).items():
        if 0 < left < limits.threshold:
            total.remainders += 1
            total.worst.append(f"{where}: {left:g} people left of {sorted(name)}")
