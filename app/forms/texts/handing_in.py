"""The overview, handing in, the receipt, and taking answers back."""

from survey.text import Text

WORDS = {
    "code_label": Text(sv="Kvittokod", en="Receipt code"),
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
}
