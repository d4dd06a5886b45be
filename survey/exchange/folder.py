"""Files of an imported definition as a study folder, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from survey.errors import SurveyError
from survey.whole_file import whole_folder


class FolderTaken(SurveyError):
    """A place where something lies already."""


def write_study(files: Mapping[str, str], folder: Path) -> None:
    """Write the files into a new folder. Raises FolderTaken when something lies there, SurveyError when it cannot."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTaken(f'"{folder}" is there already. Choose another folder with --out, or move that away.')
    with whole_folder(folder) as beside:
        for name, content in files.items():
            (beside / name).write_text(content, encoding="utf-8")
