"""What is wrong with an expression that cannot be read, in plain words and at its place."""

from __future__ import annotations

import re

from survey.errors import SurveyError
from survey.expressions.tree import FUNCTIONS
from survey.nearest import nearest

PARENTHESIS, QUOTE, UNKNOWN = 18, 19, 20  # numbers of the reference list of defects

_QUOTES = {'"': '"', "'": "'", "“": '“”„"', "”": '“”„"', "„": '“”„"', "‘": "‘’'", "’": "‘’'", "‚": "‘’'"}
_OPERATORS = re.compile(r"===?|!==?|<>|<=|>=|=>|=<|&&|\|\||\*\*|//|[&|!~^%{}\[\];:?@#$\\]")
_KNOWN_OPERATORS = {"==", "!=", "<>", "<=", ">="}
_INSTEAD = {
    "===": "=", "!==": "!=", "=>": ">=", "=<": "<=", "&&": "and", "&": "and", "||": "or", "|": "or",
    "!": "not", "~": "not", "//": "/", "[": "(", "]": ")", "{": "(", "}": ")", ":": "=", ";": ",",
}  # fmt: skip
_BETWEEN = ("and", "or", "in", "includes", "is", "was")
_COMPARING = "=<>≠≤≥!"
_SINCE_AND = re.compile(r"\b(?:and|or)\b|[(,]", re.IGNORECASE)
_WORD = re.compile(r"\$\{\s*[\w.]+\s*\}|[\w.]+|\S")


class ExpressionError(SurveyError):
    """An expression that cannot be read.

    message   what is wrong
    position  place in the source, from 0
    mend      what to do next
    number    the defect's number in the reference list (18 parenthesis, 19 quotation mark, 20 operator or function)
    """

    def __init__(self, message: str, position: int, mend: str, *, source: str = "", number: int = UNKNOWN) -> None:
        self.message, self.position, self.mend = message, position, mend
        self.source, self.number = source, number
        super().__init__(f"{message} {mend}".rstrip())

    def caret(self) -> str:
        """The source with a caret below the place, as two lines."""
        return f"{' '.join(self.source.splitlines())}\n{' ' * self.position}^"


def without_texts(source: str) -> str:
    """The source with everything inside quotation marks blanked, so that places stay the same.

    Raises ExpressionError at a quotation mark that is never closed.
    """
    blanked, place = [], 0
    while place < len(source):
        closing = _QUOTES.get(source[place])
        if closing is None:
            blanked.append(source[place])
            place += 1
            continue
        end = next((i for i in range(place + 1, len(source)) if source[i] in closing), None)
        if end is None:
            raise ExpressionError(
                f"The quotation mark at place {place + 1} is never closed.",
                place,
                "Put a quotation mark at the end of the text.",
                source=source,
                number=QUOTE,
            )
        blanked.append('"' + " " * (end - place - 1) + '"')
        place = end + 1
    return "".join(blanked)


def check_parentheses(source: str, bare: str) -> None:
    """Raise ExpressionError at a parenthesis without its partner; `bare` is the source without texts."""
    opened: list[int] = []
    for place, letter in enumerate(bare):
        if letter == "(":
            opened.append(place)
        elif letter == ")" and opened:
            opened.pop()
        elif letter == ")":
            raise _unbalanced(
                source, place, '")" has no "(" before it.', 'Remove it, or write the "(" that is lacking.'
            )
    if opened:
        raise _unbalanced(
            source, opened[-1], f'"(" at place {opened[-1] + 1} is never closed.', 'Write the ")" that is lacking.'
        )


def _unbalanced(source: str, place: int, message: str, mend: str) -> ExpressionError:
    return ExpressionError(message, place, mend, source=source, number=PARENTHESIS)


def check_operators(source: str, bare: str) -> None:
    """Raise ExpressionError at a sign that is no operator here, with the one that was probably meant."""
    names_opened = re.sub(r"\$\{[^{}]*\}", lambda found: " " * len(found.group()), bare)
    inside_name = re.compile(r"(?<=[\w.])[$#@]")
    for found in _OPERATORS.finditer(inside_name.sub("_", names_opened)):
        sign = found.group()
        if sign in _KNOWN_OPERATORS or sign == "=":
            continue
        instead = _INSTEAD.get(sign)
        raise ExpressionError(
            f'"{sign}" is not an operator.',
            found.start(),
            f'Write "{instead}" instead.' if instead else "The operators are = != < <= > >= + - * / and or not.",
            source=source,
        )


def unknown_function(name: str, position: int, source: str) -> ExpressionError:
    """The error for a function that does not exist."""
    meant = nearest(name, (*FUNCTIONS, "selected"))
    hint = f'Did you mean "{meant}"? ' if meant else ""
    return ExpressionError(
        f'There is no function "{name}".', position, f"{hint}The functions are {', '.join(FUNCTIONS)}.", source=source
    )


def unexpected(source: str, position: int) -> ExpressionError:
    """The error for something at a place where it cannot stand."""
    before = _WORD.findall(source[:position])
    after = _WORD.match(source, position)
    if after is None:
        return ExpressionError(
            f'The condition stops after "{before[-1]}", but something must follow.'
            if before
            else "The condition is empty.",
            position,
            "Write the rest of the condition." if before else "Write a condition, such as y_age >= 16.",
            source=source,
        )
    word = after.group()
    if not before:
        return _misplaced(source, position, word, f'A condition cannot begin with "{word}".')
    if _compares_again(word, before[-1], source[:position]):
        return ExpressionError(
            "Only two values can be compared at a time.",
            position,
            "Write two comparisons with and between, such as 16 <= y_age and y_age <= 25.",
            source=source,
        )
    return _misplaced(source, position, word, f'"{word}" cannot follow "{before[-1]}".')


def _compares_again(word: str, last: str, before: str) -> bool:
    """Whether this is the second comparison of a chain such as 16 <= y_age <= 25."""
    already = any(sign in _SINCE_AND.split(before)[-1] for sign in _COMPARING)
    return word[0] in _COMPARING and last not in _COMPARING and already


def _misplaced(source: str, position: int, word: str, message: str) -> ExpressionError:
    known = nearest(word, (*_BETWEEN, "missing", "answered", "asked"))
    if known == word.lower():
        mend = f'"{word}" stands between two conditions or after a name.'
    elif known:
        mend = f'Did you mean "{known}"?'
    elif message.endswith('"in".'):
        mend = "Write the codes in parentheses, such as in (1, 2)."
    else:
        mend = "An operator such as = or and is lacking between them, or one too many is there."
    return ExpressionError(message, position, mend, source=source)
