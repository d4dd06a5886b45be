"""Definition files to a Questionnaire, with all faults of what was written, in file order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from survey.elements import FILE, Content, Header
from survey.errors import Fault, FaultyDefinition, UnreadableFile
from survey.kinds import MISSPELT, note
from survey.mendings import LAYOUT, QUOTE
from survey.model import CodeList, DesignVariable, Page, Place, Question, Questionnaire, Section
from survey.nearest import did_you_mean, nearest
from survey.nodes import Node, Scalar, read_nodes

MAIN_FILE = "questionnaire.yaml"
NO_CODE_LIST = 12


def load(path: Path) -> Questionnaire:
    """The questionnaire of a study folder or of one file. Raises FaultyDefinition with every fault of its text."""
    questionnaire, faults = read(path)
    if questionnaire is None or any(not fault.advice for fault in faults):
        raise FaultyDefinition(faults)
    return questionnaire


def read(path: Path) -> tuple[Questionnaire | None, tuple[Fault, ...]]:
    """What could be read, and all faults of the text in file order.

    path  study folder with a questionnaire.yaml, or that file itself
    Returns None for the questionnaire when there is no header that can be used.
    Raises UnreadableFile when there is no such file.
    """
    main = path / MAIN_FILE if path.is_dir() else path
    if not main.is_file():
        wanted = f"a study's folder holds a file {MAIN_FILE}" if path.is_dir() else "there is no such file"
        raise UnreadableFile(f"{main} cannot be read: {wanted}. Check the path, or give the study's folder.")
    faults: list[Fault] = []
    content = _content(str(main), main, faults)
    header = content.questionnaire
    if header is None:
        if not faults:
            what, mend = (
                "The file has no part `questionnaire:`.",
                "Add it, with `id`, `version`, `languages` and `files`.",
            )
            note(faults, Place(str(main), 1), MISSPELT, "", what, mend)
        return None, _in_reading_order(faults, str(main))
    parts = [content, *(_content(str(file), file, faults) for file in _files(header, main.parent, faults))]
    return _assembled(header, parts, faults), _in_reading_order(faults, str(main))


def _in_reading_order(faults: Iterable[Fault], main: str) -> tuple[Fault, ...]:
    """Files as they were first named, lines from the top."""
    order = {main: 0}
    for fault in faults:
        order.setdefault(fault.file, len(order))
    return tuple(sorted(faults, key=lambda fault: (order[fault.file], fault.line)))


def _content(shown: str, file: Path, faults: list[Fault]) -> Content:
    """What one file holds; an unreadable one holds nothing and is a fault."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.read_bytes().count(b"\n", 0, error.start) + 1
        what = "The file is not stored as UTF-8, so letters such as å cannot be read."
        note(faults, Place(shown, line), 0, "", what, "Save it again and choose UTF-8 as its encoding.")
        return Content()
    node, found = read_nodes(shown, text, _nonsense)
    faults += found
    if node is None or (isinstance(node, Scalar) and not node.text):
        if not found:
            note(faults, Place(shown, 1), 0, "", "The file is empty.", "Write its content, or take it out of `files`.")
        return Content()
    meant: list[Fault] = []
    content = FILE.read(node, "", meant) or Content()
    # What a mended line seems to lack is a consequence of its layout, which has been said.
    mended = {fault.line for fault in found if fault.number in (LAYOUT, QUOTE)}
    faults += [fault for fault in meant if fault.line not in mended]
    return content


def _nonsense(node: Node) -> int:
    faults: list[Fault] = []
    FILE.read(node, "", faults)
    return len(faults)


def _files(header: Header, folder: Path, faults: list[Fault]) -> list[Path]:
    """The files that the header names, each once; a misspelt name is noted and stands for the nearest file."""
    found: dict[Path, None] = {}
    for named in header.files:
        name, file = named.name, _beside(named.name, folder)
        if file is None:
            what = f'"{name}" leads out of the study\'s folder.'
            mend = "Name files of this folder, or of the bank as `bank/...`."
        elif file in found:
            what, mend = f'"{name}" is named twice.', "Remove one of the two."
        elif file.is_file():
            found[file] = None
            continue
        else:
            what, mend = f'There is no file "{name}".', "Check its name, or take it out of `files`."
            if meant := nearest(name, _there(header, folder)):
                mend = f'Did you mean "{meant}"?'
                found[Path(os.path.normpath(_base(meant, folder) / meant))] = None
        note(faults, named.place, MISSPELT, f'questionnaire "{header.id}"', what, mend)
    return list(found)


def _beside(name: str, folder: Path) -> Path | None:
    """The file a name stands for; None when the name leads elsewhere."""
    path = Path(name)
    if not path.parts or path.is_absolute() or ".." in path.parts:
        return None
    return Path(os.path.normpath(_base(name, folder) / name))


def _base(name: str, folder: Path) -> Path:
    return folder / ".." if Path(name).parts[0] == "bank" else folder


def _there(header: Header, folder: Path) -> list[str]:
    """Files that could be meant: those of the study and of the bank which are not named already."""
    names = [f"bank/{other.name}" for other in sorted((folder / ".." / "bank").glob("*.yaml"))]
    names += [other.name for other in sorted(folder.glob("*.yaml"))]
    named = {file.name for file in header.files}
    return [name for name in names if name not in named]


# ---- from what was written to what is meant -----------------------------------------------------------------


def _assembled(header: Header, parts: list[Content], faults: list[Fault]) -> Questionnaire:
    code_lists = tuple(code_list for part in parts for code_list in part.code_lists)
    settle = _Settling({code_list.id: code_list for code_list in reversed(code_lists)}, faults)
    sections = tuple(settle.section(section) for part in parts for section in part.sections)
    return header.with_content(
        sections,
        code_lists,
        tuple(support for part in parts for support in part.supports),
        tuple(experiment for part in parts for experiment in part.experiments),
        tuple(settle.design(variable) for part in parts for variable in part.design),
        tuple(scale for part in parts for scale in part.scales),
    )


@dataclass(frozen=True)
class _Settling:
    """Finds code lists by name, and hands a section's level down to its questions."""

    code_lists: Mapping[str, CodeList]
    faults: list[Fault]

    def section(self, section: Section) -> Section:
        return replace(section, pages=tuple(self._page(page, section.level) for page in section.pages))

    def _page(self, page: Page, level: int) -> Page:
        return replace(page, questions=tuple(self._question(question, level) for question in page.questions))

    def _question(self, question: Question, level: int) -> Question:
        own = question.level if question.place.has("level") else level
        codes = self._codes(question.codes, question.id, "question")
        return replace(question, level=own, codes=codes, required=question.required or question.type == "consent")

    def design(self, variable: DesignVariable) -> DesignVariable:
        return replace(variable, codes=self._codes(variable.codes, variable.id, "design variable"))

    def _codes(self, codes: CodeList | None, of: str, noun: str) -> CodeList | None:
        if codes is None or codes.categories:
            return codes and replace(codes, id=codes.id or of)
        if codes.id in self.code_lists:
            return self.code_lists[codes.id]
        if codes.id:
            what = f'There is no code list "{codes.id}".'
            mend = did_you_mean(codes.id, self.code_lists) or "Define it under `code_lists:`, or write the codes here."
            note(self.faults, codes.place, NO_CODE_LIST, f'{noun} "{of}"', what, mend)
        return codes
