"""Whether the file meets its criteria; where it does not, it is refused with what to recode."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.arrays import FloatArray, IntArray
from analysis.errors import Refused
from analysis.microdata import refusals
from analysis.microdata.frequencies import frequencies
from analysis.microdata.patterns import key_codes
from analysis.microdata.policy import MicrodataPolicy
from analysis.microdata.risk import Risk, risk_of
from analysis.microdata.telling import TELLS, told
from survey.frame import SurveyFrame
from survey.frame_file import MARKER


def refuse_loss(coarse: SurveyFrame, shown: SurveyFrame, policy: MicrodataPolicy) -> None:
    """Raises Refused where a key lost more answers than the policy allows."""
    for name in (*policy.all_keys, *policy.sensitive):
        if name not in shown.variables:
            continue
        had, lost = ~coarse.is_missing(name), shown.is_missing(name) & ~coarse.is_missing(name)
        share = lost.sum() / max(had.sum(), 1)
        if share > policy.most_removed:
            advice = _helps_most(coarse, policy, policy.all_keys)
            raise Refused(refusals.too_much_removed(name, 100 * share, 100 * policy.most_removed, advice))


def refuse_telling(coarse: SurveyFrame, shown: SurveyFrame, policy: MicrodataPolicy) -> None:
    """Raises Refused where a variable of the file says what a removed key was."""
    others = [name for name in shown.variables if name not in (*policy.all_keys, MARKER.name, *policy.pram)]
    keys = [key for key in policy.all_keys if (shown.is_missing(key) & ~coarse.is_missing(key)).any()]
    codes = {key: key_codes(coarse, [key])[:, 0] for key in keys}
    for other in others if keys else ():
        telling = key_codes(shown, [other])[:, 0]
        for key in keys:
            if told(codes[key], telling) >= TELLS:
                raise Refused(refusals.told(key, other))


def refuse_risk(codes: Mapping[tuple[str, ...], IntArray], risks: tuple[Risk, ...], policy: MicrodataPolicy) -> None:
    """Raises Refused where too many are expected to be re-identified."""
    for risk in risks:
        if risk.share > policy.expected:
            advice = _finest(codes[risk.keys], risk.keys)
            raise Refused(refusals.too_much_risk(risk.keys, 100 * risk.share, 100 * policy.expected, advice))


def risks_of(frame: SurveyFrame, policy: MicrodataPolicy, weight: FloatArray | None) -> tuple[Risk, ...]:
    """The risk under each combination of keys."""
    return tuple(
        risk_of(key_codes(frame, keys), weight, keys, k=policy.k, missing=policy.missing) for keys in policy.keys
    )


def _helps_most(frame: SurveyFrame, policy: MicrodataPolicy, among: tuple[str, ...]) -> str:
    """The key without which the fewest records are rare."""
    rare = {
        name: sum(_rare(key_codes(frame, rest), policy.k) for keys in policy.keys if (rest := _without(keys, name)))
        for name in among
    }
    return min(rare, key=lambda name: rare[name])


def _finest(codes: IntArray, keys: tuple[str, ...]) -> str:
    """The key with most categories."""
    return max(keys, key=lambda name: int(codes[:, keys.index(name)].max()))


def _without(keys: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(key for key in keys if key != name)


def _rare(codes: IntArray, k: int) -> int:
    return int((frequencies(codes)[0] < k).sum()) if codes.shape[1] else 0
