"""Why a model is not shown, in both languages: what must hold, what was found here, what to do in its place."""

from __future__ import annotations

from survey.text import Text

SATURATED = Text(
    sv="Modellen visas inte: den måste ha färre koefficienter än det finns olika grupper; här är de lika många, så att "
    "den är en tabell i annan form. Be om tabellen i stället, eller ta bort samspel.",
    en="The model is not shown: it must have fewer coefficients than there are distinct groups; here they are as many, "
    "so that it is a table in another form. Ask for the table instead, or leave out interactions.",
)
LEVERAGE = Text(
    sv="Modellen visas inte: ingen koefficient får vila på några få personer, vars svar då kan räknas ut; här gör en "
    "det. Ta bort den variabel som har enstaka ytterliga värden, eller gruppera den.",
    en="The model is not shown: no coefficient may rest on a few people, whose answers could then be worked out; here "
    "one does. Leave out the variable that has a few extreme values, or group it.",
)
INTERACTION = Text(
    sv="Modellen visas inte: antalet svar i varje cell av ett samspel måste vara känt, och här är det inte det. Ta "
    "bort samspelet.",
    en="The model is not shown: the number of answers in each cell of an interaction must be known, and here it is "
    "not. Leave the interaction out.",
)
UNCOUNTED = Text(
    sv="Modellen visas inte: antalet svar i varje kategori av utfallet måste vara känt, och här är det inte det. Be om "
    "en tabell över utfallet i stället.",
    en="The model is not shown: the number of answers in each category of the outcome must be known, and here it is "
    "not. Ask for a table of the outcome instead.",
)


def too_few_for_model(minimum: int) -> Text:
    """A model on too few cases."""
    return Text(
        sv=f"Modellen visas inte: den måste bygga på minst {minimum} svar; här är de färre. Vidga filtret, eller ta "
        "bort en variabel som många har lämnat tom.",
        en=f"The model is not shown: it must rest on at least {minimum} answers; here there are fewer. Widen the "
        "filter, or leave out a variable that many left blank.",
    )


def free_form(part: str) -> Text:
    """A formula that cuts or bends a variable by numbers of one's own choice."""
    return Text(
        sv=f"Modellen visas inte: en formel får inte räkna fritt med en variabel, för då kan den delas där en enda "
        f'person finns; här gör "{part}" det. Skriv variabeln som den är, C(variabel), log(variabel), sqrt(variabel) '
        "eller I(variabel ** 2), eller använd en av studiens indelningar.",
        en="The model is not shown: a formula may not calculate with a variable freely, for then it can be cut where a "
        f'single person lies; here "{part}" does. Write the variable as it is, C(variable), log(variable), '
        "sqrt(variable) or I(variable ** 2), or use one of the study's groupings.",
    )


def too_few_events(threshold: int) -> Text:
    """A logistic model with too few cases with, or without, the outcome."""
    return Text(
        sv=f"Modellen visas inte: minst {threshold} måste ha utfallet, och minst {threshold} sakna det; här är de "
        "färre. Vidga filtret, eller välj ett vanligare utfall.",
        en=f"The model is not shown: at least {threshold} must have the outcome, and at least {threshold} must not; "
        "here they are fewer. Widen the filter, or choose a more common outcome.",
    )


def too_few_of_outcome(threshold: int) -> Text:
    """A model of several outcomes with too few cases in one of them."""
    return Text(
        sv=f"Modellen visas inte: minst {threshold} måste ha gett vart och ett av utfallets svar; här är de färre för "
        "ett av dem. Slå samman dess kategorier.",
        en=f"The model is not shown: at least {threshold} must have given each of the outcome's answers; here they are "
        "fewer for one of them. Merge its categories.",
    )


def residual_df(minimum: int) -> Text:
    """A model with too many coefficients for its cases."""
    return Text(
        sv=f"Modellen visas inte: minst {minimum} frihetsgrader måste vara kvar för residualen; här är de färre. Ta "
        "bort variabler, eller slå samman kategorier.",
        en=f"The model is not shown: at least {minimum} residual degrees of freedom must be left; here there are "
        "fewer. Leave out variables, or merge categories.",
    )


def small_factor_cell(variable: Text, category: Text, threshold: int) -> Text:
    """A category of a factor with too few cases, or too few with or without the outcome, or with one of several."""
    named = {
        language: f'"{category.in_language(language)}" ({variable.in_language(language)})' for language in ("sv", "en")
    }
    return Text(
        sv=f"Modellen visas inte: varje kategori måste ha minst {threshold} svar, och lika många med och utan "
        f"utfallet; här har kategorin {named['sv']} färre än {threshold}. Slå samman kategorier, eller ta bort "
        "variabeln.",
        en=f"The model is not shown: each category must have at least {threshold} answers, and as many with and "
        f"without the outcome; here the category {named['en']} has fewer than {threshold}. Merge categories, or leave "
        "the variable out.",
    )
