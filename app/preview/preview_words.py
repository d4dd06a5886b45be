"""The words that stand beside the pages of the preview, in both languages."""

from __future__ import annotations

from survey.text import Text

WORDS: dict[str, Text] = {
    "preview": Text(sv="Förhandsvisning", en="Preview"),
    "nothing_kept": Text(
        sv="Varje sida som formuläret visar den, med alla frågor som någon kan få. Inget sparas och inget skickas: "
        "knapparna gör ingenting här.",
        en="Each page as the form shows it, with every question that anybody may be asked. Nothing is kept and nothing "
        "is sent: the buttons do nothing here.",
    ),
    "pages": Text(sv="Sidorna", en="The pages"),
    "first": Text(sv="Första sidan", en="First page"),
    "route": Text(sv="Vägen", en="Route"),
    "questions_here": Text(sv="Frågorna", en="The questions"),
    "asked_if": Text(sv="bara för", en="only for"),
    "ended": Text(sv="Så ser slutet ut för dem", en="What the end looks like to them"),
    "supports": Text(sv="Stödsidor", en="Support pages"),
    "computed_value": Text(sv="räknas ut, visas inte", en="worked out, not shown"),
}
