"""Many questions about the same people are not many draws of the noise."""

from __future__ import annotations

from analysis.disclosure import ReleasePolicy
from tests.attacks.partitions import declared, parted

POLICY = ReleasePolicy(mode="keyed")


def test_the_mean_over_many_questions_is_no_certainty():
    """The commonest size of such groups is right in 23 %; were the noise of each table its own, this would be 79 %."""
    found = parted(declared(POLICY, 40), n=4000, questions=40, seeds=range(5))
    assert found.groups >= 12
    assert found.many <= 0.45


def test_the_mean_over_ten_questions_is_right_for_no_more_small_groups_than_the_target():
    found = parted(declared(POLICY, 10), n=4000, questions=10, seeds=range(12))
    assert found.groups >= 30
    assert found.many <= 0.15
