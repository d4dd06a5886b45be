"""Files that are there whole or not at all: written beside their place, then moved into it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from survey.errors import SurveyError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to; it becomes `path` when the block ends well, and is gone when it does not.

    Raises SurveyError when the place cannot be written to.
    """
    with _said_plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = _beside(path)
        try:
            yield beside
            _to_disk(beside)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """An empty folder to fill; it takes the place of `path` when the block ends well, and is gone when it does not."""
    with _said_plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside, former = _beside(path), _beside(path)
        beside.mkdir()
        try:
            yield beside
            if path.exists():
                path.rename(former)
            beside.rename(path)
        except BaseException:
            if former.exists() and not path.exists():
                former.rename(path)
            raise
        finally:
            shutil.rmtree(beside, ignore_errors=True)
            shutil.rmtree(former, ignore_errors=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{token_hex(4)}.partial")


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def _said_plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise SurveyError(
            f'"{path}" cannot be written: {reason}. Nothing was changed; choose another place.'
        ) from error
