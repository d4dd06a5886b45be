"""Files of answers: opened from a store, or made up by the form's own routing."""

from __future__ import annotations

from pathlib import Path

from survey import frame_file, responses
from survey.checks import unfilled
from survey.compile import Compiled, compile
from survey.covering import Coverage, cover, read_cases, replayed, write_cases
from survey.distributions import read_distributions
from survey.errors import SurveyError
from survey.simulate import simulate
from survey.study import Study, find
from survey.unsealing import unsealed
from survey.versions import releases
from survey.versions.frame import frame_of_versions


def opened_answers(study: Study, store: Path, secret: str, out: Path) -> int:
    """Open every sealed response of the study in `store` and write their frame to `out`; the number of responses."""
    found = unsealed(store, study.id, secret)
    if not found:
        raise SurveyError(f'The store "{store}" holds no response of the study "{study.id}" yet.')
    versions = _versions(study)
    answers = frame_of_versions(versions, found) if len(versions) > 1 else responses.frame(versions[0], found)
    frame_file.save(answers, out)
    return len(found)


def _versions(study: Study) -> list[Compiled]:
    """What was released and what the definition says now, oldest first, each once."""
    now, path = compiled(study), study.questionnaire_path
    found = [compile(release.questionnaire) for release in releases(path.parent)] if path else []
    return [*(version for version in found if version.digest != now.digest), now]


def made_up_answers(study: Study, n: int, seed: int, out: Path, shares: Path | None = None) -> None:
    """Answer the form n times through its routing and write the frame, marked synthetic, to `out`.

    shares  a file with the shares of answers; without it, each is as likely
    """
    form = compiled(study)
    distributions = None if shares is None else read_distributions(shares, form)
    crowd = simulate(form, n=n, seed=seed, distributions=distributions)
    frame_file.save(responses.frame(form, crowd, synthetic=True), out)


def made_up_cases(study: Study, seed: int, folder: Path, language: str) -> Coverage:
    """Write test cases for every element and both sides of every condition into `folder`."""
    form = compiled(study)
    coverage = cover(form, seed=seed)
    write_cases(coverage, form, folder, language=language)
    return coverage


def answered_cases(folder: Path, named: str | None) -> dict[str, tuple[str, ...]]:
    """Test cases answered anew: name of each file to what differs now.

    named  the study; None: the one that the cases name
    """
    cases = read_cases(folder)
    study = find(named or next(iter(cases.values())).study)
    strange = [file for file, case in cases.items() if case.study != study.id]
    if strange:
        raise SurveyError(
            f'The cases must be of the study "{study.id}"; {strange[0]} is of another. Keep a folder each.'
        )
    form = compiled(study)
    return {file: replayed(case, form) for file, case in cases.items()}


def ready(study: Study) -> Compiled:
    """The same, when nothing in it is still to be filled in. Raises SurveyError with every such place."""
    form = compiled(study)
    if open_places := tuple(unfilled(form.questionnaire)):
        raise SurveyError(
            f'The study "{study.id}" is not ready to be answered. Fill these in, or pass --trial to try it out:\n'
            + "\n".join(map(str, open_places))
        )
    return form


def compiled(study: Study) -> Compiled:
    """The study's compiled questionnaire. Raises FaultyDefinition, and SurveyError for an imported study."""
    form: Compiled | None = study.questionnaire()
    if form is None:
        raise SurveyError(f'The study "{study.id}" has no questionnaire: it was imported with its answers.')
    return form
