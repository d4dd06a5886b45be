"""The words of the codebook itself, in both languages."""

from __future__ import annotations

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
    "number": Text(sv="tal", en="number"),
    "battery": Text(sv="frågebatteri", en="battery"),
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
