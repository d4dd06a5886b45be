"""The closed grammar of questions that are answered with noise: what a table may be grouped and filtered by.

Noise protects as long as nobody can choose the set of people freely: whoever may write "not", "or", ranges and lists
averages the noise away. So a filter is `variable = code`, once or twice, and cuts lie where the study declared them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from analysis.disclosure.domain import domain
from analysis.disclosure.keyed import reasons as words
from analysis.disclosure.policy import Limits, ReleasePolicy
from analysis.errors import Refused
from analysis.source import Question, Source
from survey.nearest import nearest

_EQUALITY = re.compile(r"^(\w+)=[^=\s]+$")


def refuse_outside(
    source: Source,
    policy: ReleasePolicy,
    limits: Limits,
    *,
    combined: Sequence[frozenset[str]] = (),
    factors: Iterable[str] = (),
) -> None:
    """Refuse a question that the grammar does not have. Raises Refused, with what may be asked in its place.

    combined  of a model, the variables of each of its terms
    factors   those of them that have categories: they group, like the columns of a table
    """
    refuse_free_filter(source, policy)
    conditions = sorted(domain(source.where))
    model = bool(combined)
    columns = frozenset(() if model else source.combined or (source.by,)) - {""}
    groups = sorted(factors) if model else sorted(columns)
    if len(conditions) > policy.filters:
        raise Refused(
            words.too_many_filters(len(conditions), policy.filters),
            rule="grammar",
            instead=tuple(Question(source.rows, source.by, _written(kept)) for kept in _fewer(conditions, policy)),
        )
    _refuse_undeclared(source, (*groups, *(condition.split("=")[0] for condition in conditions)), policy)
    _refuse_small_study(source, policy, grouped=bool(groups or conditions or model))
    for together in combined or (columns,):
        _refuse_identifying(source, policy, together)
        _refuse_dimensions(source, limits, together)


def refuse_free_filter(source: Source, policy: ReleasePolicy) -> None:
    """Refuse a filter that is more than conditions `variable = code`. Raises Refused."""
    for condition in sorted(domain(source.where)):
        if not _EQUALITY.match(condition):
            raise Refused(
                words.not_an_equality(condition, _fitting(source.where_variables, policy)),
                rule="grammar",
                instead=_without_filter(source, policy),
            )


def _refuse_undeclared(source: Source, used: Iterable[str], policy: ReleasePolicy) -> None:
    undeclared = next((name for name in used if policy.groupings and name not in policy.groupings), None)
    if undeclared is None:
        return
    fitting = _fitting((undeclared,), policy)
    raise Refused(
        words.not_a_grouping(undeclared, fitting, policy.groupings),
        rule="grammar",
        instead=tuple(Question(source.rows, name) for name in fitting) or (Question(source.rows),),
    )


def _refuse_identifying(source: Source, policy: ReleasePolicy, groups: Iterable[str]) -> None:
    together = {source.rows, *groups, *source.where_variables} & set(policy.identifying)
    if len(together) > policy.identifying_dimensions:
        raise Refused(
            words.too_identifying(sorted(together), policy.identifying_dimensions),
            rule="dimensions",
            instead=(Question(source.rows, source.by),),
        )


def _refuse_small_study(source: Source, policy: ReleasePolicy, *, grouped: bool) -> None:
    if grouped and source.snapshot is not None and source.snapshot.respondents < policy.smallest:
        raise Refused(words.only_topline(policy.smallest), rule="smallest", instead=(Question(source.rows),))


def _refuse_dimensions(source: Source, limits: Limits, groups: Iterable[str]) -> None:
    found = {source.rows, *groups, *source.where_variables}
    if len(found) > limits.max_dimensions:
        instead = (Question(source.rows, source.by),) if limits.max_dimensions > 1 and source.where else ()
        raise Refused(
            words.too_many_together(sorted(found), limits.max_dimensions, limits.level),
            rule="dimensions",
            instead=(*instead, Question(source.rows)),
        )


def _fitting(names: Iterable[str], policy: ReleasePolicy) -> tuple[str, ...]:
    """Declared groupings in place of the variables: made from them, or with a name like theirs."""
    declared = policy.groupings or tuple(policy.coarser.values())
    found = [
        made
        for name in names
        for made in (*_chain(name, policy), nearest(name, declared))
        if made in declared and made not in names
    ]
    return tuple(dict.fromkeys(name for name in found if name))


def _chain(name: str, policy: ReleasePolicy) -> Iterator[str]:
    """Coarser and coarser groupings of a variable."""
    seen = {name}
    while (name := policy.coarser.get(name, "")) and name not in seen:
        seen.add(name)
        yield name


def _without_filter(source: Source, policy: ReleasePolicy) -> tuple[Question, ...]:
    if source.by:
        return (Question(source.rows, source.by),)
    return tuple(Question(source.rows, name) for name in _fitting(source.where_variables, policy)) or (
        Question(source.rows),
    )


def _fewer(conditions: list[str], policy: ReleasePolicy) -> Iterator[list[str]]:
    """The first conditions, and the last, so many as may be combined."""
    if policy.filters:
        yield conditions[: policy.filters]
        yield conditions[-policy.filters :]


def _written(conditions: Iterable[str]) -> str:
    return " and ".join(condition.replace("=", " = ") for condition in conditions)
