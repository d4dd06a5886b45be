"""How a study is collected: the table [collection] of study.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, cast

from survey.store import DRAFT_WEEKS
from survey.text import Text, plain

ACCESS = ("open", "codes", "classroom")
MOST_WEEKS = 26  # a draft that lies longer is a risk without a use


@dataclass(frozen=True)
class Collection:
    """Who may answer and how long what is kept. Nothing here can make a study less anonymous.

    access          "open": everybody with the address; "codes": each code lets one response in, then is deleted;
                    "classroom": one code on the board for all, and drawn slips that each let one response in
    kiosk           True for a device that many use one after the other: nothing is offered to be saved or noted down
    draft_weeks     weeks after which a form that nobody came back to is deleted
    withdraw_until  last day on which a receipt takes answers back: then they are made anonymous; None: no day is set
    destroy_after   day after which sealed answers are to be destroyed; None: no day is set
    responsible     the body that answers for the study, as respondents read it
    contact         where respondents can ask about the study
    leave_to        address that "leave quickly" goes to; empty for our own neutral calendar
    """

    access: Literal["open", "codes", "classroom"] = "open"
    kiosk: bool = False
    draft_weeks: int = DRAFT_WEEKS
    withdraw_until: date | None = None
    destroy_after: date | None = None
    responsible: Text = field(default_factory=Text)
    contact: Text = field(default_factory=Text)
    leave_to: str = ""


def collection_of(table: Mapping[str, Any]) -> Collection:
    """The settings in a table [collection], checked when study.toml was read (`survey.study_settings`)."""
    texts = {name: _text(table[name]) for name in ("responsible", "contact") if name in table}
    others = {name: value for name, value in table.items() if name not in texts}
    return Collection(**cast(Any, {**others, **texts}))


def _text(written: str | Mapping[str, str]) -> Text:
    return plain(written) if isinstance(written, str) else Text(written)
