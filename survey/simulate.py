"""Made-up respondents who answer the form page by page, on the same routes as people.

They leave questions blank, do not know, prefer not to answer, skip sections and break off. What they answer can
be planted, variable by variable, so that sample data show what real data would.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from survey.columns import answers_of, has_other
from survey.compile import Compiled
from survey.draft import CHANCE_BITS, Draft
from survey.drawing import SYNTHETIC, Drawn, as_values, drawn
from survey.errors import SurveyError
from survey.missing import OFFERED, Answer, Missing
from survey.model import Question
from survey.posting import as_posted
from survey.reading import chose_other
from survey.response import Response
from survey.routing import Stop, ends, finish, hand_in, skip_section, walk

Values = Mapping[str, Answer]
Draw = Callable[[Any, random.Random], Drawn]
Distribution = Mapping[int, float] | Mapping[str, float] | Draw

_MOST_MENDED = 100  # times a page is answered anew where its checks stop it
_MOST_ENDED = 200  # respondents drawn for each response before it is said that nobody comes through


@dataclass(frozen=True)
class Behaviour:
    """How often made-up respondents do not answer; all are probabilities, a question, page or section at a time."""

    blank: float = 0.015
    dont_know: float = 0.03
    refused: float = 0.02
    skip_section: float = 0.04
    break_off: float = 0.002
    other_language: float = 0.05


def simulate(
    compiled: Compiled,
    *,
    n: int,
    seed: int,
    distributions: Mapping[str, Distribution] | None = None,
    behaviour: Behaviour | None = None,
    week: str = "2026-W47",
) -> list[Response]:
    """Made-up responses, n of them; the same seed gives the same.

    distributions  variable (for a multiple choice or a rank: question) to what is answered: a mapping of codes,
                   numbers, days or texts to probabilities (weights; of a multiple choice, the chance that each category
                   is ticked; of a rank, how readily each is put before the others), or a function of the values so far
                   and a random generator that gives a code (the ticked codes, or the codes in their order). Of a
                   design variable a mapping; without one it has any of its codes, or is not given
    Who answers so that the form ends (`end_if`) gives no response and is drawn anew. Where a distribution names a
    code for nonresponse, the behaviour adds none of its own. Raises SurveyError.
    """
    draws = _checked(compiled, distributions or {})
    # Arms have a generator of their own: a study that gets an experiment keeps its made-up answers.
    crowd = _Crowd(compiled, random.Random(seed), random.Random(f"{seed} arms"), behaviour or Behaviour(), draws)
    return [crowd.response(week) for _ in range(n)]


@dataclass(frozen=True)
class _Crowd:
    compiled: Compiled
    rng: random.Random
    arms: random.Random
    behaviour: Behaviour
    draws: Mapping[str, Distribution]

    def response(self, week: str) -> Response:
        for _ in range(_MOST_ENDED):
            found = self.respondent()
            if found is not None:
                return self.respond(*found, week)
        raise SurveyError(
            f"Made-up respondents must come through to the end, but {_MOST_ENDED} in a row ended early. "
            "Look at the pages with `end_if`, or give distributions for the questions they use."
        )

    def respond(self, draft: Draft, complete: bool, week: str) -> Response:
        asked = self.compiled.questionnaire
        return Response(
            study=asked.id,
            version=asked.version,
            digest=self.compiled.digest,
            language=draft.language,
            week=week,
            complete=complete,
            values=finish(self.compiled, draft),
        )

    def respondent(self) -> tuple[Draft, bool] | None:
        """A draft and whether it was answered to the end; None when the form ended early."""
        draft = Draft(self.language(), chance=self.arms.getrandbits(CHANCE_BITS), given=dict(self.given()))
        stops = walk(self.compiled, draft)
        stop = next(stops, None)
        while stop is not None:
            if self.breaks_off(stop):
                return draft, False
            if self.leaves_section(stop, draft):
                draft = skip_section(self.compiled, draft, stop.section)
            else:
                draft = self.handed_in(draft, stop)
                if ends(self.compiled, draft, stop):
                    return None
            try:
                stop = stops.send(draft)
            except StopIteration:
                stop = None
        return draft, True

    def handed_in(self, draft: Draft, stop: Stop) -> Draft:
        """The draft with this page; what its checks say once is passed over, what has to be mended is drawn anew."""
        for _ in range(_MOST_MENDED):
            form = dict(self.form(stop, draft.language))
            draft, faults = hand_in(self.compiled, draft, stop, form)
            if faults and all(fault.once for fault in faults):
                draft, faults = hand_in(self.compiled, draft, stop, form)
            if not faults:
                return draft
            if not stop.page.checks:
                break
        raise SurveyError(f'The distributions give an answer that "{faults[0].variable}" cannot have.')

    def given(self) -> Iterator[tuple[str, float]]:
        """What is known of the respondent beforehand: as planted, else any code; no number that is not planted."""
        for variable in self.compiled.questionnaire.design:
            shares = _shares(self.draws.get(variable.id))
            if not shares and variable.codes:
                shares = dict.fromkeys(variable.codes.codes(), 1.0)
            if shares:
                yield variable.id, self.arms.choices(list(shares), list(shares.values()))[0]

    def language(self) -> str:
        master, *others = self.compiled.questionnaire.languages
        return self.rng.choice(others) if others and self.happens(self.behaviour.other_language) else master

    def happens(self, probability: float) -> bool:
        return self.rng.random() < probability

    def breaks_off(self, stop: Stop) -> bool:
        """Never before age and consent are settled: without them there is no response."""
        settled = all(page.end_if is None for page in stop.section.pages)
        return settled and self.happens(self.behaviour.break_off)

    def leaves_section(self, stop: Stop, draft: Draft) -> bool:
        """Sections are skipped on their first page."""
        started = any(page.id in draft.pages for page in stop.section.pages)
        return stop.section.skip and not started and self.happens(self.behaviour.skip_section)

    def form(self, stop: Stop, language: str) -> Iterator[tuple[str, list[str]]]:
        """What the respondent posts: field to texts. Values planted on this page may depend on each other."""
        values = dict(stop.before)
        for question in stop.questions:
            for field in _fields(question):
                found = self.drawn(question, field, values, language)
                values.update(as_values(question, field, found, int(Missing.NOT_ASKED)))
                if has_other(question) and chose_other(question, values):
                    values[f"{question.id}_other"] = self.written(question, language)
            yield from as_posted(question, values).items()

    def drawn(self, question: Question, field: str, values: Values, language: str) -> Drawn:
        distribution = self.draws.get(field, self.draws.get(question.id))
        shares = _shares(distribution)
        plants_reasons = any(isinstance(value, int) and value < 0 for value in shares)
        reason = None if question.must_be_answered or plants_reasons else self.reason(question)
        if reason is not None:
            return reason
        if callable(distribution):
            return distribution(values, self.rng)
        return drawn(question, shares, self.rng, language)

    def written(self, question: Question, language: str) -> Answer:
        """What stands on the line beside "other"; it may be left empty like any answer."""
        if planted := _shares(self.draws.get(f"{question.id}_other")):
            text: Answer = self.rng.choices(list(planted), list(planted.values()))[0]
            return text
        return int(Missing.LEFT_BLANK) if self.happens(self.behaviour.blank) else SYNTHETIC.in_language(language)

    def reason(self, question: Question) -> int | None:
        """Why this question is not answered; None when it is."""
        if self.happens(self.behaviour.blank):
            return int(Missing.LEFT_BLANK)
        for word, probability in (("dont_know", self.behaviour.dont_know), ("refused", self.behaviour.refused)):
            if word in question.missing and self.happens(probability):
                return int(OFFERED[word])
        return None


def _fields(question: Question) -> tuple[str, ...]:
    """What is drawn one by one."""
    if question.answered in ("nothing", "computed"):
        return ()
    return answers_of(question) if question.answered == "codes of items" else (question.id,)


def _shares(distribution: Distribution | None) -> Mapping[Any, float]:
    return distribution if isinstance(distribution, Mapping) else {}


def _checked(compiled: Compiled, distributions: Mapping[str, Distribution]) -> Mapping[str, Distribution]:
    known = {*compiled.variables, *compiled.names}
    for name in distributions:
        if name not in known:
            raise SurveyError(f'A distribution is given for "{name}", which the questionnaire does not ask.')
    return distributions
