"""Experiments: shares of 100 per cent, arms told apart, and no arm or wording that nobody meets (defects 11, 30)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.blanks import blanks
from survey.checks.order import Order
from survey.checks.shown import shown_texts
from survey.checks.walk import every_question, fault, line_of, named
from survey.errors import Fault
from survey.expressions import Node
from survey.expressions.solving import NOT_TRUE, Wanted, possible
from survey.expressions.tree import In, Name, Number, names_in
from survey.model import Arm, Experiment, Question, Questionnaire

TWICE, SPLIT = 11, 30


def experiments(questionnaire: Questionnaire, order: Order) -> Iterator[Fault]:
    """Every fault of an experiment, and of what its arms are shown."""
    used = _used(order, questionnaire)
    for experiment in questionnaire.experiments:
        yield from _shares(experiment)
        yield from _twice(experiment)
        if experiment.id not in used:
            what = "No condition and no text goes by the arm, so that all arms are asked the same."
            yield fault(experiment.place, SPLIT, _where(experiment), what, "Use it, or take it out.", advice=True)
    yield from _nobodys(questionnaire, order)


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
            yield fault(arm.place.of("share"), SPLIT, f"{_where(experiment)}, arm {arm.code}", what, mend)


def _twice(experiment: Experiment) -> Iterator[Fault]:
    first: dict[int, Arm] = {}
    for arm in experiment.arms:
        other = first.setdefault(arm.code, arm)
        if other is not arm:
            what = f"The code {arm.code} is already used by the arm in {line_of(other.place, arm.place)}."
            where = f"{_where(experiment)}, arm {arm.code}"
            yield fault(arm.place, TWICE, where, what, "Give each arm a code of its own.")


def _used(order: Order, questionnaire: Questionnaire) -> set[str]:
    """Names that conditions, values and texts go by."""
    in_conditions = {name for routed in order.routed for name in routed.used}
    texts = (wording for shown in shown_texts(questionnaire) for wording in shown.written.text.values())
    return in_conditions | {blank.name for wording in texts for blank in blanks(wording)}


def _nobodys(questionnaire: Questionnaire, order: Order) -> Iterator[Fault]:
    """What nobody meets: in an arm that nobody is in, or behind variants that hold whenever it does."""
    arms = {experiment.id: _somebodys(experiment) for experiment in questionnaire.experiments}
    for routed in order.routed:
        if routed.node is not None and routed.word != "value" and _in_no_arm(routed.node, order, arms):
            what = f"The condition `{routed.expression.source}` holds in no arm that somebody is in."
            yield fault(routed.expression.place, SPLIT, routed.where, what, "Correct it, or give the arm a share.")
    for _, _, question in every_question(questionnaire):
        yield from _shadowed(question, order, arms)


Arms = Mapping[str, tuple[Wanted, ...]]


def _somebodys(experiment: Experiment) -> tuple[Wanted, ...]:
    """That the respondent is in an arm with a share; nothing where there is none."""
    arms = tuple(Number(float(arm.code)) for arm in experiment.arms if arm.share > 0)
    return (Wanted(In(Name(experiment.id), arms)),) if arms else ()


def _in_no_arm(node: Node, order: Order, arms: Arms) -> bool:
    """Whether a condition could be true, but for the arms that nobody is in."""
    wanted = [each for name in names_in(node) for each in arms.get(name, ())]
    if not wanted or not order.knows(node) or possible([Wanted(node)], order.meanings) is False:
        return False
    return possible([*wanted, Wanted(node)], order.meanings) is False


def _shadowed(question: Question, order: Order, arms: Arms) -> Iterator[Fault]:
    """Variants that can hold, but never without an earlier one, which is shown instead."""
    met = [each for wanted in arms.values() for each in wanted]
    earlier: list[Wanted] = []
    for variant in question.variants:
        node = order.read(variant.ask_if)
        if node is None or not order.knows(node):
            continue
        can_hold = possible([*met, Wanted(node)], order.meanings) is not False
        if can_hold and possible([*met, *earlier, Wanted(node)], order.meanings) is False:
            what = f"Whenever `{variant.ask_if.source}` holds, an earlier variant is shown: nobody reads this one."
            where = f"{named('question', question.id)}, variant"
            yield fault(variant.ask_if.place, SPLIT, where, what, "Correct the conditions, or change the order.")
        earlier.append(Wanted(node, NOT_TRUE))
