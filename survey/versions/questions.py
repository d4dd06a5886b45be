"""Changes of one question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from survey.model import Item, Question
from survey.versions.change import Change, Size
from survey.versions.code_lists import of_codes
from survey.versions.conditions import Names, asked_of, tree
from survey.versions.matching import matched
from survey.versions.wordings import said_around, wording

_OFFERED = {"dont_know": "“don't know”", "refused": "“prefer not to answer”"}


@dataclass(frozen=True)
class QuestionChanges:
    """Compares the questions of two versions; names are those of the variables that conditions use."""

    names: Names
    master: str

    def of(self, old: Question, new: Question) -> Iterator[Change]:
        """Every change of one question, but for its place and the codes of a list that both versions name alike."""
        where = f'question "{new.id}"'
        if old.type != new.type:
            what = f"it was of type {old.type} and is of type {new.type}, so its answers are of another kind."
            yield Change(Size.MAJOR, where, what, new.place.of("type"))
        yield from asked_of(tree(old.ask_if), tree(new.ask_if), self.names, where, new.place.of("ask_if"))
        yield from self._texts(old, new, where)
        yield from self._answers(old, new, where)
        yield from self._items(old, new, where)
        yield from self._kind_of_answer(old, new, where)
        yield from self._around(old, new, where)

    def _texts(self, old: Question, new: Question, where: str) -> Iterator[Change]:
        if new.type == "note":
            yield from said_around(old.text, new.text, where, "its text", new.place.of("text"))
        else:
            yield from wording(old.text, new.text, self.master, where, "its wording", new.place.of("text"))
        yield from said_around(old.help, new.help, where, "its hint", new.place.of("help"))
        ends = (
            ("unit", "its unit"),
            ("low_text", "the text at its low end"),
            ("high_text", "the text at its high end"),
        )
        for word, what in ends:
            yield from wording(getattr(old, word), getattr(new, word), self.master, where, what, new.place.of(word))
        if [tree(one.ask_if) for one in old.variants] != [tree(one.ask_if) for one in new.variants]:
            what = "other people than before read another wording of it."
            yield Change(Size.MAJOR, where, what, new.place.of("variants"))
        else:
            for before, after in zip(old.variants, new.variants, strict=True):
                yield from wording(before.text, after.text, self.master, where, "another wording of it", after.place)

    def _answers(self, old: Question, new: Question, where: str) -> Iterator[Change]:
        if old.codes and new.codes and old.codes.id != new.codes.id:
            yield from of_codes(old.codes, new.codes, self.master, where)
        elif bool(old.codes) != bool(new.codes):
            yield Change(Size.MAJOR, where, "whether it has codes is changed.", new.place.of("codes"))
        for word in (*new.missing, *old.missing):
            if word not in old.missing:
                yield Change(Size.MINOR, where, f"{_OFFERED[word]} is offered now.", new.place.of("missing"))
            elif word not in new.missing:
                yield Change(Size.MAJOR, where, f"{_OFFERED[word]} is no longer offered.", new.place.of("missing"))
        if old.limits != new.limits:
            yield _limits(old, new, where)

    def _items(self, old: Question, new: Question, where: str) -> Iterator[Change]:
        found = matched(old.items, new.items, lambda item: item.id)
        # A battery's items are variables of their own; statements of a count or a pair make up its one answer.
        added = Size.MINOR if new.type == "battery" else Size.MAJOR
        for item in found.added:
            yield Change(added, f'{where}, item "{item.id}"', "it is new.", item.place)
        for item in found.gone:
            yield Change(Size.MAJOR, f'{where}, item "{item.id}"', "it is gone.", new.place.of("items"))
        for before, after in found.both:
            yield from self._item(before, after, f'{where}, item "{after.id}"')
        if found.moved:
            yield Change(Size.MINOR, where, "its items stand in another order.", new.place.of("items"))

    def _item(self, old: Item, new: Item, where: str) -> Iterator[Change]:
        yield from asked_of(tree(old.ask_if), tree(new.ask_if), self.names, where, new.place)
        yield from wording(old.text, new.text, self.master, where, "its wording", new.place)

    def _kind_of_answer(self, old: Question, new: Question, where: str) -> Iterator[Change]:
        for word, what in (
            ("precision", "how exact the date is"),
            ("share", "the known share of its first statement"),
        ):
            if getattr(old, word) != getattr(new, word):
                yield Change(Size.MAJOR, where, f"{what} is changed.", new.place.of(word))
        if tree(old.value) != tree(new.value):
            yield Change(Size.MAJOR, where, "it is worked out in another way.", new.place.of("value"))
        if (old.earliest, old.latest) != (new.earliest, new.latest):
            wider = _no_later(new.earliest, old.earliest) and _no_later(old.latest, new.latest, empty_is_last=True)
            what = "more dates can be answered." if wider else "fewer dates can be answered."
            yield Change(Size.MINOR if wider else Size.MAJOR, where, what, new.place.of("earliest"))
        for word, what in (("longest", "letters can be written"), ("places", "can be ranked")):
            before, after = getattr(old, word), getattr(new, word)
            if before != after:
                more = after is None or (before is not None and after > before)
                size = Size.MINOR if more else Size.MAJOR
                yield Change(size, where, f"{'more' if more else 'fewer'} {what}.", new.place.of(word))

    def _around(self, old: Question, new: Question, where: str) -> Iterator[Change]:
        if old.required != new.required:
            what = "it has to be answered now." if new.required else "it no longer has to be answered."
            yield Change(Size.MAJOR if new.required else Size.MINOR, where, what, new.place.of("required"))
        if old.order != new.order:
            what = "whether its answers come in an order of chance is changed."
            yield Change(Size.MINOR, where, what, new.place.of("order"))
        if old.concept != new.concept:
            yield Change(Size.PATCH, where, "its concept is changed.", new.place.of("concept"))


def _limits(old: Question, new: Question, where: str) -> Change:
    (low, high), (new_low, new_high) = old.limits, new.limits
    wider_below = new_low is None or (low is not None and new_low <= low)
    wider_above = new_high is None or (high is not None and new_high >= high)
    place = new.place.of("min" if new.place.has("min") and low != new_low else "max")
    if wider_below and wider_above:
        return Change(Size.MINOR, where, "its limits are wider than before.", place)
    return Change(Size.MAJOR, where, "its limits leave out answers that could be given before.", place)


def _no_later(first: str, second: str, *, empty_is_last: bool = False) -> bool:
    """Whether a date is no later than another; an empty one is open: before all others, or after them."""
    if empty_is_last:
        return not second or bool(first and first <= second)
    return not first or bool(second and first <= second)
