"""Changed wordings: whether they may have changed what is meant."""

from __future__ import annotations

from collections.abc import Iterator

from survey.model import Place
from survey.text import Text
from survey.versions.change import Change, Size
from survey.versions.slips import is_slip


def wording(old: Text, new: Text, master: str, where: str, what: str, place: Place) -> Iterator[Change]:
    """A wording that carries the meaning of answers.

    master  the language that is fielded first: there a new wording may be a new meaning; elsewhere it is a translation
    what    such as "the wording", "the label of code 3"
    """
    if old == new:
        return
    before, after = old.get(master, ""), new.get(master, "")
    if before == after:
        others = ", ".join(language for language in {**old, **new} if old.get(language) != new.get(language))
        yield Change(Size.PATCH, where, f"{what} is translated in another way ({others}).", place)
    elif is_slip(before, after):
        yield Change(Size.PATCH, where, f"{what} has a slip of the pen mended.", place)
    else:
        yield Change(Size.MAJOR, where, f"{what} is another one, and so may its meaning be.", place)


def said_around(old: Text, new: Text, where: str, what: str, place: Place) -> Iterator[Change]:
    """A text around the questions, such as a heading or a hint."""
    if old != new:
        yield Change(Size.PATCH, where, f"{what} is changed.", place)
