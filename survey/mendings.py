"""Small mendings of a definition's layout: each is one guess at what was meant, with the words to say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LAYOUT, QUOTE = 23, 19
_LINES_BACK_FOR_QUOTES = 300

# What cannot be read at all: control characters but tab and line ends, and what is no character.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Mending:
    """One way to mend a text: the lines after it, where the fault was, and how to say so."""

    lines: tuple[str, ...]
    line: int
    number: int
    what: str
    mend: str


def mendings(lines: list[str], stopped: int) -> Iterator[Mending]:
    """All mendings near the line where reading stopped, from the surest to the last resort."""
    for propose in _PROPOSALS:
        yield from propose(lines, stopped)


def cut(lines: list[str], stopped: int) -> Mending:
    """Nothing helps: read only what stands above."""
    what, mend = "From this line on the file could not be read.", "Mend the line, then check again."
    at = next((i for i in range(stopped, -1, -1) if lines[i].strip()), 0)
    return Mending((*lines[:at], ""), at, LAYOUT, what, mend)


def _replaced(lines: list[str], at: int, line: str, number: int, what: str, mend: str) -> Mending:
    return Mending((*lines[:at], line, *lines[at + 1 :]), at, number, what, mend)


# ---- proposals, from the surest to the last resort ----------------------------------------------------------


def _dashes(lines: list[str], stopped: int) -> Iterator[Mending]:
    """A new element without its dash, or a dash without its space."""
    for at in _near(lines, stopped):
        line, indent = lines[at], _indent(lines[at])
        is_new = re.match(r"\s*id\s*:", line) and any(re.match(rf" {{{indent}}}- ", before) for before in lines[:at])
        if is_new:
            shifted = line[:indent] + "- " + line[indent:]
            yield _replaced(lines, at, shifted, LAYOUT, "A new element begins without its dash.", "Write `- id: ...`.")
        if re.match(r"\s*-[A-Za-z]", line):
            spaced = line.replace("-", "- ", 1)
            yield _replaced(lines, at, spaced, LAYOUT, "The dash has no space behind it.", "Write `- ` with a space.")


def _colons(lines: list[str], stopped: int) -> Iterator[Mending]:
    """A word without its colon above what belongs to it."""
    for at in _near(lines, stopped):
        if re.fullmatch(r"\s*(- )?[A-Za-z_]+\s*", lines[at]):
            word = lines[at].strip(" -")
            what, mend = f'"{word}" has no colon behind it.', f"Write `{word}:`."
            yield _replaced(lines, at, lines[at].rstrip() + ":", LAYOUT, what, mend)


def _indents(lines: list[str], stopped: int) -> Iterator[Mending]:
    """A line, or a line with all that hangs on it, that stands too far to the right or to the left."""
    for at in _near(lines, stopped):
        found = _indent(lines[at])
        end = _end_of_block(lines, at)
        for wanted in _indents_before(lines, at):
            if wanted == found:
                continue
            what = f"The line is indented by {found} space{'s' * (found != 1)}, where {wanted} are expected."
            mend = "Words of one element begin in the same column; what belongs to them stands two spaces further in."
            for stop in (end, at + 1):
                moved = tuple(_moved(line, wanted - found) for line in lines[at:stop])
                yield Mending((*lines[:at], *moved, *lines[stop:]), at, LAYOUT, what, mend)


def _quotes(lines: list[str], stopped: int) -> Iterator[Mending]:
    """A quotation mark that is opened and not closed, with the brackets that were lost behind it."""
    what = "A quotation mark is opened but not closed."
    mend = "Close it behind the last word of the text, in the same line."
    for at in range(stopped, max(-1, stopped - _LINES_BACK_FOR_QUOTES), -1):
        line = lines[at]
        if line.count('"') % 2 or re.search(r"[:{,\[-]\s+'[^']*$", line):
            mark = '"' if line.count('"') % 2 else "'"
            ends = [match.start() for match in re.finditer(r",\s*[a-z_]+\s*:", line)]
            for end in (*ends, len(line.rstrip("]}, ")), len(line)):
                yield _replaced(lines, at, line[:end] + mark + line[end:], QUOTE, what, mend)
            yield _replaced(lines, at, line + mark + _closing(line), QUOTE, what, mend)


def _closing(line: str) -> str:
    """The brackets that would close those left open, innermost first; what stands in quotation marks does not count."""
    opened = re.findall(r"[{\[]", re.sub(r'"[^"]*("|$)', "", line))
    closed = re.findall(r"[}\]]", re.sub(r'"[^"]*("|$)', "", line))
    pairs = {"{": "}", "[": "]"}
    return "".join(pairs[bracket] for bracket in reversed(opened[: len(opened) - len(closed)]))


def _brackets(lines: list[str], stopped: int) -> Iterator[Mending]:
    """A bracket too few or too many in one line."""
    for at in range(stopped, max(-1, stopped - 4), -1):
        for opening, closing in ("{}", "[]"):
            lacking = lines[at].count(opening) - lines[at].count(closing)
            if lacking > 0:
                what, mend = f"The bracket `{opening}` is not closed.", f"Add `{closing}` where the group ends."
                yield _replaced(lines, at, lines[at].rstrip() + closing * lacking, LAYOUT, what, mend)
            elif lacking < 0:
                kept = lines[at].rstrip().removesuffix(closing)
                what, mend = (
                    f"The bracket `{closing}` closes nothing.",
                    "Remove it, or add the one that opens the group.",
                )
                yield _replaced(lines, at, kept, LAYOUT, what, mend)


def _values(lines: list[str], stopped: int) -> Iterator[Mending]:
    """A text that must stand in quotation marks, or a colon without its space."""
    for at in (stopped, stopped - 1):
        match = re.match(r"(\s*(?:- )?[\w.]+:)(\s*)(\S.*)$", lines[at]) if at >= 0 else None
        if match is None:
            continue
        word, space, value = match.groups()
        if not space:
            what, mend = "The colon has no space behind it.", f"Write `{word.strip(' -')} {value}`."
            yield _replaced(lines, at, f"{word} {value}", LAYOUT, what, mend)
        if "\\" in value:
            what = "A backslash inside double quotation marks does not stand for itself."
            mend = "Use single quotation marks for this text, or leave the backslash out."
            yield _replaced(lines, at, f"{word} " + value.replace("\\", ""), LAYOUT, what, mend)
        safe = value.replace('"', "'").replace("\\", "")
        yield _replaced(
            lines, at, f'{word} "{safe}"', LAYOUT, _why_quote(value), "Put the whole text in quotation marks."
        )


def _why_quote(value: str) -> str:
    if ": " in value:
        return "The text holds a colon followed by a space, which reads as the start of another value."
    if value[0] in "@`%&*!|>?#,-":
        return f'A text cannot begin with "{value[0]}" unless it stands in quotation marks.'
    return "The text goes on behind its quotation mark, or holds a sign that has a meaning of its own."


def _control_characters(lines: list[str], stopped: int) -> Iterator[Mending]:
    if CONTROL.search(lines[stopped]):
        what, mend = "The line holds an invisible control character.", "Delete it, or type the line again."
        yield _replaced(lines, stopped, CONTROL.sub("", lines[stopped]), LAYOUT, what, mend)


def _last_resorts(lines: list[str], stopped: int) -> Iterator[Mending]:
    """Leave a line out, so that the rest can be read."""
    for at in _near(lines, stopped):
        if ":" in lines[at]:
            what = "The line does not fit what stands above it, so it could not be read."
            mend = "Look at its indentation, dash, quotation marks and brackets, and at those of the line above."
        else:
            what = f'"{lines[at].strip()[:40]}" is neither `word: value` nor an element of a list.'
            mend = "Put a word and a colon before it, or bring it into the line of the text that it belongs to."
        yield _replaced(lines, at, "", LAYOUT, what, mend)


_PROPOSALS: tuple[Callable[[list[str], int], Iterator[Mending]], ...] = (
    _control_characters, _dashes, _colons, _quotes, _brackets, _indents, _values, _last_resorts,
)  # fmt: skip


def _near(lines: list[str], stopped: int) -> tuple[int, ...]:
    """The line where reading stopped and the two written lines above it."""
    above = [i for i in range(stopped - 1, -1, -1) if lines[i].strip()][:2]
    return (stopped, *above)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _end_of_block(lines: list[str], at: int) -> int:
    """The first line below that stands further to the left."""
    below = range(at + 1, len(lines))
    return next((i for i in below if lines[i].strip() and _indent(lines[i]) < _indent(lines[at])), len(lines))


def _indents_before(lines: list[str], at: int) -> tuple[int, ...]:
    """Where a line may begin after what stands above: a dash below a dash, a word below a word, nearest first."""
    columns: list[int] = []
    dashed = lines[at].lstrip().startswith("- ")
    above = next((line for line in reversed(lines[:at]) if line.strip()), "")
    if above.rstrip().endswith((":", ">-", "|-", ">", "|")):
        columns.append(_indent(above) + 2 + 2 * above.lstrip().startswith("- "))
    for line in reversed(lines[:at]):
        if line.strip() and not line.lstrip().startswith("#"):
            dash = re.match(r"( *)(- +)?", line)
            assert dash is not None
            indent = len(dash[1])
            words = indent + len(dash[2] or "")
            columns += [indent, words] if dashed else [words, indent]
            if indent == 0:
                break
    return tuple(dict.fromkeys(columns))


def _moved(line: str, by: int) -> str:
    return line if not line.strip() else " " * max(0, _indent(line) + by) + line.lstrip(" ")
