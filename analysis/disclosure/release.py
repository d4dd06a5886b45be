"""`release`: the only door between what was estimated and what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, overload

import numpy as np

from analysis.disclosure import distributions, estimates, magnitudes, models, reasons, tables
from analysis.disclosure.exact.freezing import published_table
from analysis.disclosure.exact.protect import CannotProtect
from analysis.disclosure.exact.publication import Publication
from analysis.disclosure.exact.sequence import Asked, in_sequence
from analysis.disclosure.exceptions import Gate
from analysis.disclosure.keyed import reasons as keyed_reasons
from analysis.disclosure.keyed.answers import keyed_estimate, keyed_table
from analysis.disclosure.keyed.grammar import refuse_free_filter
from analysis.disclosure.keyed.models import keyed_model
from analysis.disclosure.keyed.snapshots import refuse_new_snapshot, refuse_other_mode, shown_before
from analysis.disclosure.keyed.tests import keyed_comparison
from analysis.disclosure.ledger import Entry, Ledger
from analysis.disclosure.naming import Opened, entry_of, named, provenance
from analysis.disclosure.policy import LEVELS_OF_CONFIDENCE, Limits, ReleasePolicy
from analysis.disclosure.released import (
    Released,
    ReleasedComparison,
    ReleasedEstimate,
    ReleasedModel,
    ReleasedTable,
)
from analysis.disclosure.shown import shown_comparison, shown_estimate, shown_table
from analysis.errors import Refused
from analysis.source import Question, Source
from analysis.unreleased import (
    ComparisonFigures,
    Estimate,
    EstimateFigures,
    ModelFigures,
    ModelResult,
    ResultTable,
    TableFigures,
    TestResult,
    Unreleased,
    VifFigures,
    figures,
)

# Statistics that there are rules for; all others are released of public data only.
WITH_RULES = ("proportion", "distribution", *magnitudes.OF_AMOUNTS)


@overload
def release(result: ResultTable, policy: ReleasePolicy, ledger: Ledger) -> ReleasedTable: ...
@overload
def release(result: Estimate, policy: ReleasePolicy, ledger: Ledger) -> ReleasedEstimate: ...
@overload
def release(result: ModelResult, policy: ReleasePolicy, ledger: Ledger) -> ReleasedModel: ...
@overload
def release(result: TestResult, policy: ReleasePolicy, ledger: Ledger) -> ReleasedComparison: ...
def release(result: Unreleased[Any], policy: ReleasePolicy, ledger: Ledger) -> Released:
    """What may be shown of a result, decided for the whole of it and with what was released before.

    policy  of the study; the limits are those of the most sensitive variable that went in
    ledger  is asked, and told, under one lock; also what was refused is written down

    Raises Refused, with the reason in every language, where nothing of it may be shown.
    """
    if not isinstance(result, Unreleased):
        raise TypeError(f"release takes an unreleased result; found {type(result).__name__}.")
    opened: Opened | VifFigures = figures(result)
    if isinstance(opened, VifFigures):
        return _refused(opened, policy, ledger)
    limits = policy.limits(opened.source)
    entry = entry_of(opened, policy)
    with ledger.locked() as earlier:
        gate = Gate.of(ledger.exceptions, entry.study, entry.query, entry.policy, limits.level)
        try:
            gate.refuse_forbidden()
            released, entry = _decide(opened, policy, limits, entry, earlier, gate)
            refuse_other_mode(replace(entry, digest=released.digest), earlier)
            released = replace(released, source=replace(released.source, snapshot=None))
        except Refused as refusal:
            ledger.add(replace(entry, refused=str(refusal), rule=refusal.rule, columns=()))
            raise
        released = named(released, entry, policy, limits, gate)
        ledger.add(replace(entry, digest=released.digest, exception=max(gate.used, default=0)))
    return released


def release_published(
    result: ResultTable, publication: Publication, policy: ReleasePolicy, ledger: Ledger
) -> ReleasedTable:
    """A table of a published family, named and written down like every release.

    What readers know of its counts the ledger has from the publication already. Raises Refused for a table that is not
    in it, where the answers are not those it was made of, and where a checker has forbidden the table.
    """
    opened = figures(result)
    limits, entry = policy.limits(opened.source), entry_of(opened, policy)
    with ledger.locked():
        gate = Gate.of(ledger.exceptions, entry.study, entry.query, entry.policy, limits.level)
        try:
            gate.refuse_forbidden()
            released = published_table(result, publication, policy)
        except Refused as refusal:
            ledger.add(replace(entry, refused=str(refusal), rule=refusal.rule))
            raise
        released = replace(released, source=replace(released.source, snapshot=None))
        released = replace(released, provenance=provenance(entry, policy, limits))
        ledger.add(replace(entry, digest=released.digest))
    return released


def decided_on(released: Released, ledger: Ledger) -> bool:
    """True where a checker has decided on an output: what was kept of it is then worked out anew, or refused."""
    under = released.provenance
    names = (released.source.study, under.query, under.policy)
    with ledger.locked():
        return any((made.study, made.query, made.policy) == names for _, made in ledger.exceptions)


def _refused(inflation: VifFigures, policy: ReleasePolicy, ledger: Ledger) -> Released:
    """Variance inflation is never released; the refusal is written down like every other."""
    about = " ".join(inflation.variables)
    entry = Entry("", "variance inflation", about, "", "", inflation.variables, 0, policy.digest)
    refusal = Refused(reasons.INFLATION, rule="statistic")
    with ledger.locked():
        query = f"variance inflation of {about}"
        ledger.add(replace(entry, query=query, refused=str(refusal), rule=refusal.rule))
    raise refusal


def _decide(
    opened: Opened,
    policy: ReleasePolicy,
    limits: Limits,
    entry: Entry,
    earlier: Sequence[Entry],
    gate: Gate,
) -> tuple[Released, Entry]:
    if opened.source.by_unit and not policy.public_use:
        raise Refused(reasons.BY_UNIT, rule="sampling_unit")
    if not policy.public_use:
        _refuse_own_filter(opened.source)
        refuse_free_filter(opened.source, policy)
        _refuse_plain(opened.source, policy)
        _refuse_other_level(opened)
    if policy.mode == "keyed" and not policy.public_use:
        return _with_noise(opened, policy, limits, entry, earlier)
    earlier = [other for other in earlier if other.mode != "keyed"]
    if isinstance(opened, ModelFigures):
        return _model(opened, policy, limits, entry, earlier, gate)
    if not policy.public_use:
        _refuse_without_rules(opened)
        _refuse_dimensions(_dimensions(opened.source), limits, gate)
        if not isinstance(opened, ComparisonFigures):
            magnitudes.refuse(opened)
            _refuse_of_codes(opened)
    if isinstance(opened, ComparisonFigures):
        return shown_comparison(opened, policy, limits), entry
    if isinstance(opened, EstimateFigures):
        return _estimate(opened, policy, limits, entry, earlier)
    return _table(opened, policy, limits, entry, earlier)


def _with_noise(
    opened: Opened, policy: ReleasePolicy, limits: Limits, entry: Entry, earlier: Sequence[Entry]
) -> tuple[Released, Entry]:
    refuse_new_snapshot(entry, earlier, policy)
    before = shown_before(entry, earlier)
    if isinstance(opened, TableFigures):
        table, counts = keyed_table(opened, policy, limits, before)
        return table, replace(entry, counts=counts)
    if isinstance(opened, EstimateFigures):
        estimate, counts = keyed_estimate(opened, policy, limits, before)
        return estimate, replace(entry, counts=counts)
    if isinstance(opened, ModelFigures):
        return keyed_model(opened, policy, limits), entry
    return keyed_comparison(opened, policy, limits), entry


def _table(
    table: TableFigures, policy: ReleasePolicy, limits: Limits, entry: Entry, earlier: Sequence[Entry]
) -> tuple[Released, Entry]:
    if policy.public_use:
        return shown_table(table, tables.nothing_hidden(table), policy, limits), entry
    n = tables.grid(table)
    entry = replace(entry, columns=tables.seen(table, n, tables.first_flags(table, n, limits)))
    distributions.refuse_other(entry, earlier)
    try:
        flags = tables.flags_of(table, n, entry, earlier, policy, limits)
    except CannotProtect as cannot:
        raise Refused(reasons.GIVEN_AWAY, rule="differencing") from cannot
    return shown_table(table, flags, policy, limits), replace(entry, columns=tables.seen(table, n, flags))


def _estimate(
    estimate: EstimateFigures, policy: ReleasePolicy, limits: Limits, entry: Entry, earlier: Sequence[Entry]
) -> tuple[Released, Entry]:
    if policy.public_use:
        return shown_estimate(estimate, "", "", policy, limits), entry
    first, base = estimates.first_flag(estimate, limits), estimates.base_flag(estimate, limits)
    entry = replace(entry, columns=(estimates.column(estimate, first, base),))
    distributions.refuse_other(entry, earlier)
    flag, base = estimates.flags_of(estimate, entry, earlier, policy, limits)
    seen = estimates.column(estimate, flag, base)
    return shown_estimate(estimate, flag, base, policy, limits), replace(entry, columns=(seen,))


def _model(
    model: ModelFigures, policy: ReleasePolicy, limits: Limits, entry: Entry, earlier: Sequence[Entry], gate: Gate
) -> tuple[Released, Entry]:
    if policy.public_use:
        return models.released_model(model, policy), entry
    _refuse_dimensions(models.dimensions(model), limits, gate)
    models.check_model(model, policy, limits, gate.refuse)
    if model.event is None and model.family not in models.MANY_OUTCOMES and model.source.rows in model.source.coded:
        raise Refused(keyed_reasons.MODEL_OF_CODES, rule="statistic")
    entry = replace(entry, columns=(models.column(model),))
    bases = Asked.of_bases(entry, np.array([model.n]), np.array([""], dtype="<U1"))
    if in_sequence(bases, earlier, policy, limits).any():
        raise Refused(reasons.differs_by_few(limits.threshold), rule="differencing")
    return models.released_model(model, policy), entry


def _refuse_other_level(opened: Opened) -> None:
    found = opened.difference if isinstance(opened, ComparisonFigures) else opened
    if found is not None and found.level_of_confidence not in LEVELS_OF_CONFIDENCE:
        raise Refused(reasons.other_level(LEVELS_OF_CONFIDENCE), rule="grammar")


def _refuse_of_codes(opened: TableFigures | EstimateFigures) -> None:
    """Refuse an exact mean, or the like, of a question with codes: with its table it tells the blanks of that."""
    source = opened.source
    about = {*source.variables} - {source.by, *source.combined, *source.where_variables}
    if opened.statistic in magnitudes.OF_AMOUNTS and about & set(source.coded):
        raise Refused(reasons.MEAN_OF_CODES, rule="statistic", instead=(Question(source.rows, source.by),))


def _refuse_own_filter(source: Source) -> None:
    if {source.rows, source.by} & set(source.where_variables):
        instead = (Question(source.rows, source.by),)
        raise Refused(reasons.FILTERED_BY_ITSELF, rule="grammar", instead=instead)


def _refuse_plain(source: Source, policy: ReleasePolicy) -> None:
    """Refuse groups and filters by a weight or a plain number, unless the study declares it as a grouping."""
    undeclared = [name for name in source.plain if name not in policy.groupings]
    if undeclared:
        by = source.by if source.by not in undeclared else ""
        raise Refused(reasons.by_a_number(undeclared[0]), rule="grammar", instead=(Question(source.rows, by),))


def _refuse_without_rules(opened: TableFigures | EstimateFigures | ComparisonFigures) -> None:
    if opened.statistic not in WITH_RULES:
        raise Refused(reasons.no_rules(opened.statistic), rule="statistic")
    if opened.source.combined:
        # The ledger would not know that a combination lies within a group that was shown before.
        raise Refused(reasons.COMBINED, rule="combined")


def _dimensions(source: Source) -> int:
    """Variables that a table combines: rows, columns and filter."""
    return len({source.rows, *(source.combined or (source.by,)), *source.where_variables} - {""})


def _refuse_dimensions(found: int, limits: Limits, gate: Gate) -> None:
    if found > limits.max_dimensions:
        reason = reasons.too_many_dimensions(found, limits.max_dimensions, limits.level)
        gate.refuse(Refused(reason, rule="dimensions"))
