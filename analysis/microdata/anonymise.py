"""The one way from a study's answers to microdata that may leave: `anonymise`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256

import numpy as np

from analysis.arrays import FloatArray, IntArray
from analysis.errors import BadPolicy
from analysis.microdata import words
from analysis.microdata.chosen import left_out
from analysis.microdata.coarsening import Done, coarsened, perturbed
from analysis.microdata.criteria import refuse_loss, refuse_risk, refuse_telling, risks_of
from analysis.microdata.design_release import with_design
from analysis.microdata.diversity import Diversity, diversity_of
from analysis.microdata.frequencies import against_known
from analysis.microdata.order import shuffled
from analysis.microdata.patterns import key_codes, numbered
from analysis.microdata.policy import MicrodataPolicy
from analysis.microdata.protection import anonymous_keys, diverse_answers, harmless_codes
from analysis.microdata.released import Change, LeftOut, ReleasedMicrodata, RiskReport
from analysis.microdata.utility import key_shares, moved
from survey.frame import SurveyFrame
from survey.text import Text


def anonymise(frame: SurveyFrame, policy: MicrodataPolicy, *, seed: int) -> ReleasedMicrodata:
    """The answers as they may leave under the policy, with a report of what was done and what risk is left.

    Variables are chosen, coarsened, perturbed where asked for; then key variables are removed from those who are rare,
    and sensitive answers from those who all gave the same; then the file is checked, put in random order and numbered.

    seed  of every draw. Keep it as the answers are kept: whoever knows it can undo the order. The same answers,
          policy and seed give the same file, so that two releases do not tell more than one.
    Raises BadPolicy and UnknownVariable for a policy that does not fit the answers, Refused with what to recode where
    the criteria are not met.
    """
    _fit(frame, policy)
    seeds, done = partial(_seed, seed), Done()
    weight = _weight(frame, policy)
    out = left_out(frame, policy)
    _refuse_without_keys(out, policy)
    kept = _without(frame, out)
    coarse = coarsened(kept, policy, done)
    risky = perturbed(coarse, policy, seeds, done)
    shown = anonymous_keys(risky, policy, seeds, done)
    shown = diverse_answers(shown, policy, seeds, done)
    shown, design, losses = with_design(shown, policy, seeds, done)
    refuse_loss(risky, shown, policy)
    refuse_telling(risky, shown, policy)
    after = risks_of(shown, policy, weight)
    refuse_risk({keys: key_codes(shown, keys) for keys in policy.keys}, after, policy)
    report = RiskReport(
        study=frame.study,
        title=frame.title,
        profile=policy.profile,
        synthetic=frame.synthetic,
        policy=policy.digest,
        n=len(frame),
        k=policy.k,
        expected=policy.expected,
        missing=policy.missing,
        before=risks_of(frame, policy, weight),
        after=after,
        known=tuple(
            int(against_known(key_codes(risky, keys), _shown_codes(risky, shown, keys)).min()) for keys in policy.keys
        ),
        diversity=_diversity(shown, policy),
        changes=_changes(done, coarse, shown, policy, design),
        left_out=out,
        losses=(*losses, *_more_losses(done, policy)),
        shares=key_shares(coarse, shown, policy, design),
    )
    named = replace(shown, study=f"{frame.study}_{policy.profile}")
    return ReleasedMicrodata(shuffled(named, seed=seeds("order")), design, report)


def _fit(frame: SurveyFrame, policy: MicrodataPolicy) -> None:
    if not policy.keys:
        raise BadPolicy("The policy names no keys: the variables that someone may know of a person.")
    if not len(frame):
        raise BadPolicy("There are no answers to release.")
    by_name = (policy.harmless, policy.regions, policy.recode, policy.top, policy.bottom, policy.pram, policy.noise)
    lists = (policy.all_keys, policy.sensitive, policy.ages, policy.drop, policy.keep, policy.design.values())
    for names in (*by_name, *lists):
        for name in names:
            frame.variable(name)
    for what, named in (("top and bottom", {**policy.top, **policy.bottom}), ("noise", policy.noise)):
        if text := [name for name in named if frame.variable(name).kind == "text"]:
            raise BadPolicy(f'{what} names "{text[0]}", which holds text. Only numbers have limits and noise.')
    if unkept := [name for name in (*policy.pram, *policy.noise) if name in policy.drop]:
        raise BadPolicy(f'"{unkept[0]}" is dropped, so nothing can be drawn for it.')


def _refuse_without_keys(out: tuple[LeftOut, ...], policy: MicrodataPolicy) -> None:
    for one in out:
        if one.variable in policy.all_keys:
            raise BadPolicy(
                f'"{one.variable}" is a key, but cannot be in the file: {one.reason.in_language("en")}. '
                "Take it out of keys, or make categories of it."
            )


def _weight(frame: SurveyFrame, policy: MicrodataPolicy) -> FloatArray | None:
    """(n,) what each record stands for; None where every record stands for itself."""
    if "weight" not in policy.design:
        return None if policy.population is None else np.full(len(frame), policy.population / len(frame))
    weight = frame.values(policy.design["weight"])
    if not (weight > 0).all():
        raise BadPolicy(f'The weight "{policy.design["weight"]}" must be positive in every record that is released.')
    return weight if policy.population is None else weight * (policy.population / weight.sum())


def _without(frame: SurveyFrame, out: tuple[LeftOut, ...]) -> SurveyFrame:
    gone = {one.variable for one in out}
    variables = {name: variable for name, variable in frame.variables.items() if name not in gone}
    return replace(frame, data=frame.data[list(variables)].reset_index(drop=True), variables=variables)


def _seed(seed: int, step: str) -> int:
    """Every step has a seed of its own, so that one more step changes no other."""
    return int.from_bytes(sha256(f"{seed}/{step}".encode()).digest()[:16], "big")


def _shown_codes(before: SurveyFrame, shown: SurveyFrame, keys: tuple[str, ...]) -> IntArray:
    codes = key_codes(before, keys)
    gone = np.column_stack([shown.is_missing(name) for name in keys])
    return np.where(gone, 0, codes)


def _diversity(shown: SurveyFrame, policy: MicrodataPolicy) -> tuple[tuple[tuple[str, ...], Diversity], ...]:
    return tuple(
        (keys, _of_question(shown, name, numbered(key_codes(shown, keys))[0], policy))
        for keys in policy.keys
        for name in policy.sensitive
        if name in shown.variables
    )


def _of_question(shown: SurveyFrame, name: str, group: IntArray, policy: MicrodataPolicy) -> Diversity:
    answers, harmless = key_codes(shown, [name])[:, 0], harmless_codes(shown, policy, name)
    return diversity_of(name, group, answers, least=policy.l, harmless=harmless)


def _changes(
    done: Done, coarse: SurveyFrame, shown: SurveyFrame, policy: MicrodataPolicy, design: Mapping[str, str]
) -> tuple[Change, ...]:
    return tuple(
        Change(
            name,
            coarse.variables[name].label,
            what,
            cells,
            visible=what in (words.REMOVED, words.UNIFORM),
            moved=moved(coarse, shown, name, policy, design),
        )
        for name, what, cells in done.steps
    )


def _more_losses(done: Done, policy: MicrodataPolicy) -> list[Text]:
    removed = any(what in (words.REMOVED, words.UNIFORM) for _, what, _ in done.steps)
    fpc = words.NO_FPC if "fpc" in policy.design and (policy.strata or policy.psu) else None
    some = (words.REMOVED_CODE if removed else None, words.PERTURBED if policy.pram or policy.noise else None, fpc)
    return [text for text in some if text]
