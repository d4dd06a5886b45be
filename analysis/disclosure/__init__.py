"""Decides what may be shown: `release(table, policy, ledger)` is the only door."""

from analysis.disclosure.exact.family import TableFamily, declared
from analysis.disclosure.exact.freezing import checked, freeze, frozen, published_table
from analysis.disclosure.exact.publication import Publication
from analysis.disclosure.keyed.record_keys import record_keys
from analysis.disclosure.ledger import Ledger
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.disclosure.release import release, release_published
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
    "Publication",
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
    "TableFamily",
    "checked",
    "declared",
    "freeze",
    "frozen",
    "published_table",
    "record_keys",
    "release",
    "release_published",
]
