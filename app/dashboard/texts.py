"""The dashboard's own words, in Swedish and English. What a study asks is worded by the study."""

from __future__ import annotations

from survey.text import Text

TEXTS: dict[str, Text] = {
    # frame of every page
    "study": Text(sv="Studie", en="Study"),
    "language": Text(sv="Språk", en="Language"),
    "overview": Text(sv="Översikt", en="Overview"),
    "question": Text(sv="Fråga", en="Question"),
    "crosstab": Text(sv="Korstabell", en="Crosstab"),
    "regression": Text(sv="Regression", en="Regression"),
    "synthetic": Text(
        sv="Påhittade svar. Ingen människa har svarat så här; siffrorna visar bara hur verktyget arbetar.",
        en="Made-up answers. Nobody answered like this; the figures only show how the tool works.",
    ),
    "public_use": Text(
        sv="Redan offentliga data: inget är borttaget ur tabellerna.",
        en="Data that are already public: nothing is left out of the tables.",
    ),
    "no_studies": Text(
        sv="Här finns ingen studie med data. Starta med `varsam dashboard STUDIE`, eller prova `varsam demo`.",
        en="There is no study with data here. Start with `varsam dashboard STUDY`, or try `varsam demo`.",
    ),
    # what cannot be shown, and why
    "not_shown": Text(sv="Detta kan inte visas.", en="This cannot be shown."),
    "asked": Text(sv="Du frågade: {asked}", en="You asked: {asked}"),
    "ask_instead": Text(sv="Fråga i stället:", en="Ask instead:"),
    "by_group": Text(sv="{rows}, i grupper av {by}", en="{rows}, in groups of {by}"),
    "with_filter": Text(sv="{asked}; urval: {where}", en="{asked}; filter: {where}"),
    "named": Text(sv="”{name}”", en="“{name}”"),
    "explained_by": Text(sv="{outcome}, förklarat av {covariates}", en="{outcome}, explained by {covariates}"),
    "no_numbers": Text(
        sv="Frågan har svar i ord och inga tal att räkna med. Be om en korstabell i stället.",
        en="The question is answered in words and has no numbers to calculate with. Ask for a crosstab instead.",
    ),
    "in_english": Text(sv="Frågan gick inte att räkna på. Orsaken, på engelska: {said}", en="{said}"),
    "protection": Text(sv="Så skyddas de som svarat", en="How respondents are protected"),
    # choices
    "choose_question": Text(sv="Fråga", en="Question"),
    "choose_rows": Text(sv="Rader", en="Rows"),
    "choose_columns": Text(sv="Kolumner", en="Columns"),
    "choose_group": Text(sv="Jämför grupper", en="Compare groups"),
    "choose_outcome": Text(sv="Utfall", en="Outcome"),
    "choose_covariates": Text(sv="Förklarande variabler", en="Explanatory variables"),
    "choose_some": Text(sv="Välj upp till sex", en="Choose up to six"),
    "no_group": Text(sv="Alla tillsammans", en="Everybody together"),
    "filter": Text(sv="Urval", en="Filter"),
    "filter_by": Text(sv="Bara de som på frågan", en="Only those who, when asked"),
    "filter_answered": Text(sv="svarade", en="answered"),
    "and_filter_by": Text(sv="och som på frågan", en="and who, when asked"),
    "no_more": Text(sv="Inget mer urval", en="No further filter"),
    "everybody": Text(sv="Alla svarande", en="All respondents"),
    "interval": Text(sv="Konfidensintervall", en="Confidence interval"),
    "logit": Text(sv="Logit", en="Logit"),
    "korn_graubard": Text(sv="Korn–Graubard", en="Korn–Graubard"),
    "interval_help": Text(
        sv="Logit är standard. Korn–Graubard är försiktigare när andelen ligger nära 0 eller 100 procent.",
        en="Logit is the default. Korn–Graubard is more careful when a percentage lies near 0 or 100.",
    ),
    # what is shown
    "only": Text(sv="Urval: {where}", en="Filter: {where}"),
    "take_away": Text(sv="Ladda ned tabellen:", en="Download the table:"),
    "contents": Text(sv="Vad som frågades", en="What was asked"),
    "all_questions": Text(sv="Alla frågor", en="All questions"),
    "other_questions": Text(sv="Övrigt", en="Other"),
    # overview
    "fewer_than": Text(sv="färre än {n}", en="fewer than {n}"),
    "respondents": Text(sv="Svarande", en="Respondents"),
    "questions": Text(sv="Frågor", en="Questions"),
    "population": Text(sv="Målgrupp", en="Population"),
    "verdict": Text(sv="Underlagets kvalitet", en="Quality of the data"),
    "method": Text(sv="Så har siffrorna räknats", en="How the figures are made"),
    "response": Text(sv="Svar per vecka", en="Responses by week"),
    "method_weights": Text(
        sv="Varje svarande räknas med sin vikt ({weight}), så att andelarna gäller målgruppen.",
        en="Each respondent counts with their weight ({weight}), so that percentages speak of the population.",
    ),
    "method_no_weights": Text(
        sv="Studien har inga vikter: varje svarande räknas lika, och andelarna gäller de som svarat.",
        en="The study has no weights: each respondent counts the same, and percentages speak of those who answered.",
    ),
    "method_variance": Text(
        sv="Osäkerheten följer urvalet: linjäriserad varians mellan primära urvalsenheter inom strata, "
        "t-fördelning med {df} frihetsgrader.",
        en="Uncertainty follows the sample: linearised variance between primary sampling units within strata, "
        "t distribution with {df} degrees of freedom.",
    ),
    "method_stages": Text(
        sv="Urvalet drogs i {stages} steg, och varje steg räknas med i osäkerheten.",
        en="The sample was drawn in {stages} stages, and each counts in the uncertainty.",
    ),
    "method_replicates": Text(
        sv="Osäkerheten kommer från {n} replikatvikter ({kind}), t-fördelning med {df} frihetsgrader.",
        en="Uncertainty comes from {n} replicate weights ({kind}), t distribution with {df} degrees of freedom.",
    ),
    "method_weights_of_fpc": Text(
        sv="Svaren är vägda med populationens storlek genom urvalets i varje stratum ({fpc}).",
        en="Answers are weighted by the population over the sample in each stratum ({fpc}).",
    ),
    "good": Text(sv="God", en="Good"),
    "fair": Text(sv="Användbar med försiktighet", en="Usable with care"),
    "poor": Text(sv="Svag", en="Weak"),
    "reason_df": Text(
        sv="{df} frihetsgrader: {psus} primära urvalsenheter i {strata} strata",
        en="{df} degrees of freedom: {psus} primary sampling units in {strata} strata",
    ),
    "reason_df_replicates": Text(
        sv="{df} frihetsgrader från {n} replikatvikter ({kind})",
        en="{df} degrees of freedom from {n} replicate weights ({kind})",
    ),
    "reason_n": Text(sv="{n} svarande", en="{n} respondents"),
    "reason_weighted": Text(sv="vägda svar", en="weighted answers"),
    "reason_unweighted": Text(sv="ovägda svar", en="unweighted answers"),
    "strata": Text(sv="Strata", en="Strata"),
    "psus": Text(sv="Primära urvalsenheter", en="Primary sampling units"),
    "stages": Text(sv="Urvalssteg", en="Stages of sampling"),
    "replicates": Text(sv="Replikatvikter", en="Replicate weights"),
    "weight": Text(sv="Vikt", en="Weight"),
    # review
    "review": Text(sv="Granskning", en="Review"),
    "review_what": Text(
        sv="Vad som har visats och avvisats, under vilken policy, och vad granskare har beslutat. Sidan visar inga "
        "resultat och inga antal. Undantag beslutas i terminalen, med varsam exception.",
        en="What was released and refused, under which policy, and what output checkers decided. The page shows no "
        "results and no counts. Exceptions are decided on the command line, with varsam exception.",
    ),
    "log": Text(sv="Logg, den nyaste raden först", en="Log, the newest line first"),
    "log_which": Text(sv="Rader", en="Lines"),
    "log_all": Text(sv="Alla", en="All"),
    "log_refused": Text(sv="Avvisat och beslut", en="Refusals and decisions"),
    "log_empty": Text(sv="Loggen har inga sådana rader.", en="The log has no such lines."),
    "log_line": Text(sv="Rad", en="Line"),
    "log_day": Text(sv="Dag", en="Day"),
    "log_what": Text(sv="Vad", en="What"),
    "log_question": Text(sv="Fråga", en="Question"),
    "log_why": Text(sv="Varför", en="Why"),
    "log_policy": Text(sv="Policy", en="Policy"),
    "log_digest": Text(sv="Kontrollsumma", en="Digest"),
    "log_released": Text(sv="visat", en="released"),
    "log_was_refused": Text(sv="avvisat", en="refused"),
    "log_allowed": Text(sv="tillåtet", en="allowed"),
    "log_forbidden": Text(sv="förbjudet", en="forbidden"),
    "log_former": Text(sv="{policy} (tidigare)", en="{policy} (former)"),
    "log_decided": Text(
        sv="{name}, till och med {until}, om rad {line}: {reason}", en="{name}, until {until}, on line {line}: {reason}"
    ),
    "log_by_exception": Text(sv="genom undantag, rad {line}", en="by exception, line {line}"),
    "log_seal": Text(
        sv="Loggens sigill: {seal}. Skriv upp det där ingen kan ändra det; varsam releases --seal jämför senare.",
        en="Seal of the log: {seal}. Note it where nobody can change it; varsam releases --seal compares later.",
    ),
    # regression
    "choose_model": Text(
        sv="Välj ett utfall och minst en förklarande variabel.",
        en="Choose an outcome and at least one explanatory variable.",
    ),
}


def text(key: str, language: str, /, **parts: object) -> str:
    """The wording of `key`, with its parts filled in."""
    return TEXTS[key].in_language(language).format(**parts)
