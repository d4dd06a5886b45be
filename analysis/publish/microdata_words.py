"""The wording of the report of a microdata file."""

from __future__ import annotations

from survey.text import Text

WORDS: dict[str, Text] = {
    "heading": Text(
        sv="Mikrodata: vad som gjorts och vad som återstår av risk",
        en="Microdata: what was done, and what risk is left",
    ),
    "public": Text(sv="Offentlig fil", en="Public file"),
    "restricted": Text(sv="Fil för forskning, enligt avtal", en="File for scientific use, under agreement"),
    "synthetic": Text(
        sv="SYNTETISKA DATA: inga riktiga svar. Får inte redovisas som resultat.",
        en="SYNTHETIC DATA: no real answers. Not to be reported as results.",
    ),
    "owner": Text(
        sv="Endast för den som äger data: andelarna före och efter visar vilka svar som togs bort.",
        en="For the owner of the data alone: the shares before and after say which answers were removed.",
    ),
    "records": Text(sv="poster", en="records"),
    "promise": Text(sv="Vad filen håller", en="What the file keeps"),
    "k": Text(
        sv="Varje post delar varje kombination av nyckelvariabler med minst så många, sig själv inräknad:",
        en="Every record shares each combination of key variables with at least so many, itself among them:",
    ),
    "own_value": Text(
        sv="En nyckel som saknas är ett eget värde. Det håller också mot den som vet alla nycklar om en person.",
        en="A missing key is a value of its own. That holds also against someone who knows all keys of a person.",
    ),
    "matches_all": Text(
        sv="En nyckel som saknas räknas som vilket värde som helst (som i sdcMicro). Den som vet alla nycklar om "
        "en person kan ha färre poster kvar att välja på; se tabellen.",
        en="A missing key counts as any value (as in sdcMicro). Someone who knows all keys of a person may have fewer "
        "records left to choose from; see the table.",
    ),
    "expected": Text(
        sv="Förväntade återidentifieringar är högst denna del av posterna, i procent:",
        en="Expected re-identifications are at most this part of the records, per cent:",
    ),
    "risk": Text(sv="Risk", en="Risk"),
    "combination": Text(sv="Nycklar", en="Keys"),
    "before": Text(sv="Före", en="Before"),
    "after": Text(sv="Efter", en="After"),
    "fewest": Text(sv="Minst antal lika poster", en="Fewest records alike"),
    "below": Text(sv="Poster under k", en="Records below k"),
    "below_matching": Text(sv="Poster under k som sdcMicro räknar", en="Records below k as sdcMicro counts"),
    "unique": Text(sv="Ensamma poster", en="Records alone"),
    "known": Text(
        sv="Minst antal poster kvar för den som vet alla nycklar", en="Fewest records left to who knows all keys"
    ),
    "share": Text(sv="Förväntade återidentifieringar, procent", en="Expected re-identifications, per cent"),
    "sample_share": Text(
        sv="Detsamma för den som vet vilka som deltog, procent", en="The same for who knows who took part, per cent"
    ),
    "highest": Text(sv="Högsta risk för en post, procent", en="Highest risk of a record, per cent"),
    "diversity": Text(sv="Känsliga frågor", en="Sensitive questions"),
    "diversity_says": Text(
        sv="Bland dem som delar nycklar ska svaren skilja sig åt, eller de svar som inte får bli kända vara få. "
        "Poster där det inte gäller:",
        en="Among those who share keys the answers must differ, or the answers that must not be known be few. "
        "Records where that does not hold:",
    ),
    "changes": Text(sv="Vad som ändrats", en="What was changed"),
    "variable": Text(sv="Variabel", en="Variable"),
    "what": Text(sv="Åtgärd", en="What was done"),
    "cells": Text(sv="Svar", en="Answers"),
    "moved": Text(sv="Största ändring av en andel, procentenheter", en="Greatest change of a share, percentage points"),
    "losses": Text(sv="Vad den som analyserar förlorar", en="What an analyst loses"),
    "left_out": Text(sv="Variabler som inte är med", en="Variables that are left out"),
    "why": Text(sv="Varför", en="Why"),
    "shares": Text(sv="Andelar före och efter, procent", en="Shares before and after, per cent"),
    "answer": Text(sv="Svar", en="Answer"),
    "policy": Text(sv="Regler", en="Policy"),
    "nothing": Text(sv="Ingenting.", en="Nothing."),
}
