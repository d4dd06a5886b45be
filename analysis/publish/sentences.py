"""What a released output says, in plain sentences. Hidden figures are counted, never described."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, nan

from analysis.disclosure.released import (
    ReleasedBase,
    ReleasedCell,
    ReleasedCoefficient,
    ReleasedComparison,
    ReleasedModel,
    ReleasedTable,
)
from analysis.publish import words
from analysis.publish.effects import Ratio, effect, ratio_of
from analysis.publish.numbers import interval, number, p_value, percent, percent_decimals, with_sign
from analysis.source import Level
from survey.text import Text

_ONE = Text(sv="{value} ({ci}) svarade ”{row}”.", en="{value} ({ci}) answered “{row}”.")
_OF_GROUP = Text(
    sv="I gruppen ”{column}” svarade {value} ({ci}) ”{row}”.", en="Of “{column}”, {value} ({ci}) answered “{row}”."
)
_MEAN = Text(sv="{statistic}: {value} ({ci}).", en="{statistic}: {value} ({ci}).")
_MEAN_OF_GROUP = Text(
    sv="{statistic} i gruppen ”{column}”: {value} ({ci}).", en="{statistic} of “{column}”: {value} ({ci})."
)
_CLEAR = Text(
    sv="Skillnaderna mellan grupperna är större än slumpen brukar ge ({p}).",
    en="The differences between the groups are larger than chance usually gives ({p}).",
)
_UNCLEAR = Text(
    sv="Skillnaderna mellan grupperna kan bero på slumpen ({p}).",
    en="The differences between the groups may be due to chance ({p}).",
)
_ONE_CLEAR = Text(
    sv="Det är mer än slumpen brukar ge ({p}).",
    en="That is more than chance usually gives ({p}).",
)
_ONE_UNCLEAR = Text(sv="Det kan bero på slumpen ({p}).", en="That may be due to chance ({p}).")
_NO_TEST = Text(
    sv="Testet kan inte göras: det finns ingen variation, eller för få urvalsenheter.",
    en="The test cannot be made: there is no variation, or there are too few sampling units.",
)
_HIDDEN = Text(
    sv="{hidden} av {all} värden är dolda; orsaken står vid varje streck.",
    en="{hidden} of {all} figures are hidden; each dash has its reason.",
)
_ODDS_OF_MORE = Text(
    sv="{label}: oddsen för ett svar närmare ”{last}” är {times} gånger så höga ({ci}){reference}.",
    en="{label}: the odds of an answer nearer to “{last}” are {times} times as high ({ci}){reference}.",
)
_ODDS_OF_MORE_STEP = Text(
    sv="För varje steg högre {label} blir oddsen för ett svar närmare ”{last}” {times} gånger så höga ({ci}).",
    en="For each step up in {label} the odds of an answer nearer to “{last}” become {times} times as high ({ci}).",
)
_ODDS_OF_ONE = Text(
    sv="{label}: oddsen för ”{one}” i stället för ”{baseline}” är {times} gånger så höga ({ci}){reference}.",
    en="{label}: the odds of “{one}” rather than “{baseline}” are {times} times as high ({ci}){reference}.",
)
_ODDS_OF_ONE_STEP = Text(
    sv="För varje steg högre {label} blir oddsen för ”{one}” i stället för ”{baseline}” {times} gånger så höga ({ci}).",
    en="For each step up in {label} the odds of “{one}” rather than “{baseline}” become {times} times as high ({ci}).",
)
_HIGHER = Text(
    sv="{label}: {size} {direction}{scale} ({ci}){reference}.",
    en="{label}: {size} {direction}{scale} ({ci}){reference}.",
)
_HIGHER_STEP = Text(
    sv="För varje steg högre {label}: {size} {direction}{scale} ({ci}).",
    en="For each step up in {label}: {size} {direction}{scale} ({ci}).",
)
_THAN = Text(sv=", jämfört med {level}", en=", compared with {level}")
_CHANCE = Text(sv=" Skillnaden kan bero på slumpen.", en=" The difference may be due to chance.")
_UP = Text(sv="högre", en="higher")
_DOWN = Text(sv="lägre", en="lower")
_SCALES = {
    "probit": Text(sv=" på probitskalan", en=" on the probit scale"),
    "cloglog": Text(sv=" på skalan log(−log(1 − p))", en=" on the scale log(−log(1 − p))"),
    "gamma_inverse": Text(sv=" på skalan 1/medelvärde", en=" on the scale 1/mean"),
}
_AS_IT_IS = Text(sv="", en="")
_OTHERS = Text(
    sv="Alla samband gäller när övriga variabler i modellen hålls lika.",
    en="All of these hold with the other variables of the model kept equal.",
)
_TOLD_ROWS = 3
_TOLD_TERMS = 12
_CONFIDENCE = 0.95  # of a test without an interval


def of_table(released: ReleasedTable, language: str) -> list[str]:
    """The largest answers; with groups, where the commonest answer is highest and lowest, and the test."""
    single = len(released.columns) == 1
    told = _largest(released, language) if single else _extremes(released, language)
    if released.test:
        wording = _CLEAR if released.test.p_value < 1 - released.level_of_confidence else _UNCLEAR
        told.append(wording[language].format(p=p_value(released.test.p_value, language)))
    figures = [cell for cells in released.cells for cell in cells]
    if hidden := sum(cell.blank for cell in figures):
        told.append(_HIDDEN[language].format(hidden=hidden, all=len(figures)))
    return told


def of_model(released: ReleasedModel, language: str) -> list[str]:
    """A sentence for each term but the intercept, with what it is compared with."""
    terms = [term for term in released.coefficients if term.variable]
    told = [_term(released, term, language) for term in terms[:_TOLD_TERMS]]
    return [*told, _OTHERS[language]] if len({term.variable for term in terms}) > 1 else told


def of_comparison(released: ReleasedComparison, language: str) -> list[str]:
    """The difference that a test is about, where it is about one, and whether chance would give as much."""
    told, cell, confidence = [], released.difference, released.level_of_confidence or _CONFIDENCE
    if cell is not None and cell.value is not None:
        value, low, high = (number(figure, 2, language) for figure in (cell.value, cell.ci_low, cell.ci_high))
        ci = f"{words.confidence(confidence, language, short=True)} {interval(low, high)}"
        told.append(_MEAN[language].format(statistic=words.statistic(released, language), value=value, ci=ci))
    p = released.test.p_value
    if not isfinite(p):
        return [*told, _NO_TEST[language]]
    clear = p < 1 - confidence
    one, several = (_ONE_CLEAR, _CLEAR) if clear else (_ONE_UNCLEAR, _UNCLEAR)
    return [*told, (one if told else several)[language].format(p=p_value(p, language))]


def main_figure(released: ReleasedTable, cell: ReleasedCell, base: ReleasedBase, language: str) -> tuple[str, str]:
    """A shown figure and its interval as they stand in a sentence, which says where the figure is uncertain."""
    mark = f", {words.UNCERTAIN[language]}" if cell.quality else ""
    level = words.confidence(released.level_of_confidence, language, short=True)
    if released.statistic != "proportion":
        value, low, high = (number(figure, 2, language) for figure in (cell.value, cell.ci_low, cell.ci_high))
        return value, f"{level} {interval(low, high)}{mark}"
    decimals = percent_decimals(released, base.n)
    value, low, high = (percent(figure, decimals, language) for figure in (cell.value, cell.ci_low, cell.ci_high))
    return with_sign(value, language), f"{level} {interval(low, high)}{mark}"


def _largest(released: ReleasedTable, language: str) -> list[str]:
    shown = [r for r, (cell,) in enumerate(released.cells) if cell.value is not None]
    shown.sort(key=lambda r: -_value(released.cells[r][0]))
    return [_sentence(released, r, 0, language) for r in shown[:_TOLD_ROWS]]


def _extremes(released: ReleasedTable, language: str) -> list[str]:
    """The commonest answer of all: in the highest and in the lowest group that are shown."""
    groups = range(len(released.columns) - 1)
    told = []
    for r in _commonest(released):
        shown = [c for c in groups if released.cells[r][c].value is not None]
        if not shown:
            continue
        highest = max(shown, key=lambda c: _value(released.cells[r][c]))
        lowest = min(shown, key=lambda c: _value(released.cells[r][c]))
        told += [_sentence(released, r, c, language) for c in dict.fromkeys((highest, lowest))]
        break
    return told


def _commonest(released: ReleasedTable) -> Sequence[int]:
    rows = [r for r, cells in enumerate(released.cells) if cells[-1].value is not None]
    return sorted(rows, key=lambda r: -_value(released.cells[r][-1])) or range(len(released.rows))


def _value(cell: ReleasedCell) -> float:
    return nan if cell.value is None else cell.value


def _sentence(released: ReleasedTable, r: int, c: int, language: str) -> str:
    value, ci = main_figure(released, released.cells[r][c], released.bases[c], language)
    share, single = released.statistic == "proportion", len(released.columns) == 1
    wording = (_ONE if single else _OF_GROUP) if share else (_MEAN if single else _MEAN_OF_GROUP)
    return wording[language].format(
        value=value,
        ci=ci,
        row=released.rows[r].label.in_language(language),
        column=released.columns[c].label.in_language(language),
        statistic=words.statistic(released, language),
    )


def _term(released: ReleasedModel, term: ReleasedCoefficient, language: str) -> str:
    value, low, high = effect(released, term)
    ratio, step = ratio_of(released), term.level is None
    size = value if ratio else abs(value)
    level = words.confidence(released.level_of_confidence, language, short=True)
    told = _wording(released, ratio, step=step)[language].format(
        label=term.label.in_language(language),
        times=number(size, 2, language),
        size=number(size, 2, language),
        direction=(_UP if value >= 0 else _DOWN)[language],
        scale=_SCALES.get(released.link or released.family, _AS_IT_IS)[language],
        ci=f"{level} {interval(number(low, 2, language), number(high, 2, language))}",
        reference=_reference(released, term, language),
        last=_named(released.outcomes[-1] if released.outcomes else None, language),
        one=_named(term.equation, language),
        baseline=_named(released.baseline, language),
    )
    nothing = 1.0 if ratio else 0.0
    return told + (_CHANCE[language] if low <= nothing <= high else "")


def _wording(released: ReleasedModel, ratio: Ratio | None, *, step: bool) -> Text:
    if ratio is None:
        return _HIGHER_STEP if step else _HIGHER
    if released.family == "ordinal":
        return _ODDS_OF_MORE_STEP if step else _ODDS_OF_MORE
    if released.family == "multinomial":
        return _ODDS_OF_ONE_STEP if step else _ODDS_OF_ONE
    return ratio.of_step if step else ratio.of_category


def _named(level: Level | None, language: str) -> str:
    return level.label.in_language(language) if level else ""


def _reference(released: ReleasedModel, term: ReleasedCoefficient, language: str) -> str:
    found = [level for variable, level in released.references if variable == term.variable]
    return _THAN[language].format(level=found[0].label.in_language(language)) if found else ""
