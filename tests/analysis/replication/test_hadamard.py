import numpy as np
import pytest

from analysis.replication.hadamard import hadamard_beyond


@pytest.mark.parametrize("k", range(0, 130, 3))
def test_columns_are_at_right_angles(k):
    h = hadamard_beyond(k)
    assert len(h) > k
    assert np.array_equal(h.T @ h, len(h) * np.eye(len(h)))
    assert (h[:, 0] == 1).all()


@pytest.mark.parametrize(
    ("k", "order"), [(1, 2), (2, 4), (4, 8), (8, 12), (12, 16), (16, 20), (27, 28), (35, 36), (49, 56)]
)
def test_the_order_is_small(k, order):
    assert len(hadamard_beyond(k)) == order
