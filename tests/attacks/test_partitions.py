"""Many questions about the same people are not many draws of the noise."""

from __future__ import annotations

import pytest

from analysis.disclosure import ReleasePolicy
from tests.attacks.partitions import declared, parted

POLICY = ReleasePolicy(mode="keyed")


def test_the_mean_over_many_questions_is_no_certainty():
    """The commonest size of such groups is right in 23 %; without more noise for more groupings this would be 79 %."""
    found = parted(declared(POLICY, 40), n=4000, questions=40, seeds=range(5))
    assert found.groups >= 12
    assert found.many <= 0.45


@pytest.mark.xfail(strict=False, reason="HOLE 14: about a third is right, with noise that grows with the groupings")
def test_the_mean_over_ten_questions_is_right_for_no_more_small_groups_than_the_target():
    found = parted(declared(POLICY, 10), n=4000, questions=10, seeds=range(12))
    assert found.groups >= 30
    assert found.many <= 0.15
