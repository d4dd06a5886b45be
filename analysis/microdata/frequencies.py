"""How many records, and how many people, share a record's key variables, with two rules for keys that are missing."""

from __future__ import annotations

from typing import Literal

import numpy as np

from analysis.arrays import FloatArray, IntArray
from analysis.microdata.patterns import masks, missing_in, numbered, patterns

MissingRule = Literal["own_value", "matches_all"]
MISSING_RULES: tuple[MissingRule, ...] = ("own_value", "matches_all")


def frequencies(
    codes: IntArray, weight: FloatArray | None = None, *, missing: MissingRule = "own_value"
) -> tuple[IntArray, FloatArray]:
    """f, the records that share the keys of each of n records, itself among them, and F, the sum of their weights.

    own_value    a missing key is a value like any other. A record with k - 1 others like it is hidden among them also
                 from someone who knows the person's true keys (see `against_known`)
    matches_all  a missing key equals every value, in both directions, as R's sdcMicro counts (`freqCalc`, alpha = 1).
                 Someone who knows the true keys may be left with a single record

    codes   (n, K) as `key_codes` gives them; weight (n,), 1 where there is none
    Returns two arrays of shape (n,).
    """
    found = patterns(codes)
    amounts = np.ones(len(codes)) if weight is None else weight
    totals = np.asarray(np.bincount(found.of_record, amounts, minlength=len(found.counts)), dtype=np.float64)
    if missing == "own_value":
        return found.counts[found.of_record], totals[found.of_record]
    f = compatible(found.codes, found.codes, found.counts)
    F = compatible(found.codes, found.codes, totals)
    return np.rint(f).astype(np.int64)[found.of_record], F[found.of_record]


def against_known(true: IntArray, shown: IntArray) -> IntArray:
    """(n,) records left to someone who knows all key variables of a person: those whose shown keys fit the true ones.

    true, shown  (n, K) codes before and after keys were removed. f under "own_value" <= this <= f under "matches_all".
    """
    known, left = patterns(true), patterns(shown)
    return np.rint(compatible(known.codes, left.codes, left.counts)).astype(np.int64)[known.of_record]


def compatible(queries: IntArray, table: IntArray, amounts: IntArray | FloatArray) -> FloatArray:
    """(q,) sum of the amounts (t,) of the rows of `table` (t, K) that agree with a query (q, K), missing or not."""
    sums = np.zeros(len(queries))
    asked, held = masks(queries), masks(table)
    for of_query in np.unique(asked):
        rows = np.flatnonzero(asked == of_query)
        for of_table in np.unique(held):
            partners = np.flatnonzero(held == of_table)
            compared = ~missing_in(int(of_query | of_table), queries.shape[1])
            ids, number = numbered(np.vstack([queries[rows][:, compared], table[partners][:, compared]]))
            totals = np.bincount(ids[len(rows) :], amounts[partners], minlength=number)
            sums[rows] += totals[ids[: len(rows)]]
    return sums
