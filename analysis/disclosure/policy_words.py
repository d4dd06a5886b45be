"""A policy in words: what is hidden, what is changed, and what may be asked. For `varsam policy` and the dashboard."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.disclosure.magnitudes import BESIDE_A_QUANTILE, ONE_HOLDS, TWO_HOLD
from analysis.disclosure.policy import STRICT_THRESHOLD, ByLevel, ReleasePolicy
from survey.text import Text

_PUBLIC = Text(
    sv="Uppgifterna är redan offentliga: inget döljs, ändras eller avrundas.",
    en="The data are public already: nothing is hidden, changed or rounded.",
)
_ADDRESS = Text(
    sv="En fråga som inte kan besvaras säger vilken regel som gäller och vad som går att fråga i stället.",
    en="A question that cannot be answered says which rule holds and what can be asked in its place.",
)


def in_words(policy: ReleasePolicy, groupings: Sequence[Text] = ()) -> tuple[Text, ...]:
    """The policy as sentences, the first saying what is done to every figure.

    groupings  how the variables are called that may group and filter; none: the sentence does without them
    """
    if policy.public_use:
        return (of_figures(policy),)
    asked = (_grammar(policy, groupings),) if policy.mode == "keyed" else ()
    return (of_figures(policy), _thresholds(policy), of_amounts(), *asked, _together(policy), _ADDRESS)


def of_figures(policy: ReleasePolicy) -> Text:
    """What is done to every figure."""
    if policy.public_use:
        return _PUBLIC
    return _noise(policy) if policy.mode == "keyed" else _exact(policy)


def _noise(policy: ReleasePolicy) -> Text:
    spread = f"{policy.noise_variance**0.5:.1f}"
    return Text(
        sv="Varje tal vilar på antal som har ändrats slumpmässigt med några personer (standardavvikelse omkring "
        f"{spread.replace('.', ',')} för stora grupper, mer bredvid grupper som döljs). Samma personer får alltid "
        "samma ändring, så samma fråga ger samma svar på varje väg; att fråga flera gånger hjälper inte. Delar "
        "summerar till helheten så när som på avrundning, och medelfel och intervall räknar med ändringen.",
        en="Every figure rests on counts that were changed at random by a few people (standard deviation about "
        f"{spread} of large groups, more beside groups that are hidden). The same people always get the same change, "
        "so the same question gives the same answer by any route; asking again does not help. Parts add up to the "
        "whole, give or take rounding, and standard errors and intervals include the change.",
    )


def _exact(policy: ReleasePolicy) -> Text:
    return Text(
        sv="Tal som visas är räknade som de är, avrundade. Det som skulle berätta om några få döljs, och så mycket "
        "till att det dolda inte kan räknas fram ur summor, andra tabeller eller det som har visats tidigare. Antal "
        f"avrundas till närmaste {policy.rounding}-tal.",
        en="Figures that are shown are what they are, rounded. What would tell of a few people is hidden, and so much "
        "more that the hidden cannot be worked out from totals, other tables or what was shown before. Counts are "
        f"rounded to the nearest {policy.rounding}.",
    )


def _thresholds(policy: ReleasePolicy) -> Text:
    strict = ("", "")
    if policy.strict:
        strict = (
            " Känsliga frågor om minderåriga och andra som är lätta att känna igen: "
            f"{STRICT_THRESHOLD}, i hela procent.",
            " Sensitive questions on minors and others who are easily recognised: "
            f"{STRICT_THRESHOLD}, in whole per cents.",
        )
    cell, base = _by_level(policy.threshold), _by_level(policy.base)
    return Text(
        sv=f"En cell visas när minst {cell['sv']} personer har svarat så; noll döljs som ett litet antal. En grupp "
        f"behöver minst {base['sv']} svar.{strict[0]}",
        en=f"A cell is shown where at least {cell['en']} people answered so; zeros are hidden like small counts. A "
        f"group needs at least {base['en']} answers.{strict[1]}",
    )


def of_amounts() -> Text:
    """What is hidden of means, totals and quantiles."""
    one, two = round(100 * ONE_HOLDS), round(100 * TWO_HOLD)
    return Text(
        sv=f"Medelvärden och summor döljs när en person står för mer än {one} procent eller två för mer än {two}. "
        f"Kvantiler har minst {BESIDE_A_QUANTILE} svar på var sida; minsta och största svar visas aldrig.",
        en=f"Means and totals are hidden where one person makes up more than {one} per cent, or two more than {two}. "
        f"Quantiles have at least {BESIDE_A_QUANTILE} answers on each side; the least and the greatest answer are "
        "never shown.",
    )


def _grammar(policy: ReleasePolicy, groupings: Sequence[Text]) -> Text:
    named = {
        language: f": {', '.join(label.in_language(language) for label in groupings)}" if groupings else ""
        for language in ("sv", "en")
    }
    return Text(
        sv=f"Filter är högst {policy.filters} val av formen fråga = svar, bara av frågor som studien har bestämt"
        f"{named['sv']}. Tabeller där mer än hälften av cellerna skulle döljas visas inte.",
        en=f"A filter is at most {policy.filters} choices of the form question = answer, only of questions that the "
        f"study has declared{named['en']}. Tables of which more than half would be hidden are not shown.",
    )


def _together(policy: ReleasePolicy) -> Text:
    most = _by_level(policy.max_dimensions)
    return Text(
        sv=f"Högst {most['sv']} frågor kombineras i en tabell med sitt filter.",
        en=f"At most {most['en']} questions are combined in a table with its filter.",
    )


def _by_level(limits: ByLevel) -> Text:
    """The limit of the least sensitive level, and that of the most sensitive one in brackets."""
    low, high = limits[0], limits[-1]
    if low == high:
        return Text(sv=str(low), en=str(low))
    return Text(sv=f"{low} (på de känsligaste nivåerna {high})", en=f"{low} (at the most sensitive levels {high})")
