"""The words of the paper form itself, in both languages."""

from __future__ import annotations

from survey.text import Text

WORDS: dict[str, Text] = {
    "how": Text(sv="Så fyller du i", en="How to fill in the form"),
    "how_tick": Text(
        sv="Sätt ett kryss i rutan vid ditt svar. Blev det fel: fyll hela rutan och kryssa i rätt ruta.",
        en="Put a cross in the box at your answer. If it went wrong: fill the whole box and cross the right one.",
    ),
    "how_free": Text(
        sv="Du behöver inte svara. Lämna en fråga tom om du vill. Skriv inte ditt namn på formuläret.",
        en="You do not have to answer. Leave a question empty if you like. Do not write your name on the form.",
    ),
    "how_route": Text(
        sv="Hoppa till en annan fråga bara där det står. Annars tar du nästa. De små siffrorna är för inmatningen.",
        en="Go to another question only where it says so. Otherwise take the next. The small figures are not for you.",
    ),
    "how_help": Text(sv="Stöd och hjälp står på sista sidan.", en="Support and help stand on the last page."),
    "only_if": Text(sv="Bara om {}.", en="Only if {}."),
    "section_only_if": Text(
        sv="Det här avsnittet är bara för dig om {condition}. Annars: gå till {target}.",
        en="This section is only for you if {condition}. Otherwise: go to {target}.",
    ),
    "page_only_if": Text(
        sv="{questions}: bara om {condition}. Annars: gå till {target}.",
        en="{questions}: only if {condition}. Otherwise: go to {target}.",
    ),
    "may_skip": Text(
        sv="Vill du hoppa över hela avsnittet? Gå till {target}.",
        en="Would you like to skip the whole section? Go to {target}.",
    ),
    "go_to_if": Text(sv="Gå till {target} om {condition}.", en="Go to {target} if {condition}."),
    "go_to": Text(sv="Gå annars till {target}.", en="Otherwise go to {target}."),
    "stop_if": Text(
        sv="Sluta här om {condition}, och lämna inte in formuläret.",
        en="Stop here if {condition}, and do not hand in the form.",
    ),
    "question": Text(sv="fråga {}", en="question {}"),
    "Question": Text(sv="Fråga {}", en="Question {}"),
    "Questions": Text(sv="Fråga {}–{}", en="Questions {}–{}"),
    "the_end": Text(sv="slutet", en="the end"),
    "end": Text(sv="Slut", en="The end"),
    "end_text": Text(
        sv="Tack för att du har svarat. Lägg formuläret i kuvertet och klistra igen det.",
        en="Thank you for answering. Put the form in the envelope and seal it.",
    ),
    "support": Text(sv="Stöd och hjälp", en="Support and help"),
    "page_of": Text(sv="Sida {page} av {pages}", en="Page {page} of {pages}"),
    "version": Text(sv="version {}", en="version {}"),
    "arms": Text(sv="För inmatning: {}", en="For data entry: {}"),
    "one": Text(sv="Kryssa ett svar.", en="Cross one answer."),
    "several": Text(sv="Kryssa alla svar som stämmer.", en="Cross all answers that apply."),
    "several_at_least": Text(sv="Kryssa minst {low}.", en="Cross at least {low}."),
    "several_at_most": Text(sv="Kryssa högst {high}.", en="Cross at most {high}."),
    "several_between": Text(sv="Kryssa {low} till {high}.", en="Cross {low} to {high}."),
    "rows": Text(sv="Kryssa ett svar på varje rad.", en="Cross one answer in each row."),
    "number": Text(sv="Skriv ett heltal.", en="Write a whole number."),
    "number_between": Text(
        sv="Skriv ett heltal från {low} till {high}.", en="Write a whole number from {low} to {high}."
    ),
    "number_at_least": Text(sv="Skriv ett heltal, minst {low}.", en="Write a whole number, at least {low}."),
    "number_at_most": Text(sv="Skriv ett heltal, högst {high}.", en="Write a whole number, at most {high}."),
    "line": Text(sv="Sätt ett kryss på linjen.", en="Put a cross on the line."),
    "rank": Text(
        sv="Skriv 1 vid det viktigaste, 2 vid det näst viktigaste, och så vidare till högst {}.",
        en="Write 1 at the most important, 2 at the next, and so on up to {} at most.",
    ),
    "count": Text(
        sv="Kryssa bara hur många av påståendena som stämmer, inte vilka.",
        en="Cross only how many of the statements hold, not which.",
    ),
    "pair": Text(
        sv="Tänk på båda påståendena tillsammans. Kryssa ett svar.",
        en="Think of both statements together. Cross one answer.",
    ),
    "own_words": Text(
        sv="Skriv med egna ord. Skriv inget som visar vem du eller någon annan är.",
        en="Write in your own words. Write nothing that shows who you or others are.",
    ),
    "year": Text(sv="år", en="year"),
    "month": Text(sv="månad", en="month"),
    "day": Text(sv="dag", en="day"),
    "excludes": Text(sv="(inget annat kryss)", en="(no other cross)"),
    "instead": Text(sv="Om {condition}, läs i stället:", en="If {condition}, read instead:"),
    "verified": Text(sv="Uppgifterna kontrollerades {}.", en="Checked on {}."),
}


def word(key: str, language: str, *parts: object, **named: object) -> str:
    """One of these texts with its places filled in."""
    return WORDS[key].in_language(language).format(*parts, **named)
