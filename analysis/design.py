"""SurveyDesign: how the cases were drawn and what each of them stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import KW_ONLY, dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.categories import Categories, categories
from analysis.errors import AnalysisError, BadWeight, LonelyPSU, NotNumeric
from analysis.source import Source
from analysis.unreleased import FloatArray, IntArray
from analysis.variance import LONELY_RULES, FirstStage, LonelyRule
from survey.expressions import holds, parse, problems, references, words
from survey.frame import SurveyFrame
from survey.text import LANGUAGES, Text

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Domain:
    """A part of the population, as it was written and in words."""

    where: str = ""
    words: Text = field(default_factory=Text)
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class SurveyDesign:
    """A frame with its weight, strata, PSUs and finite population correction; never changed after it is made.

    weight  column with the weight of each case (design weight, or calibrated weight); none: every case counts 1
    strata  column of strata; none: one stratum
    psu     column of primary sampling units; none: every case is its own
    fpc     column with the PSUs in the stratum's population (all at least 1) or the sampled share (all at most 1)
    nest    True where PSU numbers start anew in each stratum
    lonely_psu  what to do with a stratum that has one PSU: fail, remove, certainty, adjust, average

    Raises BadWeight, UnknownVariable, and AnalysisError for design columns that contradict each other.
    Same as R `svydesign`, Stata `svyset`, SPSS CSPLAN.
    """

    frame: SurveyFrame
    _: KW_ONLY
    weight: str | None = None
    strata: str | None = None
    psu: str | None = None
    fpc: str | None = None
    nest: bool = False
    lonely_psu: LonelyRule = "fail"
    domains: tuple[Domain, ...] = ()
    inside: BoolArray = field(init=False)
    calibrated_weight: FloatArray = field(init=False)
    first_stage: FirstStage = field(init=False)
    weighted: bool = field(init=False)
    _known: dict[str, Categories] = field(init=False)

    def __post_init__(self) -> None:
        if self.lonely_psu not in LONELY_RULES:
            raise AnalysisError(f'lonely_psu is one of {", ".join(LONELY_RULES)}; found "{self.lonely_psu}".')
        weight = _weight(self.frame, self.weight)
        self._set("inside", np.ones(len(self.frame), dtype=bool))
        self._set("calibrated_weight", weight)
        self._set("weighted", bool((weight != 1).any()))
        self._set("first_stage", _first_stage(self))
        self._set("_known", {})

    def __repr__(self) -> str:
        named = [f"{part}={name}" for part in ("weight", "strata", "psu", "fpc") if (name := getattr(self, part))]
        return f"<SurveyDesign of {self.frame.study}: {', '.join(named) or 'every case counts 1'}>"

    @classmethod
    def of(cls, frame: SurveyFrame, settings: Mapping[str, object]) -> SurveyDesign:
        """The design as a study's settings name it.

        Answers that come straight from the form have no design columns: where none of the named columns is in the
        frame, every case counts 1. Raises UnknownVariable where only some are there.
        """
        columns = [settings[part] for part in ("weight", "strata", "psu", "fpc") if settings.get(part)]
        if not any(name in frame.variables for name in columns):
            return cls(frame)
        return cls(frame, **settings)  # type: ignore[arg-type]

    @property
    def df(self) -> float:
        """PSUs less strata, of those with a case in the domain."""
        return self.degrees_of_freedom(self.inside)

    def degrees_of_freedom(self, cases: BoolArray) -> float:
        """PSUs less strata, of those with one of the (n,) cases."""
        return self.first_stage.df(self.first_stage.psu_with(cases))

    def variance(self, scores: FloatArray, cases: BoolArray) -> FloatArray:
        """(k, k) covariance of k estimates from the scores (c, k) of their c cases, which the (n,) mask picks out."""
        stage = self.first_stage
        return stage.variance(stage.totals(scores, cases), stage.psu_with(cases))

    def domain(self, where: str) -> SurveyDesign:
        """The same design for the cases where an expression holds: the others keep their place with weight zero.

        `where` is written as in questionnaires, such as "y_age >= 16 and sex = 2"; unknown does not hold.
        Raises ExpressionError, UnknownVariable, and AnalysisError for a condition that these variables cannot meet.
        """
        tree = parse(where)
        names = tuple(dict.fromkeys(name for used in references(tree) for name in _variables(self.frame, used.name)))
        faults = [f"{fault.what} {fault.mend}" for fault in problems(tree, self.frame.variables) if not fault.advice]
        if faults:
            raise AnalysisError(f'The filter "{where}" cannot be used. ' + " ".join(faults))
        said = Text({language: words(tree, self.frame.variables, language) for language in LANGUAGES})
        return self.domain_of(holds(tree, self.frame), Domain(where, said, names))

    def domain_of(self, mask: BoolArray, domain: Domain) -> SurveyDesign:
        """The same design for the (n,) cases of a mask; `domain` says what it means."""
        part = copy(self)  # strata, PSUs and coded variables are shared
        part._set("domains", (*self.domains, domain))
        part._set("inside", self.inside & mask)
        part._set("calibrated_weight", np.where(part.inside, self.calibrated_weight, 0.0))
        return part

    def numeric(self, variable: str) -> FloatArray:
        """(n,) values of a numeric variable, NaN where there is no answer. Raises NotNumeric for text."""
        if self.frame.variable(variable).kind == "text":
            raise NotNumeric(f'"{variable}" holds text; a mean, total or linear model needs numbers. Use a crosstab.')
        return self.frame.values(variable)

    def categories(self, variable: str) -> Categories:
        """The variable's categories and the (n,) cases' place among them; worked out once for a design."""
        if variable not in self._known:
            self._known[variable] = categories(self.frame, variable)
        return self._known[variable]

    def source(self, *variables: str, by: str | None = None) -> Source:
        """What a result was made from: variables, grouping and domain, with the highest sensitivity of them all."""
        filtered = tuple(dict.fromkeys(name for domain in self.domains for name in domain.variables))
        names = tuple(dict.fromkeys((*variables, *([by] if by else []), *filtered)))
        meanings = [self.frame.variable(name) for name in names]
        return Source(
            study=self.frame.study,
            variables=names,
            labels=tuple(meaning.label for meaning in meanings),
            rows=variables[0],
            by=by or "",
            where=_joined([domain.where for domain in self.domains], "and"),
            where_words=_words(self.domains),
            where_variables=filtered,
            level=max(meaning.level for meaning in meanings),
            weighted=self.weighted,
            synthetic=self.frame.synthetic,
            by_unit=self.psu in names,
        )

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


def _variables(frame: SurveyFrame, name: str) -> tuple[str, ...]:
    """The variable of a name, or the variables of the multiple choice of that name."""
    if name in frame.variables:
        return (name,)
    choices = tuple(variable.name for variable in frame.variables.values() if variable.question == name)
    return choices or (frame.variable(name).name,)


def _words(domains: tuple[Domain, ...]) -> Text:
    joint = {"sv": "och", "en": "and"}
    return Text({lang: _joined([d.words.in_language(lang) for d in domains], joint[lang]) for lang in LANGUAGES})


def _joined(parts: list[str], joint: str) -> str:
    return parts[0] if len(parts) == 1 else f" {joint} ".join(f"({part})" for part in parts)


def _weight(frame: SurveyFrame, name: str | None) -> FloatArray:
    if name is None:
        return np.ones(len(frame))
    weight = _numbers(frame, name, BadWeight)
    wrong = ~(np.isfinite(weight) & (weight > 0))
    if wrong.any():
        raise BadWeight(
            f"`{name}` must be positive; {wrong.sum()} of {len(weight)} cases are empty, zero or negative "
            f"(first at row {wrong.argmax() + 1}). Mend the weight, or leave these cases out of the file."
        )
    return weight


def _numbers(frame: SurveyFrame, name: str, error: Callable[[str], AnalysisError]) -> FloatArray:
    if frame.variable(name).kind == "text":
        raise error(f"`{name}` must hold numbers; the column holds text. Name another column.")
    return frame.data[name].to_numpy(dtype=np.float64)


def _first_stage(design: SurveyDesign) -> FirstStage:
    frame, n = design.frame, len(design.frame)
    stratum, names = _coded(frame, design.strata) if design.strata else (np.zeros(n, dtype=np.int64), ("all",))
    psu = _coded(frame, design.psu)[0] if design.psu else np.arange(n)
    if design.psu and design.nest:
        psu = pd.factorize(stratum * (psu.max(initial=0) + 1) + psu)[0].astype(np.int64)
    m = int(psu.max(initial=-1)) + 1
    stratum_of_psu = np.zeros(m, dtype=np.int64)
    stratum_of_psu[psu] = stratum
    crossing = np.unique(psu[stratum_of_psu[psu] != stratum])
    if len(crossing):
        raise AnalysisError(
            f"Each PSU must lie in one stratum; {len(crossing)} of {m} values of `{design.psu}` occur in several "
            f"values of `{design.strata}`. Where PSU numbers start anew in each stratum, pass nest=True."
        )
    if design.psu and m == 1:
        raise LonelyPSU(f"`{design.psu}` has one PSU; a variance needs two. Name another column, or none.")
    n_h = np.bincount(stratum_of_psu, minlength=len(names))
    share = _sampled_share(frame, design.fpc, stratum, n_h) if design.fpc else np.zeros(len(names))
    return FirstStage(psu, stratum_of_psu, share, names, design.lonely_psu)


def _coded(frame: SurveyFrame, name: str) -> tuple[IntArray, tuple[str, ...]]:
    frame.variable(name)
    codes, found = pd.factorize(frame.data[name], sort=True)
    if (codes < 0).any():
        raise AnalysisError(
            f"`{name}` must be there for every case; {(codes < 0).sum()} of {len(codes)} are empty "
            f"(first at row {(codes < 0).argmax() + 1})."
        )
    return codes.astype(np.int64), tuple(f"{x:.15g}" if isinstance(x, float) else str(x) for x in found)


def _sampled_share(frame: SurveyFrame, name: str, stratum: IntArray, n_h: IntArray) -> FloatArray:
    """(H,) f_h from a column of population counts N_h, f_h = n_h / N_h, or of shares."""
    given = _numbers(frame, name, AnalysisError)
    per_stratum = np.zeros(len(n_h))
    per_stratum[stratum] = given
    if not np.all(given > 0):
        raise AnalysisError(f"`{name}` must be positive for every case; {(~(given > 0)).sum()} are not.")
    if np.any(given < 1) == np.any(given > 1):
        raise AnalysisError(f"`{name}` must be all counts (at least 1) or all shares (at most 1) of the population.")
    if np.any(per_stratum[stratum] != given):
        raise AnalysisError(f"`{name}` must be the same within a stratum; give the PSUs of the stratum's population.")
    share = n_h / per_stratum if np.any(given > 1) else per_stratum
    if np.any(share > 1):
        raise AnalysisError(f"`{name}` says that {np.sum(share > 1)} strata have fewer PSUs than are in the sample.")
    return share
