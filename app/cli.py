"""The command `varsam`: everything that can be scripted, from checking a definition to the dashboard.

Answers go to standard output, messages and progress to standard error. Exit code 0 is success, 1 a mistake
that the message says how to mend, 2 a command that cannot be understood.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from app.commands import (
    collecting,
    definitions,
    disclosure,
    exchange,
    figures,
    files,
    microdata,
    planning,
    publishing,
    reports,
    review,
    screens,
    versions,
)
from app.terminal import say
from survey.errors import SurveyError


class Commands(TyperGroup):
    """Turns a mistake that the user can mend into its message and exit code 1; anything else stays a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the subcommand."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if ctx.params.get("debug") or not _can_be_mended(error):
                raise
            say(str(error))
            raise typer.Exit(1) from None


def _can_be_mended(error: Exception) -> bool:
    if isinstance(error, SurveyError):
        return True
    # Imported only now: what stands behind `analysis.errors` takes a second that nobody should wait for.
    from analysis.errors import AnalysisError

    return isinstance(error, AnalysisError)


app = typer.Typer(
    name="varsam",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Surveys on sensitive topics, from the questionnaire to the published table.\n\n"
    "A STUDY is a folder with a `study.toml`: give its path, or its name when it lies here or in `questionnaires/`. "
    "`varsam COMMAND --help` shows an example of each command; `varsam demo` opens everything on sample studies.",
)


@app.callback()
def varsam(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of a mistake instead of its message.")
    ] = False,
) -> None:
    """Holds what goes for all subcommands; `Commands` reads `debug`."""


export = typer.Typer(no_args_is_help=True, help="Write a study for another program, complete and documented.")
export.command("spss")(files.spss)

DEFINE, COLLECT, ANALYSE, REVIEW, SHOW = "Define", "Collect", "Analyse", "Review", "Show"
app.command("new", rich_help_panel=DEFINE)(definitions.new)
app.command("check", rich_help_panel=DEFINE)(definitions.check)
app.command("codebook", rich_help_panel=DEFINE)(definitions.codebook)
app.command("preview", rich_help_panel=DEFINE)(reports.preview)
app.command("logic", rich_help_panel=DEFINE)(reports.logic)
app.command("paper", rich_help_panel=DEFINE)(reports.paper)
app.command("diff", rich_help_panel=DEFINE)(versions.diff)
app.command("release", rich_help_panel=DEFINE)(versions.release)
app.command("simulate", rich_help_panel=DEFINE)(definitions.simulate)
app.command("import-form", rich_help_panel=DEFINE)(exchange.import_form)
app.command("export-form", rich_help_panel=DEFINE)(exchange.export_form)
app.command("conditions", rich_help_panel=DEFINE)(exchange.conditions)
app.command("keys", rich_help_panel=COLLECT)(collecting.keys)
app.command("form", rich_help_panel=COLLECT)(collecting.form)
app.command("unseal", rich_help_panel=COLLECT)(collecting.unseal)
app.command("import", rich_help_panel=ANALYSE)(files.import_)
app.command("table", rich_help_panel=ANALYSE)(figures.table)
app.command("test", rich_help_panel=ANALYSE)(figures.compare)
app.command("model", rich_help_panel=ANALYSE)(figures.model)
app.command("plan", rich_help_panel=ANALYSE)(planning.plan)
app.command("policy", rich_help_panel=ANALYSE)(disclosure.policy)
app.command("publish", rich_help_panel=ANALYSE)(publishing.publish)
app.command("microdata", rich_help_panel=ANALYSE)(microdata.microdata)
app.add_typer(export, name="export", rich_help_panel=ANALYSE)
app.command("releases", rich_help_panel=REVIEW)(review.releases)
app.command("exception", rich_help_panel=REVIEW)(review.exception)
app.command("audit", rich_help_panel=REVIEW)(review.audit)
app.command("dashboard", rich_help_panel=SHOW)(screens.dashboard)
app.command("demo", rich_help_panel=SHOW)(screens.demo)


def main() -> None:
    """The command as it is installed."""
    app(prog_name="varsam")


if __name__ == "__main__":
    main()
