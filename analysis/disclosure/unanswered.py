"""What a reader is told where nothing can be estimated: not what the answers hold, as an estimator's own message does.

"Nobody answered", "2 of 40 are negative" and "everybody here said yes" are as much figures as those in a table.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.disclosure import reasons
from analysis.disclosure.ledger import Entry, Ledger
from analysis.disclosure.models import refuse_small_cell
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.errors import LonelyPSU, OfAnswers, Refused, SameOutcome, Separated
from analysis.source import Source
from survey.text import Text

RULE = "answers"

CANNOT = Text(
    sv="Visas inte: ur dessa svar kan det inte räknas fram, till exempel för att en grupp har för få svar. Vidga "
    "filtret, slå samman kategorier eller ta bort en variabel.",
    en="Not shown: it cannot be worked out from these answers, for instance because a group has too few. Widen the "
    "filter, merge categories or leave out a variable.",
)
SEPARATED = Text(
    sv="Modellen visas inte: i någon kategori har för få utfallet, eller för få saknar det. Slå samman kategorier "
    "eller ta bort variabler.",
    en="The model is not shown: in some category too few have the outcome, or too few do not. Merge categories or "
    "leave out variables.",
)
LONELY = Text(
    sv="Visas inte: osäkerheten kan inte räknas fram, eftersom ett stratum bara har en urvalsenhet. Den som ansvarar "
    "för studien bestämmer hur det ska hanteras (lonely_psu i study.toml).",
    en="Not shown: the uncertainty cannot be worked out, as a stratum has only one sampling unit. Whoever is "
    "responsible for the study decides what then (lonely_psu in study.toml).",
)


def written_down(error: OfAnswers, policy: ReleasePolicy, ledger: Ledger, *, study: str, query: str) -> Refused:
    """The same refusal, with its line in the ledger; there the rule is always "answers"."""
    refusal, variables = unanswered(error, policy), error.source.variables if error.source else ()
    level = error.source.level if error.source else 0
    entry = Entry(study, "estimate", "", "", "", variables, level, policy.digest)
    with ledger.locked():
        ledger.add(replace(entry, query=query, refused=str(refusal), rule=RULE))
    return refusal


def unanswered(error: OfAnswers, policy: ReleasePolicy) -> Refused:
    """The refusal in place of an estimator's message, the same whether nobody, one or nine people stand behind it."""
    if isinstance(error, LonelyPSU):
        return Refused(LONELY, rule=RULE)
    if error.source is not None and (found := _of_model(error, policy.limits(error.source), error.source)):
        return found
    return Refused(SEPARATED if isinstance(error, Separated) else CANNOT, rule=RULE)


def _of_model(error: OfAnswers, limits: Limits, source: Source) -> Refused | None:
    """What `check_model` would say of a model with a few people where this one has none."""
    if error.n < limits.base:
        return Refused(reasons.too_few_for_model(limits.base), rule="base")
    if isinstance(error, SameOutcome):
        return Refused(reasons.too_few_events(limits.threshold), rule="threshold")
    try:
        for cell in error.cells:
            refuse_small_cell(cell, source, limits.threshold, counts=False)
    except Refused as found:
        return found
    return None
