"""No blank of a random table follows from what is shown, alone, behind filters, or with its hierarchy."""

from __future__ import annotations

import pytest

from analysis.disclosure import Ledger, ReleasePolicy
from tests.attacks.answers import released
from tests.attacks.results import opened
from tests.attacks.study import Study


def one_after_the_other(study: Study, policy: ReleasePolicy):
    return released(study, policy, Ledger(None))


@pytest.mark.parametrize("shape", ["two-way", "three-way", "hierarchical"])
def test_no_blank_is_known_closely(shape):
    found = opened(shape, range(8), one_after_the_other)
    assert found.blank > 50
    assert found.failures == 0, found.worst
