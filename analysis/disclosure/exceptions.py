"""Exceptions: an output checker lets one refused output be released, or forbids one, by name and with a reason.

An exception is about one question under one policy: when the policy changes, or its last day is over, it is gone. It
lifts one rule and no other: blank cells stay blank, and the output is protected like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from analysis.disclosure import reasons
from analysis.errors import Refused

FORBIDDEN = "forbidden"
# Rules that may be lifted: what is released then is still protected by all others.
CAN_BE_LIFTED = ("dimensions", "base", "threshold", "residual_df", FORBIDDEN)
# At level 3 these rules are about people, and are never lifted for fewer than so many of them.
ABOUT_PEOPLE, FEWEST = ("base", "threshold"), 3


@dataclass(frozen=True)
class OutputException:
    """What a checker decided about one output.

    study, query, policy  the output: what was asked for, and the digest of the policy
    rule      the rule that is lifted; "forbidden" where the output is forbidden
    allowed   True where the output may be released, False where it may not
    of_line   line of the ledger with the refusal, or the release, that it is about
    decided_by, reason  the checker's name, and why
    until     last day on which it holds, as 2026-12-31
    """

    study: str
    query: str
    policy: str
    rule: str
    allowed: bool
    of_line: int
    decided_by: str
    reason: str
    until: str
    day: str = ""

    def holds(self, study: str, query: str, policy: str) -> bool:
        """True for the output that it is about, as long as it holds."""
        same = (self.study, self.query, self.policy) == (study, query, policy)
        return same and date.today().isoformat() <= self.until


@dataclass
class Gate:
    """Where a rule refuses an output: it raises, unless an exception lifts that rule.

    level   sensitivity level of the output
    lifted  rules that an exception lifts, with the line of the ledger where it stands
    used    lines of those that made a difference
    """

    level: int
    lifted: dict[str, int] = field(default_factory=dict)
    forbidden: bool = False
    used: list[int] = field(default_factory=list)

    @classmethod
    def of(
        cls, exceptions: Iterable[tuple[int, OutputException]], study: str, query: str, policy: str, level: int
    ) -> Gate:
        """The gate of one output: of what was decided about it, the last word on each rule counts."""
        gate = cls(level)
        for line, made in exceptions:
            if query and made.holds(study, query, policy):
                gate.forbidden = not made.allowed
                if made.allowed:
                    gate.lifted[made.rule] = line
        if gate.forbidden:
            gate.lifted.clear()
        return gate

    def refuse_forbidden(self) -> None:
        """Refuse what a checker has forbidden."""
        if self.forbidden:
            raise Refused(reasons.FORBIDDEN, rule=FORBIDDEN)

    def refuse(self, refusal: Refused) -> None:
        """Raise the refusal, unless an exception lifts its rule.

        At level 3 no exception reaches fewer than three people, or people whose number is not known.
        """
        line = self.lifted.get(refusal.rule)
        if line is None or (self.level == 3 and refusal.rule in ABOUT_PEOPLE and refusal.fewest < FEWEST):
            raise refusal
        self.used.append(line)
