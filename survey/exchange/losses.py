"""What an exchange with another program cost: what was read, what was changed, what was refused, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["changed", "refused"]


@dataclass(frozen=True)
class Spot:
    """A place in a file of another program: sheet, row from 1 and column as its heading says; each may be lacking."""

    sheet: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        sheet = f'sheet "{self.sheet}"' if self.sheet else ""
        row = f"row {self.row}" if self.row else ""
        column = f'column "{self.column}"' if self.column else ""
        return ", ".join(part for part in (sheet, row, column) if part)


@dataclass(frozen=True)
class Loss:
    """One thing that is not as it was: `changed` came over in another form, `refused` did not come over.

    what    the element, such as 'question "age"'
    reason  what was done with it and why, in plain words
    """

    kind: Kind
    spot: Spot
    what: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.spot}, " if str(self.spot) else ""
        return f"{place}{self.what}: {self.reason}" if self.what else f"{place.removesuffix(', ')}: {self.reason}"


@dataclass(frozen=True)
class LossReport:
    """What became of one file.

    file     its name
    dialect  the program it is for, such as "XLSForm"
    read     what came over, such as {"questions": 12}
    losses   in the order of the file
    """

    file: str
    dialect: str
    read: Mapping[str, int]
    losses: tuple[Loss, ...] = ()

    @property
    def changed(self) -> tuple[Loss, ...]:
        """What came over in another form."""
        return tuple(loss for loss in self.losses if loss.kind == "changed")

    @property
    def refused(self) -> tuple[Loss, ...]:
        """What did not come over."""
        return tuple(loss for loss in self.losses if loss.kind == "refused")

    def lines(self) -> Iterator[str]:
        """The report in plain words, a line each: what was read, then what was refused, then what was changed."""
        nouns = {noun: noun.removesuffix("s") if number == 1 else noun for noun, number in self.read.items()}
        read = ", ".join(f"{number} {nouns[noun]}" for noun, number in self.read.items() if number) or "nothing"
        yield f"{self.file} ({self.dialect}): {read}; {len(self.changed)} changed, {len(self.refused)} refused"
        for heading, losses in (("Refused", self.refused), ("Changed", self.changed)):
            yield from (f"{heading}: {loss}" for loss in losses)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def as_plain(self) -> dict[str, object]:
        """The report for another program: lists and texts only."""
        losses = [
            {
                "kind": loss.kind,
                "sheet": loss.spot.sheet,
                "row": loss.spot.row,
                "column": loss.spot.column,
                "what": loss.what,
                "reason": loss.reason,
            }
            for loss in self.losses
        ]
        return {"file": self.file, "dialect": self.dialect, "read": dict(self.read), "losses": losses}


@dataclass
class Losses:
    """Losses as they are found."""

    found: list[Loss] = field(default_factory=list)

    def changed(self, spot: Spot, what: str, reason: str) -> None:
        """Note what came over in another form."""
        self._note(Loss("changed", spot, what, reason))

    def refused(self, spot: Spot, what: str, reason: str) -> None:
        """Note what did not come over."""
        self._note(Loss("refused", spot, what, reason))

    def _note(self, loss: Loss) -> None:
        if loss not in self.found:
            self.found.append(loss)

    def report(self, file: str, dialect: str, read: Mapping[str, int]) -> LossReport:
        """The report; losses of one sheet stand in the order of its rows."""
        named = dict.fromkeys(("survey", *(loss.spot.sheet for loss in self.found if loss.spot.sheet), ""))
        sheets = {sheet: place for place, sheet in enumerate(named)}
        ordered = sorted(self.found, key=lambda loss: (sheets[loss.spot.sheet], loss.spot.row))
        return LossReport(file, dialect, read, tuple(ordered))
