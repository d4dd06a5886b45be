"""The rules by which outputs are refused, in words for a reader of the log; the ledger has one word for each."""

from __future__ import annotations

from survey.text import Text

RULES = {
    "answers": Text(sv="kan inte räknas ur svaren", en="cannot be worked out of the answers"),
    "base": Text(sv="för få svar", en="too few answers"),
    "combined": Text(sv="flera grupperingar i ett", en="several groupings at once"),
    "differencing": Text(sv="liten skillnad mot tidigare resultat", en="small difference from an earlier output"),
    "dimensions": Text(sv="för många variabler tillsammans", en="too many variables together"),
    "distribution": Text(sv="annan fördelning av samma personer", en="another distribution of the same people"),
    "extreme": Text(sv="minsta eller största värde", en="least or greatest value"),
    "forbidden": Text(sv="förbjudet av granskare", en="forbidden by a checker"),
    "grammar": Text(sv="frågan har inte den form som får ställas", en="not a form of question that may be asked"),
    "leverage": Text(sv="en koefficient vilar på några få", en="a coefficient rests on a few"),
    "mode": Text(sv="både med och utan brus", en="both with noise and without"),
    "noise": Text(sv="bruset har ändrats", en="the noise has changed"),
    "publication": Text(sv="hör inte till det publicerade", en="not among what was published"),
    "quantile": Text(sv="för få kring en kvantil", en="too few around a quantile"),
    "residual_df": Text(sv="för få frihetsgrader", en="too few degrees of freedom"),
    "sampling_unit": Text(sv="enskilda urvalsenheter", en="single sampling units"),
    "saturated": Text(sv="modellen är en tabell i annan form", en="the model is a table in another form"),
    "smallest": Text(sv="studien är för liten för grupper", en="the study is too small for groups"),
    "snapshot": Text(sv="för liten ändring sedan sist", en="too small a change since the last time"),
    "sparse": Text(sv="för många tomma celler", en="too many blank cells"),
    "statistic": Text(sv="mått utan regler", en="statistic without rules"),
    "threshold": Text(sv="för få i en cell", en="too few in a cell"),
    "time": Text(sv="för liten ändring sedan en publicering", en="too small a change since a publication"),
    "two_values": Text(sv="medelvärde av en ja- och nejfråga", en="mean of a yes or no"),
    "uncounted": Text(sv="antal som inte är kända", en="counts that are not known"),
    "unnamed": Text(sv="svar utan namn", en="answers without a name"),
}


def rule_in_words(rule: str, language: str) -> str:
    """A rule in words; by its name where it has none, and "" for none."""
    return RULES[rule].in_language(language) if rule in RULES else rule
