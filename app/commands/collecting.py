"""`varsam keys`, `form` and `unseal`: from the study's key to its answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.terminal import answer, say, waiting

Study = Annotated[str, typer.Argument(metavar="STUDY", help="Name or folder of the study.")]


def keys(
    study: Study,
    out: Annotated[Path, typer.Option(help="File for the secret key; the public key goes to FILE.pub beside it.")],
) -> None:
    """Make the key pair of a study: answers are sealed with the public key and opened with the secret one.

    Keep the secret key away from the computer that collects answers. Without it nobody can read them, not even you.

    Example: `varsam keys youth_exposure --out youth.key`
    """
    from app.key_files import write_keys
    from survey.study import find

    find(study)
    secret, public = write_keys(out)
    say(f"Wrote the secret key {secret}: keep it safe and keep it apart.")
    say(f"Wrote the public key {public}: the form needs only this one.")
    answer().print(public.read_text(encoding="utf-8").strip(), markup=False)


def form(
    studies: Annotated[list[str], typer.Argument(metavar="STUDY...", help="Names or folders of the studies.")],
    public_key: Annotated[Path, typer.Option(help="The .pub file that `varsam keys` made.")],
    store: Annotated[Path, typer.Option(help="SQLite file for drafts and sealed answers.")] = Path("answers.sqlite"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8600,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    trial: Annotated[bool, typer.Option("--trial", help="Only try it out: every page says so.")] = False,
) -> None:
    """Serve the form to respondents until Ctrl-C.

    A questionnaire in which something is still to be filled in, such as the ethics approval, opens with --trial only.

    Example: `varsam form youth_exposure --trial --public-key youth.key.pub --store answers.sqlite`
    """
    from app.forms.serve import log_to_terminal, serve
    from app.key_files import read_key
    from app.made import compiled, ready
    from survey.study import find

    found = [find(study) for study in studies]
    forms = [(compiled if trial else ready)(study) for study in found]
    collections = {form.questionnaire.id: study.collection for form, study in zip(forms, found, strict=True)}
    recipient = read_key(public_key)
    log_to_terminal()
    for form in forms:
        say(f"Form of {form.questionnaire.id}: http://{host}:{port}/{form.questionnaire.id}/   (Ctrl-C ends it)")
    serve(forms, store, recipients=[recipient], collections=collections, host=host, port=port, trial=trial)


def unseal(
    study: Study,
    key: Annotated[Path, typer.Option(help="The secret key that `varsam keys` made.")],
    store: Annotated[Path, typer.Option(help="The store that `varsam form` filled.")],
    out: Annotated[Path | None, typer.Option(help="File to write; by default STUDY.parquet in this folder.")] = None,
) -> None:
    """Open the sealed answers of a study and make its frame, for `varsam table --data` or `[data]` in study.toml.

    Example: `varsam unseal youth_exposure --key youth.key --store answers.sqlite --out youth.parquet`
    """
    from app.key_files import read_key
    from app.made import opened_answers
    from survey.study import find

    found = find(study)
    file = out or Path(f"{found.id}.parquet")
    with waiting("Opening the answers"):
        number = opened_answers(found, store, read_key(key), file)
    say(f"Wrote {number} responses to {file}")
