"""Hadamard matrices: of +1 and -1, any two columns at right angles."""

from __future__ import annotations

import numpy as np
from scipy.linalg import hadamard as sylvester

from analysis.arrays import FloatArray, IntArray


def hadamard_beyond(k: int) -> FloatArray:
    """(m, m) Hadamard matrix whose first column is all ones, of the smallest order m > k that can be made here.

    Orders are powers of 2, and Paley's q + 1 and 2 (q + 1) for a prime q, times powers of 2: every multiple of 4 up to
    48, most beyond.

    Paley (1933), J. Mathematics and Physics 12, doi:10.1002/sapm1933121311.
    """
    order = 2 if k < 2 else 4 * (k // 4 + 1)
    while (found := _of_order(order)) is None:
        order += 4
    return found * found[:, :1]  # rows that begin with -1 turned; every other column has as many -1 as +1


def _of_order(m: int) -> FloatArray | None:
    if m & (m - 1) == 0:
        return np.asarray(sylvester(m), dtype=np.float64)
    if m % 4:
        return None
    if _is_prime(m - 1):
        return _paley_one(m - 1)
    if m // 2 % 2 == 0 and (m // 2 - 1) % 4 == 1 and _is_prime(m // 2 - 1):
        return _paley_two(m // 2 - 1)
    half = _of_order(m // 2)
    return None if half is None else np.kron(np.array([[1.0, 1.0], [1.0, -1.0]]), half)


def _paley_one(q: int) -> FloatArray:
    """Order q + 1, for q = 3 modulo 4."""
    skew = np.block([[np.zeros((1, 1)), np.ones((1, q))], [-np.ones((q, 1)), _jacobsthal(q)]])
    return np.asarray(np.eye(q + 1) + skew)


def _paley_two(q: int) -> FloatArray:
    """Order 2 (q + 1), for q = 1 modulo 4."""
    symmetric = np.block([[np.zeros((1, 1)), np.ones((1, q))], [np.ones((q, 1)), _jacobsthal(q)]])
    on_diagonal, elsewhere = np.array([[1.0, -1.0], [-1.0, -1.0]]), np.array([[1.0, 1.0], [1.0, -1.0]])
    return np.kron(symmetric, elsewhere) + np.kron(np.eye(q + 1), on_diagonal)


def _jacobsthal(q: int) -> FloatArray:
    """(q, q) 1 where row less column is a square modulo q, -1 where it is not, 0 on the diagonal."""
    character = np.full(q, -1.0)
    character[np.arange(q, dtype=np.int64) ** 2 % q] = 1.0
    character[0] = 0.0
    numbers: IntArray = np.arange(q, dtype=np.int64)
    return np.asarray(character[(numbers[:, None] - numbers) % q])


def _is_prime(q: int) -> bool:
    return q > 1 and all(q % divisor for divisor in range(2, int(q**0.5) + 1))
