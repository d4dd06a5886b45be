"""Whether one condition follows from another: sound, and silent where it cannot know."""

from __future__ import annotations

from collections.abc import Mapping

from survey.expressions.meaning import Meaning
from survey.expressions.solving import verdict
from survey.expressions.tree import And, Call, Compare, Node, Number, all_of, references


def implies(first: Node, second: Node, names: Mapping[str, Meaning]) -> bool:
    """Whether the second is true whenever the first is; False also where that cannot be known.

    Unknown is not true: a second condition that is unknown for somebody does not follow.
    """
    known = set(_parts(first))
    rest = all_of(*(part for part in _parts(second) if part not in known))
    if rest is None:
        return True
    if any(reference.name not in names for node in (first, rest) for reference in references(node)):
        return False
    # A count of conditions is never unknown: it is 0 where its condition is false and where it is unknown.
    not_true = Compare("=", Call("count", (rest,)), Number(0.0))
    return verdict(And((first, not_true)), names) == "never"


def _parts(node: Node) -> tuple[Node, ...]:
    return node.conditions if isinstance(node, And) else (node,)
