"""What an output is called: its line in the ledger, and the same names on the output itself."""

from __future__ import annotations

from dataclasses import replace

from analysis.disclosure import models, reasons
from analysis.disclosure.asked import asked
from analysis.disclosure.exceptions import Gate
from analysis.disclosure.keyed.snapshots import data_of
from analysis.disclosure.ledger import Entry
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.disclosure.released import Provenance, Released
from analysis.unreleased import ComparisonFigures, EstimateFigures, ModelFigures, TableFigures

Opened = TableFigures | EstimateFigures | ModelFigures | ComparisonFigures


def named(released: Released, entry: Entry, policy: ReleasePolicy, limits: Limits, gate: Gate) -> Released:
    """The output with what names it everywhere, and with the note that an exception was made."""
    exceptional = (reasons.EXCEPTION,) if gate.used else ()
    return replace(released, provenance=provenance(entry, policy, limits), notes=released.notes + exceptional)


def provenance(entry: Entry, policy: ReleasePolicy, limits: Limits) -> Provenance:
    """What names an output, and what held for it."""
    under = Provenance(entry.query, entry.policy, policy.mode)
    return under if policy.public_use else replace(under, threshold=limits.threshold, rounding=policy.rounding)


def entry_of(opened: Opened, policy: ReleasePolicy) -> Entry:
    """The line of an output, before anything is decided about it."""
    source = opened.source
    model = isinstance(opened, ModelFigures)
    return Entry(
        study=source.study,
        statistic=opened.family if isinstance(opened, ModelFigures) else opened.statistic,
        about=models.about(opened) if isinstance(opened, ModelFigures) else source.rows,
        by="" if model else source.by,
        where=source.where,
        variables=source.variables,
        level=source.level,
        policy=policy.digest,
        query=asked(opened),
        mode="suppress" if policy.public_use else policy.mode,
        # Made-up answers are nobody's: they are no snapshot of the study.
        data="" if source.synthetic else data_of(source.snapshot),
        respondents=source.snapshot.respondents if source.snapshot else 0,
        by_all=source.by_all,
        noise=policy.noise if policy.mode == "keyed" else "",
    )
