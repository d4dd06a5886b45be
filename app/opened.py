"""A study opened for figures: its answers, its design, and the door that figures leave by.

Terminal and dashboard both take this one way from a question to a released table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np

from analysis import SurveyDesign, chisq, crosstab, means, quantile, ranktest, totals, ttest
from analysis import model as fit
from analysis.disclosure import (
    Ledger,
    ReleasedComparison,
    ReleasedModel,
    ReleasedTable,
    ReleasePolicy,
    record_keys,
    release,
    release_published,
)
from analysis.disclosure.release import decided_on
from analysis.disclosure.sample import ReleasedSample, released_sample
from analysis.disclosure.unanswered import written_down
from analysis.errors import AnalysisError, OfAnswers
from app.key_files import record_secret
from app.published import published, shows_published_only
from survey.compile import Compiled
from survey.frame import SurveyFrame
from survey.groupings import coarser
from survey.study import Study
from survey.variables import ValueLabel, Variable

MOST_GROUPS, MOST_ANSWERS = 15, 500
Result = TypeVar("Result")
Amount = Literal["mean", "total", "quantile"]
RANK_TESTS = ("wilcoxon", "vanderWaerden", "median", "KruskalWallis")


R = TypeVar("R", ReleasedTable, ReleasedModel)


@dataclass(frozen=True, eq=False)
class Opened:
    """A study with its answers, its design, and what its figures leave by.

    form       the compiled questionnaire; None for an imported study
    questions  variables that can be asked about: answers that are codes or numbers, in the order of the study, without
               those that everybody must answer in one way to take part (consent)
    groups     those with few enough categories to compare or to filter by, with their categories
    sample     the sample as it may be shown
    answered   what was released of these answers under this policy, by question; the same question is not worked out
               twice
    """

    study: Study
    frame: SurveyFrame
    design: SurveyDesign
    policy: ReleasePolicy
    ledger: Ledger
    form: Compiled | None
    questions: tuple[str, ...]
    groups: Mapping[str, tuple[ValueLabel, ...]]
    sample: ReleasedSample
    answered: dict[tuple[str, ...], Any] = field(default_factory=dict)


def open_study(study: Study, data: Path | None = None) -> Opened:
    """Read the study's answers, or those in the file `data`.

    Raises SurveyError or AnalysisError where something does not fit.
    """
    frame = study.frame(data)
    design, policy = SurveyDesign.of(frame, study.design), _policy(study)
    if data is None:
        policy.refuse_unknown(frame)
    if not policy.public_use:
        secret = record_secret(own_folder(study.folder))
        design = design.with_record_keys(record_keys(frame, secret))
        policy = replace(policy, seed=blake2b(b"noise", key=secret).digest())
    form: Compiled | None = study.questionnaire()
    consent = _required(form) if form else frozenset()
    answers = [v for v in frame.variables.values() if v.role in ("answer", "derived") and v.kind == "numeric"]
    questions = [v for v in answers if v.question not in consent]
    groups = {v.name: found for v in questions if (found := _groups(design, v, policy))}
    # What may group is settled here, where it is known how many categories a variable has.
    policy = replace(policy, groupings=tuple(groups))
    return Opened(
        study=study,
        frame=frame,
        design=design,
        policy=policy,
        ledger=Ledger(ledger_file(study.folder)),
        form=form,
        questions=tuple(variable.name for variable in questions),
        groups=groups,
        sample=released_sample(design, policy),
    )


def _policy(study: Study) -> ReleasePolicy:
    return ReleasePolicy.from_settings(study.release, coarser=coarser(study.groupings), made_from=study.groupings)


def _required(form: Compiled) -> frozenset[str]:
    pages = [page for _, page in form.questionnaire.pages()]
    return frozenset(question.id for page in pages for question in page.questions if question.required)


def _groups(design: SurveyDesign, variable: Variable, policy: ReleasePolicy) -> tuple[ValueLabel, ...]:
    """The categories of a variable that may group. A code that nothing names is the answer of those who gave it."""
    if not is_categorical(variable) or (policy.groupings and variable.name not in policy.groupings):
        return ()
    try:
        found = design.categories(variable.name)
    except AnalysisError:  # more values than a table takes
        return ()
    n = np.bincount(found.codes[found.answered], minlength=len(found.levels))
    least = 0 if policy.public_use else policy.threshold[variable.level]
    known = [
        ValueLabel(level.value, level.label)
        for level, count in zip(found.levels, n, strict=True)
        if level.value is not None and (level.named or count >= least)
    ]
    return tuple(known) if 2 <= len(known) <= MOST_GROUPS else ()


def ledger_file(folder: Path) -> Path:
    """The study's ledger of releases: beside its data, kept out of version control."""
    return own_folder(folder) / "ledger.jsonl"


def own_folder(folder: Path) -> Path:
    """Where a study keeps what is not for others; kept out of version control."""
    own = folder / ".varsam"
    own.mkdir(exist_ok=True)
    if not (own / ".gitignore").exists():
        (own / ".gitignore").write_text("*\n", encoding="utf-8")
    return own


def unweighted(opened: Opened) -> Opened:
    """The same study with every response counting 1: about the collection, not about the population."""
    design = SurveyDesign(opened.frame)
    keys = opened.design.record_keys
    return replace(opened, design=design if keys is None else design.with_record_keys(keys), answered={})


def is_categorical(variable: Variable) -> bool:
    """True when the variable's answers are codes to be counted, not numbers to be averaged."""
    return bool(variable.values) or variable.measure != "scale"


def table_of(opened: Opened, rows: str, *, by: str = "", where: str = "", ci_method: str = "logit") -> ReleasedTable:
    """The released table of one question, by groups where `by` names a variable, of those for whom `where` holds.

    Proportions of each answer for a question with codes, means for a number.
    """
    question = f"{rows} by {by}" if by else rows

    def worked_out() -> ReleasedTable:
        if is_categorical(opened.frame.variable(rows)):
            found = _estimated(
                opened, question, where, lambda design: crosstab(design, rows, by=by or None, ci_method=ci_method)
            )
        else:
            found = _estimated(opened, question, where, lambda design: means(design, rows, by=by or None))
        return _released_table(opened, found)

    return _once(opened, ("table", rows, by, where, ci_method), worked_out)


def amounts_of(
    opened: Opened, rows: str, statistic: Amount, *, by: str = "", where: str = "", share: float = 0.5
) -> ReleasedTable:
    """The released table of one mean, total or quantile a group, also of codes that tell an order.

    share  below the quantile: 0.5 is the median
    """
    question = f"{statistic} of {rows} by {by}" if by else f"{statistic} of {rows}"
    estimators: dict[Amount, Callable[[SurveyDesign], Any]] = {
        "mean": lambda design: means(design, rows, by=by or None),
        "total": lambda design: totals(design, rows, by=by or None),
        "quantile": lambda design: quantile(design, rows, share, by=by or None),
    }

    def worked_out() -> ReleasedTable:
        return _released_table(opened, _estimated(opened, question, where, estimators[statistic]))

    return _once(opened, (statistic, rows, by, where, str(share)), worked_out)


def _released_table(opened: Opened, found: Any) -> ReleasedTable:
    shown: ReleasedTable
    if shows_published_only(opened):
        shown = release_published(found, published(opened), opened.policy, opened.ledger)
    else:
        shown = release(found, opened.policy, opened.ledger)
    return shown


def _once(opened: Opened, asked: tuple[str, ...], worked_out: Callable[[], R]) -> R:
    """What was released to this question before; only what is asked for the first time is worked out.

    What a checker has decided on is asked for anew: it may be forbidden by now, or allowed no longer.
    """
    if asked not in opened.answered or decided_on(opened.answered[asked], opened.ledger):
        opened.answered[asked] = worked_out()
        if len(opened.answered) > MOST_ANSWERS:
            opened.answered.pop(next(iter(opened.answered)))
    found: R = opened.answered[asked]
    return found


def comparison_of(opened: Opened, rows: str, by: str, *, statistic: str = "", where: str = "") -> ReleasedComparison:
    """The released test of one question between groups: of categories one of `chisq`, of numbers "t" or a rank test.

    Without a statistic F for categories, and the Wilcoxon or Kruskal-Wallis test for numbers.
    """
    statistic = statistic or ("F" if is_categorical(opened.frame.variable(rows)) else "wilcoxon")
    if statistic == "t":
        found = _estimated(opened, f"{rows} by {by}", where, lambda design: ttest(design, rows, by=by))
    elif statistic in RANK_TESTS:
        found = _estimated(
            opened, f"{rows} by {by}", where, lambda design: ranktest(design, rows, by=by, test=statistic)
        )
    else:
        found = _estimated(
            opened, f"{rows} by {by}", where, lambda design: chisq(design, rows, by=by, statistic=statistic)
        )
    return release(found, opened.policy, opened.ledger)


def formula_of(opened: Opened, outcome: str, covariates: Sequence[str]) -> str:
    """The formula of a model; codes without labels are categories there too, not numbers."""
    unlabelled = {name for name in opened.groups if not opened.frame.variable(name).values}
    return f"{outcome} ~ {' + '.join(f'C({name})' if name in unlabelled else name for name in covariates)}"


def model_of(
    opened: Opened, formula: str, *, where: str = "", family: str | None = None, exposure: str | None = None
) -> ReleasedModel:
    """The released regression of `formula`, linear or logistic by its outcome unless a family is named."""

    def worked_out() -> ReleasedModel:
        found = _estimated(
            opened, formula, where, lambda design: fit(design, formula, family=family, exposure=exposure)
        )
        return release(found, opened.policy, opened.ledger)

    return _once(opened, ("model", formula, where, family or "", exposure or ""), worked_out)


def _estimated(opened: Opened, question: str, where: str, estimate: Callable[[SurveyDesign], Result]) -> Result:
    """What an estimator makes of those for whom `where` holds; what it says of their answers stays here."""
    try:
        return estimate(opened.design.domain(where) if where else opened.design)
    except OfAnswers as error:
        if opened.policy.public_use:
            raise
        query = f"{question} where {where}" if where else question
        raise written_down(error, opened.policy, opened.ledger, study=opened.study.id, query=query) from None
