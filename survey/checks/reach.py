"""What can be reached: elements that nobody is asked, conditions that leave nobody out, and routes that never come to
the end (defects 05, 06 and 30).

A condition is judged together with all that must hold for it to matter: the conditions around it, those under which the
questions it names were asked themselves, and that the form has not ended before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from survey.checks.circumstances import Circumstances, Condition
from survey.checks.order import Routed, minimum_age
from survey.checks.walk import fault, line_of, named
from survey.errors import Fault
from survey.expressions.solving import NOT_TRUE, TRUE, Wanted, possible
from survey.model import Place

ALWAYS, CONTRADICTS, DEAD_END = 5, 6, 30


@dataclass(frozen=True)
class Reach:
    """Judges which elements can be reached.

    faulty  places of conditions with a fault that was said; what follows from them is not said again
    """

    circumstances: Circumstances
    faulty: set[Place] = field(default_factory=set)

    def deciding(self, routed: Routed) -> Iterator[Fault]:
        """A condition that decides something alone, as was seen before, but nothing where it matters."""
        own = self.circumstances.condition(routed.where, routed.expression, TRUE)
        if own is None:
            return
        others = self.circumstances.of(routed, own)
        if self.possible([own.wanted, *(other.wanted for other in others)]) is False:
            yield from self.never(own, others)
        elif routed.word == "ask_if":
            yield from self.always(own, others)

    def never(self, own: Condition, others: Sequence[Condition]) -> Iterator[Fault]:
        """A condition that holds for nobody who comes to it."""
        needed = self.needed(own.wanted, others)
        if any(other.place in self.faulty for other in needed):
            return
        nobody = "nobody reads it" if "variant" in own.where else "nobody is asked"
        together = f" together with that of the {self.shown(needed, own)}" if needed else ""
        what = f"The condition `{own.source}` can never hold{together}: {nobody}."
        yield fault(own.place, CONTRADICTS, own.where, what, "Correct one of them.")

    def always(self, own: Condition, others: Sequence[Condition]) -> Iterator[Fault]:
        """A condition that holds for everybody who comes to it."""
        not_true = Wanted(own.wanted.node, NOT_TRUE)
        if self.possible([not_true, *(other.wanted for other in others)]) is not False:
            return
        needed = self.needed(not_true, others)
        if not needed or any(other.place in self.faulty for other in needed):
            return
        what = f"The condition `{own.source}` is always true for everybody who gets so far, "
        what += f"because of that of the {self.shown(needed, own)}: it leaves nobody out."
        # Said twice of the same people it does no harm; after an end it was meant to leave somebody out.
        advice = not any(other.ends for other in needed)
        yield fault(own.place, ALWAYS, own.where, what, "Remove it, or correct one of them.", advice=advice)

    def shown(self, needed: Sequence[Condition], own: Condition) -> str:
        """The conditions that it is judged with, as messages name them."""
        return " and ".join(
            f"{other.where}, `{other.source}` ({line_of(other.place, own.place)})"
            if other.source
            else f"{other.where} ({line_of(other.place, own.place)})"
            for other in needed
        )

    def needed(self, own: Wanted, others: Sequence[Condition]) -> list[Condition]:
        """The fewest of the conditions that already exclude it, as far as leaving out one by one tells."""
        kept = list(others)
        for other in reversed(others):
            fewer = [each for each in kept if each is not other]
            if self.possible([own, *(each.wanted for each in fewer)]) is False:
                kept = fewer
        return kept

    def possible(self, wanted: Sequence[Wanted]) -> bool | None:
        """Whether some answers give every condition the worth that is wanted."""
        return possible(wanted, self.circumstances.order.meanings)

    def dead_ends(self) -> Iterator[Fault]:
        """The first page that nobody leaves towards the end of the form."""
        questionnaire, met = self.circumstances.questionnaire, []
        for ending in self.circumstances.endings:
            met.append(ending)
            ends = [Condition(end.where, end.expression, Wanted(end.node, NOT_TRUE)) for end in met]
            going_on = [*ends, *self.circumstances.following(ends, ())]
            if self.possible([each.wanted for each in going_on]) is False:
                what = f"With `{ending.expression.source}` everybody stops here at the latest, "
                what += "so nobody reaches the end."
                page = questionnaire.pages()[ending.page][1]
                mend = "Correct it, or what ends the form on an earlier page."
                yield fault(ending.expression.place, DEAD_END, named("page", page.id), what, mend)
                return

    def unreachable_sections(self) -> Iterator[Fault]:
        """Sections that nobody old enough comes to, because the form has ended before."""
        questionnaire, order = self.circumstances.questionnaire, self.circumstances.order
        for section in questionnaire.sections:
            least = minimum_age(questionnaire, section)
            if least is None or not section.pages:
                continue
            before = next(i for i, (around, _) in enumerate(questionnaire.pages()) if around is section)
            where = named("section", section.id)
            routed = Routed(where, "ask_if", least, before, (), (), order.batteries)
            own = self.circumstances.condition(where, least, TRUE)
            if own is None:
                continue
            others = self.circumstances.of(routed, own)
            if self.possible([own.wanted, *(other.wanted for other in others)]) is False:
                yield from self.never(own, others)
