"""What a reader is told where nothing can be estimated: not what the answers hold, as an estimator's own message does.

"Nobody answered", "2 of 40 are negative" and "everybody here said yes" are as much figures as those in a table.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.disclosure import model_reasons
from analysis.disclosure.ledger import Entry, Ledger
from analysis.disclosure.models import refuse_small_cell
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.errors import LonelyPSU, OfAnswers, Refused, SameOutcome, Separated
from analysis.source import Source
from survey.text import Text

RULE = "answers"

CANNOT = Text(
    sv="Visas inte: varje grupp måste ha tillräckligt många svar för att räkna på, och här kan det inte räknas fram. "
    "Vidga filtret, slå samman kategorier eller ta bort en variabel.",
    en="Not shown: each group must have answers enough to work with, and here it cannot be worked out. Widen the "
    "filter, merge categories or leave out a variable.",
)
SEPARATED = Text(
    sv="Modellen visas inte: i varje kategori måste tillräckligt många ha utfallet, och tillräckligt många sakna det; "
    "här är de för få i någon. Slå samman kategorier eller ta bort variabler.",
    en="The model is not shown: in each category enough people must have the outcome, and enough must not; here they "
    "are too few in one. Merge categories or leave out variables.",
)
LONELY = Text(
    sv="Visas inte: varje stratum måste ha minst två urvalsenheter för att osäkerheten ska kunna räknas fram; här har "
    "ett bara en. Be den som ansvarar för studien bestämma hur det ska hanteras (lonely_psu i study.toml).",
    en="Not shown: each stratum must have at least two sampling units, so that the uncertainty can be worked out; here "
    "one has a single one. Ask whoever is responsible for the study what to do then (lonely_psu in study.toml).",
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
        return Refused(model_reasons.too_few_for_model(limits.base), rule="base")
    if isinstance(error, SameOutcome):
        return Refused(model_reasons.too_few_events(limits.threshold), rule="threshold")
    try:
        for cell in error.cells:
            refuse_small_cell(cell, source, limits.threshold, counts=False)
    except Refused as found:
        return found
    return None
