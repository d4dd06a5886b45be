"""Outcome rates of a survey by AAPOR's definitions: response, cooperation, refusal and contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields

from analysis.arguments import number_of, takes
from analysis.categories import categories
from analysis.errors import AnalysisError
from analysis.weighting.calibrated import Weight, starting
from analysis.weighting.margins import Code, words
from survey.frame import SurveyFrame


@dataclass(frozen=True)
class Dispositions:
    """Cases by what became of them, weighted or not, under AAPOR's letters.

    complete I, partial P, refusal R (break-offs included), non_contact NC, other O: known to be eligible
    unknown_household UH, unknown_other UO: nobody knows whether eligible
    ineligible: known not to be eligible; in no rate
    """

    complete: float = 0.0
    partial: float = 0.0
    refusal: float = 0.0
    non_contact: float = 0.0
    other: float = 0.0
    unknown_household: float = 0.0
    unknown_other: float = 0.0
    ineligible: float = 0.0

    def __post_init__(self) -> None:
        for field, count in zip(fields(self), astuple(self), strict=True):
            if number_of(f'The count of "{field.name}"', count) < 0:
                raise AnalysisError(f'The count of "{field.name}" must be 0 or more; found {count:g}.')

    @property
    def eligible_share(self) -> float:
        """The e of proportional allocation: eligible / (eligible + ineligible), of those whose eligibility is known."""
        eligible = self.complete + self.partial + self.refusal + self.non_contact + self.other
        if not eligible:
            raise AnalysisError("No case is known to be eligible, so the share of eligible cases cannot be estimated.")
        return eligible / (eligible + self.ineligible)


@dataclass(frozen=True)
class OutcomeRates:
    """AAPOR's rates, each in [0, 1]; NaN where its denominator is 0. `e` is the share that was taken as eligible."""

    e: float
    rr1: float
    rr2: float
    rr3: float
    rr4: float
    rr5: float
    rr6: float
    coop1: float
    coop2: float
    coop3: float
    coop4: float
    ref1: float
    ref2: float
    ref3: float
    con1: float
    con2: float
    con3: float


def outcome_rates(dispositions: Dispositions, *, e: float | None = None) -> OutcomeRates:
    """Response, cooperation, refusal and contact rates.

    known    K = I + P + R + NC + O, unknown U = UH + UO
    RR1 = I / (K + U), RR3 = I / (K + e U), RR5 = I / K; RR2, RR4, RR6 the same with I + P above
    COOP1 = I / (I + P + R + O), COOP3 = I / (I + P + R); COOP2, COOP4 the same with I + P above
    REF1, REF2, REF3 = R / (K + U), R / (K + e U), R / K
    CON1, CON2, CON3 = (I + P + R + O) / (K + U), / (K + e U), / K

    e  share of the unknown that is eligible; none: `Dispositions.eligible_share`, which has to be defended
    Raises AnalysisError for an e outside [0, 1], or no count at all.

    AAPOR (2023), Standard Definitions, 10th edition, "Calculating outcome rates from final disposition distributions".
    """
    if not isinstance(dispositions, Dispositions):
        raise AnalysisError("Rates are made from Dispositions(...), or from dispositions(frame, ...).")
    I, P, R, NC, O, UH, UO, _ = astuple(dispositions)  # noqa: E741
    K, U = I + P + R + NC + O, UH + UO
    if K + U == 0:
        raise AnalysisError("Rates need at least one case that is, or may be, eligible.")
    e = e if e is not None else dispositions.eligible_share if U else 1.0
    if not 0 <= number_of("e", e) <= 1:
        raise AnalysisError(f"e is the share of cases of unknown eligibility taken as eligible, 0 to 1; found {e:g}.")
    wide, estimated, narrow = K + U, K + e * U, K
    met = I + P + R + O
    return OutcomeRates(
        e,
        *(_rate(above, below) for below in (wide, estimated, narrow) for above in (I, I + P)),
        *(_rate(above, below) for below in (met, I + P + R) for above in (I, I + P)),
        *(_rate(R, below) for below in (wide, estimated, narrow)),
        *(_rate(met, below) for below in (wide, estimated, narrow)),
    )


@takes(SurveyFrame)
def dispositions(
    frame: SurveyFrame, variable: str, meaning: Mapping[Code, str], *, design_weight: Weight = None
) -> Dispositions:
    """Cases, or their weights, by what became of them.

    variable  column with the final disposition of each case drawn
    meaning   code to field of `Dispositions`: {1: "complete", 2: "partial", 3: "refusal", ...}
    Raises AnalysisError for a code without meaning, an unknown field, or a case without a code.
    """
    names = [field.name for field in fields(Dispositions)]
    for name in meaning.values():
        if name not in names:
            raise AnalysisError(f'A disposition is one of {", ".join(names)}; found "{name}".')
    known, weight = categories(frame, variable), starting(frame, design_weight).values
    sums = dict.fromkeys(names, 0.0)
    for at, level in enumerate(known.levels):
        cases = known.codes == at
        if level.value is not None and level.value in meaning:
            sums[meaning[level.value]] += float(weight[cases].sum())
        elif cases.any():
            raise AnalysisError(f'"{variable}" = {words([str(level.value)])} occurs and has no meaning; name it.')
    if (known.codes < 0).any():
        raise AnalysisError(f'"{variable}" must be there for every case; {(known.codes < 0).sum()} have none.')
    return Dispositions(**sums)


def _rate(above: float, below: float) -> float:
    return above / below if below else float("nan")
