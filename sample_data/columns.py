"""Columns of the design: what the statistician names in study.toml, with their meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from survey.text import Text, plain
from survey.variables import ValueLabel, Variable

REGION_NAMES = {
    11: Text(sv="Stockholm", en="Stockholm"),
    12: Text(sv="Östra Mellansverige", en="East Middle Sweden"),
    21: Text(sv="Småland med öarna", en="Småland and the islands"),
    22: Text(sv="Sydsverige", en="South Sweden"),
    23: Text(sv="Västsverige", en="West Sweden"),
    31: Text(sv="Norra Mellansverige", en="North Middle Sweden"),
    32: Text(sv="Mellersta Norrland", en="Middle Norrland"),
    33: Text(sv="Övre Norrland", en="Upper Norrland"),
}
SEX_NAMES = (Text(sv="Kvinnor", en="Women"), Text(sv="Män", en="Men"))

WAVE = Variable(
    "wave", Text(sv="Våg (syntetisk)", en="Wave (synthetic)"),
    measure="ordinal", role="design", format="F4.0",
    values=(ValueLabel(2026, Text(sv="2026, syntetisk", en="2026, synthetic")),),
)  # fmt: skip
PSU = Variable(
    "psu", Text(sv="Skola (nummer i urvalet)", en="School (number in the sample)"), role="design", format="F4.0"
)
FPC = Variable(
    "fpc", Text(sv="Skolor i stratumet, i hela populationen", en="Schools in the stratum, in the whole population"),
    measure="scale", role="design", format="F5.0",
)  # fmt: skip
REGION = Variable(
    "region", Text(sv="Region (urvalsramen)", en="Region (sampling frame)"), role="derived", level=1, format="F2.0",
    values=tuple(ValueLabel(code, name) for code, name in REGION_NAMES.items()),
)  # fmt: skip
SEX = Variable(
    "sex", Text(sv="Kön (registret)", en="Sex (register)"), role="derived", level=1, format="F1.0",
    values=tuple(ValueLabel(number, name) for number, name in enumerate(SEX_NAMES, start=1)),
)  # fmt: skip
DESIGN_WEIGHT = Variable(
    "design_weight", Text(sv="Designvikt (urval och svar)", en="Design weight (selection and response)"),
    measure="scale", role="weight", format="F12.4",
)  # fmt: skip
CALIBRATED_WEIGHT = Variable(
    "calibrated_weight",
    Text(sv="Kalibrerad vikt (kön och ålder, region)", en="Calibrated weight (gender and age, region)"),
    measure="scale", role="weight", format="F12.4",
)  # fmt: skip


def strata(labels: Mapping[int, Text], used: Iterable[int]) -> Variable:
    """The column of strata with the labels of those that occur."""
    occurring = sorted(set(used))
    return Variable(
        "stratum", Text(sv="Stratum", en="Stratum"),
        role="design", values=tuple(ValueLabel(code, labels[code]) for code in occurring), format="F4.0",
    )  # fmt: skip


def crossed(*parts: Text) -> Text:
    """Labels side by side, in both languages."""
    return Text({language: ", ".join(part[language] for part in parts) for language in ("sv", "en")})


def age_groups(bands: Iterable[tuple[int, int]]) -> Variable:
    """The column of age groups, numbered from 1."""
    return Variable(
        "age_group", Text(sv="Ålder (registret)", en="Age (register)"),
        measure="ordinal", role="derived", level=1, format="F1.0",
        values=tuple(ValueLabel(number, plain(f"{low}–{high}")) for number, (low, high) in enumerate(bands, start=1)),
    )  # fmt: skip
