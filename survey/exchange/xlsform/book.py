"""What all rows of a survey sheet share while they are read: lists, names, and what was found on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.exchange.foreign import Program, Untranslatable, read
from survey.exchange.losses import Losses
from survey.exchange.meaning import Target, meant
from survey.exchange.names import Names
from survey.exchange.xlsform.choices import Choices
from survey.exchange.xlsform.columns import Columns
from survey.exchange.xlsform.lines import Line
from survey.expressions import written
from survey.expressions.tree import Node
from survey.model import Check, Expression, Question
from survey.text import Text


@dataclass(frozen=True)
class Read:
    """A row that became a question, with the conditions that hold on its page."""

    line: Line
    question: Question
    checks: tuple[Check, ...] = ()


@dataclass
class Book:
    """What all rows share: lists, names, the languages, and what was found on the way.

    program   how conditions are spelt
    targets   a name in the workbook to what it stands for; of two rows with one name, the first
    rows      number of a row to what its answer is
    merged    rows that became the line to write on of the question before them, to its id
    remarks   id of an element to sentences that stand above it
    used      lists that a question uses as they are in the workbook
    """

    columns: Columns
    lists: dict[str, Choices]
    losses: Losses
    level: int
    program: Program = "XLSForm"
    names: Names = field(default_factory=Names)
    targets: dict[str, Target] = field(default_factory=dict)
    rows: dict[int, Target] = field(default_factory=dict)
    merged: dict[int, str] = field(default_factory=dict)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def changed(self, line: Line, column: str, reason: str) -> None:
        """Note a change at a cell, in the report and above the element."""
        self.losses.changed(self.columns.at(line.row, column), line.what, reason)
        self.remark(line, reason)

    def refused(self, line: Line, column: str, reason: str) -> None:
        """Note that a cell or row did not come over."""
        self.losses.refused(self.columns.at(line.row, column), line.what, reason)
        if line.row.number in self.rows:
            self.remark(line, reason)

    def remark(self, line: Line, reason: str) -> None:
        """A comment above the element that the row became."""
        target = self.rows.get(line.row.number)
        remarks = self.remarks.setdefault(target.name if target else line.name, [])
        said = f"Row {line.row.number}: {reason}" if line.row.number > 0 else reason
        if said not in remarks:
            remarks.append(said)

    def cell(self, line: Line, meaning: str) -> str:
        """A cell of a row."""
        return self.columns.get(line.row, meaning)

    def condition(self, line: Line, column: str, *, here: Target | None = None) -> Expression | None:
        """A condition in Varsam's language; one that cannot be put into it stays as it was, and the check says so."""
        source = self.cell(line, column)
        if not source:
            return None
        try:
            return Expression(written(self.meant(line, column, read(source, self.program), here)))
        except Untranslatable as error:
            self.refused(line, column, f"The condition was not put into Varsam's words: {error}.")
            return Expression(" ".join(source.split()))

    def meant(self, line: Line, column: str, node: Node, here: Target | None = None) -> Node:
        """A condition with Varsam's names and codes; what changes its meaning is noted."""

        def note(reason: str) -> None:
            self.changed(line, column, f"{reason[0].upper()}{reason[1:]}.")

        return meant(node, self.find, note, here=here)

    def find(self, name: str) -> Target | None:
        """What a name in a condition stands for; LimeSurvey's 123X4X5 also by the number of the question alone."""
        return self.targets.get(name) or self.targets.get(re.sub(r"^\d+X\d+X", "", name))

    def text(self, line: Line, meaning: str) -> Text:
        """A wording, with what it takes in called as Varsam calls it, and without marks of web pages."""
        return Text({language: self._plain(line, meaning, said) for language, said in self._said(line, meaning)})

    def _said(self, line: Line, meaning: str) -> Iterator[tuple[str, str]]:
        yield from self.columns.text(line.row, meaning).items()

    def _plain(self, line: Line, meaning: str, said: str) -> str:
        bare = re.sub(r"<br\s*/?>", "\n", said, flags=re.I)
        bare = re.sub(r"</?[a-zA-Z][^<>]*>", "", bare)
        if bare != said:
            self.changed(line, meaning, "Marks of web pages (<...>) were taken out of the text.")
        taken_in = r"\$\{\s*([^{}\s]+)\s*\}"
        if re.search(taken_in, bare) and not self.columns.own(line.row).get("part"):
            self.changed(line, meaning, "The text takes in an answer; Varsam shows the label of an earlier choice.")
        return re.sub(taken_in, lambda found: f"{{{self._name(found[1])}}}", bare).strip()

    def _name(self, name: str) -> str:
        return self.targets[name].name if name in self.targets else name
