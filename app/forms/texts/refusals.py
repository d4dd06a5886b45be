"""Why something cannot be had, and what to do."""

from survey.text import Text

WORDS = {
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
}
