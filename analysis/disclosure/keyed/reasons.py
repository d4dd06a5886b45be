"""Why a question is not answered with noise, or a figure not shown: what was asked, the rule, the way on."""

from __future__ import annotations

from collections.abc import Sequence

from survey.text import Text

MOST_NAMED = 8

PERTURBED = Text(
    sv="Alla tal bygger på antal som har ändrats slumpmässigt med några få personer för att skydda de svarande. Samma "
    "fråga ger alltid samma tal, och delar summerar till helheten så när som på avrundning; osäkerheten räknar med "
    "ändringen.",
    en="All figures rest on counts that were changed at random by a few people, to protect respondents. The same "
    "question always gives the same figure, and parts add up to the whole, give or take rounding; the uncertainty "
    "includes the change.",
)
WITHOUT_NOISE = Text(
    sv="Dolt: värdet har ingen osäkerhet, till exempel för att alla i gruppen svarade lika, så att inget brus kan "
    "skydda det.",
    en="Hidden: the figure has no uncertainty, for instance because everybody in the group answered the same, so that "
    "no noise can protect it.",
)
WHOLE_GROUP = Text(
    sv="Dolt: alla, eller alla utom några få, i gruppen har svarat så, eller antalet har ändrats med några få personer "
    "sedan det visades.",
    en="Hidden: everybody, or all but a few, in the group answered so, or the count has moved by a few people since "
    "it was shown.",
)
PUBLISHED_EXACTLY = Text(
    sv="Visas inte: dessa variabler är publicerade i exakta tabeller med dolda celler, och med brus vid sidan av "
    "skulle de dolda kunna räknas ut. Använd den publicerade tabellen, eller fråga om andra variabler.",
    en="Not shown: these variables are published in exact tables with hidden cells, and with noisy figures beside them "
    "the hidden ones could be worked out. Use the published table, or ask about other variables.",
)
ANSWERED_WITH_NOISE = Text(
    sv="Visas inte exakt: frågor om dessa variabler har redan besvarats med brus, och vid sidan av det skulle de "
    "dolda cellerna kunna räknas ut. Slå samman kategorier så att ingen cell behöver döljas, eller publicera andra "
    "variabler.",
    en="Not shown exactly: questions about these variables were answered with noise already, and beside that the "
    "hidden cells could be worked out. Merge categories until no cell needs to be hidden, or publish other variables.",
)
CUT = Text(
    sv="Visas inte: andelar under valfria gränser skulle visa enskilda svar. Fråga efter kvartiler eller tiondelar, "
    "eller gruppera efter en indelning som studien har bestämt.",
    en="Not shown: shares below limits of one's own choice would show single answers. Ask for quartiles or tenths, or "
    "group by a grouping that the study declares.",
)
PERCENTILES = Text(
    sv="Visas inte: bara kvartiler och tiondelar kan visas (0,1, 0,2, 0,25 ... 0,9), inte det minsta eller det "
    "största svaret, som är en persons.",
    en="Not shown: only quartiles and tenths can be shown (0.1, 0.2, 0.25 ... 0.9), not the least or the greatest "
    "answer, which is one person's.",
)
OTHER_INTERVAL = Text(
    sv='Visas inte: kvartiler och tiondelar visas med ett slags konfidensintervall (interval = "mean"), här begärdes '
    "ett annat; ur flera kan det räknas ut hur många som ligger mellan dem.",
    en='Not shown: quartiles and tenths are shown with one kind of confidence interval (interval = "mean"), here '
    "another was asked for; from several it can be worked out how many lie between their ends.",
)
OTHER_TEST = Text(
    sv='Visas inte: en tabell har ett test, Rao–Scotts F (statistic = "F"), här begärdes ett annat; ur flera test av '
    "samma tabell kan dess antal räknas ut.",
    en='Not shown: a table has one test, Rao–Scott\'s F (statistic = "F"), here another was asked for; from several '
    "tests of one table its counts can be worked out.",
)
IMPUTED = Text(
    sv="Visas inte: resultat av imputerade svar kan inte få brus än. Fråga efter samma tabell utan imputering.",
    en="Not shown: results from imputed answers cannot be given noise yet. Ask for the same table without imputation.",
)
CODES = Text(
    sv="Visas inte: frågan har svarsalternativ, och ur ett sådant mått på den kan antalet med varje svar räknas ut. "
    "Be om en tabell över svaren.",
    en="Not shown: the question has answers to choose from, and from such a figure the number with each answer could "
    "be worked out. Ask for a table of the answers.",
)
MODEL_OF_CODES = Text(
    sv="Visas inte: utfallet har få olika svar, och ur en modell av medelvärdet kan antalet med varje svar räknas ut. "
    "Välj ett av svaren som utfall (en logistisk modell), eller en ordinal modell.",
    en="Not shown: the outcome has few different answers, and from a model of its mean the number with each could be "
    "worked out. Choose one of the answers as outcome (a logistic model), or an ordinal model.",
)
TOO_MANY_COMBINATIONS = Text(
    sv="Visas inte: frågan har fler kombinationer av svar än vad som kan få brus på en gång. Ta bort en variabel, "
    "eller välj grövre indelningar.",
    en="Not shown: the question has more combinations of answers than noise can be drawn for at once. Leave out a "
    "variable, or choose coarser groupings.",
)


def too_fine(name: str) -> Text:
    """A filter by an amount that has no categories."""
    return Text(
        sv=f'Visas inte: "{name}" har för många olika värden för att gruppera eller filtrera. Använd en indelning.',
        en=f'Not shown: "{name}" has too many different values to group or filter by. Use a grouping of it.',
    )


def too_few_in_cell(threshold: int) -> Text:
    """A cell at the threshold or below, before or after the noise."""
    return Text(
        sv=f"Omkring {threshold} eller färre har svarat så; dolt för att ingen ska kunna kännas igen.",
        en=f"About {threshold} or fewer answered so; hidden so that nobody can be recognised.",
    )


def not_an_equality(condition: str, fitting: Sequence[str]) -> Text:
    """A condition that is not `variable = code`."""
    sv, en = _or_groupings(fitting)
    return Text(
        sv=f'Visas inte: filtret "{condition}" är inte av formen "variabel = kod". Intervall, "eller", "inte" och '
        f"listor skulle göra det möjligt att ringa in enstaka personer.{sv}",
        en=f'Not shown: the filter "{condition}" is not of the form "variable = code". Ranges, "or", "not" and lists '
        f"would make it possible to close in on a few people.{en}",
    )


def too_many_filters(found: int, most: int) -> Text:
    """More conditions than may be combined."""
    return Text(
        sv=f"Visas inte: högst {most} filtervillkor får kombineras; här är de {found}. Ta bort ett villkor.",
        en=f"Not shown: at most {most} conditions may be combined in a filter; here there are {found}. Leave one out.",
    )


def not_a_grouping(name: str, fitting: Sequence[str], declared: Sequence[str]) -> Text:
    """Grouped or filtered by a variable that is not for it."""
    known = ", ".join(declared[:MOST_NAMED]) + (" ..." if len(declared) > MOST_NAMED else "")
    named = ", ".join(fitting) or known
    return Text(
        sv=f'Visas inte: "{name}" får varken gruppera eller filtrera i den här studien. Använd i stället: {named}.',
        en=f'Not shown: "{name}" may neither group nor filter in this study. Use instead: {named}.',
    )


def too_identifying(names: Sequence[str], most: int) -> Text:
    """Too many variables that others can know of a person."""
    return Text(
        sv=f"Visas inte: högst {most} uppgifter som andra kan känna till om en person får kombineras; här är de "
        f"{len(names)} ({', '.join(names)}). Ta bort en av dem.",
        en=f"Not shown: at most {most} things that others can know of a person may be combined; here there are "
        f"{len(names)} ({', '.join(names)}). Leave one of them out.",
    )


def too_many_together(names: Sequence[str], most: int, level: int) -> Text:
    """More variables together than the level allows."""
    return Text(
        sv=f"Visas inte: på känslighetsnivå {level} får högst {most} variabler kombineras (rader, kolumner, filter); "
        f"här är de {len(names)} ({', '.join(names)}). Ta bort en kolumn- eller filtervariabel.",
        en=f"Not shown: at sensitivity level {level} at most {most} variables may be combined (rows, columns and "
        f"filter); here there are {len(names)} ({', '.join(names)}). Leave out a column or filter variable.",
    )


def only_topline(smallest: int) -> Text:
    """A study with few respondents."""
    return Text(
        sv=f"Visas inte: med färre än {smallest} svarande visas bara resultat för alla tillsammans. Ta bort gruppering "
        "och filter.",
        en=f"Not shown: with fewer than {smallest} respondents results are shown for all together only. Leave out "
        "grouping and filter.",
    )


def small_base(minimum: int) -> Text:
    """Nobody, or too few, to make a table of."""
    return Text(
        sv=f"Tabellen visas inte: färre än {minimum} svar ingår. Ta bort ett filter, eller välj en grövre indelning.",
        en=f"The table is not shown: it rests on fewer than {minimum} answers. Leave out a filter, or choose a coarser "
        "grouping.",
    )


def sparse(coarser: str, *, plain: bool = False) -> Text:
    """A table with more than half of its cells blank; `coarser` is a grouping that would do better, or "" for none.

    plain  True for a table without groups and filter
    """
    sv = f'Gruppera efter "{coarser}" i stället.' if coarser else "Ta bort grupperingen eller ett filter."
    en = f'Group by "{coarser}" instead.' if coarser else "Leave out the grouping or a filter."
    if plain and not coarser:
        sv, en = "Slå samman svarsalternativ som få har valt.", "Merge answers that few gave."
    return Text(
        sv=f"Tabellen visas inte: mer än hälften av cellerna skulle vara dolda, och ur så glesa tabeller kan enstaka "
        f"personer kännas igen. {sv}",
        en=f"The table is not shown: more than half of its cells would be hidden, and in so sparse a table single "
        f"people can be recognised. {en}",
    )


OTHER_NOISE = Text(
    sv="Visas inte: siffror ur studien har redan visats med ett annat brus (noise_limit, noise_variance, threshold "
    "eller strict under [release], eller andra indelningar, i study.toml), och de två tillsammans skulle avslöja "
    "bruset. Ta tillbaka den tidigare inställningen.",
    en="Not shown: figures of the study were shown with other noise before (noise_limit, noise_variance, threshold or "
    "strict under [release], or other groupings, in study.toml), and the two together would give the noise away. Go "
    "back to the earlier setting.",
)


def too_few_new(wanted: int, lacking: int) -> Text:
    """Data that differ from an earlier snapshot by few respondents."""
    return Text(
        sv=f"Visas inte: svaren har ändrats sedan siffror visades, men med färre än {wanted} svarande, så att "
        f"skillnaden skulle visa vad enstaka personer har svarat. Nya siffror görs när omkring {lacking} till svarat.",
        en=f"Not shown: the answers have changed since figures were shown, but by fewer than {wanted} respondents, so "
        f"that the difference would show the answers of a few. New figures are made once about {lacking} more have "
        "answered.",
    )


def no_rules(statistic: str) -> Text:
    """A statistic that noise does not reach."""
    return Text(
        sv=f'"{statistic}" visas inte: för det måttet finns ännu inget brus som skyddar de svarande. Andelar, '
        "medelvärden, summor, kvoter, kvartiler, test och modeller kan visas.",
        en=f'"{statistic}" is not shown: there is no noise yet that protects respondents in it. Proportions, means, '
        "totals, ratios, quartiles, tests and models can be shown.",
    )


def no_keys(statistic: str) -> Text:
    """A result that does not know whom it is about."""
    return Text(
        sv=f'"{statistic}" visas inte: resultatet säger inte vilka svarande det bygger på, så bruset kan inte väljas. '
        "Öppna studien med dess postnycklar (design.with_record_keys), eller be om en tabell eller modell.",
        en=f'"{statistic}" is not shown: the result does not say whose answers it rests on, so that its noise cannot '
        "be drawn. Open the study with its record keys (design.with_record_keys), or ask for a table or a model.",
    )


def few_compared(threshold: int) -> Text:
    """A comparison in which a group, or a cell, is small."""
    return Text(
        sv=f"Visas inte: en av grupperna, eller en cell i tabellen bakom testet, har färre än {threshold} svar. Jämför "
        "grövre grupper.",
        en=f"Not shown: one of the groups, or a cell of the table behind the test, has fewer than {threshold} answers. "
        "Compare coarser groups.",
    )


def _or_groupings(fitting: Sequence[str]) -> tuple[str, str]:
    if not fitting:
        return " Filtrera med en kod, eller gruppera i stället.", " Filter by one code, or group instead."
    named = ", ".join(fitting)
    return f" Använd indelningen {named}.", f" Use the grouping {named}."
