"""All changes between two versions, element by element, in the order of the new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from survey.columns import variables_of
from survey.model import Check, Experiment, Page, Question, Questionnaire, Scale, Section
from survey.versions.change import Change, Size
from survey.versions.code_lists import of_code_lists
from survey.versions.conditions import Names, asked_of, compared, ends_for, names_in, of_question, of_section, tree
from survey.versions.matching import matched
from survey.versions.questions import QuestionChanges
from survey.versions.wordings import said_around, wording


def changes_between(old: Questionnaire, new: Questionnaire) -> Iterator[Change]:
    """Every change from one questionnaire to another."""
    between = _Between(old, new)
    yield from between.header()
    yield from between.before_the_form()
    yield from of_code_lists(old, new, between.master)
    yield from between.sections()
    yield from between.questions_elsewhere()
    yield from between.scales()


@dataclass(frozen=True)
class _Between:
    old: Questionnaire
    new: Questionnaire

    @property
    def master(self) -> str:
        return self.new.languages[0]

    @cached_property
    def names(self) -> Names:
        return names_in(variables_of(self.old), variables_of(self.new))

    @cached_property
    def questions(self) -> QuestionChanges:
        return QuestionChanges(self.names, self.master)

    @cached_property
    def old_places(self) -> dict[str, tuple[Section, Page, Question]]:
        """Id of each question of the old version to where it stands."""
        return {q.id: (section, page, q) for section, page in self.old.pages() for q in page.questions}

    @cached_property
    def new_places(self) -> dict[str, tuple[Section, Page, Question]]:
        return {q.id: (section, page, q) for section, page in self.new.pages() for q in page.questions}

    def header(self) -> Iterator[Change]:
        old, new = self.old, self.new
        where = f'questionnaire "{new.id}"'
        if old.id != new.id:
            yield Change(Size.MAJOR, where, f'it was called "{old.id}".', new.place.of("id"))
        yield from said_around(old.title, new.title, where, "its title", new.place.of("title"))
        yield from wording(
            old.population, new.population, self.master, where, "its population", new.place.of("population")
        )
        if old.languages[0] != new.languages[0]:
            what = f"it is fielded first in {new.languages[0]}, no longer in {old.languages[0]}."
            yield Change(Size.MAJOR, where, what, new.place.of("languages"))
        elif old.languages != new.languages:
            yield Change(Size.MINOR, where, "its languages are others.", new.place.of("languages"))
        if old.age != new.age:
            what = "another question holds the age that minimum ages are about."
            yield Change(Size.MAJOR, where, what, new.place.of("age"))
        for word, what in (("ethics", "its ethics reference"), ("open_text", "whether own words are allowed")):
            if getattr(old, word) != getattr(new, word):
                yield Change(Size.PATCH, where, f"{what} is changed.", new.place.of(word))
        if old.supports != new.supports:
            place = new.supports[0].place if new.supports else new.place
            yield Change(Size.PATCH, "support texts", "what respondents read about support is changed.", place)

    def before_the_form(self) -> Iterator[Change]:
        design = matched(self.old.design, self.new.design, lambda variable: variable.id)
        for variable in design.added:
            yield Change(Size.MINOR, f'design variable "{variable.id}"', "it is new.", variable.place)
        for variable in design.gone:
            yield Change(Size.MAJOR, f'design variable "{variable.id}"', "it is gone.", self.new.place)
        for old, new in design.both:
            where = f'design variable "{new.id}"'
            yield from wording(old.title, new.title, self.master, where, "its title", new.place.of("title"))
            if old.role != new.role:
                yield Change(Size.MAJOR, where, f"it was {old.role} and is {new.role}.", new.place.of("role"))
        arms = matched(self.old.experiments, self.new.experiments, lambda experiment: experiment.id)
        for experiment in arms.added:
            yield Change(Size.MINOR, f'experiment "{experiment.id}"', "it is new.", experiment.place)
        for experiment in arms.gone:
            yield Change(Size.MAJOR, f'experiment "{experiment.id}"', "it is gone.", self.new.place)
        for before, after in arms.both:
            yield from self._experiment(before, after)

    def _experiment(self, old: Experiment, new: Experiment) -> Iterator[Change]:
        where = f'experiment "{new.id}"'
        yield from said_around(old.title, new.title, where, "its title", new.place.of("title"))
        arms = matched(old.arms, new.arms, lambda arm: arm.code)
        for arm in arms.added:
            yield Change(Size.MINOR, where, f"arm {arm.code} is new.", arm.place)
        for arm in arms.gone:
            yield Change(Size.MAJOR, where, f"arm {arm.code} is gone; earlier answers still hold it.", new.place)
        for before, after in arms.both:
            yield from wording(
                before.text, after.text, self.master, where, f"the text of arm {after.code}", after.place
            )
            if before.share != after.share:
                what = f"the share of arm {after.code} was {before.share} % and is {after.share} %."
                yield Change(Size.MINOR, where, what, after.place)

    def sections(self) -> Iterator[Change]:
        found = matched(self.old.sections, self.new.sections, lambda section: section.id)
        before = {section.id: section for section, _ in found.both}
        for section in self.new.sections:
            if section.id in before:
                yield from self._section(before[section.id], section)
            else:
                yield Change(Size.MINOR, f'section "{section.id}"', "it is new.", section.place)
            yield from self._pages(section)
        if found.moved:
            yield Change(Size.MINOR, "sections", "they come in another order.", self.new.sections[0].place)

    def _section(self, old: Section, new: Section) -> Iterator[Change]:
        where = f'section "{new.id}"'
        place = new.place.of("ask_if" if new.place.has("ask_if") else "min_age")
        yield from asked_of(of_section(self.old, old), of_section(self.new, new), self.names, where, place)
        yield from said_around(old.title, new.title, where, "its title", new.place.of("title"))
        yield from said_around(old.intro, new.intro, where, "its introduction", new.place.of("intro"))
        if old.skip != new.skip:
            what = "it can be skipped by a button now." if new.skip else "it can no longer be skipped by a button."
            yield Change(Size.MINOR, where, what, new.place.of("skip"))
        if old.support != new.support:
            yield Change(Size.PATCH, where, "it has another support text.", new.place.of("support"))
        if old.level != new.level:
            what = f"its sensitivity was {old.level} and is {new.level}."
            yield Change(Size.MINOR, where, what, new.place.of("level"))

    def _pages(self, section: Section) -> Iterator[Change]:
        old_pages = {page.id: page for _, page in self.old.pages()}
        for page in section.pages:
            if page.id in old_pages:
                yield from self._page(old_pages[page.id], page)
            for question in page.questions:
                if question.id in self.old_places:
                    yield from self._question(section, page, question)
                elif section.id in {known.id for known in self.old.sections}:
                    size = Size.PATCH if question.type == "note" else Size.MINOR
                    yield Change(size, f'question "{question.id}"', "it is new.", question.place)

    def _page(self, old: Page, new: Page) -> Iterator[Change]:
        where = f'page "{new.id}"'
        yield from asked_of(tree(old.ask_if), tree(new.ask_if), self.names, where, new.place.of("ask_if"))
        yield from ends_for(tree(old.end_if), tree(new.end_if), self.names, where, new.place.of("end_if"))
        yield from said_around(old.title, new.title, where, "its title", new.place.of("title"))
        yield from said_around(old.end_text, new.end_text, where, "what is said at the end", new.place.of("end_text"))
        found = matched(old.checks, new.checks, lambda check: tree(check.must) or check.must.source)
        for check in found.added:
            size = Size.MAJOR if check.stop else Size.MINOR
            yield Change(size, where, "a check of its answers is new.", check.place)
        for _check in found.gone:
            yield Change(Size.MINOR, where, "a check of its answers is gone.", new.place.of("checks"))
        for before, after in found.both:
            yield from _check_changes(before, after, where)

    def _question(self, section: Section, page: Page, question: Question) -> Iterator[Change]:
        old_section, old_page, old = self.old_places[question.id]
        where = f'question "{question.id}"'
        if old_page.id != page.id:
            yield Change(Size.MINOR, where, f'it was on page "{old_page.id}".', question.place)
            before = of_question(self.old, old_section, old_page, old)
            after = of_question(self.new, section, page, question)
            if compared(before, after, self.names) in ("fewer", "others"):
                yield from asked_of(before, after, self.names, where, question.place)
        inherited = (old.level, question.level) == (old_section.level, section.level)
        if old.level != question.level and not inherited:
            what = f"its sensitivity was {old.level} and is {question.level}."
            yield Change(Size.MINOR, where, what, question.place.of("level"))
        yield from self.questions.of(old, question)

    def questions_elsewhere(self) -> Iterator[Change]:
        """Questions that are gone, and those that come in another order."""
        for id, (_, _, question) in self.old_places.items():
            if id not in self.new_places:
                size = Size.PATCH if question.type == "note" else Size.MAJOR
                yield Change(size, f'question "{id}"', "it is gone.", question.place)
        order = [id for id in self.old_places if id in self.new_places]
        if order != [id for id in self.new_places if id in self.old_places]:
            yield Change(Size.MINOR, "questions", "they come in another order.", self.new.sections[0].place)

    def scales(self) -> Iterator[Change]:
        found = matched(self.old.scales, self.new.scales, lambda scale: scale.id)
        for scale in found.added:
            yield Change(Size.MINOR, f'scale "{scale.id}"', "it is new.", scale.place)
        for scale in found.gone:
            yield Change(Size.MAJOR, f'scale "{scale.id}"', "it is gone.", self.new.place)
        for old, new in found.both:
            yield from _scale_changes(old, new)


def _check_changes(old: Check, new: Check, where: str) -> Iterator[Change]:
    yield from said_around(old.text, new.text, where, "what a check says", new.place)
    if old.stop != new.stop:
        what = "a check must be met now." if new.stop else "a check only warns now."
        yield Change(Size.MAJOR if new.stop else Size.MINOR, where, what, new.place)


def _scale_changes(old: Scale, new: Scale) -> Iterator[Change]:
    where = f'scale "{new.id}"'
    yield from said_around(old.title, new.title, where, "its title", new.place.of("title"))
    if old.source != new.source:
        yield Change(Size.PATCH, where, "its source is changed.", new.place.of("source"))
    for word in ("items", "reverse", "score", "factor", "min_answered"):
        if getattr(old, word) != getattr(new, word):
            yield Change(Size.MAJOR, where, "it is worked out in another way.", new.place.of(word))
