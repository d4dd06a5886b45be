"""One row of a survey sheet as a question, with what it is in conditions and what could not be kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from survey.elements import QUESTION
from survey.exchange.foreign import Untranslatable, read
from survey.exchange.limits import Limits, limits_of
from survey.exchange.meaning import Target
from survey.exchange.xlsform.book import Book, Read
from survey.exchange.xlsform.choices import Choices
from survey.exchange.xlsform.lines import TYPES, Group, Line
from survey.exchange.xlsform.own import MARK, MARKED, SKIPPED, mark, own_words
from survey.exchange.xlsform.refusing import REFUSED
from survey.expressions import written
from survey.expressions.tree import And
from survey.model import Category, Check, CodeList, Expression, Item, Precision, Question, QuestionType
from survey.text import Text

DECLINE_FROM = 2  # from this level everybody is offered "prefer not to answer"
_READ = Text(sv="Jag har läst detta", en="I have read this")


def question_of(book: Book, line: Line) -> Read | None:
    """The question of a row; None where it does not come over, which is then noted."""
    own = book.columns.own(line.row)
    if line.row.number in book.merged or own.get("part") in SKIPPED:
        return None
    if own.get("part") and (question := own_question(book, line, own)) is not None:
        return Read(line, question)
    if line.type in REFUSED:
        book.refused(line, "type", f"It {REFUSED[line.type]}. It was left out.")
        return None
    if line.type not in TYPES:
        _unknown(book, line)
        return None
    if book.cell(line, "choice_filter"):
        book.refused(line, "choice_filter", _FILTERED)
        return None
    if TYPES[line.type] == "computed":
        return _computed(book, line)
    return _asked(book, line)


def own_question(book: Book, line: Line, own: Mapping[str, str]) -> Question | None:
    """A row that an export wrote: its wording and choices from the sheet, all else from its own words.

    None when somebody has edited its type or conditions since: then XLSForm's columns hold.
    """
    if own.get(MARK) != mark(book.cell(line, meaning) for meaning in MARKED):
        reason = "The row was edited after the export; type and conditions were read from the columns of XLSForm."
        book.changed(line, "type", reason)
        return None
    words = own_words(QUESTION, own, line.row.at(), book.losses)
    words |= {"id": line.name, "text": book.text(line, "label")}
    if line.type != "begin group":
        words["help"] = book.text(line, "hint")
    if (codes := words.get("codes")) is not None:
        words["codes"] = _own_codes(book, line, codes)
    return Question(**{"type": "note", **words})


def _own_codes(book: Book, line: Line, codes: CodeList) -> CodeList:
    """The code list under its own name, with the categories that the sheet of choices has now."""
    if codes.categories or line.argument not in book.lists:
        return replace(codes, id=codes.id or line.name)
    return replace(book.lists[line.argument].code_list, id=codes.id)


_FILTERED = (
    "The choices depend on an earlier answer, which Varsam's lists do not. The question was left out; write one "
    "question for each of the earlier answers, with `ask_if`."
)


def _unknown(book: Book, line: Line) -> None:
    if line.type == "hidden":
        reason = "A hidden value is neither asked nor worked out; declare it under `design:` if the sampling knows it."
    elif line.type.startswith(("begin", "end")):
        reason = f'"{line.type}" is a type of KoboToolbox alone. It was left out.'
    else:
        reason = f'"{line.type}" is no type that is known here. The row was left out.'
    book.refused(line, "type", reason)


def _computed(book: Book, line: Line) -> Read | None:
    source = book.cell(line, "calculation")
    target = book.rows[line.row.number]
    if not source.strip("'\" "):
        book.targets.pop(line.name, None)
        del book.rows[line.row.number]
        book.refused(line, "calculation", "There is nothing to work out. The row was left out.")
        return None
    try:
        value = Expression(written(book.meant(line, "calculation", read(source, book.program))))
    except Untranslatable as error:
        book.targets.pop(line.name, None)  # gone already where two rows have the name
        del book.rows[line.row.number]
        book.refused(line, "calculation", f"The value was left out: {error}.")
        return None
    text = book.text(line, "label") or Text(dict.fromkeys(("sv", "en"), line.name))
    asked = book.condition(line, "relevant")
    return Read(line, Question(target.name, "computed", text, value=value, ask_if=asked, level=book.level))


def _asked(book: Book, line: Line) -> Read:
    target = book.rows[line.row.number]
    choices = book.lists.get(f"{line.argument}\n{target.name}") or book.lists.get(line.argument)
    limits = _constraint(book, line, target, choices)
    question = Question(
        id=target.name,
        type=TYPES[line.type],
        text=book.text(line, "label"),
        help=book.text(line, "hint"),
        missing=choices.missing if choices else (),
        ask_if=book.condition(line, "relevant"),
        level=book.level,
    )
    question = _of_type(book, line, question, choices, limits)
    _say_left_out(book, line)
    return Read(line, _declinable(question), _checks(book, line, limits))


def _of_type(book: Book, line: Line, question: Question, choices: Choices | None, limits: Limits) -> Question:
    """What only one type of question has."""
    match line.type:
        case "select_one" | "select_multiple" | "rank":
            return _with_codes(book, line, question, choices, limits)
        case "acknowledge" | "trigger":
            book.changed(line, "type", "It became a single choice with one code, which may be left blank.")
            label = Text({language: said for language, said in _READ.items() if language in question.text})
            return replace(question, codes=CodeList(question.id, (Category(1, label),)), level=0, missing=())
        case "integer" | "int" | "decimal" | "add integer prompt":
            return _number(book, line, question, limits)
        case "text" | "string" | "add text prompt":
            book.changed(line, "type", "People write in their own words here, so `open_text: true` stands above.")
            return replace(question, longest=min(limits.longest or question.longest, 2000))
        case "date" | "add date prompt":
            return _date(book, line, question, limits)
        case "range":
            return _range(book, line, question)
    return question


def _with_codes(book: Book, line: Line, question: Question, choices: Choices | None, limits: Limits) -> Question:
    if choices is None:
        book.losses.refused(
            book.columns.at(line.row, "type"), line.what, f'There is no list "{line.argument}" in the sheet of choices.'
        )
        return replace(question, codes=CodeList(line.argument, ()))
    for name in limits.exclusive:
        if name in choices.codes:
            choices = choices.excluding(choices.codes[name])
            key = f"{line.argument}\n{question.id}"
            book.lists[key if key in book.lists else line.argument] = choices
    codes = choices.code_list
    if codes.id != question.id or codes == book.lists[line.argument].code_list:
        book.used.add(line.argument)
    if line.type != "select_multiple":
        return replace(question, codes=codes)
    random = "randomize=true" in book.cell(line, "parameters").replace(" ", "").lower()
    return replace(question, codes=codes, min=limits.low, max=limits.high, order="random" if random else "fixed")


def _number(book: Book, line: Line, question: Question, limits: Limits) -> Question:
    if line.type == "decimal":
        book.changed(line, "type", "Numbers are whole; where parts matter, ask in a smaller unit, such as cm for m.")
    if limits.cut:
        book.changed(line, "constraint", f"The limits became whole numbers: {limits.low} to {limits.high}.")
    if limits.low is None or limits.high is None:
        book.changed(line, "constraint", "A number needs a smallest and a greatest answer; write `min` and `max`.")
    return replace(question, min=limits.low, max=limits.high)


def _date(book: Book, line: Line, question: Question, limits: Limits) -> Question:
    appearance = book.cell(line, "appearance").lower()
    precision: Precision = "month" if "month-year" in appearance else "year" if "year" in appearance else "day"
    earliest, latest = (_day(limit, precision) for limit in (limits.low, limits.high))
    return replace(question, precision=precision, earliest=earliest, latest=latest)


def _day(number: int | None, precision: Precision) -> str:
    """A limit such as 20200101, as exact as the question."""
    text = str(number or "")
    if not re.fullmatch(r"\d{8}", text):
        return ""
    parts = (text[:4], text[4:6], text[6:])[: {"year": 1, "month": 2, "day": 3}[precision]]
    return "-".join(parts)


def _range(book: Book, line: Line, question: Question) -> Question:
    """A few steps are buttons, many are a line."""
    written = book.cell(line, "parameters").lower()
    given = dict(re.findall(r"(start|end|step)\s*=\s*(-?\d{1,9}(?:\.\d+)?)(?![\w.])", written))
    if unread := sorted(set(re.findall(r"start|end|step", written)) - set(given)):
        book.changed(line, "parameters", f"No number stands behind {', '.join(unread)}; look at the limits.")
    low, high, step = (float(given.get(word, stand_in)) for word, stand_in in (("start", 0), ("end", 10), ("step", 1)))
    if step != 1 or low != int(low) or high != int(high):
        book.changed(line, "parameters", f"Answers are whole numbers from {low:.0f} to {high:.0f}, in steps of 1.")
    low_text, high_text = book.text(line, "low_text"), book.text(line, "high_text")
    if not low_text or not high_text:
        book.changed(line, "parameters", "Words at both ends are needed; write `low_text` and `high_text`.")
    kind: QuestionType = "scale" if high - low <= 10 else "slider"
    ends = replace(question, low_text=low_text, high_text=high_text)
    return replace(ends, type=kind, min=round(low), max=round(high))


def _constraint(book: Book, line: Line, target: Target, choices: Choices | None) -> Limits:
    source = book.cell(line, "constraint")
    if not source:
        return Limits()
    try:
        node = read(source, "XLSForm")
    except Untranslatable as error:
        book.refused(line, "constraint", f"What must hold of the answer was left out: {error}.")
        return Limits()
    return limits_of(node, choices=len(choices.codes) if choices and target.multiple else 0)


_MUST = Text(sv="Kontrollera svaret.", en="Please check this answer.")


def _checks(book: Book, line: Line, limits: Limits) -> tuple[Check, ...]:
    """What a constraint says beyond limits becomes a check of the page."""
    if not limits.rest:
        if book.columns.text(line.row, "constraint_message"):
            book.changed(
                line, "constraint_message", "What is said of a faulty answer is Varsam's own, from the limits."
            )
        return ()
    rest = limits.rest[0] if len(limits.rest) == 1 else And(limits.rest)
    try:
        must = written(book.meant(line, "constraint", rest, here=book.rows[line.row.number]))
    except Untranslatable as error:
        book.refused(line, "constraint", f"What must hold of the answer was left out: {error}.")
        return ()
    text = book.text(line, "constraint_message") or _MUST
    return (Check(Expression(must), text, stop=True),)


_LEFT_OUT: Mapping[str, str] = {
    "default": "No answer is filled in beforehand: it would be kept where nobody answered.",
    "read_only": "A question can be answered, or it is a note.",
    "guidance_hint": "There is one hint, for the respondent; the interviewer's was left out.",
    "trigger": "A value is worked out once the answers are in.",
}


def _say_left_out(book: Book, line: Line) -> None:
    for meaning, reason in _LEFT_OUT.items():
        said = book.cell(line, meaning) or book.columns.text(line.row, meaning)
        if said and str(said).lower() not in ("no", "false", "false()"):
            book.refused(line, meaning, reason)
    if is_true(book.cell(line, "required")):
        reason = "No question has to be answered; consent has a type of its own (`consent`), with `end_if` on its page."
        book.changed(line, "required", reason)
    appearance = set(book.cell(line, "appearance").lower().split()) - {"month-year", "year", "label", "list-nolabel"}
    if appearance and line.type not in ("note", "range"):
        book.changed(line, "appearance", "How it looks is decided by the form; the appearance was left out.")


def is_true(cell: str) -> bool:
    """Whether a cell says yes."""
    return cell.strip().lower() in ("yes", "true", "true()", "1", "y", "ja", "x")


def _declinable(question: Question) -> Question:
    """At the level that is taken for unknown subjects everybody may decline."""
    if question.level < DECLINE_FROM or question.type in ("note", "computed") or "refused" in question.missing:
        return question
    return replace(question, missing=(*question.missing, "refused"))


def battery_of(book: Book, group: Group, reads: list[Read]) -> Question | None:
    """A table of rows with one list as a battery; None where the rows do not have the same codes."""
    heads = [one for one in reads if "label" in book.cell(one.line, "appearance").lower().split()]
    rows = [one.question for one in reads if one not in heads]
    codes = {question.codes for question in rows}
    if len(rows) < 2 or len(codes) != 1 or any(question.type != "single" for question in rows):
        return None
    assert group.line is not None
    text = book.text(group.line, "label") or next((one.question.text for one in heads), Text())
    items = tuple(Item(question.id, question.text, question.ask_if) for question in rows)
    name = book.names.take(group.line.name, prefix="battery")
    return replace(rows[0], id=name, type="battery", text=text, items=items, ask_if=None, help=Text())
