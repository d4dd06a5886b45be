"""`varsam dashboard` and `varsam demo`: pages in the browser, until Ctrl-C."""

from __future__ import annotations

from typing import Annotated

import typer

from app.terminal import Port


def dashboard(
    studies: Annotated[
        list[str] | None, typer.Argument(metavar="[STUDY]...", help="Studies to show; without any, all that are found.")
    ] = None,
    port: Port = 8601,
    review: Annotated[
        bool, typer.Option("--review", help="With a page for output checkers: what was released and refused.")
    ] = False,
) -> None:
    """Open the dashboard on this machine and keep it running until Ctrl-C.

    Example: `varsam dashboard youth_exposure yrbs_2019`
    """
    from app.dashboard_server import dashboard_server, has_data
    from app.processes import free_port, until_asked_to_stop
    from survey.study import find
    from survey.study import studies as all_studies

    chosen = [find(name) for name in studies] if studies else [study for study in all_studies() if has_data(study)]
    server = dashboard_server([study.folder for study in chosen], free_port(port), for_checkers=review)
    until_asked_to_stop([server], ready=f"Dashboard: {server.address}   (Ctrl-C ends it)")


def demo(
    form_port: Port = 8600,
    dashboard_port: Port = 8601,
) -> None:
    """Open the form and the dashboard on the sample studies, and end both at Ctrl-C.

    Keys and an empty store are made in `.demo/` of this folder. Example: `varsam demo`
    """
    from app.demo import demo as run

    run(form_port=form_port, dashboard_port=dashboard_port)
