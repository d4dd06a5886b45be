"""Headings of an XLSForm as they are meant: misspelt, in any case or old spelling, and with a language behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey.exchange.languages import language_of
from survey.exchange.losses import Losses, Spot
from survey.exchange.sheets import Row, Sheet
from survey.nearest import nearest
from survey.text import Text

OWN = "varsam_"
# Old and foreign spellings of a heading.
_SAME = {
    "command": "type", "question_type": "type", "caption": "label", "question": "label", "text": "label",
    "list": "list_name", "listname": "list_name", "value": "name", "code": "name", "variable_name": "name",
    "relevance": "relevant", "relevancy": "relevant", "skip_logic": "relevant", "calculate": "calculation",
    "readonly": "read_only", "mandatory": "required", "validation": "constraint", "message": "constraint_message",
    "constraint_msg": "constraint_message", "count": "repeat_count", "jr:count": "repeat_count",
    "title": "form_title", "set_form_title": "form_title", "id_string": "form_id", "set_form_id": "form_id",
}  # fmt: skip
_TEXTS = ("label", "hint", "constraint_message", "required_message", "guidance_hint")
_MEDIA = ("image", "audio", "video", "big_image", "media")
KNOWN: dict[str, tuple[str, ...]] = {
    "survey": (
        "type", "name", *_TEXTS, "required", "relevant", "constraint", "calculation", "appearance", "choice_filter",
        "default", "read_only", "repeat_count", "parameters", "trigger",
    ),
    "choices": ("list_name", "name", "label"),
    "settings": ("form_title", "form_id", "version", "default_language"),
}  # fmt: skip
# Headings of the collecting programs that say nothing about what is asked, by what they begin with.
_PASSED = re.compile(
    r"\$|kobo|hxl|tags|autoplay|note|comment|style|instance|public_key|submission_url|auto_|sms_|allow_choice|namespaces"
    r"|attribute|client_editable|clean_text|omit_|prefix|body|bind|control|esri|order|save_to|intent|disabled|omk_|set_|id_"
)


@dataclass(frozen=True)
class Columns:
    """The headings of one sheet: what is meant by each.

    plain  meaning to heading, such as "relevant" to "Relevance"
    texts  meaning and language to heading; the language "" is unmarked
    """

    sheet: str
    plain: Mapping[str, str]
    texts: Mapping[tuple[str, str], str]
    unmarked: str = "en"

    def get(self, row: Row, meaning: str) -> str:
        """The cell; of a text in any language, the unmarked one."""
        return row.get(self.plain.get(meaning, "") or self.texts.get((meaning, ""), ""))

    def text(self, row: Row, meaning: str) -> Text:
        """The wordings of a row in Varsam's languages; marked ones go before unmarked ones."""
        found: dict[str, str] = {}
        for (of, language), heading in self.texts.items():
            if of == meaning and row.get(heading):
                key = language or self.unmarked
                if language or key not in found:
                    found[key] = row.get(heading)
        return Text({language: found[language] for language in found if language})

    def at(self, row: Row, meaning: str) -> Spot:
        """The place of a cell."""
        heading = self.plain.get(meaning) or next((h for (of, _), h in self.texts.items() if of == meaning), meaning)
        return row.at(heading)

    def languages(self) -> list[str]:
        """Languages of labels, in the order of the columns; the unmarked one under its name."""
        return list(dict.fromkeys(language or self.unmarked for of, language in self.texts if of == "label"))

    def own(self, row: Row) -> dict[str, str]:
        """Varsam's own words that an export wrote beside the columns of XLSForm."""
        found = {meaning.removeprefix(OWN): row.get(h) for meaning, h in self.plain.items() if meaning.startswith(OWN)}
        return {word: cell for word, cell in found.items() if cell}


def columns_of(sheet: Sheet, kind: str, losses: Losses) -> Columns:
    """What the headings of a sheet mean; what has no meaning here is noted."""
    plain: dict[str, str] = {}
    texts: dict[tuple[str, str], str] = {}
    for heading in sheet.headings:
        spot = Spot(sheet.name, 0, heading)
        base, language = split(heading)
        if not base or (_PASSED.match(base) and base not in KNOWN[kind]):
            continue
        if base.startswith(OWN):
            plain.setdefault(base, heading)
        elif base in _MEDIA or base.startswith("media"):
            losses.refused(spot, "", "Pictures and sounds cannot be shown with a question; the column was left out.")
        elif (word := _meant(base, kind)) is None:
            losses.refused(spot, "", "No such column is known in an XLSForm; it was left out.")
        else:
            if word != base and base not in _SAME:
                losses.changed(spot, "", f'The heading was read as "{word}".')
            _place(word, language, heading, plain, texts, losses, spot)
    return Columns(sheet.name, plain, texts)


def _place(
    word: str,
    language: str,
    heading: str,
    plain: dict[str, str],
    texts: dict[tuple[str, str], str],
    losses: Losses,
    spot: Spot,
) -> None:
    if word not in _TEXTS:
        plain.setdefault(word, heading)
    elif not language:
        texts.setdefault((word, ""), heading)
    elif (known := language_of(language)) is not None:
        texts.setdefault((word, known), heading)
    else:
        losses.refused(spot, "", f'Varsam knows Swedish and English; texts in "{language}" were left out.')


def split(heading: str) -> tuple[str, str]:
    """A heading's word in small letters, and the language or part behind its colons."""
    base, _, rest = heading.strip().partition(":")
    word = re.sub(r"[\s_-]+", "_", base.strip().lower()).strip("_")
    return ("$" + word.removeprefix("$") if heading.startswith("$") else word), rest.lstrip(": ").strip()


def _meant(base: str, kind: str) -> str | None:
    word = _SAME.get(base, base)
    if word in KNOWN[kind]:
        return word
    return nearest(word, KNOWN[kind])


def wordings(rows: Iterable[Row], columns: Columns) -> list[str]:
    """All unmarked labels, to tell their language by."""
    heading = columns.texts.get(("label", ""), "")
    return [row.get(heading) for row in rows if row.get(heading)]
