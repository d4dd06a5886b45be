"""Many questions about the same people are not many draws of the noise."""

from __future__ import annotations

import pytest

from analysis.disclosure import ReleasePolicy
from tests.attacks.partitions import declared, parted


POLICY = ReleasePolicy(mode="keyed")


@pytest.mark.parametrize("questions", [5, 40])
def test_the_mean_over_many_questions_tells_no_small_group(questions):
    """Guessing one of 1 to 9 is right in 11 %; the commonest size in perhaps 20 %."""
    found = parted(declared(POLICY, questions), n=4000, questions=questions, seeds=range(4))
    assert found.groups >= 5
    assert found.many <= 0.35


@pytest.mark.xfail(
    strict=True, reason="HOLE 14: a bare policy names no groupings, so all may group, with noise for few"
)
def test_a_bare_policy_withstands_forty_questions_too():
    found = parted(POLICY, n=2000, questions=40, seeds=range(3))
    assert found.groups >= 8
    assert found.many <= 0.35
