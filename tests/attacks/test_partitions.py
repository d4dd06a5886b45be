"""Many questions about the same people are not many draws of the noise."""

from __future__ import annotations

from analysis.disclosure import ReleasePolicy
from tests.attacks.partitions import parted


def test_the_mean_over_forty_questions_tells_no_small_group():
    found = parted(ReleasePolicy(mode="keyed"), n=2000, questions=40, seeds=range(3))
    assert found.groups >= 8
    assert found.many <= 0.30
