"""What a coefficient is told as: a ratio where the link is a logarithm or the logit, else as it is."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from analysis.disclosure.released import ReleasedCoefficient, ReleasedModel
from analysis.publish import words
from survey.text import Text

_MOST = 700.0  # exp() of more is no number


@dataclass(frozen=True)
class Ratio:
    """A kind of ratio: its name in files and as a heading, and its sentence for a category and for a step up."""

    key: str
    name: Text
    of_category: Text
    of_step: Text


ODDS = Ratio(
    "odds_ratio",
    words.ODDS_RATIO,
    Text(
        sv="{label}: oddsen är {times} gånger så höga ({ci}){reference}.",
        en="{label}: the odds are {times} times as high ({ci}){reference}.",
    ),
    Text(
        sv="För varje steg högre {label} blir oddsen {times} gånger så höga ({ci}).",
        en="For each step up in {label} the odds become {times} times as high ({ci}).",
    ),
)
_RISK = Ratio(
    "risk_ratio",
    Text(sv="Riskkvot", en="Risk ratio"),
    Text(
        sv="{label}: sannolikheten är {times} gånger så hög ({ci}){reference}.",
        en="{label}: the probability is {times} times as high ({ci}){reference}.",
    ),
    Text(
        sv="För varje steg högre {label} blir sannolikheten {times} gånger så hög ({ci}).",
        en="For each step up in {label} the probability becomes {times} times as high ({ci}).",
    ),
)
_RATE = Ratio(
    "rate_ratio",
    Text(sv="Frekvenskvot", en="Rate ratio"),
    Text(
        sv="{label}: frekvensen är {times} gånger så hög ({ci}){reference}.",
        en="{label}: the rate is {times} times as high ({ci}){reference}.",
    ),
    Text(
        sv="För varje steg högre {label} blir frekvensen {times} gånger så hög ({ci}).",
        en="For each step up in {label} the rate becomes {times} times as high ({ci}).",
    ),
)
_MEANS = Ratio(
    "ratio_of_means",
    Text(sv="Kvot av medelvärden", en="Ratio of means"),
    Text(
        sv="{label}: medelvärdet är {times} gånger så högt ({ci}){reference}.",
        en="{label}: the mean is {times} times as high ({ci}){reference}.",
    ),
    Text(
        sv="För varje steg högre {label} blir medelvärdet {times} gånger så högt ({ci}).",
        en="For each step up in {label} the mean becomes {times} times as high ({ci}).",
    ),
)
_RATIOS = {
    "logistic": ODDS,
    "quasibinomial": ODDS,
    "firth": ODDS,
    "log": _RISK,
    "poisson": _RATE,
    "quasipoisson": _RATE,
    "gamma": _MEANS,
}


def ratio_of(released: ReleasedModel) -> Ratio | None:
    """The ratio that exp(coefficient) is; None where it is none: linear, probit, cloglog, an inverse link."""
    if released.link:
        return ODDS if released.link == "logit" else None
    found = _RATIOS.get(released.family)
    # Counts of a yes or no are risks, unless they are counted by an exposure.
    return _RISK if found is _RATE and released.event and "offset(" not in released.formula else found


def effect(released: ReleasedModel, term: ReleasedCoefficient) -> tuple[float, float, float]:
    """The effect of a term with its interval: a ratio where there is one, else the coefficient."""
    figures = (term.coefficient, term.ci_low, term.ci_high)
    if ratio_of(released) is None:
        return figures
    value, low, high = (exp(min(figure, _MOST)) for figure in figures)
    return value, low, high
