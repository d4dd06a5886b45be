"""An exception lifts one rule of one output, by name, and leaves all others as they are."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest

from analysis.disclosure import Ledger, Refused, ReleasePolicy, reasons, release
from analysis.disclosure import exceptions as module
from analysis.errors import AnalysisError
from analysis.review import allow, forbid, log_of

POLICY = ReleasePolicy()
LATER = date.today() + timedelta(30)
WHO = {"decided_by": "The checker", "reason": "Agreed with the board of the study.", "until": LATER}
FOUR = [("a", 1.0, 200, 60), ("a", 2.0, 200, 80), ("b", 1.0, 393, 130), ("b", 2.0, 7, 10)]


def refused(made, ledger: Ledger, policy: ReleasePolicy = POLICY) -> Refused:  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as found:
        release(made, policy, ledger)
    return found.value


def last(ledger: Ledger) -> int:
    return len(log_of(ledger).lines)


def model(model_of, *, level: int = 2, fewest: int = 7):  # type: ignore[no-untyped-def]
    cells = [("a", 1.0, 200, 60), ("a", 2.0, 200, 80), ("b", 1.0, 400 - fewest, 130), ("b", 2.0, fewest, fewest)]
    return model_of(cells, level=level)


def test_a_refused_output_is_released_by_an_exception_and_says_so(model_of) -> None:  # type: ignore[no-untyped-def]
    ledger = Ledger(None)
    assert refused(model(model_of, fewest=20), ledger).rule == "threshold"  # nobody of the 20 is without the outcome
    allow(ledger, last(ledger), **WHO)
    released = release(model(model_of, fewest=20), POLICY, ledger)
    assert reasons.EXCEPTION in released.notes
    assert not any(sign.isdigit() for sign in "".join(reasons.EXCEPTION.values()))
    assert log_of(ledger).lines[-1].of_line == 2


def test_it_is_about_one_output_only(crosstab_of) -> None:  # type: ignore[no-untyped-def]
    ledger, counts = Ledger(None), [[100, 80], [70, 90]]
    refused(crosstab_of(counts, where="y_age = 17"), ledger)
    allow(ledger, last(ledger), **WHO)
    release(crosstab_of(counts, where="y_age = 17"), POLICY, ledger)
    assert refused(crosstab_of([[100, 85], [70, 99]], where="y_age = 18"), ledger).rule == "dimensions"


def test_what_it_lets_through_is_protected_like_any_other(crosstab_of) -> None:  # type: ignore[no-untyped-def]
    ledger, made = Ledger(None), crosstab_of([[100, 3, 80], [70, 90, 60]], where="y_age = 17")
    refused(made, ledger)
    allow(ledger, last(ledger), **WHO)
    released = release(made, POLICY, ledger)
    assert released.cells[0][1].blank
    assert sum(cell.blank for row in released.cells for cell in row) >= 4


def test_it_is_gone_when_the_policy_changes(crosstab_of) -> None:  # type: ignore[no-untyped-def]
    ledger, made = Ledger(None), crosstab_of([[100, 80], [70, 90]], where="y_age = 17")
    refused(made, ledger)
    allow(ledger, last(ledger), **WHO)
    refused(made, ledger, ReleasePolicy(rounding=10))


def test_it_is_gone_after_its_last_day(crosstab_of, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    ledger, made = Ledger(None), crosstab_of([[100, 80], [70, 90]], where="y_age = 17")
    refused(made, ledger)
    allow(ledger, last(ledger), **WHO)

    class Afterwards(date):
        @classmethod
        def today(cls) -> date:
            return LATER + timedelta(1)

    monkeypatch.setattr(module, "date", Afterwards)
    refused(made, ledger)


@pytest.mark.parametrize(("fewest", "released"), [(2, False), (3, True), (7, True)])
def test_at_level_3_it_never_reaches_fewer_than_three_people(model_of, fewest: int, released: bool) -> None:  # type: ignore[no-untyped-def]
    ledger = Ledger(None)

    def made():  # type: ignore[no-untyped-def]
        cells = [("b", 1.0, 393, 130), ("b", 2.0, 200, fewest)]
        return model_of(cells, level=3)

    assert refused(made(), ledger).rule == "threshold"
    allow(ledger, last(ledger), **WHO)
    if released:
        release(made(), POLICY, ledger)
    else:
        refused(made(), ledger)


@pytest.mark.parametrize("how", [{"saturated": True}, {"leverage": 0.9}])
def test_rules_that_keep_single_people_from_being_worked_out_cannot_be_lifted(model_of, how) -> None:  # type: ignore[no-untyped-def]
    ledger = Ledger(None)
    cells = [("a", 1.0, 200, 60), ("a", 2.0, 200, 80), ("b", 1.0, 300, 130), ("b", 2.0, 100, 40)]
    refused(model_of(cells, **how), ledger)
    with pytest.raises(AnalysisError, match="cannot be lifted"):
        allow(ledger, last(ledger), **WHO)


def test_an_output_can_be_forbidden_and_allowed_again(crosstab_of) -> None:  # type: ignore[no-untyped-def]
    ledger, made = Ledger(None), crosstab_of([[100, 80], [70, 90]])
    release(made, POLICY, ledger)
    forbid(ledger, 1, **WHO)
    assert refused(made, ledger).rule == "forbidden"
    allow(ledger, last(ledger), **WHO)
    release(made, POLICY, ledger)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decided_by": " "}, "needs the name"),
        ({"reason": "ok"}, "a sentence"),
        ({"until": date.today() - timedelta(1)}, "between today and a year"),
        ({"until": date.today() + timedelta(400)}, "between today and a year"),
    ],
)
def test_an_exception_needs_a_name_a_reason_and_an_end(crosstab_of, change, said: str) -> None:  # type: ignore[no-untyped-def]
    ledger = Ledger(None)
    refused(crosstab_of([[100, 80], [70, 90]], where="y_age = 17"), ledger)
    with pytest.raises(AnalysisError, match=said):
        allow(ledger, 1, **{**WHO, **change})


def test_only_refusals_can_be_allowed(crosstab_of) -> None:  # type: ignore[no-untyped-def]
    ledger = Ledger(None)
    release(crosstab_of([[100, 80], [70, 90]]), POLICY, ledger)
    for line, said in ((1, "nothing to allow"), (2, "lines 1 to 1")):
        with pytest.raises(AnalysisError, match=said):
            allow(ledger, line, **WHO)


def test_every_refusal_names_its_rule(root: Path) -> None:
    """The log has one word for each rule; a refusal without would leave a blank there."""
    silent = [
        f"{path.name}:{node.lineno}"
        for path in (root / "analysis" / "disclosure").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Refused"
        and "rule" not in {keyword.arg for keyword in node.keywords}
    ]
    assert silent == []
