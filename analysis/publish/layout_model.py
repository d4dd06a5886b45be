"""Lays out a released model: a row for each term, ratios where exp(coefficient) is one."""

from __future__ import annotations

from analysis.disclosure.released import ReleasedCoefficient, ReleasedModel
from analysis.publish import words
from analysis.publish.effects import effect, ratio_of
from analysis.publish.layout import Entry, Layout, Row
from analysis.publish.layout_table import notes
from analysis.publish.numbers import interval, number, p_value
from survey.text import answered


def of_model(released: ReleasedModel, language: str) -> Layout:
    """A model on paper."""
    ratio = ratio_of(released)
    name = ratio.name if ratio else words.COEFFICIENT
    level = words.confidence(released.level_of_confidence, language, short=True)
    compared = [released.baseline] if released.baseline else []
    references = [
        level.label.in_language(language) for level in (*compared, *(level for _, level in released.references))
    ]
    order = words.ordered(released.outcomes, language) if released.family == "ordinal" else ""
    sizes = f"n = {number(released.n, 0, language)}, df = {number(released.df, 0, language)} (t)"
    return Layout(
        language=language,
        title=outcome(released, language),
        under=tuple(filter(None, (words.only(released, language), words.compared_with(references, language), order))),
        corner=words.TERM[language],
        heads=(
            name[language],
            level,
            words.STD_ERROR[language],
            words.P_VALUE[language],
        ),
        body=tuple(_row(released, term, language) for term in released.coefficients),
        foot=(),
        footnotes=(),
        notes=(f"{released.formula}; {_family(released, language)}{sizes}", *notes(released, language)),
    )


def _family(released: ReleasedModel, language: str) -> str:
    """The family by its name, with its dispersion; "" for those that the outcome and the heading tell."""
    if released.family in ("linear", "logistic"):
        return ""
    if released.dispersion is None:
        return f"{released.family}; "
    return f"{released.family}, {words.DISPERSION[language]} = {number(released.dispersion, 2, language)}; "


def outcome(released: ReleasedModel, language: str) -> str:
    """The outcome's question, and which answer is the event."""
    label = words.title(released, language)
    return answered(label, released.event.label.in_language(language)) if released.event else label


def heading(term: ReleasedCoefficient, language: str) -> str:
    """A term in words; in a multinomial model after the category that it is about."""
    label = term.label.in_language(language)
    return f"{term.equation.label.in_language(language)} – {label}" if term.equation else label


def _row(released: ReleasedModel, term: ReleasedCoefficient, language: str) -> Row:
    value, low, high = effect(released, term)
    bounds = interval(number(low, 2, language), number(high, 2, language))
    return Row(
        heading(term, language),
        (
            Entry(number(value, 2, language), "", round(value, 4), 2),
            Entry(bounds),
            Entry(number(term.std_error, 3, language), "", term.std_error, 3),
            Entry(p_value(term.p_value, language).removeprefix("p = ").removeprefix("p ")),
        ),
    )
