"""SurveyDesign: how the cases were drawn and what each of them stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import KW_ONLY, dataclass, field, replace

import numpy as np
import pandas as pd

from analysis.arguments import LARGEST, names_of, one_of, refuse_other, refuse_too_large
from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.categories import Categories, categories, refuse_many
from analysis.domains import Domain as Domain
from analysis.domains import all_of, read_domain
from analysis.errors import AnalysisError, BadWeight, NotNumeric
from analysis.linearised import Linearised, Smooth
from analysis.replicates import Replicates
from analysis.replication.given import SETTINGS, given_replicates
from analysis.respondents import snapshot_of
from analysis.sampling import LONELY_RULES, LonelyRule, Stages, sums_of_blocks, sums_within
from analysis.source import By, Snapshot, Source
from analysis.stages import stages_of
from analysis.weighting.calibrated import CalibratedWeight, weight_column
from analysis.weighting.residuals import Residuals
from survey.frame import SurveyFrame
from survey.variables import Variable

_PARTS = ("weight", "strata", "psu", "fpc")
# A number of so few values is as good as one with codes: how many gave each can be told from its mean.
MOST_OF_FEW = 20


@dataclass(frozen=True, eq=False, repr=False)
class SurveyDesign:
    """A frame with its weight, strata, PSUs and finite population correction; never changed after it is made.

    weight  column with the weight of each case (design weight, or calibrated weight); none: the product over the stages
            of N / n (1 / the share) that `fpc` gives, as in R; without an fpc every case counts 1.
            A case with weight 0 keeps its place in the sample and is in no estimate, as outside a domain
    strata  column of strata; none: one stratum
    psu     column of primary sampling units; none: every case is its own
    fpc     column with the PSUs in the stratum's population (all at least 1) or the sampled share (all at most 1);
            1 everywhere is a census, whose estimates have no variance
    nest    True where PSU numbers start anew in each stratum
    lonely_psu  what to do with a stratum that has one PSU: fail, remove, certainty, adjust, average, collapse
    lonely_in_domain  True where "adjust" and "average" are also for a stratum that has one PSU in a domain, but more in
            the sample: a larger variance for small domains
    pps     True where `fpc` holds each unit's own probability of selection (Brewer's approximation)

    strata, psu and fpc take a list for several stages, first to last; without an fpc the first stage says all.
    Raises BadWeight, UnknownVariable, and AnalysisError for design columns that contradict each other.
    Same as R `svydesign` (pps = "brewer"), Stata `svyset`, SPSS CSPLAN. For replicate weights see `replicate_design`.
    """

    frame: SurveyFrame
    _: KW_ONLY
    weight: str | None = None
    strata: str | Sequence[str] | None = None
    psu: str | Sequence[str] | None = None
    fpc: str | Sequence[str] | None = None
    nest: bool = False
    lonely_psu: LonelyRule = "fail"
    lonely_in_domain: bool = False
    pps: bool = False
    domains: tuple[Domain, ...] = ()
    inside: BoolArray = field(init=False)
    calibrated_weight: FloatArray = field(init=False)
    stages: Stages = field(init=False)
    sampling: Stages | Replicates = field(init=False)
    weighted: bool = field(init=False)
    calibration: CalibratedWeight | None = field(init=False)
    record_keys: IntArray | None = field(init=False)
    snapshot: Snapshot | None = field(init=False)
    _fitted: FloatArray = field(init=False)
    _known: dict[str, Categories] = field(init=False)
    _complete: dict[str, FloatArray] = field(init=False)
    _by_all: dict[str, bool] = field(init=False)
    _few: dict[str, bool] = field(init=False)

    def __post_init__(self) -> None:
        refuse_other("SurveyDesign", self.frame, SurveyFrame)
        one_of("lonely_psu", self.lonely_psu, LONELY_RULES)
        for part in ("strata", "psu", "fpc"):
            self._set(part, names_of(part, getattr(self, part)))
        self._set("stages", self._stages())
        weight = self._weight()
        refuse_too_large("A weight, or one over the sampled share,", weight)
        self._set("inside", weight > 0)
        self._set("calibrated_weight", weight)
        self._set("weighted", bool((weight != 1).any()))
        self._set("sampling", self.stages)
        self._set("calibration", None)
        self._set("record_keys", None)
        self._set("snapshot", None)
        self._set("_fitted", np.empty((self.stages.n_units, 0)))
        self._set("_known", {})
        self._set("_complete", {})
        self._set("_by_all", {})
        self._set("_few", {})

    def __repr__(self) -> str:
        named = [
            f"{part}={name if isinstance(name, str) else ' > '.join(name)}"
            for part in _PARTS
            if (name := getattr(self, part))
        ]
        if isinstance(self.sampling, Replicates):
            named.append(f"{self.sampling.n_parts} {self.sampling.kind} replicates")
        return f"<SurveyDesign of {self.frame.study}: {', '.join(named) or 'every case counts 1'}>"

    @classmethod
    def of(cls, frame: SurveyFrame, settings: Mapping[str, object]) -> SurveyDesign:
        """The design as a study's settings name it: columns of the sample, or replicate weights.

        Answers that come straight from the form have no design columns: where none of the named columns is in the
        frame, every case counts 1. Raises UnknownVariable where only some are there.
        """
        columns = [name for part in _PARTS for name in names_of(part, settings.get(part))]
        if not any(name in frame.variables for name in columns):
            return cls(frame)
        design = cls(frame, **{part: given for part, given in settings.items() if part not in SETTINGS})  # type: ignore[arg-type]
        if not settings.get("replicate_weights"):
            return design
        if not design.weight:
            raise AnalysisError(
                "Replicate weights go with the weight of the whole sample: name its column as `weight`."
            )
        return design.with_sampling(given_replicates(frame, design.calibrated_weight, settings))

    @property
    def df(self) -> float:
        """PSUs less strata, of those with a case in the domain."""
        return self.degrees_of_freedom(self.inside)

    def degrees_of_freedom(self, cases: BoolArray) -> float:
        """PSUs less strata, of those with one of the (n,) cases; with replicates the rank of the weights less 1."""
        return self.sampling.df(self.present(cases))

    def present(self, cases: BoolArray) -> BoolArray:
        """(u,) units with one of the (n,) cases."""
        if cases.all():
            return np.ones(self.sampling.n_units, dtype=bool)
        return np.bincount(self.sampling.unit[cases], minlength=self.sampling.n_units) > 0

    def totals(self, columns: FloatArray, cases: BoolArray) -> Linearised:
        """(q,) weighted totals of the columns (c, q) of c cases, which the (n,) mask picks out."""
        scores = columns * self.calibrated_weight[cases][:, None]
        return Linearised(self.sampling, scores.sum(axis=0), *self._parts(scores, cases))

    def of_unit_sums(self, sums: FloatArray, crossed: FloatArray, present: BoolArray) -> Linearised:
        """(q,) weighted totals from their sums (u, q) within the units, of which (u,) are present.

        crossed  (P, q) what the calibration has to know of them, from `residuals`; P = 0 without one
        """
        replicated = isinstance(self.sampling, Replicates)
        left = self.residuals.of_unit_sums(sums, crossed, self._fitted) if self.residuals.p else sums
        return Linearised(self.sampling, sums.sum(axis=0), self.sampling.parts(left), present, replicated)

    def smooth(self, columns: FloatArray, cases: BoolArray, function: Smooth) -> Linearised:
        """(k,) estimates that are a smooth function of weighted totals; see `Linearised.transformed`.

        columns   (c, q), such as the numerator and the denominator of a ratio
        function  takes (..., q) totals, real or complex, and gives (..., k)
        """
        return self.totals(columns, cases).transformed(function)

    def linearised(
        self,
        value: FloatArray,
        cases: BoolArray,
        scores: Callable[[], FloatArray | Iterable[tuple[slice, FloatArray]]],
        again: Callable[[FloatArray], FloatArray],
        influence: Callable[[], FloatArray] | None = None,
    ) -> Linearised:
        """(k,) estimates that solve equations rather than follow from totals, such as coefficients of a model.

        scores  gives (c, k): what each of the c cases adds to the error of the estimates, its weight included;
                or the same block by block, as slices of the c cases with their (b, k), so that it never is in memory
        again   takes (n,) weights and gives the (k,) estimates with them; asked once for each replicate, see
                `Replicates.solved`
        influence  gives (k, k) that scores are still to be multiplied with: sums of units instead of all the cases
        """
        if isinstance(self.sampling, Replicates):
            parts = self.sampling.solved(self.calibrated_weight, again, len(value))
            return Linearised(self.sampling, value, parts, self.present(cases), replicated=True)
        given = scores()
        if isinstance(given, np.ndarray):
            return Linearised(self.sampling, value, *self._parts(given, cases))
        crossed = np.zeros((self.residuals.p, len(value)))
        sums = sums_of_blocks(
            self.sampling.unit[cases], self._noting(given, np.flatnonzero(cases), crossed), self.sampling.n_units
        )
        found = self.of_unit_sums(sums, crossed, self.present(cases))
        return replace(found, value=value, parts=found.parts if influence is None else found.parts @ influence())

    def _noting(
        self, blocks: Iterable[tuple[slice, FloatArray]], numbers: IntArray, crossed: FloatArray
    ) -> Iterator[tuple[slice, FloatArray]]:
        """The blocks as they are; what the calibration has to know of them is added to `crossed` (P, k)."""
        for rows, scores in blocks:
            if self.residuals.p:
                crossed += self.residuals.crossed(scores, numbers[rows])
            yield rows, scores

    def _parts(self, scores: FloatArray, cases: BoolArray) -> tuple[FloatArray, BoolArray, bool]:
        """Parts, present units, and whether the parts are replicates, from the scores (c, k) of the cases."""
        sums = sums_within(self.sampling.unit[cases], scores, self.sampling.n_units)
        if self.residuals.p:
            sums = self.residuals.of_unit_sums(sums, self.residuals.crossed(scores, cases), self._fitted)
        return self.sampling.parts(sums), self.present(cases), isinstance(self.sampling, Replicates)

    def calibrated(self, weight: CalibratedWeight) -> SurveyDesign:
        """The same design with a calibrated weight, known to the variance of every estimate.

        Linearisation takes the residuals of the scores on what was calibrated on; replicates are calibrated one by one.
        Domains are taken afterwards. Raises AnalysisError where the weight did not start from this design's weight.
        Same as R `postStratify`, `rake`, `calibrate`, `trimWeights` of a design, Stata `svyset, poststrata() | rake()`.

        Deville and Särndal (1992), JASA 87, doi:10.1080/01621459.1992.10475217; Lumley (2010), Complex Surveys, ch. 7.
        """
        self._refuse_other_start(weight)
        whole = copy(self)
        whole._set("calibrated_weight", weight.values)
        whole._set("inside", weight.values > 0)
        whole._set("weighted", bool((weight.values != 1).any()))
        whole._set("sampling", self.sampling.calibrated(weight))
        whole._set("calibration", self.calibration.then(weight) if self.calibration else weight)
        whole._set("_fitted", whole.residuals.unit_totals(whole.sampling.unit, whole.sampling.n_units))
        return whole

    @property
    def residuals(self) -> Residuals:
        """What calibration leaves of scores; all of them with replicates, which are calibrated themselves."""
        if self.calibration is None or isinstance(self.sampling, Replicates):
            return Residuals()
        return self.calibration.residuals

    def _refuse_other_start(self, weight: CalibratedWeight) -> None:
        if self.domains:
            raise AnalysisError(
                "A whole design is calibrated, not a part of it. Calibrate first, then take the domain."
            )
        if not np.array_equal(weight.start, self.calibrated_weight):
            raise AnalysisError(
                f"The calibrated weight must start from the weight of the design, `{self.weight or 'none'}`; it "
                "started from another. Give the same column to the design and to the first step."
            )

    def domain(self, where: str) -> SurveyDesign:
        """The same design for the cases where an expression holds: the others keep their place with weight zero.

        `where` is written as in questionnaires, such as "y_age >= 16 and sex = 2"; unknown does not hold.
        Raises ExpressionError, UnknownVariable, and AnalysisError for a condition that these variables cannot meet.
        """
        return self.domain_of(*read_domain(self.frame, where))

    def domain_of(self, mask: BoolArray, domain: Domain) -> SurveyDesign:
        """The same design for the (n,) cases of a mask; `domain` says what it means."""
        part = copy(self)  # strata, PSUs and coded variables are shared
        part._set("domains", (*self.domains, domain))
        part._set("inside", self.inside & mask)
        part._set("calibrated_weight", np.where(part.inside, self.calibrated_weight, 0.0))
        return part

    def with_columns(self, columns: Mapping[str, object], variables: Sequence[Variable]) -> SurveyDesign:
        """The same design with further columns of the same cases; one of an old name takes its place.

        Raises AnalysisError for a column that the design or one of its domains is made from.
        """
        made_from = {name for part in _PARTS for name in names_of(part, getattr(self, part))}
        made_from |= {name for domain in self.domains for name in domain.variables}
        taken = sorted(made_from & {variable.name for variable in variables})
        if taken:
            raise AnalysisError(
                f'The design, or the filter, is made from "{taken[0]}", so another column cannot take its place here. '
                "Replace the column before the filter, or choose another name."
            )
        part = copy(self)
        part._set("frame", self.frame.with_columns(columns, variables))
        for known in ("_known", "_complete", "_few"):
            part._set(known, {name: what for name, what in getattr(self, known).items() if name not in columns})
        part._set("_by_all", {name: by_all for name, by_all in self._by_all.items() if name not in columns})
        return part if self.record_keys is None else part._noted(self.record_keys)

    def with_record_keys(self, keys: IntArray) -> SurveyDesign:
        """The same design with the (n,) secret keys that disclosure control names sets of respondents by."""
        other = copy(self)
        other._set("record_keys", keys)
        return other._noted(keys)

    def _noted(self, keys: IntArray) -> SurveyDesign:
        self._set("snapshot", snapshot_of(self.frame, keys, self._known))
        return self

    def key_of(self, cases: BoolArray) -> int | None:
        """What names the set of the (n,) cases: the sum of their record keys, mod 2**32; None without keys."""
        return None if self.record_keys is None else int(self.record_keys[cases].sum()) % 2**32

    def with_sampling(self, sampling: Stages | Replicates) -> SurveyDesign:
        """The same cases and weights, with variances from another description of the sampling."""
        other = copy(self)
        other._set("sampling", sampling)
        return other

    def numeric(self, variable: str) -> FloatArray:
        """(n,) values of a numeric variable, NaN where there is no answer.

        Raises NotNumeric for text, and for values whose squares, or the squares of these, no computer can hold.
        """
        if self.frame.variable(variable).kind == "text":
            raise NotNumeric(f'"{variable}" holds text; a mean, total or linear model needs numbers. Use a crosstab.')
        name = self.frame.variable(variable).name
        if name in self._complete:
            return self._complete[name]
        values = self.frame.values(variable)
        largest = np.fmax(np.fmax.reduce(values, initial=0.0), -np.fmin.reduce(values, initial=0.0))
        if largest > LARGEST or 0 < largest < 1 / LARGEST:
            size = "large" if largest > 1 else "small"
            raise NotNumeric(
                f'"{variable}" holds numbers that are too {size} to calculate with. Write it in another unit; where '
                "such a number stands for a missing answer, declare it as missing."
            )
        if not np.isnan(values).any():
            self._complete[name] = values  # the column itself, so that remembering it needs no memory
        return values

    def has_all(self, variables: Iterable[str]) -> BoolArray:
        """(n,) True where there is an answer to all of the variables."""
        found = np.ones(len(self.frame), dtype=bool)
        for name in variables:
            if name not in self._complete:
                found &= ~self.frame.is_missing(name)
        return found

    def categories(self, variable: str) -> Categories:
        """The variable's categories and the (n,) cases' place among them. Raises AnalysisError for too many."""
        known = self.groups(variable)
        refuse_many(variable, known)
        return known

    def groups(self, variable: str) -> Categories:
        """The same with as many as a table may have groups; worked out once for a design."""
        name = self.frame.variable(variable).name
        if name not in self._known:
            self._known[name] = categories(self.frame, name)
        return self._known[name]

    def source(self, *variables: str, by: By = None) -> Source:
        """What a result was made from: variables, grouping and domain, with the highest sensitivity of them all."""
        filtered = all_of(self.domains)
        groups = tuple(dict.fromkeys(names_of("by", by)))
        names = tuple(dict.fromkeys((*variables, *groups, *filtered.variables)))
        meanings = [self.frame.variable(name) for name in names]
        return Source(
            study=self.frame.study,
            variables=names,
            labels=tuple(meaning.label for meaning in meanings),
            rows=variables[0],
            by=":".join(groups),
            where=filtered.where,
            where_words=filtered.words,
            where_variables=filtered.variables,
            level=max(meaning.level for meaning in meanings),
            weighted=self.weighted,
            synthetic=self.frame.synthetic,
            by_unit=any(name in names for name in names_of("psu", self.psu)),
            combined=groups if len(groups) > 1 else (),
            coded=tuple(name for name, meaning in zip(names, meanings, strict=True) if self._is_coded(name, meaning)),
            plain=(
                *(name for name in groups if self._is_weight(name)),
                *(name for name in filtered.variables if self._is_weight(name) or self._is_number(name)),
            ),
            snapshot=self.snapshot,
            by_all=tuple(name for name in names if self._answered_by_all(name)),
        )

    def _is_coded(self, name: str, meaning: Variable) -> bool:
        """True for codes, and for numbers of few values: their mean tells of the counts of these."""
        if meaning.values or meaning.kind == "text":
            return True
        if name not in self._few:
            values = self.frame.values(name)
            self._few[name] = 1 < len(pd.unique(values[np.isfinite(values)])) <= MOST_OF_FEW
        return self._few[name]

    def _is_weight(self, name: str) -> bool:
        return name == self.weight or self.frame.variable(name).role == "weight"

    def _is_number(self, name: str) -> bool:
        """True for a number without codes: each of its values may be that of one person."""
        meaning = self.frame.variable(name)
        return meaning.kind == "numeric" and meaning.measure == "scale" and not meaning.values

    def _answered_by_all(self, name: str) -> bool:
        if name not in self._by_all:
            self._by_all[name] = not self.frame.is_missing(name).any()
        return self._by_all[name]

    def _stages(self) -> Stages:
        return stages_of(
            self.frame,
            strata=names_of("strata", self.strata),
            psu=names_of("psu", self.psu),
            fpc=names_of("fpc", self.fpc),
            nest=self.nest,
            lonely_psu=self.lonely_psu,
            lonely_in_domain=self.lonely_in_domain,
            pps=self.pps,
        )

    def _weight(self) -> FloatArray:
        if self.weight is None:
            return self.stages.weight if self.fpc else np.ones(len(self.frame))
        if not isinstance(self.weight, str):
            raise BadWeight("weight is the name of a column; add the numbers to the frame with `with_columns` first.")
        return weight_column(self.frame, self.weight)

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
