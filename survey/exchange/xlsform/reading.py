"""An XLSForm as a questionnaire, with a report of what was changed and what was refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from survey import elements
from survey.errors import UnreadableFile
from survey.exchange.foreign import Program
from survey.exchange.languages import LANGUAGE_NAMES, guessed, language_of
from survey.exchange.losses import Losses, LossReport, Spot
from survey.exchange.names import legal
from survey.exchange.sheets import Row, Sheet
from survey.exchange.xlsform.book import Book
from survey.exchange.xlsform.choices import Choices, choices_of
from survey.exchange.xlsform.columns import Columns, columns_of, wordings
from survey.exchange.xlsform.lines import grouped
from survey.exchange.xlsform.meeting import meet, name_also
from survey.exchange.xlsform.own import own_elements
from survey.exchange.xlsform.structure import sections_of
from survey.model import CodeList, Question, Questionnaire, Section
from survey.nearest import nearest
from survey.nodes import Listing, Scalar, read_nodes
from survey.text import Text

_POPULATION = Text(sv="De som bjuds in att svara", en="Those who are invited to answer")
_TITLE = Text(sv="Enkät", en="Questionnaire")
_OWN_PARTS: dict[str, Any] = {
    "header": elements.HEADER, "support": elements.SUPPORT, "experiment": elements.EXPERIMENT,
    "design variable": elements.DESIGN_VARIABLE, "scale": elements.SCALE,
}  # fmt: skip


@dataclass
class Own:
    """What an export wrote into its own sheet."""

    header: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, list[Any]] = field(default_factory=dict)
    code_lists: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tables:
    """Rows of a definition as an XLSForm has them; other programs' files are brought into this form first.

    program  how conditions and calculations are spelt; constraints are always spelt as in an XLSForm
    own      what an export of Varsam wrote beside
    titles   the title by language, where it is there in several; "" is the unmarked one
    aliases  further names in conditions: of a row, or of one choice of a multiple choice
    """

    survey: Sheet
    columns: Columns
    choices: Sheet
    choice_columns: Columns
    settings: Mapping[str, str] = field(default_factory=dict)
    program: Program = "XLSForm"
    own: Own = field(default_factory=Own)
    titles: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, str]] = field(default_factory=dict)


Imported = tuple[Questionnaire, Mapping[str, list[str]], LossReport]


def import_xlsform(path: Path, sheets: Mapping[str, Sheet], *, language: str | None, level: int) -> Imported:
    """The questionnaire, sentences to stand above its elements, and the report.

    language  of texts in columns that do not say theirs; told by their words when it is not given
    level     sensitivity of every section, which an XLSForm does not say
    Raises UnreadableFile when there is no survey sheet, or no text in one of Varsam's languages.
    """
    losses = Losses()
    survey = _sheet(sheets, "survey", losses)
    if survey is None or not survey.rows:
        raise UnreadableFile(f'"{path.name}" has no rows in a sheet called "survey", which an XLSForm needs.')
    choices = _sheet(sheets, "choices", losses) or Sheet("choices", (), ())
    settings = _settings(_sheet(sheets, "settings", losses), losses)
    for sheet in (survey, choices):
        for area in sheet.merged:
            losses.changed(Spot(sheet.name), f"cells {area}", "Each of the merged cells got the text that they share.")
    columns, choice_columns = columns_of(survey, "survey", losses), columns_of(choices, "choices", losses)
    own = _own_parts(sheets.get("varsam"), losses)
    tables = Tables(survey, columns, choices, choice_columns, settings, own=own)
    return read_tables(path, tables, losses, language=language, level=level)


def read_tables(path: Path, tables: Tables, losses: Losses, *, language: str | None, level: int) -> Imported:
    """The same for rows of any program. Raises UnreadableFile when no text is in one of Varsam's languages."""
    unmarked = _unmarked(tables, language, losses)
    columns = replace(tables.columns, unmarked=unmarked)
    tables = replace(tables, columns=columns, choice_columns=replace(tables.choice_columns, unmarked=unmarked))
    lists = choices_of(tables.choices.rows, tables.choice_columns, losses)
    book = Book(columns, lists, losses, level, tables.program)
    languages = _languages(path, tables)
    title = _title(tables.settings, languages)
    title = Text({**title, **{language or unmarked: said for language, said in tables.titles.items()}})
    whole = grouped(tables.survey.rows, columns, losses)
    meet(book, whole)
    name_also(book, tables.aliases)
    sections = sections_of(book, whole, title)
    questionnaire = _assembled(path, book, tables, sections, languages, title)
    if not tables.own.header:
        _say_unsaid(book, languages, tables.settings)
    report = losses.report(path.name, tables.program, _counted(questionnaire))
    return questionnaire, book.remarks, report


def _sheet(sheets: Mapping[str, Sheet], name: str, losses: Losses) -> Sheet | None:
    if name in sheets:
        return sheets[name]
    meant = next((there for there in sheets if nearest(there, [name]) == name), None)
    if meant is None:
        return None
    losses.changed(Spot(sheets[meant].name), "", f'The sheet was read as "{name}".')
    return sheets[meant]


def _settings(sheet: Sheet | None, losses: Losses) -> dict[str, str]:
    """The settings by their names; a title may be there in several languages."""
    if sheet is None or not sheet.rows:
        return {}
    columns, row = columns_of(sheet, "settings", losses), sheet.rows[0]
    return {word: columns.get(row, word) for word in columns.plain}


def _unmarked(tables: Tables, language: str | None, losses: Losses) -> str:
    """The language of columns that do not say theirs; "" when it is none of Varsam's."""
    texts = wordings(tables.survey.rows, tables.columns) + wordings(tables.choices.rows, tables.choice_columns)
    said = tables.settings.get("default_language", "")
    if language or not texts:
        return language or ""
    if said and said.lower() != "default":
        return language_of(said) or ""
    found = guessed(texts)
    reason = f"Texts without a language were taken for {LANGUAGE_NAMES[found][:-5]}; give --language if they are not."
    losses.changed(Spot(tables.survey.name, 0, tables.columns.texts.get(("label", ""), "")), "", reason)
    return found


def _languages(path: Path, tables: Tables) -> tuple[str, ...]:
    """Languages in which there is any wording; the form's default language is the first."""
    there = {language for row in tables.survey.rows for language in tables.columns.text(row, "label")}
    found = [language for language in tables.columns.languages() if language in there]
    if not found:
        column = 'add a column "label::English (en)" with the wording, or ' if tables.program == "XLSForm" else ""
        raise UnreadableFile(
            f'"{path.name}" has no text in Swedish or English, the languages of Varsam; {column}give --language to say '
            "what the unmarked texts are."
        )
    first = language_of(tables.settings.get("default_language", ""))
    return tuple(sorted(found, key=lambda language: language != first))


def _title(settings: Mapping[str, str], languages: tuple[str, ...]) -> Text:
    written = settings.get("form_title", "")
    return Text(dict.fromkeys(languages, written)) if written else Text({lang: _TITLE[lang] for lang in languages})


def _own_parts(sheet: Sheet | None, losses: Losses) -> Own:
    found = Own()
    for row in sheet.rows if sheet else ():
        part, text, spot = row.get("part"), row.get("definition"), row.at("definition")
        if part == "code lists":
            node, _ = read_nodes("", text)
            items = node.items if isinstance(node, Listing) else ()
            found.code_lists = tuple(item.text for item in items if isinstance(item, Scalar))
        elif part in _OWN_PARTS:
            element = own_elements(_OWN_PARTS[part], text, spot, losses)
            if part == "header" and element is not None:
                found.header = {key.word: getattr(element, key.word) for key in elements.HEADER.keys}
            elif element is not None:
                found.parts.setdefault(part, []).append(element)
        else:
            losses.refused(row.at("part"), "", f'"{part}" is no part of a definition.')
    return found


def _assembled(
    path: Path, book: Book, tables: Tables, sections: tuple[Section, ...], languages: tuple[str, ...], title: Text
) -> Questionnaire:
    own, settings = tables.own, tables.settings
    lists = _code_lists(book, own, tables.choices.rows, tables.choice_columns)
    sections = tuple(_settled(section, {codes.id: codes for codes in lists}) for section in sections)
    version = settings.get("version", "")
    header: dict[str, Any] = {
        "id": legal(settings.get("form_id", "") or path.name.split(".")[0], prefix="study"),
        "version": version if re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version) else "1.0.0",
        "languages": languages,
        "title": title,
        "population": Text({language: _POPULATION[language] for language in languages}),
        "open_text": any(_in_own_words(question) for section in sections for question in _questions(section)),
        **{word: value for word, value in own.header.items() if word != "files"},
    }
    return Questionnaire(
        **header,
        sections=sections,
        code_lists=lists,
        supports=tuple(own.parts.get("support", ())),
        experiments=tuple(own.parts.get("experiment", ())),
        design=tuple(own.parts.get("design variable", ())),
        scales=tuple(own.parts.get("scale", ())),
    )


def _code_lists(book: Book, own: Own, rows: Iterable[Row], columns: Columns) -> tuple[CodeList, ...]:
    """The named code lists: of an export under their own names, else all but those made for one question."""
    if not own.header:
        replaced = {key.partition("\n")[0] for key in book.lists if "\n" in key} - book.used
        return tuple(
            choices.code_list
            for key, choices in book.lists.items()
            if "\n" not in key and choices.code_list.categories and key not in replaced
        )
    by_id: dict[str, Choices] = {}
    for row in rows:
        id, name = columns.own(row).get("list", ""), columns.get(row, "list_name")
        if id and name in book.lists:
            by_id.setdefault(id, book.lists[name])
    return tuple(replace(by_id[id].code_list, id=id) for id in own.code_lists if id in by_id)


def _settled(section: Section, lists: Mapping[str, CodeList]) -> Section:
    """The section with every code list as it is in the end: a later question may have made a code exclusive."""
    return replace(
        section,
        pages=tuple(
            replace(page, questions=tuple(_question_settled(question, lists) for question in page.questions))
            for page in section.pages
        ),
    )


def _question_settled(question: Question, lists: Mapping[str, CodeList]) -> Question:
    if question.codes is None or question.codes.id == question.id:
        return question
    return replace(question, codes=lists.get(question.codes.id, question.codes))


def _questions(section: Section) -> list[Question]:
    return [question for page in section.pages for question in page.questions]


def _in_own_words(question: Question) -> bool:
    return question.type == "text" or any(
        category.other for category in (question.codes or CodeList("", ())).categories
    )


def _say_unsaid(book: Book, languages: tuple[str, ...], settings: Mapping[str, str]) -> None:
    """What an XLSForm does not say and a study cannot do without."""
    losses = book.losses
    losses.changed(Spot(), "population", f"Whom the study is about is not said in {_a(book)}; write it.")
    if len(languages) > 1 and settings.get("form_title"):
        losses.changed(
            Spot("settings" if book.program == "XLSForm" else ""),
            "title",
            "It is there in one language only; translate `title`.",
        )
    level = f"How sensitive a subject is, is not said in {_a(book)}; every section got level {book.level}"
    offered = ', and every question offers "prefer not to answer"' if book.level > 1 else ""
    losses.changed(Spot(), "level", f"{level}{offered}. Set `level:` section by section (0 to 3).")
    book.remarks.setdefault("", []).append(f"Read from {_a(book)}. What was changed stands above each element.")
    book.remarks[""].append("Write `population`, and set `level` (0 to 3) section by section.")


def _a(book: Book) -> str:
    """What the file is, in a sentence."""
    return "an XLSForm" if book.program == "XLSForm" else f"a file of {book.program}"


def _counted(questionnaire: Questionnaire) -> dict[str, int]:
    questions = [question for section in questionnaire.sections for question in _questions(section)]
    return {
        "sections": len(questionnaire.sections),
        "pages": len(questionnaire.pages()),
        "questions": len(questions),
        "code lists": len(questionnaire.code_lists),
    }
