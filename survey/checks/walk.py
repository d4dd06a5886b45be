"""Ways through a questionnaire that several checks take: its questions, variables, code lists, texts and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from survey.columns import names_of
from survey.errors import Fault
from survey.model import CodeList, Page, Place, Question, Questionnaire, Section, Support
from survey.text import Text


def fault(place: Place, number: int, where: str, what: str, mend: str, *, advice: bool = False) -> Fault:
    """A fault at a place."""
    return Fault(place.file, place.line, number, where, what, mend, advice)


def named(noun: str, name: object) -> str:
    """How messages name an element, such as `question "age"`."""
    return f"{noun} {name}" if noun == "code" else f'{noun} "{name}"'


def line_of(place: Place, seen_from: Place) -> str:
    """`line 12`, with its file when that is another one."""
    return f"line {place.line}" if place.file == seen_from.file else f"{place.file}, line {place.line}"


def every_question(questionnaire: Questionnaire) -> Iterator[tuple[Section, Page, Question]]:
    """All questions in the order they are asked."""
    for section, page in questionnaire.pages():
        for question in page.questions:
            yield section, page, question


@dataclass(frozen=True)
class Made:
    """A variable's name and what makes it.

    from_id  True where somebody wrote the name itself; else it follows from a question's id
    """

    name: str
    where: str
    place: Place
    from_id: bool = True


def made_by(question: Question) -> Iterator[Made]:
    """The variables a question makes, by the rules of the data file."""
    where = named("question", question.id)
    items = {item.id: item for item in question.items}
    for name in names_of(question):
        code = name.removeprefix(f"{question.id}_")
        if question.type == "battery" and name in items:
            yield Made(name, f"{where}, {named('item', name)}", items[name].place)
        elif question.type == "multiple" and code.isdecimal():
            yield Made(name, f"{where}, code {code}", question.place, from_id=False)
        else:
            yield Made(name, where, question.place, from_id=name == question.id)


def made_before(questionnaire: Questionnaire) -> Iterator[Made]:
    """The variables that are known before the form begins: of the design, and the arms of experiments."""
    for variable in questionnaire.design:
        yield Made(variable.id, named("design variable", variable.id), variable.place)
    for experiment in questionnaire.experiments:
        yield Made(experiment.id, named("experiment", experiment.id), experiment.place)


def made_after(questionnaire: Questionnaire) -> Iterator[Made]:
    """The variables that are worked out from the answers: the scores of scales."""
    for scale in questionnaire.scales:
        yield Made(scale.id, named("scale", scale.id), scale.place)


def is_bank(place: Place) -> bool:
    """Whether something comes from the bank that several studies share."""
    return PurePath(place.file).parent.name == "bank"


def used_code_lists(questionnaire: Questionnaire) -> tuple[tuple[CodeList, str], ...]:
    """Each code list of this study once, with how messages name it; what only lies in the bank is left out."""
    used = {id(question.codes) for _, _, question in every_question(questionnaire)}
    used |= {id(variable.codes) for variable in questionnaire.design}
    own = {id(codes): codes for codes in questionnaire.code_lists if id(codes) in used or not is_bank(codes.place)}
    lists = [(codes, named("code list", codes.id)) for codes in own.values()]
    for _, _, question in every_question(questionnaire):
        if question.codes is not None and id(question.codes) not in own:
            own[id(question.codes)] = question.codes
            lists.append((question.codes, named("question", question.id)))
    for variable in questionnaire.design:
        if variable.codes is not None and id(variable.codes) not in own:
            own[id(variable.codes)] = variable.codes
            lists.append((variable.codes, named("design variable", variable.id)))
    return tuple(lists)


def used_supports(questionnaire: Questionnaire) -> tuple[Support, ...]:
    """Support texts of this study; what only lies in the bank is left out."""
    used = {section.support for section in questionnaire.sections}
    return tuple(support for support in questionnaire.supports if support.id in used or not is_bank(support.place))


@dataclass(frozen=True)
class Written:
    """A text with its place. `needed`: it may not be lacking altogether. `asks`: it is the wording of a question."""

    text: Text
    place: Place
    where: str
    word: str
    needed: bool = False
    asks: bool = False


def every_text(questionnaire: Questionnaire) -> Iterator[Written]:
    """All texts that respondents or readers of the data may read."""
    whole = named("questionnaire", questionnaire.id)
    yield _written(questionnaire.title, questionnaire.place, whole, "title", needed=True)
    yield _written(questionnaire.population, questionnaire.place, whole, "population", needed=True)
    for codes, where in used_code_lists(questionnaire):
        for category in codes.categories:
            yield _written(category.text, category.place, f"{where}, code {category.code}", "text", needed=True)
    for support in used_supports(questionnaire):
        yield from _of_support(support)
    yield from _of_design(questionnaire)
    for section in questionnaire.sections:
        where = named("section", section.id)
        yield _written(section.title, section.place, where, "title", needed=True)
        yield _written(section.intro, section.place, where, "intro")
        for page in section.pages:
            yield from _of_page(page)


def _of_design(questionnaire: Questionnaire) -> Iterator[Written]:
    for variable in questionnaire.design:
        yield _written(variable.title, variable.place, named("design variable", variable.id), "title", needed=True)
    for experiment in questionnaire.experiments:
        where = named("experiment", experiment.id)
        yield _written(experiment.title, experiment.place, where, "title", needed=True)
        for arm in experiment.arms:
            yield _written(arm.text, arm.place, f"{where}, arm {arm.code}", "text", needed=True)
    for scale in questionnaire.scales:
        yield _written(scale.title, scale.place, named("scale", scale.id), "title", needed=True)


def _of_support(support: Support) -> Iterator[Written]:
    where = named("support", support.id)
    yield _written(support.intro, support.place, where, "intro", needed=True)
    for service in support.services:
        yield _written(service.name, service.place, f"{where}, service", "name", needed=True)
        yield _written(service.text, service.place, f"{where}, service", "text")


def _of_page(page: Page) -> Iterator[Written]:
    where = named("page", page.id)
    yield _written(page.title, page.place, where, "title")
    yield _written(page.end_text, page.place, where, "end_text", needed=page.end_if is not None)
    for check in page.checks:
        yield _written(check.text, check.place, f"{where}, check", "text", needed=True)
    for question in page.questions:
        yield from _of_question(question)


def _of_question(question: Question) -> Iterator[Written]:
    where = named("question", question.id)
    asks, both_ends = question.type not in ("note", "computed"), question.type in ("scale", "slider")
    yield _written(question.text, question.place, where, "text", needed=True, asks=asks)
    yield _written(question.help, question.place, where, "help")
    yield _written(question.unit, question.place, where, "unit")
    yield _written(question.low_text, question.place, where, "low_text", needed=both_ends)
    yield _written(question.high_text, question.place, where, "high_text", needed=both_ends)
    for variant in question.variants:
        yield _written(variant.text, variant.place, f"{where}, variant", "text", needed=True, asks=asks)
    for item in question.items:
        yield _written(item.text, item.place, f"{where}, {named('item', item.id)}", "text", needed=True, asks=True)


def _written(text: Text, place: Place, where: str, word: str, *, needed: bool = False, asks: bool = False) -> Written:
    return Written(text, place.of(word), where, word, needed, asks)


def files_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The files it came from, in the order they were read."""
    places = [questionnaire.place]
    places += [element.place for element in questionnaire.code_lists]
    places += [element.place for element in questionnaire.supports]
    places += [element.place for element in questionnaire.design]
    places += [element.place for element in questionnaire.experiments]
    places += [element.place for element in questionnaire.scales]
    places += [element.place for element in questionnaire.sections]
    return tuple(dict.fromkeys(place.file for place in places))


def in_file_order(faults: list[Fault] | tuple[Fault, ...], files: tuple[str, ...]) -> tuple[Fault, ...]:
    """File by file, each from its top; what else a line has keeps its order."""
    order = {file: position for position, file in enumerate(files)}
    return tuple(sorted(faults, key=lambda found: (order.get(found.file, len(order)), found.file, found.line)))
