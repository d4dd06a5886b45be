"""What the form itself says, in every language; what a study says stands in its questionnaire."""

from __future__ import annotations

from survey.text import Text

NAMES = {"sv": "Svenska", "en": "English"}

WORDS: dict[str, Text] = {
    "form": Text(sv="Formulär", en="Form"),
    "code_label": Text(sv="Kvittokod", en="Receipt code"),
    "skip_link": Text(sv="Hoppa till innehållet", en="Skip to content"),
    "language": Text(sv="Språk", en="Language"),
    "support": Text(sv="Stöd och hjälp", en="Support and help"),
    "support_short": Text(sv="Stöd", en="Support"),
    "leave": Text(sv="Lämna snabbt", en="Leave quickly"),
    "leave_hint": Text(
        sv="Lämna snabbt raderar det du har svarat och visar en kalender.",
        en="Leave quickly deletes what you have answered and shows a calendar.",
    ),
    "leave_hint_after": Text(
        sv="Lämna snabbt visar en kalender. Det du redan har lämnat in finns kvar.",
        en="Leave quickly shows a calendar; what you have handed in is kept.",
    ),
    "leave_shift": Text(
        sv="Tre snabba tryck på Skift gör samma sak.",
        en="Pressing Shift three times does the same.",
    ),
    "trial": Text(
        sv="Det här är en provkörning. Svaren används inte.",
        en="This is a trial run. The answers are not used.",
    ),
    "start": Text(sv="Börja", en="Start"),
    "start_over": Text(sv="Radera och börja om", en="Delete and start again"),
    "resume": Text(sv="Fortsätt där du var", en="Continue where you were"),
    "about_you": Text(sv="Så skyddas du", en="How you are protected"),
    "promise_anonymous": Text(
        sv="Ingen får veta vem du är. Vi sparar inte ditt namn, din adress på nätet, vilken enhet du använder "
        "eller när du svarar, bara vilken vecka du lämnar in.",
        en="Nobody learns who you are. We do not keep your name, your internet address, your device or when you "
        "answer, only the week in which you hand in.",
    ),
    "promise_voluntary": Text(
        sv="Det är frivilligt. Du kan hoppa över frågor och sluta när du vill.",
        en="It is voluntary. You can skip questions and stop whenever you like.",
    ),
    "promise_sealed": Text(
        sv="Svaren låses när du lämnar in dem, och bara de som gör undersökningen kan läsa dem.",
        en="Answers are locked when you hand them in, and only those who run the survey can read them.",
    ),
    "promise_trace": Text(
        sv="Inget sparas på enheten när webbläsaren har stängts, men sidans adress kan stå kvar i historiken.",
        en="Nothing stays on the device once the browser is closed, but the page's address may remain in its history.",
    ),
    "promise_help": Text(
        sv="Stöd och hjälp finns på varje sida. Med Lämna snabbt raderas svaren direkt.",
        en="Support and help is on every page. Leave quickly deletes your answers at once.",
    ),
    "progress": Text(sv="Del {number} av {total}", en="Section {number} of {total}"),
    "next": Text(sv="Nästa", en="Next"),
    "save": Text(sv="Spara och gå tillbaka till översikten", en="Save and return to the overview"),
    "back": Text(sv="Tillbaka", en="Back"),
    "skip_section": Text(sv="Hoppa över hela det här avsnittet", en="Skip this whole section"),
    "free": Text(
        sv="Du behöver inte svara. Lämna tomt och gå vidare om du vill.",
        en="You do not have to answer. Leave it empty and go on if you like.",
    ),
    "unanswered": Text(sv="Lämna obesvarad", en="Leave unanswered"),
    "several": Text(sv="Välj alla som stämmer.", en="Choose all that apply."),
    "range": Text(sv="Skriv ett heltal från {min} till {max}.", en="Write a whole number from {min} to {max}."),
    "line": Text(sv="Eller tryck på linjen.", en="Or press on the line."),
    "ticks_exactly": Text(sv="Välj {max}.", en="Choose {max}."),
    "ticks_least": Text(sv="Välj minst {min}.", en="Choose at least {min}."),
    "ticks_most": Text(sv="Välj högst {max}.", en="Choose at most {max}."),
    "ticks_between": Text(sv="Välj {min} till {max}.", en="Choose {min} to {max}."),
    "not_which": Text(sv="Svara bara hur många, inte vilka.", en="Answer only how many, not which."),
    "rank": Text(
        sv="Välj varje svar högst en gång. De sista rutorna kan lämnas tomma.",
        en="Choose each answer at most once. The last boxes can be left empty.",
    ),
    "no_choice": Text(sv="Inget valt", en="None chosen"),
    "year": Text(sv="År", en="Year"),
    "month": Text(sv="Månad", en="Month"),
    "day": Text(sv="Dag", en="Day"),
    "figures": Text(sv="Skriv med siffror, till exempel {example}.", en="Write in figures, for example {example}."),
    "earliest": Text(sv="Tidigast {day}.", en="{day} at the earliest."),
    "latest": Text(sv="Senast {day}.", en="{day} at the latest."),
    "longest": Text(sv="Högst {longest} tecken.", en="At most {longest} characters."),
    "own_words": Text(sv="Ditt eget svar", en="Your own answer"),
    "no_names": Text(
        sv="Skriv inga namn och inget annat som kan visa vem någon är.",
        en="Do not write names or anything else that could tell who somebody is.",
    ),
    "error_prefix": Text(sv="Fel: ", en="Error: "),
    "errors_title": Text(sv="Något behöver ändras", en="Something needs to be changed"),
    "said_title": Text(sv="Stämmer det här?", en="Is this right?"),
    "said_text": Text(sv="Ändra om du vill, eller gå vidare.", en="Change it if you like, or go on."),
    "calm_help": Text(sv="Känns det jobbigt?", en="Does this feel hard?"),
    "calm_help_text": Text(
        sv="Du kan ta en paus, hoppa över eller prata med någon.",
        en="You can take a break, skip, or talk to someone.",
    ),
    "review": Text(sv="Översikt", en="Overview"),
    "review_intro": Text(
        sv="Här står vad du har besvarat. Svaren visas inte, så ingen kan läsa dem över axeln. "
        "Du kan ändra innan du lämnar in.",
        en="This shows what you have answered. The answers are not shown, so nobody can read them over your shoulder. "
        "You can change them before you hand in.",
    ),
    "answered": Text(sv="Besvarad", en="Answered"),
    "partly": Text(sv="Delvis besvarad", en="Partly answered"),
    "not_answered": Text(sv="Inte besvarad", en="Not answered"),
    "read": Text(sv="Läst", en="Read"),
    "skipped": Text(sv="Överhoppad", en="Skipped"),
    "change": Text(sv="Ändra", en="Change"),
    "page_number": Text(sv="Sida {number} av {total}", en="Page {number} of {total}"),
    "hand_in": Text(sv="Lämna in mina svar", en="Hand in my answers"),
    "hand_in_hint": Text(
        sv="När du har lämnat in går svaren inte att ändra eller läsa här.",
        en="Once handed in, your answers cannot be changed or read here.",
    ),
    "thanks": Text(sv="Tack!", en="Thank you"),
    "thanks_text": Text(
        sv="Dina svar är inlämnade och låsta. Du kan stänga sidan.",
        en="Your answers are handed in and locked. You can close this page.",
    ),
    "code": Text(sv="Din kvittokod", en="Your receipt code"),
    "code_text": Text(
        sv="Koden visas bara här. Vill du senare ta tillbaka dina svar behöver du den. "
        "Den säger inget om dig eller vad du har svarat.",
        en="The code is shown only here. You need it if you later want to take your answers back. "
        "It says nothing about you or what you answered.",
    ),
    "code_link": Text(sv="Ta tillbaka svar", en="Take answers back"),
    "done": Text(sv="Klar, visa en kalender", en="Done, show a calendar"),
    "withdraw": Text(sv="Ta tillbaka svar", en="Take answers back"),
    "withdraw_text": Text(
        sv="Skriv kvittokoden, så raderas svaren. Det går tills svaren har hämtats till undersökningen.",
        en="Write the receipt code and the answers are deleted. This works until they have been fetched for the study.",
    ),
    "withdraw_button": Text(sv="Radera svaren", en="Delete the answers"),
    "withdrawn": Text(sv="Svaren är raderade", en="The answers are deleted"),
    "withdrawn_text": Text(sv="De går inte att få tillbaka.", en="They cannot be brought back."),
    "unknown_code": Text(
        sv="Det finns inga svar med den koden. Se efter att alla 16 tecken stämmer.",
        en="There are no answers with this code. Check that all 16 characters are right.",
    ),
    "support_back": Text(sv="Tillbaka till formuläret", en="Back to the form"),
    "support_start": Text(sv="Till formulärets första sida", en="To the form's first page"),
    "support_kept": Text(
        sv="Det du har svarat finns kvar medan du läser här.",
        en="What you have answered is kept while you read this.",
    ),
    "verified": Text(sv="Uppgifterna kontrollerades {day}.", en="Checked on {day}."),
    "support_none": Text(
        sv="Är du i fara eller behöver du hjälp direkt: ring 112.",
        en="If you are in danger or need help at once: call 112.",
    ),
    "ended": Text(sv="Formuläret är stängt", en="The form is closed"),
    "ended_text": Text(
        sv="Här finns inget påbörjat formulär. Det kan vara inlämnat, lämnat, eller så har det gått för lång tid. "
        "Inga svar går att läsa här.",
        en="There is no open form here. It may have been handed in, left, or too much time has passed. "
        "No answers can be read here.",
    ),
    "stopped": Text(sv="Här slutar formuläret", en="The form ends here"),
    "stopped_text": Text(
        sv="Inget av det du svarade har sparats.",
        en="Nothing that you answered has been kept.",
    ),
    "not_found": Text(sv="Sidan finns inte", en="There is no such page"),
    "not_found_text": Text(
        sv="Se efter att adressen är rätt skriven.",
        en="Check that the address is written correctly.",
    ),
    "not_allowed": Text(sv="Så går det inte att göra", en="That cannot be done this way"),
    "not_allowed_text": Text(
        sv="Gå tillbaka till formuläret och använd knapparna där.",
        en="Go back to the form and use the buttons there.",
    ),
    "foreign": Text(sv="Det gick inte att ta emot", en="This could not be received"),
    "foreign_text": Text(
        sv="Det som skickades hör inte till det öppna formuläret. Gå tillbaka till formuläret och försök igen.",
        en="What was sent does not belong to the open form. Go back to the form and try again.",
    ),
    "too_large": Text(sv="Det som skickades är för stort", en="What was sent is too large"),
    "too_large_text": Text(
        sv="Ett formulär är aldrig så stort. Gå tillbaka och försök igen.",
        en="A form is never that large. Go back and try again.",
    ),
    "too_many": Text(sv="Många svarar just nu", en="Many people are answering right now"),
    "too_many_text": Text(
        sv="Vänta en stund och försök igen. Det du har svarat finns kvar.",
        en="Wait a moment and try again. What you have answered is kept.",
    ),
    "failed": Text(sv="Något gick fel hos oss", en="Something went wrong on our side"),
    "failed_text": Text(
        sv="Det du svarade på tidigare sidor finns kvar. Gå tillbaka och försök igen.",
        en="What you answered on earlier pages is kept. Go back and try again.",
    ),
    "surveys": Text(sv="Undersökningar", en="Surveys"),
    "week": Text(sv="Vecka", en="Week"),
    "today": Text(sv="i dag", en="today"),
}

MONTHS = {
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
DAYS = {
    "sv": ("mån", "tis", "ons", "tor", "fre", "lör", "sön"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def nth(place: int, language: str) -> str:
    """What the box of a place in an order is called: "3rd choice"."""
    if language == "sv":
        return f"{place}:{'a' if place in (1, 2) else 'e'} valet"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place, "th")
    return f"{place}{ending} choice"


def word(key: str, language: str, **values: object) -> str:
    """One of the form's own texts, with `{...}` filled in."""
    return WORDS[key].in_language(language).format(**values)
