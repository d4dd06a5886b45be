"""`varsam diff` and `varsam release`: what changed since a version, and which version a definition becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.definitions import Study
from app.terminal import answer, as_json, say

if TYPE_CHECKING:
    from survey.versions import Difference

Version = "A study, a folder, a file, or a release as STUDY@1.0.0 or releases/1.0.0.json."


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=Version)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, of the newer one.")],
    json: Annotated[bool, typer.Option("--json", help="Print the changes as JSON.")] = False,
) -> None:
    """What changed between two versions: each change as patch, minor or major, with its line.

    Says which version the newer one must carry at least, and ends with code 1 when it carries a lower one.

    Example: `varsam diff youth_exposure@1.0.0 youth_exposure`
    """
    from survey.versions import difference
    from survey.versions.difference import shown
    from survey.versions.opened import opened

    found = difference(opened(old), opened(new))
    if json:
        as_json(_as_plain(found))
    else:
        for change in found.changes:
            answer().print(str(change), markup=False)
        size = found.size.value if found.size else "no change"
        enough = "is enough" if found.is_enough else f"must be at least {shown(found.least)}"
        answer().print(f"{old} to {new}: {size}; version {found.new.version} {enough}")
    if not found.is_enough:
        say(f"Raise `version` from {found.new.version} to {shown(found.least)}.")
        raise typer.Exit(1)


def release(study: Study) -> None:
    """Keep the present definition as a release, in `releases/` beside it; from then on that version stays as it is.

    Refuses when `varsam check` finds a fault. Commit the file to version control.

    Example: `varsam release youth_exposure`
    """
    from app.made import compiled
    from survey.study import find
    from survey.versions import release as keep

    found = find(study)
    questionnaire = compiled(found).questionnaire
    path = found.questionnaire_path
    assert path is not None  # or it would not have been compiled
    kept = keep(questionnaire, path.parent)
    say(f"Released version {questionnaire.version} as {kept.file} (digest {kept.digest[:12]}…)")


def _as_plain(found: Difference) -> dict[str, object]:
    from survey.versions.difference import shown

    return {
        "old": found.old.version,
        "new": found.new.version,
        "size": found.size.value if found.size else None,
        "least": shown(found.least),
        "enough": found.is_enough,
        "changes": [
            {
                "size": change.size.value,
                "where": change.where,
                "what": change.what,
                "file": change.place.file,
                "line": change.place.line,
            }
            for change in found.changes
        ],
    }
