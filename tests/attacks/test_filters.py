"""A filter names a code of a declared grouping: a weight, or a plain number, would single out whoever has it."""

from __future__ import annotations

import pytest

from analysis import crosstab, means
from analysis import model as fit
from analysis.disclosure import Ledger, Refused, ReleasePolicy, release
from analysis.errors import OfAnswers
from tests.attacks.study import WEIGHTS, survey

EXACT, KEYED = ReleasePolicy(), ReleasePolicy(mode="keyed")
NAMED = ReleasePolicy(mode="keyed", groupings=("region", "sex"))
STUDY = survey(2000, weighted=True)
ESTIMATES = {
    "table": lambda design: crosstab(design, "health"),
    "table by group": lambda design: crosstab(design, "health", by="sex"),
    "mean": lambda design: means(design, "partners"),
    "model": lambda design: fit(design, "partners ~ C(work)"),
}


@pytest.mark.parametrize("policy", [EXACT, KEYED, NAMED], ids=["exact", "keyed", "keyed, few groupings"])
@pytest.mark.parametrize("estimate", ESTIMATES)
@pytest.mark.parametrize(
    "where",
    [
        f"weight = {WEIGHTS[0]}",
        "partners = 2",
        "income = 20000",
        f"sex = 1 and weight = {WEIGHTS[0]}",
        "partners = 2 and sex = 1",
        "income > 20000",
        "not partners = 2",
        "partners in (1, 2)",
    ],
)
def test_no_filter_is_on_a_weight_or_a_plain_number(policy: ReleasePolicy, estimate: str, where: str):
    where = where.replace("20000", f"{STUDY.design.frame.data['income'].iloc[0]:g}")
    ledger = Ledger(None)
    try:
        result = ESTIMATES[estimate](STUDY.design.domain(where))
    except OfAnswers:
        return  # nothing to release: of one person there is no model
    with pytest.raises(Refused) as refused:
        release(result, policy, ledger)
    assert refused.value.rule == "grammar"
    with ledger.locked() as entries:
        assert [(entry.rule, entry.columns, entry.digest) for entry in entries] == [("grammar", (), "")]


@pytest.mark.parametrize("policy", [EXACT, KEYED, NAMED], ids=["exact", "keyed", "keyed, few groupings"])
def test_no_table_is_grouped_by_a_weight(policy: ReleasePolicy):
    with pytest.raises(Refused) as refused:
        release(crosstab(STUDY.design, "health", by="weight"), policy, Ledger(None))
    assert refused.value.rule == "grammar"


@pytest.mark.parametrize("policy", [EXACT, KEYED, NAMED], ids=["exact", "keyed", "keyed, few groupings"])
def test_a_filter_on_a_declared_code_is_answered(policy: ReleasePolicy):
    assert release(crosstab(STUDY.design.domain("sex = 1"), "health"), policy, Ledger(None)).cells
