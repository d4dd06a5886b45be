"""Why a file cannot leave, and what to recode so that it can."""

from __future__ import annotations

from survey.text import Text


def too_few(k: int) -> Text:
    """Fewer records than must be alike."""
    return Text(
        sv=f"Filen lämnas inte ut: den har färre än {k} poster.",
        en=f"The file is not released: it has fewer than {k} records.",
    )


def too_much_removed(name: str, percent: float, most: float, advice: str) -> Text:
    """A key that would lose too many answers."""
    return Text(
        sv=f'Filen lämnas inte ut: "{name}" skulle förlora {percent:.1f} % av sina svar, och gränsen är {most:g} %. '
        f'Slå samman dess kategorier (recode), ta en grövre gruppering, eller utelämna en nyckel; mest ger "{advice}".',
        en=f'The file is not released: "{name}" would lose {percent:.1f}% of its answers, and the limit is {most:g}%. '
        f'Merge its categories (recode), use a coarser grouping, or drop a key; "{advice}" would help most.',
    )


def too_much_risk(keys: tuple[str, ...], percent: float, most: float, advice: str) -> Text:
    """Too many expected re-identifications."""
    named = ", ".join(keys)
    return Text(
        sv=f"Filen lämnas inte ut: med nycklarna {named} väntas {percent:.2f} % av posterna kunna återidentifieras, "
        f'och gränsen är {most:g} %. Slå samman kategorier (recode) eller utelämna en nyckel; mest ger "{advice}".',
        en=f"The file is not released: with the keys {named} {percent:.2f}% of the records are expected to be "
        f're-identified; the limit is {most:g}%. Merge categories (recode) or drop a key, "{advice}" above all.',
    )


def uniform(name: str) -> Text:
    """A sensitive question that nearly all with the same keys answer alike."""
    return Text(
        sv=f'Filen lämnas inte ut: på "{name}" svarar för många grupper lika för att det ska kunna döljas. '
        "Ange de svar som får bli kända (harmless), utelämna frågan, eller ha färre nycklar.",
        en=f'The file is not released: too many groups answer "{name}" alike for that to be hidden. '
        "Name the answers that may be known (harmless), drop the question, or have fewer keys.",
    )


def told(name: str, other: str) -> Text:
    """A variable that gives away what was removed."""
    return Text(
        sv=f'Filen lämnas inte ut: svar på "{name}" tas bort, men "{other}" säger vad de var. '
        f'Utelämna "{other}" (drop; för strata och urvalsenheter strata = false, psu = false), gör den till en nyckel, '
        f'eller utelämna "{name}".',
        en=f'The file is not released: answers to "{name}" are removed, but "{other}" says what they were. Leave out '
        f'"{other}" (drop; of strata and units strata = false, psu = false), make it a key, or drop "{name}".',
    )
