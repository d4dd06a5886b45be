"""How long a questionnaire takes, by routes: what made-up respondents would have to read, and to decide.

seconds of a question  words / rate + THINK + DECIDE * (decisions - 1) + TYPE * lines to write on

The figures and where they are from:

rate    238 words a minute in English, most adults between 175 and 300: Brysbaert (2019), J. Memory and Language 109,
        104047. Swedish takes fewer and longer words for the same: 199 words a minute where English has 228, read aloud
        (Trauzettel-Klosinski and Dietz, 2012, Invest. Ophthalmol. Vis. Sci. 53, 5452), so 208 here.
THINK   5 seconds a question, DECIDE 2 seconds for each further decision, TYPE 15 seconds to write own words: the rule
        of market research, W/5 + 5 Q + 2 (D - Q) + 15 T (Puleston). A choice is one decision, a box to tick half of
        one, an item of a battery one.
NUMBER  3 seconds to write a number or a date: our assumption.
pace    each respondent's own, triangular from 175 to 300 about 238 words a minute: our assumption from Brysbaert.

An estimate, no measurement: a pilot tells more. The target of 15 minutes is the most that Pew Research Center asks of
its panel.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from survey.columns import names_of, places
from survey.compile import Compiled
from survey.expressions.evaluation import evaluate, lookup_in
from survey.missing import LABELS, OFFERED, Missing
from survey.model import Page, Question, Section
from survey.response import Response
from survey.simulate import Behaviour, Distribution, simulate
from survey.text import Text

RATE = {"en": 238.0, "sv": 238.0 * 199 / 228}
SLOWEST, FASTEST, USUAL = 175.0, 300.0, 238.0
THINK, DECIDE, TYPE, NUMBER = 5.0, 2.0, 15.0, 3.0
TARGET = 15.0
RESPONDENTS = 300
# Nobody breaks off or skips a section: the routes are those that answers lead to.
_TO_THE_END = Behaviour(skip_section=0, break_off=0)
_NOT_SHOWN = {
    int(Missing.NOT_ASKED),
    int(Missing.NOT_REACHED),
    int(Missing.SECTION_SKIPPED),
    int(Missing.NOT_IN_VERSION),
}


@dataclass(frozen=True)
class Minutes:
    """Minutes of a quick, a usual and a slow respondent: the 10th, 50th and 90th percentile."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True)
class SectionTime:
    """One section: minutes of those who come to it, and their proportion among all; None when nobody does."""

    section: Section
    reached: float
    minutes: Minutes | None


@dataclass(frozen=True)
class TimeEstimate:
    """How long the form takes in one language.

    n        simulated respondents
    target   minutes that the form should take at most
    """

    language: str
    n: int
    target: float
    whole: Minutes
    sections: tuple[SectionTime, ...]

    @property
    def is_long(self) -> bool:
        """Whether a usual respondent needs more than the target."""
        return self.whole.p50 > self.target

    def as_plain(self) -> dict[str, Any]:
        """For another program, in minutes with one decimal."""
        return {
            "language": self.language,
            "respondents": self.n,
            "target": self.target,
            "above_target": self.is_long,
            "whole": _rounded(self.whole),
            "sections": [
                {"id": one.section.id, "reached": round(one.reached, 3), "minutes": _rounded(one.minutes)}
                for one in self.sections
            ],
        }


def time_estimate(
    compiled: Compiled,
    language: str,
    *,
    target: float = TARGET,
    n: int = RESPONDENTS,
    seed: int = 1,
    distributions: Mapping[str, Distribution] | None = None,
) -> TimeEstimate:
    """Minutes of the whole form and of each section over the routes of n made-up respondents. Raises SurveyError.

    distributions  as `survey.simulate` takes them; without them every answer is as likely, and rare routes are common
    """
    pace = random.Random(seed)
    sections = compiled.questionnaire.sections
    costs = _Costs(compiled, language)
    seconds = np.array(
        [
            [part * USUAL / rate for part in costs.of_sections(response)]
            for response in simulate(compiled, n=n, seed=seed, distributions=distributions, behaviour=_TO_THE_END)
            for rate in [pace.triangular(SLOWEST, FASTEST, USUAL)]
        ]
    ).reshape(n, len(sections))
    return TimeEstimate(
        language=language,
        n=n,
        target=target,
        whole=_minutes(seconds.sum(axis=1)),
        sections=tuple(_of_section(section, seconds[:, place]) for place, section in enumerate(sections)),
    )


def _of_section(section: Section, seconds: np.ndarray[Any, Any]) -> SectionTime:
    reached = seconds > 0
    return SectionTime(section, float(reached.mean()), _minutes(seconds[reached]) if reached.any() else None)


def _minutes(seconds: np.ndarray[Any, Any]) -> Minutes:
    return Minutes(*(float(minutes) for minutes in np.quantile(seconds / 60, (0.1, 0.5, 0.9))))


def _rounded(minutes: Minutes | None) -> dict[str, float] | None:
    return None if minutes is None else {name: round(value, 1) for name, value in vars(minutes).items()}


class _Costs:
    """Seconds that sections take a respondent who reads at the usual pace."""

    def __init__(self, compiled: Compiled, language: str) -> None:
        self._compiled, self._language = compiled, language
        self._seconds_a_word = 60 / RATE.get(language, USUAL)

    def of_sections(self, response: Response) -> list[float]:
        return [sum(self._of_section(section, response.values)) for section in self._compiled.questionnaire.sections]

    def _of_section(self, section: Section, values: Mapping[str, Any]) -> Iterator[float]:
        shown = [(page, questions) for page in section.pages if (questions := self._shown(section, page, values))]
        if shown:
            yield self._reading(section.title, section.intro)
        for page, questions in shown:
            yield self._reading(page.title)
            yield from (self._of_question(question, values) for question in questions)

    def _shown(self, section: Section, page: Page, values: Mapping[str, Any]) -> list[Question]:
        """The questions that this respondent saw; the notes among them where there is anything else."""
        asked = [question for question in page.questions if any(_was_shown(question, values))]
        notes = [question for question in page.questions if question.type == "note"]
        if not asked and len(notes) < len(page.questions):
            return []
        lookup = lookup_in(values, self._compiled.choices)
        levels = (section.id, page.id)
        return [*asked, *(q for q in notes if all(self._holds(level, lookup) for level in (*levels, q.id)))]

    def _holds(self, level: str, lookup: Any) -> bool:
        condition = self._compiled.conditions.get(level)
        return condition is None or evaluate(condition, lookup) is True

    def _of_question(self, question: Question, values: Mapping[str, Any]) -> float:
        categories = [category.text for category in question.codes.categories] if question.codes else []
        offered = [LABELS[OFFERED[word]] for word in question.missing if word in OFFERED]
        items = [item.text for item in question.items if question.type != "battery" or values.get(item.id) != -1]
        texts = (question.text, question.help, question.unit, question.low_text, question.high_text)
        reading = self._reading(*texts, *categories, *offered, *items)
        if question.type == "note":
            return reading
        return reading + THINK + DECIDE * max(decisions(question, len(items)) - 1, 0) + writing(question)

    def _reading(self, *texts: Text) -> float:
        return sum(len(text.in_language(self._language).split()) for text in texts) * self._seconds_a_word


def decisions(question: Question, items: int) -> float:
    """How often a respondent has to make up their mind; `items` are those that were asked."""
    match question.type:
        case "battery" | "count":
            return items
        case "multiple":
            return len(question.codes.categories) / 2 if question.codes else 1
        case "rank":
            return places(question)
    return 1


def writing(question: Question) -> float:
    """Seconds of writing where there is something to write."""
    if question.type == "text":
        return TYPE
    return NUMBER if question.type in ("number", "estimate", "date") else 0.0


def _was_shown(question: Question, values: Mapping[str, Any]) -> list[bool]:
    if question.type == "computed":
        return []
    return [values.get(name) not in _NOT_SHOWN for name in names_of(question) if name in values]
