"""Why a figure or an output is not shown, in plain words and in both languages."""

from __future__ import annotations

from survey.text import Text

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
SECONDARY = Text(
    sv="Dolt för att ett annat dolt värde inte ska kunna räknas ut.",
    en="Hidden so that another hidden figure cannot be worked out.",
)
BY_UNIT = Text(
    sv="Resultat visas aldrig för enskilda urvalsenheter, till exempel skolor. Gruppera efter något annat.",
    en="Results are never shown by sampling unit, such as a school. Group by something else.",
)
COMBINED = Text(
    sv="Visas inte: tabeller som kombinerar flera grupperingar prövas inte mot det som redan har visats. Gruppera "
    "efter en variabel och filtrera på den andra.",
    en="Not shown: tables that combine several groupings are not checked against what was shown before. Group by one "
    "variable and filter on the other.",
)
NOBODY = Text(sv="Ingen i denna grupp har svarat.", en="Nobody in this group answered.")
TEST_WITHHELD = Text(
    sv="Testet visas inte, eftersom det bygger på värden som är dolda.",
    en="The test is not shown, because it rests on figures that are hidden.",
)
GIVEN_AWAY = Text(
    sv="Tabellen visas inte: det som redan har visats skulle avslöja värden som måste döljas här. "
    "Använd samma filter som tidigare, eller slå samman kategorier.",
    en="The table is not shown: what was shown before would give away figures that must be hidden here. "
    "Use the same filter as before, or merge categories.",
)
SATURATED = Text(
    sv="Modellen visas inte: den har lika många koefficienter som det finns olika grupper och är därför en tabell i "
    "annan form. Be om tabellen i stället, eller ta bort samspel.",
    en="The model is not shown: it has as many coefficients as there are distinct groups, so it is a table in another "
    "form. Ask for the table instead, or leave out interactions.",
)
FORBIDDEN = Text(
    sv="Visas inte: den som granskar resultaten har bestämt att detta inte lämnas ut. Fråga efter något annat.",
    en="Not shown: the output checker has decided that this is not released. Ask for something else.",
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
NOTHING_NAMED = Text(
    sv="Tabellen visas inte: inget svar som frågeformuläret saknar namn på har getts av tillräckligt många. "
    "Gruppera svaren först.",
    en="The table is not shown: the questionnaire names none of these answers, and too few gave any of them. "
    "Group the answers first.",
)
LEVERAGE = Text(
    sv="Modellen visas inte: en koefficient vilar på några få personer, så att deras svar kan räknas ut. Ta bort den "
    "variabel som har enstaka ytterliga värden, eller gruppera den.",
    en="The model is not shown: a coefficient rests on a few people, so that their answers can be worked out. "
    "Leave out the variable that has a few extreme values, or group it.",
)
INTERACTION = Text(
    sv="Modellen visas inte: antalet svar i samspelets celler är inte känt. Ta bort samspelet.",
    en="The model is not shown: the number of answers in the cells of the interaction is not known. "
    "Leave the interaction out.",
)
INFLATION = Text(
    sv="Visas inte: ur variansinflationen kan tabellen över två ja- och nejfrågor räknas ut. En modell som visas säger "
    "i sina anmärkningar vilka variabler som blåser upp variansen.",
    en="Not shown: from variance inflation the table of two yes-or-no questions can be worked out. A model that is "
    "shown says in its notes which variables inflate.",
)
UNCOUNTED = Text(
    sv="Modellen visas inte: antalet svar i varje kategori av utfallet är inte känt.",
    en="The model is not shown: the number of answers in each category of the outcome is not known.",
)
YES_OR_NO_MEAN = Text(
    sv="Medelvärdet visas inte: frågan har bara två svar, så medelvärdet är en andel. Be om en tabell, där varje cell "
    "prövas.",
    en="The mean is not shown: the question has only two answers, so the mean is a proportion. Ask for a table, "
    "in which each cell is checked.",
)

EXTREME = Text(
    sv="Visas inte: det minsta och det största värdet är en enda persons svar. Be om kvartiler eller deciler.",
    en="Not shown: the least and the greatest value are the answer of one person. Ask for quartiles or deciles.",
)
QUANTILE_PLACES = Text(
    sv="Visas inte: kvantiler visas vid jämna tjugondelar (0,05; 0,10; 0,25; 0,5 och så vidare), för att ingen ska "
    "kunna räkna personer genom att flytta gränsen lite i taget.",
    en="Not shown: quantiles are shown at whole twentieths (0.05, 0.10, 0.25, 0.5 and so on), so that nobody can count "
    "people by moving the cut little by little.",
)
DOMINATED = Text(
    sv="Dolt för att en eller två personer står för det mesta av värdet.",
    en="Hidden because one or two people make up most of this figure.",
)
TWO_ANSWERS = Text(
    sv="Dolt för att gruppen har gett bara två olika svar, så att värdet är en andel. Be om en tabell.",
    en="Hidden because this group gave only two different answers, so that the figure is a share. Ask for a table.",
)
OTHER_STEPS = Text(
    sv="Visas inte: fördelningen av svaren har redan visats med andra gränser, grupper eller filter, och skillnaden "
    "mellan de två skulle visa enstaka personers svar. Använd samma gränser, grupper och filter som då.",
    en="Not shown: the distribution of these answers was shown before with other limits, groups or filters, and the "
    "difference of the two would show the answers of a few. Use the same limits, groups and filter as then.",
)
STEPS_AND_COUNTS = Text(
    sv="Visas inte: av samma fråga har redan en fördelning eller en tabell visats, och de två tillsammans skulle visa "
    "enstaka personers svar. Använd det som redan har visats.",
    en="Not shown: a distribution or a table of the same question was shown before, and the two together would show "
    "the answers of a few. Use what was shown before.",
)


def no_rules(statistic: str) -> Text:
    """Why a statistic is not shown of data that are not public."""
    return Text(
        sv=f'"{statistic}" visas inte: för det måttet finns ännu inga regler som skyddar de svarande. Andelar, '
        "medelvärden, summor, kvoter, varianser, kvantiler, fördelningar och modeller kan visas.",
        en=f'"{statistic}" is not shown: there are no rules yet that protect respondents in it. Proportions, means, '
        "totals, ratios, variances, quantiles, distributions and models can be shown.",
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


def too_few_in_cell(threshold: int) -> Text:
    """Primary suppression of a share."""
    return Text(
        sv=f"Färre än {threshold} har svarat så; dolt för att ingen ska kunna kännas igen.",
        en=f"Fewer than {threshold} answered so; hidden so that nobody can be recognised.",
    )


def too_few_at_step(threshold: int) -> Text:
    """A step of a distribution function."""
    return Text(
        sv=f"Färre än {threshold} svar ligger mellan denna gräns och den förra, eller ovanför den.",
        en=f"Fewer than {threshold} answers lie between this limit and the one before, or above it.",
    )


def too_few_beside(least: int) -> Text:
    """A quantile near an end, or with its neighbours too near."""
    return Text(
        sv=f"Dolt för att färre än {least} svar ligger på ena sidan om kvantilens intervall, eller mellan den och "
        "nästa.",
        en=f"Hidden because fewer than {least} answers lie on one side of the quantile's interval, or between it and "
        "the next.",
    )


def too_few_in_group(minimum: int) -> Text:
    """A base that is too small."""
    return Text(
        sv=f"För få svar i denna grupp: färre än {minimum}.",
        en=f"Too few answers in this group: fewer than {minimum}.",
    )


def too_few_either_way(threshold: int) -> Text:
    """A single proportion whose category or whose rest is small."""
    return Text(
        sv=f"Färre än {threshold} har svarat så eller har inte svarat så; dolt för att ingen ska kunna kännas igen.",
        en=f"Fewer than {threshold} answered so, or did not; hidden so that nobody can be recognised.",
    )


def too_many_dimensions(found: int, most: int, level: int) -> Text:
    """More variables together than the level allows."""
    return Text(
        sv=f"Visas inte: på känslighetsnivå {level} får högst {most} variabler kombineras (rader, kolumner, filter); "
        f"här är de {found}. Ta bort en kolumn- eller filtervariabel.",
        en=f"Not shown: at sensitivity level {level} at most {most} variables may be combined (rows, columns and "
        f"filter); here there are {found}. Leave out a column or filter variable.",
    )


def differs_by_few(threshold: int) -> Text:
    """Differencing against an earlier release."""
    return Text(
        sv=f"Visas inte: gruppen skiljer sig med färre än {threshold} personer från en som redan har visats, så att "
        "skillnaden skulle visa vad enstaka personer har svarat. Använd samma filter som tidigare, eller ett som "
        f"skiljer sig med minst {threshold} personer.",
        en=f"Not shown: the group differs by fewer than {threshold} people from one that was shown before, so that the "
        "difference would show the answers of a few. Use the same filter as before, or one that differs by at least "
        f"{threshold} people.",
    )


def moved_by_few(threshold: int) -> Text:
    """A publication of answers that are almost those of an earlier one."""
    return Text(
        sv=f"Publiceras inte: sedan en tidigare publicering har färre än {threshold} personer tillkommit eller fallit "
        "bort, så att skillnaden skulle visa vad enstaka personer har svarat. Publicera de tidigare tabellerna igen, "
        f"eller vänta tills minst {threshold} har tillkommit.",
        en=f"Not published: fewer than {threshold} people have been added, or have left, since an earlier publication, "
        "so that the difference would show the answers of a few. Publish the earlier tables again, or wait until at "
        f"least {threshold} have been added.",
    )


def not_published(table: tuple[str, ...], tables: tuple[tuple[str, ...], ...]) -> Text:
    """A table that is not in the published family."""
    known = ", ".join(" x ".join(one) for one in tables)
    return Text(
        sv=f"Visas inte: tabellen {' x '.join(table)} hör inte till de publicerade. De är: {known}. Fler tabeller tas "
        "in under [publication] i study.toml.",
        en=f"Not shown: the table {' x '.join(table)} is not among those published. They are: {known}. Further tables "
        "are added under [publication] in study.toml.",
    )


def too_few_for_model(minimum: int) -> Text:
    """A model on too few cases."""
    return Text(
        sv=f"Modellen visas inte: den bygger på färre än {minimum} svar. Vidga filtret.",
        en=f"The model is not shown: it rests on fewer than {minimum} answers. Widen the filter.",
    )


TOO_MUCH_BEFORE = Text(
    sv="Visas inte: så många exakta tabeller som hänger ihop med den här har redan visats att de inte kan skyddas "
    "tillsammans i rimlig tid. Bestäm tabellerna på förhand och publicera dem på en gång (`varsam publish`), eller "
    'svara med brus ([release] dashboard = "keyed").',
    en="Not shown: so many exact tables that hang together with this one were shown before that they cannot be "
    "protected together in reasonable time. Choose the tables beforehand and publish them at once (`varsam publish`), "
    'or answer with noise ([release] dashboard = "keyed").',
)
FILTERED_BY_ITSELF = Text(
    sv="Visas inte: frågan är filtrerad på sina egna svar, så att alla i tabellen har svarat lika. Ta bort filtret, "
    "eller filtrera på en annan fråga.",
    en="Not shown: the question is filtered by its own answers, so that all in the table answered alike. Remove the "
    "filter, or filter by another question.",
)


def free_form(part: str) -> Text:
    """A formula that cuts or bends a variable by numbers of one's own choice."""
    return Text(
        sv=f'Modellen visas inte: "{part}" i formeln räknar fritt med en variabel, så att den kan delas där en enda '
        "person finns. Skriv variabeln som den är, C(variabel), log(variabel), sqrt(variabel) eller "
        "I(variabel ** 2), eller använd en av studiens indelningar.",
        en=f'The model is not shown: "{part}" in the formula calculates with a variable freely, so that it can be cut '
        "where a single person lies. Write the variable as it is, C(variable), log(variable), sqrt(variable) or "
        "I(variable ** 2), or use one of the study's groupings.",
    )


def too_few_events(threshold: int) -> Text:
    """A logistic model with too few cases with, or without, the outcome."""
    return Text(
        sv=f"Modellen visas inte: färre än {threshold} har utfallet, eller färre än {threshold} saknar det.",
        en=f"The model is not shown: fewer than {threshold} have the outcome, or fewer than {threshold} do not.",
    )


def too_few_of_outcome(threshold: int) -> Text:
    """A model of several outcomes with too few cases in one of them."""
    return Text(
        sv=f"Modellen visas inte: färre än {threshold} har gett ett av utfallets svar. Slå samman dess kategorier.",
        en=f"The model is not shown: fewer than {threshold} gave one of the outcome's answers. Merge its categories.",
    )


def residual_df(minimum: int) -> Text:
    """A model with too many coefficients for its cases."""
    return Text(
        sv=f"Modellen visas inte: den behöver minst {minimum} frihetsgrader kvar för residualen. Ta bort variabler.",
        en=f"The model is not shown: it must leave {minimum} or more residual degrees of freedom. Leave out variables.",
    )


def small_factor_cell(variable: Text, category: Text, threshold: int) -> Text:
    """A category of a factor with too few cases, or too few with or without the outcome, or with one of several."""
    named = {
        language: f'"{category.in_language(language)}" ({variable.in_language(language)})' for language in ("sv", "en")
    }
    return Text(
        sv=f"Modellen visas inte: kategorin {named['sv']} har färre än {threshold} svar, eller så få med eller utan "
        "utfallet. Slå samman kategorier eller ta bort variabeln.",
        en=f"The model is not shown: the category {named['en']} has fewer than {threshold} answers, or so few with or "
        "without the outcome. Merge categories or leave the variable out.",
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
