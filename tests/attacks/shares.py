"""Two of three answers as shares by t tests: what is left is the third, given by a few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis import crosstab, ttest
from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import AnalysisError
from tests.attacks.codes import ASKED, GROUPS
from tests.attacks.study import Study, key


@dataclass(frozen=True)
class Left:
    """How many truly gave the third answer, and what is left of all by t tests."""

    n: int
    left: int


def from_shares(study: Study, policy: ReleasePolicy) -> Iterator[Left]:
    """All groups in which 1 to 9 gave the third answer."""
    ledger = Ledger(None)
    for name in ASKED:
        for by in GROUPS:
            for code in study.codes[by]:
                n, part = study.count(key(**{by: code, name: 3})), study.part(f"{by} = {code:g}")
                try:
                    base = release(crosstab(part, name), policy, ledger).bases[0].n
                    tested = [release(ttest(part, name, code=one), policy, ledger).difference for one in (1.0, 2.0)]
                except AnalysisError:
                    continue
                shares = [one.value for one in tested if one is not None and one.value is not None]
                if 0 < n < 10 and base is not None and len(shares) == 2:
                    yield Left(n, round(base * (1 - sum(shares))))
