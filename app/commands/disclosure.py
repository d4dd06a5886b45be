"""`varsam policy`: what may be asked of a study, and how its figures are protected, in words."""

from __future__ import annotations

from typing import Annotated

import typer

from app.terminal import Language, answer, waiting

Study = Annotated[str, typer.Argument(metavar="STUDY", help="Name or folder of the study.")]


def policy(study: Study, language: Language = "en") -> None:
    """What may be asked of a study, what is hidden, and how figures are changed to protect respondents.

    Example: `varsam policy youth_exposure`
    """
    from app.opened import open_study
    from app.policy_words import explained
    from survey.study import find

    with waiting("Reading the study"):
        opened = open_study(find(study))
    answer().print("\n".join(explained(opened, language)), markup=False, highlight=False)
