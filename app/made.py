"""Files of answers: opened from a store, or made up by the form's own routing."""

from __future__ import annotations

from pathlib import Path

from survey.compile import Compiled
from survey.response import Response
from survey.sealing import unseal
from survey.simulate import simulate
from survey.store import Store

from survey import frame_file, responses
from survey.errors import SurveyError, UnreadableFile
from survey.study import Study


def opened_answers(study: Study, store: Path, secret: str, out: Path) -> int:
    """Open every sealed response of the study in `store` and write their frame to `out`; the number of responses."""
    if not store.is_file():
        raise UnreadableFile(f'There is no store "{store}". `varsam form` makes one where its --store says.')
    with Store(store) as sealed:
        found = [Response.from_bytes(unseal(one, secret)) for one in sealed.responses(study.id)]
    if not found:
        raise SurveyError(f'The store "{store}" holds no response of the study "{study.id}" yet.')
    frame_file.save(responses.frame(_compiled(study), found), out)
    return len(found)


def made_up_answers(study: Study, n: int, seed: int, out: Path) -> None:
    """Answer the form n times through its routing and write the frame, marked synthetic, to `out`."""
    compiled = _compiled(study)
    frame_file.save(responses.frame(compiled, simulate(compiled, n=n, seed=seed), synthetic=True), out)


def _compiled(study: Study) -> Compiled:
    compiled = study.questionnaire()
    if compiled is None:
        raise SurveyError(f'The study "{study.id}" has no questionnaire: it was imported with its answers.')
    return compiled
