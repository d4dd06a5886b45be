"""What respondents are told about an answer that cannot be taken, in both languages. No message repeats an answer."""

from __future__ import annotations

from survey.model import Precision
from survey.text import Text

UNKNOWN = Text(
    sv="Det svaret finns inte på frågan. Välj ett av svaren.", en="This is not one of the answers. Choose one of them."
)
ONE = Text(sv="Välj ett svar.", en="Choose one answer.")
REQUIRED = Text(sv="Välj ett svar för att gå vidare.", en="Choose an answer to go on.")
ALONE = Text(
    sv="Svaret ”{}” kan inte väljas tillsammans med andra svar. Ta bort det eller de andra.",
    en="The answer “{}” cannot be chosen together with others. Remove it or the others.",
)
TOO_FEW = Text(sv="Välj minst {}, eller inget alls.", en="Choose at least {}, or none at all.")
TOO_MANY = Text(sv="Välj inte fler än {}.", en="Choose no more than {}.")

RANKED_TWICE = Text(
    sv="Ett svar kan bara ha en plats i ordningen. Välj ett annat på den ena platsen, eller lämna den tom.",
    en="An answer can have only one place in the order. Choose another for one of the places, or leave it empty.",
)
RANK_LEFT_OUT = Text(
    sv="Fyll i platserna i tur och ordning, utan att hoppa över någon.",
    en="Fill in the places one after the other, without leaving one out.",
)

WHOLE = Text(sv="Skriv ett heltal med siffror{}.", en="Write a whole number in figures{}.")
BETWEEN = Text(sv=" från {} till {}", en=" from {} to {}")
AT_LEAST = Text(sv=", {} eller mer", en=", {} or more")

DATE_PARTS: dict[Precision, Text] = {
    "year": Text(sv="Skriv året.", en="Write the year."),
    "month": Text(
        sv="Ange både år och månad, eller lämna båda tomma.",
        en="Fill in both year and month, or leave both empty.",
    ),
    "day": Text(
        sv="Ange år, månad och dag, eller lämna alla tre tomma.",
        en="Fill in year, month and day, or leave all three empty.",
    ),
}
DATE_FIGURES = Text(
    sv="Skriv med siffror, och året med fyra, som 2026.", en="Write it in figures, the year with four, such as 2026."
)
NO_SUCH_DATE = Text(
    sv="Det datumet finns inte i kalendern. Se efter månad och dag.",
    en="There is no such date in the calendar. Look at month and day again.",
)
EARLIEST = Text(sv="Tidigast {} kan anges.", en="The earliest that can be given is {}.")
LATEST = Text(sv="Senast {} kan anges.", en="The latest that can be given is {}.")

TOO_LONG = Text(
    sv="Texten är för lång. Korta den till högst {} tecken.",
    en="The text is too long. Shorten it to at most {} characters.",
)
