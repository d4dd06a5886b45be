"""`varsam table`, `varsam test` and `varsam model`: figures of a study, as they were released."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.terminal import Language, as_json, waiting, write

if TYPE_CHECKING:
    from analysis.disclosure import ReleasedTable

Study = Annotated[str, typer.Argument(metavar="STUDY", help="Name or folder of the study.")]
Where = Annotated[str, typer.Option(help='Only those for whom this holds, such as "y_age >= 16".')]
_FAMILY = (
    "Of a yes/no: logistic, probit, cloglog, log (risk ratios), firth (rare events), quasibinomial. "
    "Of counts: poisson, quasipoisson. Of amounts: linear, gamma, gamma_inverse."
)
Interval = Literal["logit", "korn_graubard", "wilson", "asin", "likelihood", "mean"]
Statistic = Literal[
    "F", "Chisq", "Wald", "adjWald", "saddlepoint", "t", "wilcoxon", "vanderWaerden", "median", "KruskalWallis"
]
Data = Annotated[
    Path | None,
    typer.Option(help="Take the answers from this file, such as `varsam unseal` wrote, not from study.toml."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output and nothing else.")]


def table(
    study: Study,
    rows: Annotated[str, typer.Argument(metavar="ROWS", help="The question whose answers are the rows.")],
    by: Annotated[str, typer.Option(help="The question whose answers are the columns.")] = "",
    where: Where = "",
    data: Data = None,
    ci: Annotated[Interval, typer.Option(help="Confidence interval of proportions.")] = "logit",
    json: Json = False,
    csv: Annotated[Path | None, typer.Option(help="Write the table to this CSV file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write the table to this HTML file.")] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write the table to this Excel file.")] = None,
    language: Language = "en",
) -> None:
    """Weighted percentages (or means) of one question, with their uncertainty.

    Every table passes the study's release policy; a blank cell says why it is blank.

    Example: `varsam table yrbs_2019 QN8 --by Q2 --ci korn_graubard`
    """
    from app.opened import open_study, table_of
    from survey.study import find

    with waiting("Reading the study"):
        opened = open_study(find(study), data)
        released = table_of(opened, rows, by=by, where=where, ci_method=ci)
    files = {kind: file for kind, file in (("csv", csv), ("html", html), ("xlsx", xlsx)) if file}
    if files:
        _write(released, language, files)
    if json:
        from analysis.publish import table as published

        as_json(published.to_json(released))
    elif not files:
        from app.printed import print_table

        print_table(released, language)


def _write(released: ReleasedTable, language: str, files: dict[str, Path]) -> None:
    from analysis.publish import table as published

    writers: dict[str, Callable[[ReleasedTable, str], str | bytes]] = {
        "csv": published.to_csv,
        "html": published.to_page,
        "xlsx": published.to_xlsx,
    }
    for kind, file in files.items():
        write(writers[kind](released, language), file)


def compare(
    study: Study,
    rows: Annotated[str, typer.Argument(metavar="ROWS", help="The question whose answers are compared.")],
    by: Annotated[str, typer.Option(help="The question whose answers are the groups.")],
    statistic: Annotated[
        Statistic | None,
        typer.Option(help="F when left out, or wilcoxon where ROWS is a number. The first five are for categories."),
    ] = None,
    where: Where = "",
    data: Data = None,
    json: Json = False,
    language: Language = "en",
) -> None:
    """Whether groups differ by more than chance, as the sample was drawn. For public data.

    Example: `varsam test yrbs_2019 QN8 --by Q2 --statistic saddlepoint`
    """
    from app.opened import comparison_of, open_study
    from survey.study import find

    with waiting("Reading the study"):
        released = comparison_of(open_study(find(study), data), rows, by, statistic=statistic or "", where=where)
    if json:
        from analysis.publish import comparison as published

        as_json(published.to_json(released))
    else:
        from app.printed import print_test

        print_test(released, language)


def model(
    study: Study,
    formula: Annotated[str, typer.Argument(metavar="FORMULA", help='Outcome and covariates, such as "y ~ x1 + x2".')],
    where: Where = "",
    family: Annotated[str, typer.Option(metavar="FAMILY", help=_FAMILY)] = "",
    exposure: Annotated[str, typer.Option(metavar="VARIABLE", help="Counts as rates of it, such as months.")] = "",
    data: Data = None,
    json: Json = False,
    language: Language = "en",
) -> None:
    """A regression with design-based standard errors: logistic for a yes/no outcome, linear for a number.

    Another family is named by --family. Example: `varsam model yrbs_2019 "QN58 ~ Q2 + Q3"`
    """
    from app.opened import model_of, open_study
    from survey.study import find

    with waiting("Fitting the model"):
        opened = open_study(find(study), data)
        released = model_of(opened, formula, where=where, family=family or None, exposure=exposure or None)
    if json:
        from analysis.publish import model as published

        as_json(published.to_json(released))
    else:
        from app.printed import print_model

        print_model(released, language)
