"""What lies around the questions: the first page, the head and foot of every page, support, the calendar."""

from survey.text import Text

WORDS = {
    "form": Text(sv="Formulär", en="Form"),
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
    "surveys": Text(sv="Undersökningar", en="Surveys"),
    "week": Text(sv="Vecka", en="Week"),
    "today": Text(sv="i dag", en="today"),
}
