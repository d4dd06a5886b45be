"""Experiments: shares of 100 per cent, arms told apart, and no arm or wording that nobody meets (defects 11, 30)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.blanks import blanks
from survey.checks.order import order_of, readable
from survey.checks.shown import shown_texts
from survey.checks.walk import every_question, fault, line_of, named
from survey.columns import variables_of
from survey.errors import Fault
from survey.expressions import Node, all_of, references
from survey.expressions.meaning import Meaning, meanings
from survey.expressions.solving import verdict
from survey.expressions.tree import Compare, Name, Not, Number, Or, State
from survey.model import Arm, Experiment, Question, Questionnaire

TWICE, SPLIT = 11, 30


def experiments(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault of an experiment, and of what its arms are shown."""
    used = _used(questionnaire)
    for experiment in questionnaire.experiments:
        yield from _shares(experiment)
        yield from _twice(experiment)
        if experiment.id not in used:
            what = "No condition and no text goes by the arm, so that all arms are asked the same."
            yield fault(experiment.place, SPLIT, _where(experiment), what, "Use it, or take it out.", advice=True)
    yield from _nobodys(questionnaire)


def _where(experiment: Experiment) -> str:
    return named("experiment", experiment.id)


def _shares(experiment: Experiment) -> Iterator[Fault]:
    total = sum(arm.share for arm in experiment.arms)
    if experiment.arms and total != 100:
        shares = " + ".join(str(arm.share) for arm in experiment.arms)
        what = f"The shares of the arms are {shares} = {total} per cent, not 100."
        yield fault(experiment.place.of("arms"), SPLIT, _where(experiment), what, "Let them add up to 100.")
    for arm in experiment.arms:
        if arm.share == 0:
            what = f"The arm {arm.code} has a share of 0 per cent: nobody is in it."
            mend = "Give it a share, or take it out."
            yield fault(arm.place.of("share"), SPLIT, f"{_where(experiment)}, code {arm.code}", what, mend)


def _twice(experiment: Experiment) -> Iterator[Fault]:
    first: dict[int, Arm] = {}
    for arm in experiment.arms:
        other = first.setdefault(arm.code, arm)
        if other is not arm:
            what = f"The code {arm.code} is already used by the arm in {line_of(other.place, arm.place)}."
            where = f"{_where(experiment)}, code {arm.code}"
            yield fault(arm.place, TWICE, where, what, "Give each arm a code of its own.")


def _used(questionnaire: Questionnaire) -> set[str]:
    """Names that conditions and texts go by."""
    nodes = [routed.node for routed in order_of(questionnaire).routed]
    values = [readable(question.value) for _, _, question in every_question(questionnaire)]
    in_conditions = {r.name for node in (*nodes, *values) if node is not None for r in references(node)}
    texts = (wording for shown in shown_texts(questionnaire) for wording in shown.written.text.values())
    return in_conditions | {blank.name for wording in texts for blank in blanks(wording)}


def _nobodys(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Wordings that nobody reads: of an arm that nobody is in, or behind variants that hold whenever they do."""
    names = meanings(variables_of(questionnaire))
    met = {experiment.id: _somebodys(experiment) for experiment in questionnaire.experiments}
    for routed in order_of(questionnaire).routed:
        node = routed.node
        if node is not None and _known(node, names) and _never(node, names, met):
            what = f"The condition `{routed.expression.source}` holds in no arm that somebody is in."
            yield fault(routed.expression.place, SPLIT, routed.where, what, "Correct it, or give the arm a share.")
    for _, _, question in every_question(questionnaire):
        yield from _shadowed(question, names, met)


def _somebodys(experiment: Experiment) -> Node | None:
    """That the respondent is in an arm with a share; None where nobody is in any."""
    name = Name(experiment.id)
    arms = tuple(Compare("=", name, Number(float(arm.code))) for arm in experiment.arms if arm.share > 0)
    if len(arms) < 2:
        return arms[0] if arms else None
    return Or(arms)


def _never(node: Node, names: Mapping[str, Meaning], met: Mapping[str, Node | None]) -> bool:
    """Whether the arms alone make it impossible; what can never be true anyway is said of the condition itself."""
    arms = [met[name] for name in dict.fromkeys(r.name for r in references(node)) if met.get(name) is not None]
    both = all_of(node, *arms)
    return bool(arms) and both is not None and verdict(node, names) != "never" and verdict(both, names) == "never"


def _shadowed(question: Question, names: Mapping[str, Meaning], met: Mapping[str, Node | None]) -> Iterator[Fault]:
    """Variants that can hold, but never without an earlier one, which is shown instead."""
    earlier: list[Node] = []
    for variant in question.variants:
        node = readable(variant.ask_if)
        if node is None or not _known(node, names):
            continue
        left = all_of(*(_fails(condition, met) for condition in earlier), *met.values(), node)
        if left is not None and not _never(node, names, met) and verdict(left, names) == "never":
            what = f"Whenever `{variant.ask_if.source}` holds, an earlier variant is shown: nobody reads this one."
            where = f"{named('question', question.id)}, variant"
            yield fault(variant.ask_if.place, SPLIT, where, what, "Correct the conditions, or change the order.")
        earlier.append(node)


def _fails(condition: Node, met: Mapping[str, Node | None]) -> Node:
    """That a condition is not true: false, or unknown because an answer it uses is missing, which no arm is."""
    lacking = (State(Name(used.name), "missing") for used in references(condition) if used.name not in met)
    return Or((Not(condition), *dict.fromkeys(lacking)))


def _known(node: Node, names: Mapping[str, Meaning]) -> bool:
    return all(reference.name in names for reference in references(node))
