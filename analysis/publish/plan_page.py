"""The report of a plan of analysis as one HTML page: released tables and models, published figures, refusals."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from analysis.disclosure.reasons import SYNTHETIC
from analysis.disclosure.released import ReleasedModel, ReleasedTable
from analysis.publish.beside import Beside, in_words
from analysis.publish.table import to_html
from survey.text import Text

_TEMPLATES = Environment(
    loader=PackageLoader("analysis.publish"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_WORDS = {
    "title": Text(sv="Analysplan: {study}", en="Plan of analysis: {study}"),
    "beside": Text(sv="Publicerade värden", en="Published figures"),
    "refused": Text(sv="Visas inte: {reason}", en="Not shown: {reason}"),
    "count": Text(
        sv="{shown} av {all} tabeller och modeller visas; för de andra står orsaken.",
        en="{shown} of {all} tables and models are shown; for the others the reason is given.",
    ),
    "caution": Text(
        sv="Publicerade värden gäller andra frågor, år och urval. En skillnad är ingen förändring.",
        en="Published figures are of other questions, years and samples. A difference is not a change.",
    ),
}


@dataclass(frozen=True, eq=False)
class Part:
    """A table or model of the plan: what was released, or why it was not, and what stands beside it."""

    name: str
    title: Text
    released: ReleasedTable | ReleasedModel | None
    refusal: Text | None
    beside: tuple[Beside, ...]


def to_page(study: Text, parts: Sequence[Part], language: str, *, synthetic: bool) -> str:
    """The whole report."""
    words = {name: text[language] for name, text in _WORDS.items()}
    shown = sum(part.released is not None for part in parts)
    return _TEMPLATES.get_template("plan.html").render(
        language=language,
        title=words["title"].format(study=study.in_language(language)),
        synthetic=SYNTHETIC[language] if synthetic else "",
        count=words["count"].format(shown=shown, all=len(parts)),
        caution=words["caution"] if any(part.beside for part in parts) else "",
        beside=words["beside"],
        parts=[_part(part, language) for part in parts],
    )


def _part(part: Part, language: str) -> dict[str, object]:
    refusal = part.refusal.in_language(language) if part.refusal else ""
    return {
        "name": part.name,
        "title": part.title.in_language(language),
        # Made by a template of this package, which escapes what stands in it.
        "table": Markup(to_html(part.released, language)) if part.released else "",
        "refusal": _WORDS["refused"][language].format(reason=refusal) if refusal else "",
        "beside": [in_words(found, language) for found in part.beside],
    }


def to_csv(parts: Sequence[Part], language: str, *, synthetic: bool) -> str:
    """A line for each published figure, with what was released of the same; "" where that is blank."""
    made = StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    first = ["synthetic"] if synthetic else []
    writer.writerow([*first, "of", "here", "ci_low", "ci_high", "published", "difference", "n", "source", "words"])
    for part in parts:
        for found in part.beside:
            figure = found.figure
            here = (found.value, found.low, found.high, figure.value, found.difference, figure.n)
            written = ["" if value is None else f"{value:.6g}" for value in here]
            writer.writerow([*(["1"] * len(first)), part.name, *written, figure.source, in_words(found, language)])
    return made.getvalue()
