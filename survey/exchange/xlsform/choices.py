"""Choice lists as code lists: words become numbers, and "don't know" becomes a reason for having no answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from survey.exchange.losses import Losses, Spot
from survey.exchange.names import Names
from survey.exchange.sheets import Row
from survey.exchange.xlsform.columns import Columns
from survey.missing import OFFERED
from survey.model import Category, CodeList
from survey.text import Text

_DECLINED = {
    "dont_know": r"(i )?(don['’]?t|do not) know|unsure|vet (inte|ej)|don_?t_?know|do_?not_?know|dk|dnk|vet_?(inte|ej)",
    "refused": r"(i )?(would )?(prefer|rather) not( to)? (answer|say)|refused?( to answer)?|declined?( to answer)?"
    r"|no answer|vill (inte|ej) (svara|uppge|säga)|prefer_?not.*|pnta|ref|vill_?(inte|ej)_?svara",
}
OTHER = re.compile(
    r"other\b.*|annan\b.*|annat\b.*|något annat\b.*|någon annan\b.*|another\b.*|something else\b.*", re.I
)
_YES, _NO = re.compile(r"yes|y|ja|true|oui", re.I), re.compile(r"no|n|nej|false|non", re.I)


@dataclass(frozen=True)
class Choices:
    """One choice list.

    codes    name of a choice, as conditions use it, to its code
    declined name of a choice that became a reason for having no answer, to Varsam's word for it
    """

    list_name: str
    code_list: CodeList
    codes: Mapping[str, int] = field(default_factory=dict)
    declined: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is offered besides the codes."""
        return tuple(word for word in OFFERED if word in self.declined.values())

    def with_other(self, text: Text, id: str) -> Choices:
        """The list for one question, with a category to write on."""
        if any(category.other for category in self.code_list.categories):
            return self
        code = max((*self.code_list.codes(), 0)) + 1
        categories = (*self.code_list.categories, Category(code, text, other=True))
        return replace(self, code_list=CodeList(id, categories), codes={**self.codes, "other": code})

    def written_on(self, choice: str, id: str) -> Choices:
        """The list for one question, whose choice of that name has a line to write on."""
        code = self.codes[choice]
        categories = (replace(c, other=c.other or c.code == code) for c in self.code_list.categories)
        return replace(self, code_list=CodeList(id, tuple(categories)))

    def excluding(self, code: int) -> Choices:
        """The list in which one code excludes all others."""
        categories = (replace(c, exclusive=c.exclusive or c.code == code) for c in self.code_list.categories)
        return replace(self, code_list=replace(self.code_list, categories=tuple(categories)))


def choices_of(rows: Sequence[Row], columns: Columns, losses: Losses) -> dict[str, Choices]:
    """All lists by their names in the workbook."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        name = columns.get(row, "list_name")
        if name:
            found.setdefault(name, []).append(row)
        else:
            losses.refused(columns.at(row, "list_name"), "", "The choice belongs to no list; it was left out.")
    names = Names()
    return {name: _list(name, names.take(name, prefix="list"), of, columns, losses) for name, of in found.items()}


def _list(name: str, id: str, rows: list[Row], columns: Columns, losses: Losses) -> Choices:
    if id != name:
        spot = columns.at(rows[0], "list_name")
        losses.changed(spot, f'list "{name}"', f'The list is called "{id}": letters, digits and _ only, at most 32.')
    declined = _declined(rows, columns, losses)
    kept = [row for row in rows if columns.get(row, "name") not in declined]
    for row in (row for row in kept if not columns.get(row, "name")):
        losses.refused(columns.at(row, "name"), f'list "{name}"', "The choice has no name; it was left out.")
    kept = [row for row in kept if columns.get(row, "name")]
    codes = _codes([columns.get(row, "name") for row in kept])
    _say_codes(name, codes, columns.at(kept[0], "name") if kept else Spot(), losses)
    categories = tuple(
        _category(codes[columns.get(row, "name")], columns.text(row, "label"), columns.own(row)) for row in kept
    )
    ordered = any(columns.own(row).get("ordered") == "true" for row in kept)
    return Choices(name, CodeList(id, categories, ordered=ordered), codes, declined)


def _category(code: int, text: Text, own: Mapping[str, str]) -> Category:
    low, high = (
        int(own[word]) if own.get(word, "").removeprefix("-").isdecimal() else None for word in ("low", "high")
    )
    return Category(code, text, own.get("exclusive") == "true", own.get("other") == "true", low, high)


def _declined(rows: Iterable[Row], columns: Columns, losses: Losses) -> dict[str, str]:
    """Choices that say why there is no answer; what they say is offered in Varsam's own words."""
    found: dict[str, str] = {}
    exported = any(columns.own(row).get("list") for row in rows)
    for row in rows:
        name, labels = columns.get(row, "name"), columns.text(row, "label").values()
        for word, said in _DECLINED.items():
            if exported:
                found |= {name: word} if name == str(int(OFFERED[word])) else {}
            elif any(re.fullmatch(said, text.strip(" .!"), re.I) for text in (name, *labels)):
                found[name] = word
                reason = f"The choice is offered as `missing: {word}` ({int(OFFERED[word])}), in Varsam's own words."
                losses.changed(columns.at(row, "name"), f'choice "{name}"', reason)
    return found


def _codes(names: Sequence[str]) -> dict[str, int]:
    """Each name's code: whole numbers stay, yes is 1 and no is 0, other words get the next free number."""
    numbers = {name: int(name) for name in names if re.fullmatch(r"[0-9]{1,9}", name)}
    words = [name for name in dict.fromkeys(names) if name not in numbers]
    if not numbers and {bool(_YES.fullmatch(word)) for word in words} == {True, False}:
        no = next((word for word in words if _NO.fullmatch(word)), None)
        if no is not None:
            numbers[no] = 0
    taken, free = set(numbers.values()), 1
    for word in words:
        if word in numbers:
            continue
        while free in taken:
            free += 1
        numbers[word] = free
        taken.add(free)
    return numbers


def _say_codes(name: str, codes: Mapping[str, int], spot: Spot, losses: Losses) -> None:
    words = {word: code for word, code in codes.items() if word != str(code)}
    if words:
        told = ", ".join(f"{word} = {code}" for word, code in words.items())
        losses.changed(spot, f'list "{name}"', f"Codes are whole numbers: {told}.")
