"""A questionnaire as an XLSForm workbook that ODK and KoboToolbox take, and that Varsam reads back as it was.

What XLSForm has no column for stands in columns of Varsam's own (`varsam_...`) and in a sheet `varsam`, which other
programs pass over. What other programs then do not do is a loss, and listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from survey import elements
from survey.columns import categories_of, has_other
from survey.compile import Compiled
from survey.elements import Header
from survey.exchange.flat import rows_asked
from survey.exchange.languages import LANGUAGE_NAMES
from survey.exchange.losses import LossReport, Spot
from survey.exchange.written import cell, on_one_line
from survey.exchange.xlsform.columns import OWN
from survey.exchange.xlsform.kinds import as_xlsform, offers_missing
from survey.exchange.xlsform.own import MARK, MARKED, mark
from survey.exchange.xlsform.rows import Row, Rows
from survey.exchange.xlsform.workbook import workbook
from survey.expressions import Node, all_of, parse
from survey.expressions.programs import CannotBeSaid, xlsform, xlsform_check, xlsform_value
from survey.model import CodeList, Experiment, Item, Page, Question, Section
from survey.shapes import Shape
from survey.text import Text

NEVER = "false()"


def export_xlsform(compiled: Compiled) -> tuple[dict[str, bytes], LossReport]:
    """One workbook, named after the questionnaire, and what other programs do not make of it."""
    writer = _Writing(compiled)
    writer.all()
    whole = compiled.questionnaire
    sheets = {
        "survey": (writer.headings(_SURVEY, _TEXTS, writer.rows), writer.rows),
        "choices": (writer.headings(("list_name", "name"), ("label",), writer.choices), writer.choices),
        "settings": (tuple(writer.settings()), [writer.settings()]),
        "varsam": (("part", "definition"), list(writer.parts())),
    }
    name = f"{whole.id}.xlsx"
    read = {"sections": len(whole.sections), "pages": len(whole.pages()), "rows": len(writer.rows)}
    return {name: workbook(sheets)}, writer.losses.report(name, "XLSForm", read)


_SURVEY = ("type", "name")
_TEXTS = ("label", "hint", "constraint_message")


@dataclass
class _Writing(Rows):
    """The whole questionnaire as rows, from the first section to the last.

    ended  what holds of those whose form has ended on an earlier page, each as a condition that it has not
    """

    ended: list[str] = field(default_factory=list)

    def all(self) -> None:
        """Every row of the survey and of the choices."""
        whole = self.compiled.questionnaire
        for experiment in whole.experiments:
            self.arms(experiment)
        for variable in whole.design:
            self.row("hidden", variable.id, part="design")
            self.lost(variable.id, "It is known before the form begins; give it as a value to begin with.")
        for codes in whole.code_lists:
            self.list_of(codes, ())
        for scale in whole.scales:
            self.lost(scale.id, "The scale is worked out once the answers are in; no row stands for it.")
        for section in whole.sections:
            self.section(section)

    # ---- sections, pages, questions ---------------------------------------------------------------------------

    def section(self, section: Section) -> None:
        relevant = self.relevant(section.id, section.id, self.ended)
        own = self.own(elements.SECTION, section, without=("id", "title", "pages"))
        self.row("begin group", section.id, section.title, part="section", relevant=relevant, own=own)
        if section.intro:
            self.row("note", self.extra(section.id, "intro"), section.intro, part="intro")
        before = len(self.ended)
        for page in section.pages:
            self.page(page, self.ended[before:])
        self.support(section)
        self.row("end group", "")
        for word, reason in _SECTION_LOSSES.items():
            if getattr(section, word):
                self.lost(section.id, reason)

    def page(self, page: Page, ended: list[str]) -> None:
        relevant = self.relevant(page.id, page.id, ended)
        own = self.own(elements.PAGE, page, without=("id", "title", "questions"))
        self.row("begin group", page.id, page.title, part="page", relevant=relevant, appearance="field-list", own=own)
        for question in page.questions:
            self.question(question)
        self.checks(page)
        self.row("end group", "")
        ending = self.compiled.endings.get(page.id)
        if ending is not None:
            said = self.said(ending, page.id)
            self.ended.append(f"not({said})")
            self.row("note", self.extra(page.id, "end"), page.end_text, part="end", relevant=said)
            self.lost(page.id, "Those whose form ends here still hand it in; what they answered so far is kept.")

    def question(self, question: Question) -> None:
        codes = question.codes or CodeList(question.id, categories_of(question))
        listed = bool(codes.categories) and question.type != "computed"
        list_name = self.list_of(codes, question.missing, question) if listed else ""
        looks = as_xlsform(question, list_name)
        without = ["id", "text", "help"] + (["items"] if question.type == "battery" else [])
        own = self.own(elements.QUESTION, question, without=without)
        if question.codes is not None and question.type != "computed":
            own[f"{OWN}codes"] = question.codes.id
        relevant = self.relevant(question.id, question.id, [])
        if (rows := rows_asked(self.compiled, question)) is not None:
            relevant = self.said(all_of(self.compiled.conditions.get(question.id), rows) or rows, question.id)
        self.question_losses(question)
        if question.type == "battery":
            self.battery(question, looks.type, relevant, own)
            return
        if question.items:
            self.row("note", self.extra(question.id, "items"), _as_list(question.items), part="help", relevant=relevant)
        self.row(
            looks.type,
            question.id,
            question.text,
            part="question",
            hint=question.help,
            own=own,
            relevant=relevant,
            constraint=looks.constraint,
            parameters=looks.parameters,
            appearance=looks.appearance,
            calculation=self.value(question) if question.type == "computed" else "",
            required="yes" if question.required else "",
        )
        if has_other(question) and question.codes is not None:
            others = [category.code for category in question.codes.categories if category.other]
            chosen = " or ".join(f"selected(${{{question.id}}}, '{code}')" for code in others)
            self.row("text", f"{question.id}_other", _OTHER, part="other", relevant=chosen)

    def battery(self, question: Question, type: str, relevant: str, own: Row) -> None:
        """A table; its items' own conditions stand in their rows."""
        if question.help:
            self.row("note", self.extra(question.id, "help"), question.help, part="help", relevant=relevant)
        # XLSForm's tables begin with a row of labels that pyxform makes; it takes no conditions of single rows well.
        looks = "table-list" if len(question.items) > 1 else ""
        own[f"{OWN}help"] = cell(_HELP, question.help) if question.help else ""
        self.row(
            "begin group", question.id, question.text, part="battery", relevant=relevant, appearance=looks, own=own
        )
        for item in question.items:
            asked = self.own(elements.ITEM, item, without=("id", "text"))
            self.row(type, item.id, item.text, part="item", relevant=self.relevant(item.id, item.id, []), own=asked)
        self.row("end group", "")

    def checks(self, page: Page) -> None:
        """A check stops at the last question of its page that XLSForm can hold a constraint for."""
        for check in page.checks:
            answers = [row for row in self.rows if row.get(f"{OWN}part") in ("question", "item") and _asks(row)]
            if not check.stop or not answers:
                self.lost(page.id, "A check that lets people go on has no counterpart; it was left out.")
                continue
            last = answers[-1]
            try:
                must = xlsform_check(parse(check.must.source), self.compiled.variables)
            except CannotBeSaid as error:
                self.lost(page.id, f"A check was left out. {error}")
                continue
            must = must.replace(f"${{{last['name']}}}", ".")
            last["constraint"] = " and ".join(part for part in (last.get("constraint", ""), must) if part)
            last |= self.texts("constraint_message", check.text)
            if last.get(f"{OWN}{MARK}"):
                last[f"{OWN}{MARK}"] = mark(last.get(word, "") for word in MARKED)

    def support(self, section: Section) -> None:
        """Where to turn to, as a note at the end of the section."""
        support = next((one for one in self.compiled.questionnaire.supports if one.id == section.support), None)
        if support is None:
            return
        lines = {
            language: "\n".join(
                [
                    intro,
                    *(" ".join(filter(None, (s.name.in_language(language), s.phone, s.url))) for s in support.services),
                ]
            )
            for language, intro in support.intro.items()
        }
        self.row("note", self.extra(section.id, "support"), Text(lines), part="help")

    def arms(self, experiment: Experiment) -> None:
        """An arm by chance: a number between 0 and 1, and the arm whose share it falls into."""
        draw = self.extra(experiment.id, "draw")
        self.row("calculate", draw, part="arm", calculation="once(random())")
        chosen, below = f"{experiment.arms[-1].code}", 100
        for arm, following in zip(experiment.arms[-2::-1], experiment.arms[:0:-1], strict=True):
            below -= following.share
            chosen = f"if(${{{draw}}} < {below / 100:.10g}, {arm.code}, {chosen})"
        self.row("calculate", experiment.id, part="arm", calculation=chosen)
        self.lost(experiment.id, "Arms are drawn by the device; shares hold on average, and texts show the arm's code.")

    # ---- conditions -------------------------------------------------------------------------------------------

    def relevant(self, id: str, where: str, ended: Iterable[str]) -> str:
        """Who is asked: those for whom the condition holds and whose form has not ended."""
        node = self.compiled.conditions.get(id)
        own = self.said(node, where) if node is not None else ""
        parts = [part for part in (own, *ended) if part]
        return " and ".join(f"({part})" if " or " in part and len(parts) > 1 else part for part in parts)

    def said(self, node: Node, where: str) -> str:
        """A condition in XLSForm's words. Where it has none, nobody is asked: better than everybody."""
        try:
            return xlsform(node, self.compiled.variables)
        except CannotBeSaid as error:
            self.losses.refused(Spot("survey"), f'"{where}"', f"{error} So it is asked of nobody.")
            return NEVER

    def value(self, question: Question) -> str:
        """What a computed value is worked out from; nothing where XLSForm has no words for it."""
        if question.value is None:
            return "''"
        try:
            return xlsform_value(parse(question.value.source), self.compiled.variables)
        except CannotBeSaid as error:
            self.losses.refused(Spot("survey"), f'"{question.id}"', f"{error} So it stays empty.")
            return "''"

    # ---- what is lost, and the other sheets ----

    def question_losses(self, question: Question) -> None:
        if question.missing and not offers_missing(question):
            self.lost(question.id, 'No choice can stand beside what is typed in, so "don\'t know" is not offered.')
        for word, reason in _QUESTION_LOSSES.items():
            if getattr(question, word):
                self.lost(question.id, reason)
        if question.order == "random":
            self.lost(question.id, "The order of chance is not stored, and no choice stays last.")
        if any(re.search(r"\$?\{\w+\}", text) for text in question.text.values()):
            self.lost(question.id, "The wording shows the code of an earlier answer, not its label.")

    def settings(self) -> Row:
        whole = self.compiled.questionnaire
        first = whole.languages[0]
        return {
            "form_title": whole.title.in_language(first),
            "form_id": whole.id,
            "version": whole.version,
            "default_language": LANGUAGE_NAMES[first],
        }

    def parts(self) -> Iterator[Row]:
        """What belongs to the whole questionnaire, as it stands in a definition."""
        whole = self.compiled.questionnaire
        names = [key.word for key in elements.HEADER.keys if key.word != "files"]
        header = Header(**{name: getattr(whole, name) for name in names})
        yield {"part": "header", "definition": on_one_line(elements.HEADER, header)}
        if whole.code_lists:
            yield {"part": "code lists", "definition": f"[{', '.join(codes.id for codes in whole.code_lists)}]"}
        found: tuple[tuple[str, Shape[object], tuple[object, ...]], ...] = (
            ("support", elements.SUPPORT, whole.supports),
            ("experiment", elements.EXPERIMENT, whole.experiments),
            ("design variable", elements.DESIGN_VARIABLE, whole.design),
            ("scale", elements.SCALE, whole.scales),
        )
        for part, shape, several in found:
            yield from ({"part": part, "definition": on_one_line(shape, one, whole)} for one in several)


_HELP = next(key for key in elements.QUESTION.keys if key.word == "help")
_OTHER = Text(sv="Skriv gärna vad", en="Please write what")
_SECTION_LOSSES = {
    "skip": "The section cannot be skipped with one button.",
    "support": "The support text is a note at the section's end, and no page leads to it.",
}
_QUESTION_LOSSES = {
    "variants": "Other wordings of the question are not shown.",
    "unit": "The unit is not shown behind the number.",
    "low_text": "The words at the low end are not shown.",
    "high_text": "The words at the high end are not shown.",
    "places": "All choices can be ranked, not only the first ones.",
}


def _asks(row: Row) -> bool:
    return row["type"].split()[0] not in ("note", "calculate", "begin", "end", "hidden")


def _as_list(items: Iterable[Item]) -> Text:
    several = tuple(items)
    languages = dict.fromkeys(language for item in several for language in item.text)
    return Text({lang: "\n".join(f"• {item.text.in_language(lang)}" for item in several) for lang in languages})
