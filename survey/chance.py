"""What chance decides for one respondent: the arms of experiments, and the order of categories and items.

All of it follows from the 64 bits that the draft began with (`Draft.chance`) and the element's name, so nothing
has to be remembered while the form is answered, and no arm tells anything of another. The bits go with the
draft; a response holds the arms and the orders, never the bits.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from hashlib import blake2b
from itertools import accumulate

from survey.draft import CHANCE_BITS, Draft
from survey.errors import SurveyError
from survey.model import Category, Experiment, Question, Questionnaire


def arms(questionnaire: Questionnaire, draft: Draft) -> dict[str, int]:
    """Id of each experiment to the code of this respondent's arm."""
    return {experiment.id: arm(experiment, draft) for experiment in questionnaire.experiments}


def arm(experiment: Experiment, draft: Draft) -> int:
    """The code of this respondent's arm: the one whose shares, laid end to end, hold the number that was drawn."""
    ends = list(accumulate(arm.share for arm in experiment.arms))
    place = _drawn(draft.chance, experiment.id) * ends[-1] >> CHANCE_BITS
    return experiment.arms[min(bisect_right(ends, place), len(ends) - 1)].code


def order_shown(question: Question, draft: Draft) -> str:
    """Codes or ids of items in the order in which this respondent sees them, as `id_order` holds it: "3 1 2 9".

    What excludes others, and "other", come last.
    """
    words = _words(question)
    if question.order == "fixed":
        return " ".join(words)
    last = _last(question)
    # Each word has a number of its own, so that words which are not asked leave the order of the others as it is.
    mixed = sorted(set(words) - set(last), key=lambda word: _drawn(draft.chance, f"{question.id} {word}"))
    return " ".join((*mixed, *last))


def shown(question: Question, draft: Draft) -> Question:
    """The question with its categories or items in the order in which this respondent sees them."""
    return question if question.order == "fixed" else in_order(question, order_shown(question, draft))


def in_order(question: Question, order: str) -> Question:
    """The question as it was on the screen, from what `id_order` holds; items that are not named were not shown.

    Raises SurveyError for a code or item that the question does not have.
    """
    places = {word: place for place, word in enumerate(order.split())}
    if strange := set(places) - set(_words(question)):
        raise SurveyError(
            f'The order of question "{question.id}" names {", ".join(sorted(strange))}, which it does not have. '
            "Read it with the version of the questionnaire it was answered in."
        )
    if question.items:
        items = [item for item in question.items if item.id in places]
        return replace(question, items=tuple(sorted(items, key=lambda item: places[item.id])))
    if question.codes is None:
        return question
    there = [category for category in question.codes.categories if str(category.code) in places]
    categories = tuple(sorted(there, key=lambda category: places[str(category.code)]))
    return replace(question, codes=replace(question.codes, categories=categories))


def _words(question: Question) -> tuple[str, ...]:
    """What comes in an order, as it was written: the items where there are any, else the categories."""
    if question.items:
        return tuple(item.id for item in question.items)
    return tuple(str(category.code) for category in _categories(question))


def _last(question: Question) -> tuple[str, ...]:
    if question.items:
        return ()
    return tuple(str(category.code) for category in _categories(question) if category.exclusive or category.other)


def _categories(question: Question) -> tuple[Category, ...]:
    return question.codes.categories if question.codes else ()


def _drawn(chance: int, name: str) -> int:
    """64 bits for one name, as good as independent of those for every other."""
    key = chance.to_bytes(CHANCE_BITS // 8)
    return int.from_bytes(blake2b(name.encode(), key=key, person=b"varsam chance", digest_size=8).digest())
