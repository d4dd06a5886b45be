"""The words of the codebook itself, in both languages."""

from __future__ import annotations

from survey.model import DesignRole, Precision
from survey.text import Text

WORDS: dict[str, Text] = {
    "codebook": Text(sv="Kodbok", en="Codebook"),
    "contents": Text(sv="Innehåll", en="Contents"),
    "skip": Text(sv="Till variablerna", en="To the variables"),
    "population": Text(sv="Population", en="Population"),
    "version": Text(sv="Version", en="Version"),
    "ethics": Text(sv="Etikgodkännande", en="Ethics approval"),
    "digest": Text(sv="Kontrollsumma", en="Digest"),
    "variables": Text(sv="Variabler", en="Variables"),
    "variables_in": Text(sv="variabler", en="variables"),
    "variable": Text(sv="Variabel", en="Variable"),
    "design": Text(sv="Känt i förväg, och experiment", en="Known beforehand, and experiments"),
    "scales": Text(sv="Skalor", en="Scales"),
    "others": Text(sv="Övriga variabler", en="Other variables"),
    "wording": Text(sv="Formulering", en="Wording"),
    "universe": Text(sv="Universum", en="Universe"),
    "everybody": Text(sv="Ställdes till alla", en="Asked of everybody"),
    "type": Text(sv="Frågetyp", en="Type"),
    "measure": Text(sv="Mätnivå", en="Measure"),
    "level": Text(sv="Känslighet", en="Sensitivity"),
    "role": Text(sv="Roll", en="Role"),
    "range": Text(sv="Giltiga tal", en="Valid numbers"),
    "to": Text(sv="till", en="to"),
    "code": Text(sv="Kod", en="Code"),
    "label": Text(sv="Etikett", en="Label"),
    "codes": Text(sv="Koder", en="Codes"),
    "missing": Text(sv="Bortfallskoder", en="Codes for nonresponse"),
    "also_missing": Text(sv="Räknas som bortfall", en="Counts as nonresponse"),
    "ticked": Text(sv="1 = ikryssat, 0 = inte ikryssat", en="1 = ticked, 0 = not ticked"),
}

TYPES: dict[str, Text] = {
    "single": Text(sv="ett svar", en="one answer"),
    "multiple": Text(sv="flera svar", en="several answers"),
    "battery": Text(sv="frågebatteri", en="battery"),
    "number": Text(sv="tal", en="number"),
    "banded": Text(sv="tal i intervall", en="number in bands"),
    "scale": Text(sv="skala med siffror", en="scale of numbers"),
    "estimate": Text(sv="uppskattning", en="estimate"),
    "slider": Text(sv="plats på en linje", en="place on a line"),
    "rank": Text(sv="rangordning", en="ranking"),
    "date": Text(sv="datum", en="date"),
    "text": Text(sv="egna ord", en="own words"),
    "consent": Text(sv="samtycke", en="consent"),
    "count": Text(sv="antal påståenden som stämmer, utan vilka", en="how many statements are true, not which"),
    "crosswise": Text(
        sv="två påståenden: båda eller inget, eller bara ett", en="two statements: both or neither, or just one"
    ),
    "computed": Text(sv="beräknat värde, visas inte", en="computed value, not shown"),
    "experiment": Text(sv="experiment: slumpad arm", en="experiment: arm by chance"),
    "design": Text(sv="känt i förväg, frågas inte", en="known beforehand, not asked"),
}

FACTS: dict[str, Text] = {
    "ticks": Text(sv="Antal svar", en="Number of answers"),
    "ends": Text(sv="Ändpunkter", en="Ends of the scale"),
    "bands": Text(sv="Tal som koderna står för", en="Numbers that the codes stand for"),
    "places": Text(sv="Platser i ordningen", en="Places in the order"),
    "date": Text(sv="Datum", en="Date"),
    "limits": Text(sv="Gränser", en="Limits"),
    "longest": Text(sv="Längsta text", en="Longest text"),
    "statements": Text(sv="Påståenden", en="Statements"),
    "share": Text(sv="Känd andel", en="Known share"),
    "worked_out": Text(sv="Räknas fram så", en="Worked out as"),
    "needed": Text(sv="Måste besvaras", en="Has to be answered"),
    "own_words": Text(sv="Egna ord", en="Own words"),
    "order": Text(sv="Ordning", en="Order"),
    "variants": Text(sv="Andra formuleringar", en="Other wordings"),
    "checks": Text(sv="Kontroll av svaren", en="Check of the answers"),
    "arms": Text(sv="Armar", en="Arms"),
    "sampling": Text(sv="I urvalet", en="In the sample"),
    "items": Text(sv="Delfrågor", en="Items"),
    "score": Text(sv="Poäng", en="Score"),
    "least": Text(sv="Svar som behövs", en="Answers needed"),
    "source": Text(sv="Källa", en="Source"),
    "yes": Text(sv="ja", en="yes"),
    "of": Text(sv="{} av {}", en="{} of {}"),
    "between": Text(sv="{} till {}", en="{} to {}"),
    "at_least": Text(sv="{} eller mer", en="{} or more"),
    "at_most": Text(sv="högst {}", en="at most {}"),
    "letters": Text(sv="{} tecken", en="{} characters"),
    "of_first": Text(sv="{} procent för det första påståendet", en="{} per cent for the first statement"),
    "one_for": Text(sv="1 för {}; annars 0", en="1 for {}; else 0"),
    "beside": Text(sv="{}, vid kod {}", en="{}, beside code {}"),
    "by_chance": Text(
        sv="slumpad för varje svarande, sparad i {}", en="by chance for each respondent, kept in {}"
    ),
    "for": Text(sv="{} – för {}", en="{} – for {}"),
    "stops": Text(sv="{} (måste rättas)", en="{} (has to be mended)"),
    "asks_once": Text(sv="{} (sägs en gång)", en="{} (said once)"),
    "arm": Text(sv="{} {}: {} procent", en="{} {}: {} per cent"),
    "turned": Text(sv="{} (vänd)", en="{} (turned)"),
    "mean": Text(sv="medelvärdet av de besvarade", en="mean of those answered"),
    "sum": Text(sv="summan; det som saknas räknas som medelvärdet", en="sum; what is lacking counts as the mean"),
    "times": Text(sv="{}, gånger {}", en="{}, times {}"),
}  # fmt: skip

DATES: dict[Precision, Text] = {
    "year": Text(sv="år, ÅÅÅÅ", en="year, YYYY"),
    "month": Text(sv="år och månad, ÅÅÅÅMM", en="year and month, YYYYMM"),
    "day": Text(sv="dag, ÅÅÅÅMMDD", en="day, YYYYMMDD"),
}

DESIGN_ROLES: dict[DesignRole, Text] = {
    "stratum": Text(sv="stratum", en="stratum"),
    "psu": Text(sv="urvalsenhet i första steget", en="sampling unit of the first stage"),
    "ssu": Text(sv="urvalsenhet i andra steget", en="sampling unit of the second stage"),
    "fpc": Text(sv="antal enheter i populationen, eller andel som drogs", en="units in the population, or share drawn"),
    "weight": Text(sv="vikt", en="weight"),
    "wave": Text(sv="omgång", en="wave"),
    "mode": Text(sv="insamlingssätt", en="mode of collection"),
    "region": Text(sv="område", en="region"),
    "comparison": Text(sv="jämförelsegrupp", en="comparison group"),
}

LEVELS: tuple[Text, ...] = (
    Text(sv="0 – neutral", en="0 – neutral"),
    Text(sv="1 – personlig bakgrund", en="1 – personal background"),
    Text(sv="2 – känslig uppgift", en="2 – sensitive"),
    Text(sv="3 – mycket känslig uppgift", en="3 – highly sensitive"),
)

MEASURES: dict[str, Text] = {
    "nominal": Text(sv="nominal", en="nominal"),
    "ordinal": Text(sv="ordinal", en="ordinal"),
    "scale": Text(sv="intervall eller kvot", en="scale"),
}

ROLES: dict[str, Text] = {
    "answer": Text(sv="svar", en="answer"),
    "derived": Text(sv="härledd", en="derived"),
    "paradata": Text(sv="paradata", en="paradata"),
    "weight": Text(sv="vikt", en="weight"),
    "design": Text(sv="urvalsdesign", en="sampling design"),
    "marker": Text(sv="märkning", en="marker"),
}
