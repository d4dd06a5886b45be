"""Changed code lists: a code with another meaning is major, a new one minor."""

from __future__ import annotations

from collections.abc import Iterator

from survey.model import Category, CodeList, Questionnaire
from survey.versions.change import Change, Size
from survey.versions.matching import matched
from survey.versions.wordings import wording


def used(questionnaire: Questionnaire) -> dict[str, tuple[str, CodeList]]:
    """Id of each code list that answers use, to how it is named and itself; one written in place has its owner's id."""
    shared = {codes.id for codes in questionnaire.code_lists}
    owners = [
        (question.id, "question", question.codes) for _, page in questionnaire.pages() for question in page.questions
    ]
    owners += [(variable.id, "design variable", variable.codes) for variable in questionnaire.design]
    found: dict[str, tuple[str, CodeList]] = {}
    for owner, noun, codes in owners:
        if codes is not None:
            where = f'code list "{codes.id}"' if codes.id in shared else f'{noun} "{owner}"'
            found.setdefault(codes.id, (where, codes))
    return found


def of_code_lists(old: Questionnaire, new: Questionnaire, master: str) -> Iterator[Change]:
    """Changes of lists that both versions use."""
    before = used(old)
    for id, (where, codes) in used(new).items():
        if id in before:
            yield from of_codes(before[id][1], codes, master, where)


def of_codes(old: CodeList, new: CodeList, master: str, where: str) -> Iterator[Change]:
    """Changes from one list of codes to another."""
    found = matched(old.categories, new.categories, lambda category: category.code)
    for category in found.added:
        yield Change(Size.MINOR, where, f"code {category.code} is new.", category.place)
    for category in found.gone:
        what = f"code {category.code} is gone; earlier answers still hold it."
        yield Change(Size.MAJOR, where, what, new.place)
    for before, after in found.both:
        yield from _of_category(before, after, master, where)
    if found.moved:
        yield Change(Size.MINOR, where, "its codes are shown in another order.", new.place)
    if old.ordered != new.ordered:
        yield Change(Size.MINOR, where, "whether its codes go from less to more is changed.", new.place.of("ordered"))


def _of_category(old: Category, new: Category, master: str, where: str) -> Iterator[Change]:
    yield from wording(old.text, new.text, master, where, f"the label of code {new.code}", new.place)
    if (old.low, old.high) != (new.low, new.high):
        yield Change(Size.MAJOR, where, f"code {new.code} stands for another band of numbers.", new.place)
    if old.exclusive != new.exclusive:
        what = f"whether code {new.code} excludes all others is changed."
        yield Change(Size.MAJOR if new.exclusive else Size.MINOR, where, what, new.place)
    if old.other != new.other:
        what = f"code {new.code} {'has' if new.other else 'no longer has'} a line to write on."
        yield Change(Size.MINOR if new.other else Size.MAJOR, where, what, new.place)
