"""What stands on a page of questions: buttons, hints, what is wrong, what is said."""

from survey.text import Text

WORDS = {
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
}
