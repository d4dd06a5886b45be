"""Why a figure or an output is not shown, in plain words and in both languages.

Each says what must hold, what was found here (of small counts never how many), and what to do in its place.
`model_reasons` has those of models, `keyed.reasons` those of figures with noise.
"""

from __future__ import annotations

from collections.abc import Sequence

from survey.text import Text

# Notes that stand under an output.

PUBLIC = Text(
    sv="Uppgifterna var redan offentliga. Inga värden har dolts eller avrundats.",
    en="The data were already public. No figures have been hidden or rounded.",
)
SYNTHETIC = Text(
    sv="Syntetiska data: påhittade svar, inte från någon person.",
    en="Synthetic data: made-up answers, not from any person.",
)
BLANKS = Text(
    sv="Dolda värden visas som ett streck med sin orsak; de är inte noll.",
    en="Hidden figures are shown as a dash with the reason; they are not zero.",
)
EXCEPTION = Text(
    sv="Visas genom ett undantag från en av studiens regler, som en namngiven granskare har beslutat om.",
    en="Shown by an exception from one of the study's rules, which a named output checker has decided on.",
)
UNNAMED = Text(sv="utan etikett", en="without a label")
UNNAMED_LEFT_OUT = Text(
    sv="Svar som frågeformuläret inte namnger står här bara där tillräckligt många har svarat så.",
    en="Answers that the questionnaire does not name are listed only where enough people gave them.",
)


def rounded(step: int) -> Text:
    """Note on rounding of a table."""
    return Text(
        sv=f"Antal är avrundade till närmaste {step}-tal, andelar till tiondels procent eller hela procent.",
        en=f"Counts are rounded to the nearest {step}, shares to a tenth of a per cent or to whole per cents.",
    )


def rounded_model(step: int) -> Text:
    """Note on rounding of a model."""
    return Text(
        sv=f"Antal är avrundade till närmaste {step}-tal, koefficienter till fyra siffror.",
        en=f"Counts are rounded to the nearest {step}, coefficients to four digits.",
    )


def adjusted(adjustment: str) -> tuple[Text, ...]:
    """What p values were adjusted by for several tests; nothing where they were not."""
    if not adjustment:
        return ()
    return (
        Text(
            sv=f"p-värdena är justerade för att flera test har gjorts ({adjustment}).",
            en=f"The p values are adjusted for several tests having been made ({adjustment}).",
        ),
    )


# Reasons of a blank.

SECONDARY = Text(
    sv="Dolt: inget dolt värde får kunna räknas ut, och med detta värde skulle det gå här. Slå samman svar eller "
    "grupper, så att färre värden döljs.",
    en="Hidden: no hidden figure may be worked out, and with this one here one could be. Merge answers or groups, so "
    "that fewer figures are hidden.",
)
NOBODY = Text(
    sv="Inget värde: minst en person måste ha svarat, och här har ingen i gruppen gjort det. Slå samman gruppen med "
    "en annan.",
    en="No figure: at least one person must have answered, and here nobody in the group did. Merge the group with "
    "another.",
)
TEST_WITHHELD = Text(
    sv="Testet visas inte: det får bara bygga på värden som visas, och här är några av dem dolda. Slå samman svar "
    "eller grupper, så att inget döljs.",
    en="The test is not shown: it may rest only on figures that are shown, and here some of them are hidden. Merge "
    "answers or groups, so that none is hidden.",
)
DOMINATED = Text(
    sv="Dolt: ingen person, och inga två, får stå för det mesta av ett värde; här gör de det. Slå samman gruppen med "
    "en annan, eller be om medianen.",
    en="Hidden: no person, and no two, may make up most of a figure; here they do. Merge the group with another, or "
    "ask for the median.",
)
TWO_ANSWERS = Text(
    sv="Dolt: ett medelvärde får inte vara en andel, och här har gruppen gett bara två olika svar. Be om en tabell "
    "över svaren.",
    en="Hidden: a mean may not be a share, and here the group gave only two different answers. Ask for a table of the "
    "answers.",
)


def too_few_in_cell(threshold: int) -> Text:
    """Primary suppression of a share."""
    return Text(
        sv=f"Dolt: minst {threshold} måste ha svarat så, för att ingen ska kunna kännas igen; här är de färre. Slå "
        "samman svar eller grupper.",
        en=f"Hidden: at least {threshold} must have answered so, so that nobody can be recognised; here they are "
        "fewer. Merge answers or groups.",
    )


def too_few_at_step(threshold: int) -> Text:
    """A step of a distribution function."""
    return Text(
        sv=f"Dolt: minst {threshold} svar måste ligga mellan en gräns och den förra, och ovanför den; här är de färre. "
        "Välj färre gränser med längre avstånd.",
        en=f"Hidden: at least {threshold} answers must lie between a limit and the one before, and above it; here they "
        "are fewer. Choose fewer limits, farther apart.",
    )


def too_few_beside(least: int) -> Text:
    """A quantile near an end, or with its neighbours too near."""
    return Text(
        sv=f"Dolt: minst {least} svar måste ligga på var sida om kvantilens intervall, och mellan den och nästa; här "
        "är de färre. Be om kvartiler eller medianen, eller slå samman grupper.",
        en=f"Hidden: at least {least} answers must lie on each side of the quantile's interval, and between it and the "
        "next; here they are fewer. Ask for quartiles or the median, or merge groups.",
    )


def too_few_in_group(minimum: int) -> Text:
    """A base that is too small."""
    return Text(
        sv=f"Dolt: en grupp måste ha minst {minimum} svar; här är de färre. Slå samman gruppen med en annan, eller ta "
        "bort ett filter.",
        en=f"Hidden: a group must have at least {minimum} answers; here there are fewer. Merge the group with another, "
        "or leave out a filter.",
    )


def too_few_either_way(threshold: int) -> Text:
    """A single proportion whose category or whose rest is small."""
    return Text(
        sv=f"Dolt: minst {threshold} måste ha svarat så, och minst {threshold} något annat, för att ingen ska kunna "
        "kännas igen; här är de färre. Slå samman svar, eller ta bort ett filter.",
        en=f"Hidden: at least {threshold} must have answered so, and at least {threshold} otherwise, so that nobody "
        "can be recognised; here they are fewer. Merge answers, or leave out a filter.",
    )


# Refusals.

BY_UNIT = Text(
    sv="Visas inte: resultat får aldrig visas för enskilda urvalsenheter, till exempel skolor; här skulle de delas "
    "upp så. Gruppera efter något annat.",
    en="Not shown: results may never be shown by sampling unit, such as a school; here they would be. Group by "
    "something else.",
)
COMBINED = Text(
    sv="Visas inte: en tabell får bara gruppera efter en variabel, eftersom kombinationer inte kan prövas mot det som "
    "redan har visats; här är det flera. Gruppera efter en variabel och filtrera på den andra.",
    en="Not shown: a table may group by one variable only, as combinations cannot be checked against what was shown "
    "before; here there are several. Group by one variable and filter on the other.",
)
GIVEN_AWAY = Text(
    sv="Tabellen visas inte: inget dolt värde får kunna räknas ut, och här skulle det som redan har visats avslöja "
    "värden som måste döljas. Använd samma filter som tidigare, eller slå samman kategorier.",
    en="The table is not shown: no hidden figure may be worked out, and here what was shown before would give away "
    "figures that must be hidden. Use the same filter as before, or merge categories.",
)
FORBIDDEN = Text(
    sv="Visas inte: bara det som granskaren av resultaten godtar får lämnas ut, och här har granskaren sagt nej. "
    "Fråga efter något annat, eller tala med granskaren.",
    en="Not shown: only what the output checker accepts may be released, and here the checker said no. Ask for "
    "something else, or speak to the checker.",
)
NOTHING_NAMED = Text(
    sv="Tabellen visas inte: svar som frågeformuläret inte namnger får bara visas där tillräckligt många har gett dem, "
    "och här räcker det inte för något. Gruppera svaren först.",
    en="The table is not shown: answers that the questionnaire does not name may be shown only where enough people "
    "gave them, and here too few gave any. Group the answers first.",
)
INFLATION = Text(
    sv="Visas inte: variansinflation får aldrig visas, för ur den kan tabellen över två ja- och nejfrågor räknas ut; "
    "här var det den som begärdes. Läs i stället anmärkningarna till modellen, som säger vilka variabler som blåser "
    "upp variansen.",
    en="Not shown: variance inflation may never be shown, as the table of two yes-or-no questions can be worked out "
    "from it; here it was asked for. Read the notes of the model in its place: they say which variables inflate.",
)
YES_OR_NO_MEAN = Text(
    sv="Medelvärdet visas inte: ett medelvärde får inte vara en andel, vars celler ingen har prövat, och här har "
    "frågan bara två svar. Be om en tabell, där varje cell prövas.",
    en="The mean is not shown: a mean may not be a share, whose cells nobody has checked, and here the question has "
    "only two answers. Ask for a table, in which each cell is checked.",
)
MEAN_OF_CODES = Text(
    sv="Medelvärdet visas inte: ur ett exakt medelvärde och tabellen får inga dolda antal kunna räknas ut, och här har "
    "frågan svarsalternativ. Be om en tabell över svaren.",
    en="The mean is not shown: no hidden count may be worked out from an exact mean beside the table, and here the "
    "question has answers to choose from. Ask for a table of the answers.",
)
EXTREME = Text(
    sv="Visas inte: det minsta och det största värdet får aldrig visas, för de är en enda persons svar; här är de "
    "med. Be om kvartiler eller deciler.",
    en="Not shown: the least and the greatest value may never be shown, as each is the answer of one person; here they "
    "are among what was asked. Ask for quartiles or deciles.",
)
QUANTILE_PLACES = Text(
    sv="Visas inte: kvantiler får bara visas vid hela tjugondelar (0,05; 0,10; 0,25; 0,5 och så vidare), för att ingen "
    "ska kunna räkna personer genom att flytta gränsen; här ligger någon däremellan. Be om kvartiler eller deciler.",
    en="Not shown: quantiles may be shown only at whole twentieths (0.05, 0.10, 0.25, 0.5 and so on), so that nobody "
    "can count people by moving the cut; here one lies between them. Ask for quartiles or deciles.",
)
OTHER_STEPS = Text(
    sv="Visas inte: en fördelning måste ha samma gränser, grupper och filter som när den först visades, för att "
    "skillnaden inte ska visa enstaka personers svar; här har den andra. Använd samma gränser, grupper och filter som "
    "då.",
    en="Not shown: a distribution must have the limits, groups and filter with which it was first shown, so that the "
    "difference does not show the answers of a few; here it has others. Use the same limits, groups and filter as "
    "then.",
)
STEPS_AND_COUNTS = Text(
    sv="Visas inte: av en fråga får bara fördelningen eller tabellen visas, för tillsammans visar de enstaka personers "
    "svar; här har den andra redan visats. Använd det som redan har visats.",
    en="Not shown: of a question either the distribution or the table may be shown, as together they show the answers "
    "of a few; here the other was shown before. Use what was shown before.",
)
TOO_MUCH_BEFORE = Text(
    sv="Visas inte: exakta tabeller som hänger ihop måste kunna skyddas tillsammans i rimlig tid, och här har redan "
    "för många visats. Bestäm tabellerna på förhand och publicera dem på en gång (`varsam publish`), eller svara med "
    'brus ([release] dashboard = "keyed").',
    en="Not shown: exact tables that hang together must be protected together in reasonable time, and here too many "
    "were shown before. Choose the tables beforehand and publish them at once (`varsam publish`), or answer with noise "
    '([release] dashboard = "keyed").',
)
NOTHING_PUBLISHED = Text(
    sv="Visas inte: tabellerna måste först skyddas tillsammans och publiceras, och här har det inte skett. Publicera "
    "dem med `varsam publish`, eller be den som ansvarar för studien göra det.",
    en="Not shown: the tables must first be protected together and published, and here that was not done. Publish them "
    "with `varsam publish`, or ask whoever is responsible for the study to do so.",
)
ANSWERS_CHANGED = Text(
    sv="Visas inte: svaren måste vara de som publiceringen gjordes av, och här har de ändrats. Publicera tabellerna på "
    "nytt med `varsam publish`, som prövar dem mot de förra.",
    en="Not shown: the answers must be those that the publication was made of, and here they have changed. Publish the "
    "tables anew with `varsam publish`, which checks them against the earlier ones.",
)
FILTERED_BY_ITSELF = Text(
    sv="Visas inte: en fråga får inte filtreras på sina egna svar, för då har alla i tabellen svarat lika; här står "
    "den i filtret. Ta bort filtret, eller filtrera på en annan fråga.",
    en="Not shown: a question may not be filtered by its own answers, for then all in the table answered alike; here "
    "it stands in the filter. Remove the filter, or filter by another question.",
)


def no_rules(statistic: str) -> Text:
    """Why a statistic is not shown of data that are not public."""
    return Text(
        sv=f'"{statistic}" visas inte: bara mått med regler som skyddar de svarande får visas, och för detta finns här '
        "ännu inga. Be om andelar, medelvärden, summor, kvoter, varianser, kvantiler, fördelningar eller en modell.",
        en=f'"{statistic}" is not shown: only statistics with rules that protect respondents may be shown, and here '
        "there are none yet. Ask for proportions, means, totals, ratios, variances, quantiles, distributions or a "
        "model.",
    )


def too_many_dimensions(found: int, most: int, level: int) -> Text:
    """More variables together than the level allows."""
    return Text(
        sv=f"Visas inte: på känslighetsnivå {level} får högst {most} variabler kombineras (rader, kolumner, filter); "
        f"här är de {found}. Ta bort en kolumn- eller filtervariabel.",
        en=f"Not shown: at sensitivity level {level} at most {most} variables may be combined (rows, columns and "
        f"filter); here there are {found}. Leave out a column or filter variable.",
    )


def other_level(levels: Sequence[float]) -> Text:
    """A level of confidence of one's own choice."""
    first, last = ", ".join(f"{100 * level:g}" for level in levels[:-1]), f"{100 * levels[-1]:g}"
    return Text(
        sv=f"Visas inte: konfidensgraden måste vara {first} eller {last} procent, för ur många kan det räknas ut hur "
        "många som har svarat; här är den en annan. Välj en av dem.",
        en=f"Not shown: the level of confidence must be {first} or {last} per cent, for from many it can be worked out "
        "how many answered; here it is another. Choose one of them.",
    )


def by_a_number(name: str) -> Text:
    """Filtered by a weight or by a number without codes, or grouped by a weight."""
    return Text(
        sv=f'Visas inte: bara svar som har koder får filtrera, och inga vikter får gruppera; här är "{name}" en vikt '
        "eller ett tal, där varje värde kan vara en enda persons. Använd en indelning som studien har bestämt "
        "([groupings] i study.toml).",
        en=f'Not shown: only answers that have codes may filter, and no weight may group; here "{name}" is a weight or '
        "a number, of which each value may be a single person's. Use a grouping that the study declares ([groupings] "
        "in study.toml).",
    )


def differs_by_few(threshold: int) -> Text:
    """Differencing against an earlier release."""
    return Text(
        sv=f"Visas inte: en grupp måste vara densamma som har visats tidigare, eller skilja sig från den med minst "
        f"{threshold} personer; här är det färre, så att skillnaden skulle visa vad enstaka personer har svarat. "
        "Använd samma filter som tidigare, eller ett som skiljer sig mer.",
        en=f"Not shown: a group must be one that was shown before, or differ from it by at least {threshold} people; "
        "here it is fewer, so that the difference would show the answers of a few. Use the same filter as before, or "
        "one that differs by more.",
    )


def moved_by_few(threshold: int) -> Text:
    """A publication of answers that are almost those of an earlier one."""
    return Text(
        sv=f"Publiceras inte: minst {threshold} personer måste ha tillkommit eller fallit bort sedan en tidigare "
        "publicering; här är det färre, så att skillnaden skulle visa vad enstaka personer har svarat. Publicera de "
        f"tidigare tabellerna igen, eller vänta tills minst {threshold} har tillkommit.",
        en=f"Not published: at least {threshold} people must have been added, or have left, since an earlier "
        "publication; here it is fewer, so that the difference would show the answers of a few. Publish the earlier "
        f"tables again, or wait until at least {threshold} have been added.",
    )


def not_published(asked: Sequence[str], nearest: Sequence[str], *, filtered: bool) -> Text:
    """A table that is not in the published family; `nearest` are some that are."""
    table, known = " x ".join(asked), ", ".join(nearest)
    sv, en = (" med filter", " with a filter") if filtered else ("", "")
    return Text(
        sv=f"Visas inte: bara tabeller som studien har publicerat får visas, och {table}{sv} hör här inte till dem. "
        f"Använd en av de närmaste ({known}), eller ta in tabellen under [publication] i study.toml och publicera den "
        "(`varsam publish`).",
        en=f"Not shown: only tables that the study has published may be shown, and here {table}{en} is not among them. "
        f"Use one of the nearest ({known}), or add the table under [publication] in study.toml and publish it "
        "(`varsam publish`).",
    )
