"""Definition files to a Questionnaire, and every fault of what was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from survey.errors import Fault, FaultyDefinition, UnreadableFile
from survey.load import load, read
from survey.model import Place, Questionnaire
from survey.text import Text

HEADER = """questionnaire:
  id: parts
  version: 1.0.0
  languages: [sv, en]
  title: {sv: Delar, en: Parts}
  population: {sv: Alla, en: All}
"""
CODES = """code_lists:
  - id: yn
    categories:
      - {code: 1, text: {sv: Ja, en: Yes}}
      - {code: 0, text: {sv: Nej, en: "No"}}
"""
SECTION = """sections:
  - id: s
    title: {sv: S, en: S}
    level: 2
    pages:
      - id: p
        questions:
          - {id: q, type: single, text: {sv: Q, en: Q}, codes: yn, missing: [refused]}
"""


@pytest.fixture
def study(tmp_path: Path, clean: str) -> Questionnaire:
    file = tmp_path / "study.yaml"
    file.write_text(clean, encoding="utf-8")
    return load(file)


def folder(tmp_path: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "parts"


def test_a_definition_becomes_a_questionnaire(study: Questionnaire) -> None:
    assert (study.id, study.version, study.languages, study.age) == ("clean", "1.0.0", ("sv", "en"), "c_age")
    assert [section.id for section in study.sections] == ["start", "use", "contact"]
    assert study.title == Text(sv="Vardag på nätet", en="Everyday life online")


def test_a_question_carries_its_codes_items_and_conditions(study: Questionnaire) -> None:
    battery = study.sections[1].pages[0].questions[0]
    assert battery.codes is study.code_lists[0]
    assert battery.codes.codes() == (0, 1, 2)
    assert battery.items[1].ask_if is not None
    assert battery.items[1].ask_if.source == "c_age >= 18"


def test_codes_written_in_place_become_a_code_list_named_as_the_question(study: Questionnaire) -> None:
    where = study.sections[1].pages[1].questions[0]
    assert where.codes is not None
    assert where.codes.id == "c_where"
    assert where.codes.categories[2].exclusive


def test_a_section_hands_its_level_down_unless_a_question_says_its_own(study: Questionnaire) -> None:
    contact = study.sections[2]
    assert [question.level for page in contact.pages for question in page.questions] == [3, 0, 3]


def test_every_element_knows_its_line_and_those_of_its_words(study: Questionnaire, clean: str) -> None:
    question = study.sections[2].pages[0].questions[0]
    lines = clean.split("\n")
    assert "id: c_contact" in lines[question.place.line - 1]
    assert "missing: [dont_know, refused]" in lines[question.place.of("missing").line - 1]
    assert question.place.has("text.sv")


def test_files_are_read_in_order_and_the_bank_lies_beside_the_study(tmp_path: Path) -> None:
    files = HEADER + "  files: [bank/answers.yaml, background.yaml]\n"
    path = folder(
        tmp_path,
        {"parts/questionnaire.yaml": files, "bank/answers.yaml": CODES, "parts/background.yaml": SECTION},
    )
    questionnaire = load(path)
    assert questionnaire.sections[0].place.file == str(path / "background.yaml")
    assert questionnaire.code_lists[0].place.file == str(tmp_path / "bank" / "answers.yaml")


def test_the_line_of_an_element_does_not_make_it_another_one(study: Questionnaire, tmp_path: Path, clean: str) -> None:
    moved = tmp_path / "moved.yaml"
    moved.write_text("# one line more\n" + clean, encoding="utf-8")
    assert load(moved) == study


def test_lacking_files_are_named_with_the_nearest_one(tmp_path: Path) -> None:
    text = HEADER + "  files: [bakground.yaml, ../other.yaml,\n    codes.yaml, codes.yaml]\n"
    files = {"parts/questionnaire.yaml": text, "parts/background.yaml": SECTION, "parts/codes.yaml": CODES}
    questionnaire, faults = read(folder(tmp_path, files))
    assert questionnaire is not None
    assert len(questionnaire.sections) == 1
    assert [fault.line for fault in faults] == [7, 7, 8]
    assert 'Did you mean "background.yaml"?' in str(faults[0])
    assert "leads out of the study's folder" in faults[1].what
    assert "named twice" in faults[2].what


def test_a_file_or_folder_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="there is no such file"):
        read(tmp_path / "none.yaml")
    with pytest.raises(UnreadableFile, match=r"holds a file questionnaire\.yaml"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"# only a remark\n", "The file is empty."),
        ("questionnaire: {id: å}".encode("latin-1"), "not stored as UTF-8"),
        (b"sections: []\n", "no part `questionnaire:`"),
        (b"hello\n", "A file is expected"),
        (b"- a\n- b\n", "A file is expected"),
    ],
)
def test_a_file_that_is_no_definition_is_one_fault(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "x.yaml").write_bytes(content)
    questionnaire, faults = read(tmp_path / "x.yaml")
    assert questionnaire is None
    assert len(faults) == 1
    assert words in faults[0].what


def test_load_raises_all_faults_at_once(tmp_path: Path, clean: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(clean.replace("type: number", "type: numbr").replace("skip: true", "skip: yes"), encoding="utf-8")
    with pytest.raises(FaultyDefinition) as raised:
        load(file)
    assert [fault.number for fault in raised.value.faults] == [24, 24]


# What is replaced, by what, the text in the line of the fault, and words of the message.
WRITTEN = [
    ("type: number", "type: numbr", "numbr", 'Did you mean "number"?'),
    ("type: number", "type: chapter", "chapter", "Write one of: single"),
    ("ask_if: c_use_a > 0", "ask_iff: c_use_a > 0", "ask_iff", 'Did you mean "ask_if"?'),
    ("help: ", "hepl: ", "hepl", 'Did you mean "help"?'),
    ("ask_if: c_use_a > 0", "relevant: c_use_a > 0", "relevant", 'Did you mean "ask_if"?'),
    ("unit: {sv: år, en: years}", "colour: blue", "colour", "It may hold: id, type"),
    ("codes: agree3", "codes: agre3", "agre3", 'There is no code list "agre3". Did you mean "agree3"?'),
    ("codes: agree3", "codes: zzzzz", "zzzzz", "Define it under `code_lists:`"),
    ("skip: true", "skip: yes", "skip: yes", "`true` or `false` is expected"),
    ("level: 3", "level: 4", "level: 4", "from 0 to 3"),
    ("level: 3", "level: high", "level: high", "A whole number is expected"),
    ("min: 10", "min: [10]", "min: [10]", "a list was found"),
    ("verified: 2026-11-01", "verified: 2026-13-01", "2026-13-01", "A day is expected"),
    ("version: 1.0.0", "version: '1.0'", "version: '1.0'", "A version of three numbers"),
    ("languages: [sv, en]", "languages: [sv, en, xx]", "languages", '"xx" is not known here'),
    ("text: {sv: Hur gammal är du?, en: How old are you?}", "text: How old are you?", "text: How old", "its language"),
    ("{sv: Ibland, en: Sometimes}", "{sv: Ibland, de: Manchmal, en: Sometimes}", "Manchmal", '"de" is no language'),
    ("{sv: Ibland, en: Sometimes}", "{sv: Ibland, kanske, en: Sometimes}", "kanske", "comma must stand in quotation"),
    ("missing: [dont_know]", "missing: dont_know", "missing: dont_know", "A list is expected"),
    ("missing: [dont_know]", "missing: [dontknow]", "dontknow", 'Did you mean "dont_know"?'),
    ("{code: 2, text: {sv: Ofta, en: Often}}", "often", "- often", "A code is expected here"),
    ("{code: 2, text: {sv: Ofta, en: Often}}", "{text: {sv: Ofta, en: Often}}", "Often", 'The code has no "code"'),
    ("- id: c_thanks", "- name: c_thanks", "name: c_thanks", 'Did you mean "id"?'),
    ("ask_if: c_use_a > 0", "ask_if: ''", "ask_if: ''", "The condition is empty"),
    ("id: clean", "id: ''", "id: ''", "The name is empty"),
]


@pytest.mark.parametrize(("old", "new", "fragment", "words"), WRITTEN)
def test_what_is_written_wrongly_is_said_at_its_line(
    spoiled: Callable[..., tuple[Fault, ...]],
    line_of: Callable[[str], int],
    old: str,
    new: str,
    fragment: str,
    words: str,
) -> None:
    extra = ("text: {sv: Tack!, en: Thank you!}", "text: {sv: Tack!, en: Thanks}\n            help: {sv: x, en: x}")
    faults = spoiled(*extra, old, new)
    assert any(words in str(fault) and fault.line == line_of(fragment) for fault in faults), faults


def test_a_misspelt_word_is_read_as_the_one_that_was_meant(spoiled: Callable[..., tuple[Fault, ...]]) -> None:
    assert len(spoiled("support: help", "suport: help", "skip: true", "skipp: true")) == 2


def test_places_are_given_as_the_reader_wrote_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder(tmp_path, {"parts/questionnaire.yaml": HEADER + "  files: [bank/a.yaml]\n", "bank/a.yaml": SECTION})
    monkeypatch.chdir(tmp_path / "parts")
    _, faults = read(Path())
    assert [Place(fault.file, fault.line) for fault in faults] == [Place("../bank/a.yaml", 8)]
