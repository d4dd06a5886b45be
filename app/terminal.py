"""What the command line says: answers on standard output, messages and progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from survey.whole_file import whole_file

Port = Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine; the next free one when it is taken.")]
Language = Annotated[Literal["sv", "en"], typer.Option(help="Language of what is written.")]


def say(message: str) -> None:
    """A message to the person at the keyboard, as plain text."""
    typer.echo(message, err=True)


def answer() -> Console:
    """The console for what was asked for; without colour when it is read by a program."""
    return Console(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty())


def as_json(found: object) -> None:
    """What was asked for, for another program: nothing else stands on standard output."""
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False))


def write(content: str | bytes, file: Path) -> None:
    """What was asked for, as a file that is there whole or not at all."""
    with whole_file(file) as beside:
        beside.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    say(f"Wrote {file}")


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A sign of life on standard error while something takes its time; silent where nobody watches."""
    with Console(file=sys.stderr).status(what) if sys.stderr.isatty() else _silence():
        yield


@contextmanager
def _silence() -> Iterator[None]:
    yield
