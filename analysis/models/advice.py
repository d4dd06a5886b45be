"""Advice that goes with a model: what its figures do not say by themselves."""

from __future__ import annotations

import numpy as np

from analysis.linearised import Linearised
from analysis.unreleased import ModelCell, VifFigures
from survey.text import Text

EVENTS_PER_COEFFICIENT = 10
MOST_INFLATION = 5.0

_FEW_EVENTS = Text(
    sv="Råd: modellen har färre än {least} utfall per koefficient (det ovanligare av de två svaren räknas), så "
    "koefficienterna kan överdriva sambanden. Använd färre variabler, eller familjen firth.",
    en="Advice: the model has fewer than {least} events a coefficient (of the rarer of the two answers), so that "
    "its coefficients may overstate the associations. Use fewer variables, or the family firth.",
)
_INFLATED = Text(
    sv="Råd: {variables} följer de andra variablerna så nära att intervallen blir mycket bredare (VIF över {most}). "
    "Modellen kan inte skilja deras samband åt väl.",
    en="Advice: {variables} follow the other variables so closely that intervals are much wider (VIF above {most}). "
    "The model cannot tell their associations apart well.",
)
_ONLY_PENALTY = Text(
    sv="Råd: i en kategori har ingen, eller alla, utfallet. Dess koefficient är ändlig bara genom familjen firth, och "
    "dess medelfel är för litet.",
    en="Advice: in a category nobody, or everybody, has the outcome. Its coefficient is finite only by the family "
    "firth, and its standard error is too small.",
)

_FEWER_REPLICATES = Text(
    sv="Råd: med vikterna i några av replikaten, högst hälften, har modellen ingen lösning. De räknas inte, så "
    "medelfelen vilar på färre replikat. Slå ihop små kategorier, eller pröva en annan familj.",
    en="Advice: with the weights of some of the replicates, half of them at most, the model has no solution. They "
    "do not count, so that standard errors rest on fewer replicates. Merge small categories, or try another family.",
)


def few_events(n: int, n_events: int, k: int, family: str) -> list[Text]:
    """Fewer than 10 events for each of the coefficients but the intercept; Firth's penalty is made for that.

    Peduzzi et al. (1996), J. Clin. Epidemiol. 49, doi:10.1016/S0895-4356(96)00236-3.
    """
    if family == "firth" or min(n_events, n - n_events) >= EVENTS_PER_COEFFICIENT * max(k - 1, 1):
        return []
    return [_filled(_FEW_EVENTS, least=str(EVENTS_PER_COEFFICIENT))]


def inflated(found: VifFigures, labels: dict[str, Text]) -> list[Text]:
    """Main terms whose interval is more than sqrt(5) times as wide as without the others; see `vif`.

    Terms of an interaction or of powers follow each other by their nature and are left out.
    """
    crossed = {name for variable in found.variables if ":" in variable for name in variable.split(":")}
    high = np.asarray(found.scaled) > np.sqrt(MOST_INFLATION)
    names = [
        v for v, is_high in zip(found.variables, high, strict=True) if is_high and v in labels and v not in crossed
    ]
    if not names:
        return []
    said = {language: ", ".join(labels[v].in_language(language) or v for v in names) for language in ("sv", "en")}
    return [_filled(_INFLATED, variables=Text(said), most=f"{MOST_INFLATION:g}")]


def only_by_penalty(cells: tuple[ModelCell, ...], family: str) -> list[Text]:
    """A category that is separated, in a model whose penalty keeps it finite."""
    alone = any(cell.n_events in (0, cell.n) for cell in cells if cell.n_events is not None)
    return [_ONLY_PENALTY] if family == "firth" and alone else []


def fewer_replicates(estimates: Linearised) -> list[Text]:
    """Replicates that were left out. Not how many: one might tell that all of a category are in one sampling unit."""
    return [_FEWER_REPLICATES] if estimates.without_some else []


def _filled(wording: Text, **parts: str | Text) -> Text:
    def in_language(language: str) -> dict[str, str]:
        return {name: part if isinstance(part, str) else part.in_language(language) for name, part in parts.items()}

    return Text({language: wording.in_language(language).format(**in_language(language)) for language in ("sv", "en")})
