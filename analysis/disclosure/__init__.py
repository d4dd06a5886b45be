"""Decides what may be shown: `release(table, policy, ledger)` is the only door."""

from analysis.disclosure.ledger import Ledger
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.disclosure.record_keys import record_keys
from analysis.disclosure.release import release
from analysis.disclosure.released import (
    Released,
    ReleasedBase,
    ReleasedCell,
    ReleasedCoefficient,
    ReleasedComparison,
    ReleasedEstimate,
    ReleasedModel,
    ReleasedTable,
    ReleasedTest,
)
from analysis.errors import Refused

__all__ = [
    "Ledger",
    "Limits",
    "Refused",
    "ReleasePolicy",
    "Released",
    "ReleasedBase",
    "ReleasedCell",
    "ReleasedCoefficient",
    "ReleasedComparison",
    "ReleasedEstimate",
    "ReleasedModel",
    "ReleasedTable",
    "ReleasedTest",
    "record_keys",
    "release",
]
