"""Decides what may be shown: `release(table, policy, ledger)` is the only door."""
