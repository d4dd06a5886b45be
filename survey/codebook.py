"""The codebook: every variable with its wording, codes, reasons for nonresponse and universe, as one page of HTML.

The page holds everything itself: it asks no other server for anything, has no script, reads well on a telephone,
in the dark, on paper and with a screen reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from survey.codebook_facts import Fact, Facts
from survey.codebook_words import LEVELS, MEASURES, ROLES, TYPES, WORDS
from survey.compile import Compiled
from survey.model import Question, Section
from survey.text import Text
from survey.variables import MissingRange, ValueLabel, Variable

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Entry:
    """A question with its variables: one, or one for each item or category that share codes and stem.

    facts  what its type has besides: a heading, and what stands beside it line by line
    """

    variables: tuple[Variable, ...]
    question: Question | None = None
    facts: tuple[Fact, ...] = ()

    @property
    def first(self) -> Variable:
        """The variable that speaks for all of them."""
        return self.variables[0]

    @property
    def shares_universe(self) -> bool:
        """Whether all its variables are asked of the same people."""
        return all(variable.universe == self.first.universe for variable in self.variables)


@dataclass(frozen=True)
class Chapter:
    """The entries of one section; an imported file is one chapter without a section."""

    id: str
    title: str
    entries: tuple[Entry, ...]
    section: Section | None = None


def codebook(compiled: Compiled, language: str) -> str:
    """The codebook of a questionnaire in one language, as HTML."""
    questionnaire = compiled.questionnaire
    facts = (
        ("population", questionnaire.population.in_language(language)),
        ("version", questionnaire.version),
        ("ethics", questionnaire.ethics),
        ("digest", compiled.digest),
    )
    return _page(questionnaire.title, tuple(_chapters(compiled, language)), language, facts, asked=True)


def variables_codebook(variables: Mapping[str, Variable], title: Text, language: str) -> str:
    """The codebook of a file's variables in one language, as HTML, such as those of an imported file."""
    chapter = Chapter("variables", WORDS["variables"].in_language(language), tuple(_entries(variables.values())))
    return _page(title, (chapter,), language, (), asked=False)


def _chapters(compiled: Compiled, language: str) -> Iterator[Chapter]:
    """What is known beforehand, the sections in order, the scales, then the variables that no question makes."""
    facts = Facts(compiled, language)
    known, scales = _facts_beforehand(facts), {s.id: facts.of_scale(s) for s in compiled.questionnaire.scales}
    yield from _without_questions("design", compiled, known, language)
    for section in compiled.questionnaire.sections:
        asked = {question.id: (question, page) for page in section.pages for question in page.questions}
        own = [variable for variable in compiled.variables.values() if variable.question in asked]
        entries = tuple(
            replace(entry, question=asked[id][0], facts=facts.of_question(*asked[id]))
            for entry in _entries(own)
            for id in [entry.first.question]
        )
        if entries:
            yield Chapter(section.id, section.title.in_language(language), entries, section)
    yield from _without_questions("scales", compiled, scales, language)
    others = [v.name for v in compiled.variables.values() if v.question not in compiled.names]
    left = {name: () for name in others if name not in known and name not in scales}
    yield from _without_questions("others", compiled, left, language)


def _facts_beforehand(facts: Facts) -> dict[str, tuple[Fact, ...]]:
    questionnaire = facts.compiled.questionnaire
    design = {variable.id: facts.of_design(variable) for variable in questionnaire.design}
    return {**design, **{experiment.id: facts.of_experiment(experiment) for experiment in questionnaire.experiments}}


def _without_questions(
    chapter: str, compiled: Compiled, facts: Mapping[str, tuple[Fact, ...]], language: str
) -> Iterator[Chapter]:
    entries = tuple(Entry((compiled.variables[name],), facts=said) for name, said in facts.items())
    if entries:
        yield Chapter(chapter, WORDS[chapter].in_language(language), entries)


def _entries(variables: Iterable[Variable]) -> Iterator[Entry]:
    """Variables of one battery or multiple choice together, all others alone."""
    for _, together in groupby(variables, key=lambda variable: variable.question or variable.name):
        yield Entry(tuple(together))


def _page(
    title: Text, chapters: tuple[Chapter, ...], language: str, facts: tuple[tuple[str, str], ...], *, asked: bool
) -> str:
    return _TEMPLATES.get_template("codebook.html").render(
        title=title.in_language(language),
        chapters=chapters,
        language=language,
        facts=[(WORDS[word].in_language(language), fact) for word, fact in facts if fact],
        asked=asked,
        count=sum(len(entry.variables) for chapter in chapters for entry in chapter.entries),
        say={word: text.in_language(language) for word, text in WORDS.items()},
        levels=[text.in_language(language) for text in LEVELS],
        measures={word: text.in_language(language) for word, text in MEASURES.items()},
        roles={word: text.in_language(language) for word, text in ROLES.items()},
        types={word: text.in_language(language) for word, text in TYPES.items()},
        shown=_shown,
        ranges=_ranges,
    )


def _shown(value: float | str) -> str:
    """A code as people write it: whole numbers without decimals, a true minus sign."""
    if isinstance(value, str):
        return value
    return f"{value:g}".replace("-", "−")


def _ranges(variable: Variable, between: str) -> str:
    """Values that count as missing and have no label of their own, such as `−9 to −1`."""
    return ", ".join(
        _shown(gap.low) if gap.low == gap.high else f"{_shown(gap.low)} {between} {_shown(gap.high)}"
        for gap in variable.missing_ranges
        if not _is_labelled(gap, variable.missing)
    )


def _is_labelled(gap: MissingRange, labels: tuple[ValueLabel, ...]) -> bool:
    if isinstance(gap.low, str) or isinstance(gap.high, str):
        return any(label.value == gap.low for label in labels)
    return any(isinstance(label.value, float | int) and gap.low <= label.value <= gap.high for label in labels)
