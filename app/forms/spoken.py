"""Questions as one respondent reads them: every text with what it takes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from survey.model import Category, CodeList, Item, Question
from survey.text import Text

Say = Callable[[Text], Text]


def spoken(question: Question, say: Say) -> Question:
    """The question with all its texts as `say` gives them."""
    return replace(
        question,
        text=say(question.text),
        help=say(question.help),
        unit=say(question.unit),
        low_text=say(question.low_text),
        high_text=say(question.high_text),
        codes=_codes(question.codes, say),
        items=tuple(_item(item, say) for item in question.items),
    )


def _codes(codes: CodeList | None, say: Say) -> CodeList | None:
    return (
        replace(codes, categories=tuple(_category(category, say) for category in codes.categories)) if codes else None
    )


def _category(category: Category, say: Say) -> Category:
    return replace(category, text=say(category.text))


def _item(item: Item, say: Say) -> Item:
    return replace(item, text=say(item.text))
