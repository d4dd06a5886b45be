"""The widgets of every page. Each puts its choice into the address and gives back a name or a code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from analysis.disclosure import ReleasePolicy
from app.dashboard import links
from app.dashboard.texts import text
from app.opened import Opened, is_categorical
from survey.errors import SurveyError
from survey.frame import SurveyFrame
from survey.study import Study
from survey.text import LANGUAGES

LANGUAGE_NAMES = {"sv": "Svenska", "en": "English"}
LONGEST_LABEL = 90
MOST_FILTERS = ReleasePolicy.filters


class NothingToChoose(SurveyError):
    """A study without any variable of the kind that a page needs."""


@dataclass(frozen=True)
class Filter:
    """Whom a page speaks of: the condition as `domain` reads it; empty for everybody."""

    where: str = ""


def language() -> str:
    """The reader's language; Swedish until another is chosen."""
    links.start("language", LANGUAGES, LANGUAGES[0])
    chosen = st.segmented_control(
        "Språk / Language", LANGUAGES, key="language", format_func=lambda code: LANGUAGE_NAMES[code], required=True
    )
    links.keep("language", chosen or LANGUAGES[0])
    return chosen or LANGUAGES[0]


def study(known: dict[str, Study], language: str) -> Study:
    """The study to look at."""
    chosen = _one(text("study", language), "study", tuple(known), lambda key: known[key].title.in_language(language))
    return known[chosen]


def question(opened: Opened, language: str, *, label: str) -> str:
    """One question of the study."""
    return _one(label, "rows", opened.questions, _label_of(opened.frame, language))


def group(opened: Opened, language: str, *, label: str, without: str) -> str:
    """The variable whose categories are compared; "" for none."""
    names, wording = ("", *_groups(opened, without)), _label_of(opened.frame, language)
    return _one(label, "by", names, lambda name: wording(name) if name else text("no_group", language))


def columns(opened: Opened, language: str, *, without: str) -> str:
    """The columns of a crosstab: there must be some."""
    return _one(text("choose_columns", language), "by", _groups(opened, without), _label_of(opened.frame, language))


def only_those(opened: Opened, language: str) -> Filter:
    """A filter of categories, each of another variable: the closed grammar that the release relies on."""
    conditions: dict[str, str] = {}
    for place in range(most_filters(opened.policy)):
        name, code = _condition(opened, language, place, without=tuple(conditions))
        if not name:
            break
        conditions[name] = code
    return Filter(" and ".join(f"{name} = {code}" for name, code in conditions.items()))


def most_filters(policy: ReleasePolicy) -> int:
    """Exact figures are compared with earlier ones pair by pair, so that there one condition is enough."""
    return policy.filters if policy.mode == "keyed" or policy.public_use else min(policy.filters, 1)


def keys_of_filter(place: int) -> tuple[str, str]:
    """What the address calls the variable and the code of a condition: the first, the second ..."""
    return ("where", "is") if place == 0 else (f"where{place + 1}", f"is{place + 1}")


def _condition(opened: Opened, language: str, place: int, *, without: tuple[str, ...]) -> tuple[str, str]:
    """A variable and one of its codes; "" for none."""
    names = ("", *(name for name in opened.groups if name not in without))
    (key, key_of_code), wording = keys_of_filter(place), _label_of(opened.frame, language)
    nobody_left_out = text("no_more" if place else "everybody", language)
    left, right = st.columns([2, 1])
    with left:
        label = text("and_filter_by" if place else "filter_by", language)
        name = _one(label, key, names, lambda name: wording(name) if name else nobody_left_out)
    if not name:
        return "", ""
    labels = {f"{label.value:.15g}": label.label.in_language(language) for label in opened.groups[name]}
    with right:
        return name, _one(text("filter_answered", language), key_of_code, tuple(labels), lambda code: labels[code])


def interval(language: str) -> str:
    """The method of the confidence intervals of proportions."""
    return _one(
        text("interval", language),
        "ci",
        ("logit", "korn_graubard"),
        lambda method: text(method, language),
        help=text("interval_help", language),
    )


def covariates(opened: Opened, language: str, *, without: str) -> tuple[str, ...]:
    """Up to six explanatory variables."""
    names = tuple(name for name in opened.questions if name != without and _can_explain(opened, name))
    links.start_several("covariates", names, ())
    chosen = st.multiselect(
        text("choose_covariates", language),
        names,
        key="covariates",
        format_func=_label_of(opened.frame, language),
        max_selections=6,
        placeholder=text("choose_some", language),
    )
    links.keep("covariates", ",".join(chosen))
    return tuple(chosen)


def outcome(opened: Opened, language: str) -> str:
    """The outcome of a regression: a question with two answers, or a number."""
    names = tuple(name for name in opened.questions if _can_be_outcome(opened, name))
    return _one(text("choose_outcome", language), "outcome", names, _label_of(opened.frame, language))


def _groups(opened: Opened, without: str) -> tuple[str, ...]:
    return tuple(name for name in opened.groups if name != without)


def _can_explain(opened: Opened, name: str) -> bool:
    return name in opened.groups or not is_categorical(opened.frame.variable(name))


def _can_be_outcome(opened: Opened, name: str) -> bool:
    return len(opened.groups.get(name, ())) == 2 or not is_categorical(opened.frame.variable(name))


def _one(
    label: str,
    name: str,
    options: Sequence[str],
    wording: Callable[[str], str],
    *,
    default: str | None = None,
    help: str | None = None,
) -> str:
    if not options:
        raise NothingToChoose(f'The study has nothing to choose for "{label}". Choose another study or another page.')
    links.start(name, options, options[0] if default is None else default)
    chosen: str = st.selectbox(label, options, key=name, format_func=wording, help=help)
    links.keep(name, chosen)
    return chosen


def _label_of(frame: SurveyFrame, language: str) -> Callable[[str], str]:
    def wording(name: str) -> str:
        variable = frame.variable(name)
        label = variable.label.in_language(language) or name
        stem = variable.stem.in_language(language)
        # The item first: what all items of a battery share would push it out of the box.
        whole = f"{label} ({stem})" if stem and stem != label else label
        return f"{name} · {whole if len(whole) <= LONGEST_LABEL else whole[: LONGEST_LABEL - 1].rstrip() + '…'}"

    return wording
