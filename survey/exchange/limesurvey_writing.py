"""A questionnaire as LimeSurvey's table of tab-separated values, in all its languages.

LimeSurvey's codes hold letters and digits only, so names lose their underscores; which is told in the report.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.columns import categories_of
from survey.compile import Compiled
from survey.exchange.flat import Asked, Flat
from survey.exchange.losses import LossReport, Spot
from survey.exchange.saying import Spelling, value
from survey.expressions import parse
from survey.expressions.meaning import Meaning
from survey.expressions.programs import CannotBeSaid
from survey.expressions.programs.saying import figures
from survey.missing import LABELS, OFFERED
from survey.model import Question
from survey.text import Text

HEADINGS = (
    "id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation",
    "mandatory", "other", "min_num_value_n", "max_num_value_n", "num_value_int_only", "min_answers", "max_answers",
    "exclude_all_others", "random_order", "maximum_chars", "date_min", "date_max", "equation",
)  # fmt: skip
_TYPES = {
    "single": "L", "banded": "L", "consent": "L", "crosswise": "L", "multiple": "M", "battery": "F", "number": "N",
    "estimate": "N", "count": "N", "scale": "N", "slider": "N", "rank": "R", "date": "D", "text": "T",
    "computed": "*", "note": "X",
}  # fmt: skip
_REASONS = {-2: "D", -3: "R"}
Row = dict[str, str]


def export_limesurvey(compiled: Compiled) -> tuple[dict[str, bytes], LossReport]:
    """One .txt file, named after the questionnaire, and what LimeSurvey does not make of it."""
    codes = _codes(compiled)
    flat = Flat(compiled, spelling(codes, compiled), every_language=True)
    whole = compiled.questionnaire
    asked = tuple(flat.asked())
    first, *others = whole.languages
    rows = [_setting("S", "language", first), _setting("S", "additional_languages", " ".join(others))]
    rows += [
        _setting("SL", "surveyls_title", whole.title[lang], lang) for lang in whole.languages if lang in whole.title
    ]
    for language in whole.languages:
        rows += _Writing(flat, codes, language, first=language == first).all(asked)
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, HEADINGS, restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    name = f"{whole.id}.txt"
    report = flat.losses.report(name, "LimeSurvey", {"questions": len(asked), "rows": len(rows)})
    return {name: file.getvalue().encode("utf-8-sig")}, report


def _setting(kind: str, name: str, text: str, language: str = "") -> Row:
    return {"class": kind, "name": name, "text": text, "language": language}


def _codes(compiled: Compiled) -> dict[str, str]:
    """Id of a question to its code in LimeSurvey: letters and digits, a letter first, no two alike."""
    found: dict[str, str] = {}
    for id in compiled.names:
        bare = re.sub("[^A-Za-z0-9]", "", id)
        code, number = bare, 1
        while code.lower() in {other.lower() for other in found.values()}:
            number += 1
            code = f"{bare}x{number}"
        found[id] = code
    return found


def spelling(codes: Mapping[str, str], compiled: Compiled) -> Spelling:
    """How LimeSurvey writes conditions, with its own codes of the questions."""
    items = {
        item.id: f"{codes[question.id]}_SQ{place}"
        for _, page in compiled.steps
        for question in page.questions
        for place, item in enumerate(question.items if question.type == "battery" else (), start=1)
    }

    def name(meaning: Meaning) -> str:
        place = meaning.name.removeprefix(f"{meaning.question}_rank")
        if meaning.name in items:
            return f"{items[meaning.name]}.NAOK"
        if meaning.question and place != meaning.name and place.isdecimal():
            return f"{codes[meaning.question]}_{place}.NAOK"
        if meaning.name not in codes:
            raise CannotBeSaid("LimeSurvey", f'"{meaning.name}"', "no question of the form holds it.")
        return f"{codes[meaning.name]}.NAOK"

    def box(question: str, code: int, ticked: bool) -> str:
        return f'{codes[question]}_{_code(code)}.NAOK {"==" if ticked else "!="} "Y"'

    def there(meaning: Meaning, there: bool) -> str:
        if meaning.type == "choices":
            return (" || " if there else " && ").join(box(meaning.name, code, there) for code in meaning.columns)
        here = name(meaning)
        reasons = [f'{here} {"!=" if there else "=="} "{_code(reason)}"' for reason in meaning.offered]
        return (" && " if there else " || ").join([f"{'!' if there else ''}is_empty({here})", *reasons])

    signs: dict[str, str] = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
    return Spelling(
        "LimeSurvey", name, box, there, figures, signs, "&&", "||", ("1 == 1", "1 == 0")  # type: ignore[arg-type]
    )  # fmt: skip


def _code(code: int) -> str:
    return _REASONS.get(code, str(code))


@dataclass(frozen=True)
class _Writing:
    """The rows of one language; what they say besides texts, and the losses, are told with the first one."""

    flat: Flat
    codes: Mapping[str, str]
    language: str
    first: bool

    def all(self, questions: tuple[Asked, ...]) -> Iterator[Row]:
        """A group for each page, with its questions."""
        group = 0
        for asked in questions:
            if asked.first:
                heading = asked.page.title or asked.section.title
                intro = asked.section.intro if asked.page is asked.section.pages[0] else Text()
                yield self.row("G", str(group), self.say(heading), text=self.say(intro), relevance="1")
                group += 1
            yield from self.question(asked)

    def say(self, text: Text) -> str:
        return text.in_language(self.language) if text else ""

    def row(self, kind: str, type: str, name: str, **cells: str) -> Row:
        return {"class": kind, "type/scale": type, "name": name, "language": self.language, **cells}

    def question(self, asked: Asked) -> Iterator[Row]:
        question = asked.question
        if self.first:
            self.losses(question)
        yield self.row(
            "Q",
            _TYPES[question.type],
            self.codes[question.id],
            relevance=asked.condition or "1",
            text=self.wording(question),
            help=self.say(question.help),
            mandatory="Y" if question.required else "N",
            equation=self.equation(question),
            **self.limits(question),
        )
        if question.type == "battery":
            for place, (item, own) in enumerate(zip(question.items, asked.items, strict=True), start=1):
                yield self.row("SQ", "0", f"SQ{place}", relevance=own or "1", text=self.say(item.text))
        kind = "SQ" if question.type == "multiple" else "A"
        if _TYPES[question.type] in ("L", "M", "F", "R"):
            for category in categories_of(question):
                yield self.row(kind, "0", str(category.code), text=self.say(category.text))
        if _TYPES[question.type] in ("L", "M", "F"):
            for word in question.missing:
                code = OFFERED[word]
                yield self.row(kind, "0", _code(int(code)), text=LABELS[code][self.language])

    def wording(self, question: Question) -> str:
        statements = question.items if question.type in ("count", "crosswise") else ()
        return "\n".join([self.say(question.text), *(f"• {self.say(item.text)}" for item in statements)])

    def equation(self, question: Question) -> str:
        """What a computed value is worked out from."""
        if question.type != "computed" or question.value is None:
            return ""
        try:
            return f"{{{value(parse(question.value.source), self.flat.compiled.variables, self.flat.spelling)}}}"
        except CannotBeSaid as error:
            if self.first:
                self.flat.losses.refused(Spot(), f'"{question.id}"', f"{error} So it stays empty.")
            return "{''}"

    def limits(self, question: Question) -> Row:
        low, high = question.limits
        if question.answered == "number":
            return {"min_num_value_n": _text(low), "max_num_value_n": _text(high), "num_value_int_only": "1"}
        if question.type == "multiple":
            alone = ";".join(_code(code) for code in self.flat.alone(question))
            ticks = {"min_answers": _text(question.min), "max_answers": _text(question.max)}
            return {"exclude_all_others": alone, **ticks, "random_order": str(int(question.order == "random"))}
        if question.type == "text":
            return {"maximum_chars": str(question.longest)}
        if question.type == "date" and question.precision == "day":
            return {"date_min": question.earliest, "date_max": question.latest}
        return {}

    def losses(self, question: Question) -> None:
        if self.codes[question.id] != question.id:
            self.flat.lost(question.id, f'Its code in LimeSurvey is "{self.codes[question.id]}".')
        if question.type == "battery":
            told = ", ".join(f"SQ{place} = {item.id}" for place, item in enumerate(question.items, start=1))
            self.flat.lost(question.id, f"Its items are {told}.")
        if question.missing and _TYPES[question.type] not in ("L", "M", "F"):
            self.flat.lost(question.id, 'No choice can stand beside what is typed in, so "don\'t know" is not offered.')
        for word, reason in _LOSSES.items():
            if getattr(question, word):
                self.flat.lost(question.id, reason)
        if any(category.other for category in categories_of(question)):
            self.flat.lost(question.id, "The line to write on was left out.")


_LOSSES = {
    "variants": "Other wordings of the question were left out.",
    "unit": "The unit was left out.",
    "low_text": "The words at the low end were left out.",
    "high_text": "The words at the high end were left out.",
}


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
