"""What the report says, in Swedish and English."""

from __future__ import annotations

from survey.text import Text
from survey.variables import Role

DROPPED = Text(sv="utelämnad enligt studiens regler", en="left out by the study's policy")
FREE_TEXT = Text(sv="fritext: kan innehålla namn och händelser", en="free text: may hold names and events")
DATE = Text(sv="datum eller tid", en="a date or time")
SENSITIVE = Text(sv="för känslig för en fil av detta slag", en="too sensitive for a file of this kind")
IDENTIFIER = Text(
    sv="nästan alla har ett eget värde, så den kan peka ut personer",
    en="nearly everybody has a value of their own, so it can point people out",
)
ROLES: dict[Role, Text] = {
    "paradata": Text(sv="säger hur och när svaret kom in", en="says how and when the answers came in"),
    "design": Text(
        sv="urvalets utformning, som kan peka ut platser och skolor",
        en="sampling design, which can point out places and schools",
    ),
    "weight": Text(sv="en annan vikt än den som används", en="a weight other than the one in use"),
}


RECODED = Text(sv="koder sammanslagna", en="codes merged")


def ended(low: float, high: float) -> Text:
    """Top and bottom coding."""
    return Text(
        sv=f"värden under {low:g} anges som {low:g}, över {high:g} som {high:g}",
        en=f"values below {low:g} are given as {low:g}, above {high:g} as {high:g}",
    )


def randomised(stay: float) -> Text:
    """PRAM."""
    return Text(
        sv=f"efterrandomiserad (PRAM, invariant, {stay:g} på diagonalen): fördelningen väntas vara densamma",
        en=f"post-randomised (PRAM, invariant, {stay:g} on the diagonal): the expected distribution is the same",
    )


def noisy(share: float) -> Text:
    """Noise."""
    return Text(
        sv=f"brus med en standardavvikelse på {share:g} av variabelns egen",
        en=f"noise with a standard deviation of {share:g} of the variable's own",
    )


REMOVED = Text(
    sv="svar borttagna så att ingen kombination av nyckelvariabler är ovanlig",
    en="answers removed so that no combination of key variables is rare",
)
UNIFORM = Text(
    sv="svar borttagna i grupper där alla svarat lika, och i lottade andra grupper",
    en="answers removed in groups that all answered the same, and in others drawn by lot",
)
STRATA = Text(sv="strata under slumpmässiga nummer", en="strata under random numbers")
UNITS = Text(
    sv="urvalsenheter under slumpmässiga nummer, små sammanslagna",
    en="sampling units under random numbers, small ones joined",
)
ROUNDED = Text(sv="vikt med medelvärdet 1, avrundad till 0,1", en="weight with mean 1, rounded to 0.1")
CLASSES = Text(sv="vikt i två klasser per stratum", en="weight in two classes a stratum")

NO_DESIGN = Text(
    sv="Utan strata och urvalsenheter kan medelfel inte räknas rätt: de är större där elever eller grannar "
    "drogs tillsammans.",
    en="Without strata and sampling units standard errors cannot be had right: they are larger where pupils or "
    "neighbours were drawn together.",
)
NO_STRATA = Text(
    sv="Utan strata blir medelfelen något för stora.", en="Without strata standard errors are somewhat too large."
)
NO_UNITS = Text(
    sv="Utan urvalsenheter blir medelfelen för små där svar liknar varandra inom skolor eller områden.",
    en="Without sampling units standard errors are too small where answers within schools or areas are alike.",
)
JOINED_UNITS = Text(
    sv="Små urvalsenheter är sammanslagna, så frihetsgraderna är färre.",
    en="Small sampling units are joined, so there are fewer degrees of freedom.",
)
NO_FPC = Text(
    sv="Ändlighetskorrektionen är inte med: medelfelen blir något för stora.",
    en="The finite population correction is not there: standard errors are somewhat too large.",
)
NO_TOTALS = Text(
    sv="Vikterna har medelvärdet 1: andelar och medelvärden går att skatta, men inga antal i befolkningen.",
    en="The weights have mean 1: shares and means can be estimated, but no numbers of people.",
)
SMOOTHED = Text(
    sv="Vikterna är utjämnade till två per stratum: skattningar avviker något från studiens egna.",
    en="The weights are smoothed to two a stratum: estimates differ a little from the study's own.",
)
REMOVED_CODE = Text(
    sv="Borttagna svar har koden −9 och är inte borttagna på måfå: de som är ovanliga saknar oftare svar.",
    en="Removed answers have the code −9 and are not removed at random: those who are unusual lack more of them.",
)
PERTURBED = Text(
    sv="Efterrandomisering och brus försvagar samband mellan variabler.",
    en="Post-randomisation and noise weaken the relations between variables.",
)
