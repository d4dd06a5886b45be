"""A study's release policy in words: for whoever asks why a figure is not shown, and for who decides the policy."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.disclosure.policy import STRICT_THRESHOLD, ReleasePolicy
from analysis.disclosure.policy_words import of_amounts, of_figures
from analysis.disclosure.primary import HELD_BY_ONE
from app.opened import MOST_GROUPS, Opened
from survey.text import Text

GRAMMAR = Text(
    sv="En fråga har rader, en gruppering och högst {filters} filter av formen variabel = kod. Intervall, "
    '"eller" och "inte" får inte användas; indelningar bestäms i study.toml.',
    en="A question has rows, a grouping, and at most {filters} filters of the form variable = code. Ranges, "
    '"or" and "not" are not taken; groupings are declared in study.toml.',
)
SNAPSHOT = Text(
    sv="Nya svar ger nya siffror först när minst {snapshot} svarande har tillkommit; ett antal som har ändrats med 1–9 "
    "personer sedan det visades döljs. Under {smallest} svarande visas bara resultat för alla tillsammans.",
    en="New answers make new figures once at least {snapshot} respondents are new; a count that moved by 1-9 people "
    "since it was shown is hidden. Below {smallest} respondents only results for all together are shown.",
)
LEVEL = Text(
    sv="  Nivå {level}: minst {threshold} svar i en cell, {base} i en grupp, högst {dimensions} variabler tillsammans",
    en="  Level {level}: at least {threshold} answers in a cell, {base} in a group, {dimensions} variables together",
)
LEVELS = Text(sv="Gränser efter känslighetsnivå:", en="Thresholds by sensitivity level:")
STRICT = Text(
    sv="Strängare ({threshold} i en cell, hela procent) på nivå 2 och 3 tillsammans med: {names}",
    en="Stricter ({threshold} in a cell, whole per cents) at levels 2 and 3 together with: {names}",
)
HELD = Text(
    sv="I publicerade tabeller döljs det att minst {share} procent av en grupp har gett samma svar på en fråga på nivå "
    "2 eller 3.",
    en="Published tables hide that at least {share} per cent of a group gave the same answer to a question of level 2 "
    "or 3.",
)
HELD_ONLY = Text(
    sv="  Av dessa frågor bara för svaren: {names}. Svar som inte står här säger inget känsligt om den som gav dem.",
    en="  Of these questions for the following answers only: {names}. Answers that are not listed say nothing "
    "sensitive of who gave them.",
)
IDENTIFYING = Text(
    sv="Högst {most} av dessa tillsammans, eftersom andra kan känna till dem: {names}",
    en="At most {most} of these together, as others can know them: {names}",
)
GROUPINGS = Text(sv="Får gruppera och filtrera: {names}", en="May group and filter: {names}")
ALL_GROUPINGS = Text(
    sv="Får gruppera och filtrera: alla frågor med högst {most} kategorier; ju färre [release] groupings namnger, "
    "desto starkare är skyddet.",
    en="May group and filter: every question with at most {most} categories; the fewer [release] groupings names, the "
    "stronger the protection.",
)
COARSER = Text(sv="Grövre indelningar: {names}", en="Coarser groupings: {names}")


def explained(opened: Opened, language: str) -> Iterator[str]:
    """The lines."""
    policy = opened.policy
    yield opened.study.title.in_language(language)
    yield of_figures(policy).in_language(language)
    if policy.public_use:
        return
    if policy.mode == "keyed":
        yield GRAMMAR.in_language(language).format(filters=policy.filters)
        yield SNAPSHOT.in_language(language).format(snapshot=policy.snapshot, smallest=policy.smallest)
    yield of_amounts().in_language(language)
    yield LEVELS.in_language(language)
    for level in range(4):
        limits = policy.at(level)
        yield LEVEL.in_language(language).format(
            level=level, threshold=limits.threshold, base=limits.base, dimensions=limits.max_dimensions
        )
    if policy.strict:
        yield STRICT.in_language(language).format(threshold=STRICT_THRESHOLD, names=", ".join(policy.strict))
    if opened.study.publication or policy.mode == "suppress":
        yield HELD.in_language(language).format(share=round(100 * HELD_BY_ONE))
        if policy.sensitive_codes:
            yield HELD_ONLY.in_language(language).format(names=_of_codes(policy))
    if policy.identifying:
        names = ", ".join(policy.identifying)
        yield IDENTIFYING.in_language(language).format(most=policy.identifying_dimensions, names=names)
    if opened.study.release.get("groupings"):
        yield GROUPINGS.in_language(language).format(names=", ".join(opened.groups))
    else:
        yield ALL_GROUPINGS.in_language(language).format(most=MOST_GROUPS)
    if policy.coarser:
        pairs = ", ".join(f"{fine} → {coarse}" for fine, coarse in policy.coarser.items())
        yield COARSER.in_language(language).format(names=pairs)


def _of_codes(policy: ReleasePolicy) -> str:
    return "; ".join(f"{name} = {', '.join(map(str, codes))}" for name, codes in policy.sensitive_codes.items())
