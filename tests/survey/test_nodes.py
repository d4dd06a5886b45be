"""Reading a definition file: values stay text, lines are kept, faults of layout are explained and mended."""

from __future__ import annotations

import pytest

from survey.model import Place
from survey.nodes import Block, Listing, Node, Scalar, read_nodes


def read(text: str) -> Node:
    node, faults = read_nodes("study.yaml", text)
    assert faults == ()
    assert node is not None
    return node


def plain(node: Node) -> object:
    if isinstance(node, Block):
        return {entry.word: plain(entry.value) for entry in node.entries}
    return [plain(item) for item in node.items] if isinstance(node, Listing) else node.text


@pytest.mark.parametrize(
    "written", ["no", "yes", "on", "01", "1.10", "2026-11-01", "null", "~", "1e3", "0x10", "12:30"]
)
def test_every_value_stays_the_text_that_was_typed(written: str) -> None:
    assert plain(read(f"a: {written}\n")) == {"a": written}


def test_lines_and_columns_are_kept_for_every_node() -> None:
    block = read("a: 1\nb:\n  - c: x\n    d: y\n")
    assert isinstance(block, Block)
    listing = block.get("b")
    assert isinstance(listing, Listing)
    (inner,) = listing.items
    assert isinstance(inner, Block)
    assert inner.entries[1].place == Place("study.yaml", 4, 5)
    assert inner.entries[1].value.place == Place("study.yaml", 4, 8)


def test_quotation_marks_are_told_from_plain_values() -> None:
    block = read("a: x\nb: 'x'\n")
    assert isinstance(block, Block)
    assert [entry.value.plain for entry in block.entries if isinstance(entry.value, Scalar)] == [True, False]


# What was written, the line of its fault, and words that the message must hold.
FAULTS = [
    ("a: 1\na: 2\n", 2, "written twice"),
    ("a: &x 1\nb: 2\n", 1, "copying"),
    ("a: 1\nb: *x\n", 2, "copies another part"),
    ("a:\n  <<: {b: 1}\n", 2, "copies another part"),
    ("a: !!str 1\n", 1, "before a value"),
    ("a:\n\tb: 1\n", 2, "tab"),
    ("s:\n  - id: x\n     title: y\n    foo: z\n", 3, "indented by 5 spaces, where 4"),
    ("s:\n  - id: x\n    title: a\n   foo: z\n  - id: y\n", 4, "indented by 3 spaces, where 4"),
    ("s:\n  - x\n - y\n", 3, "indented by 1 space, where 2"),
    ("s:\n  - id: a\n    t: 1\n  id: b\n    t: 2\n", 4, "without its dash"),
    ('a:\n  sv: "Hej\n  en: x\nb: "k"\nc: d\n', 2, "quotation mark is opened"),
    ('a: {sv: "Hej, en: "x"}\nb: 1\n', 1, "quotation mark is opened"),
    ("a: {sv: Hej, en: x\nb: 1\n", 1, "`{` is not closed"),
    ("a: [1, 2\nb: 1\n", 1, "`[` is not closed"),
    ("a: {x: 1}}\nb: 2\n", 1, "closes nothing"),
    ("a:\n  sv: Hej: du\n", 2, "a colon followed by a space"),
    ("a:1\nb: 2\n", 1, "no space behind it"),
    ("a:\n  b: 1\nc:0\n  - d\n  - e\n", 3, "no space behind it"),
    ("a: @x\n", 1, 'cannot begin with "@"'),
    ('a: "x\\q"\n', 1, "backslash"),
    ("a:\n  sv: x\n  hello\n  en: y\n", 3, '"hello" has no colon'),
    ("a:\n  sv: x\n  hello you\n  en: y\n", 3, "neither `word: value`"),
    ("a:\n  - b: 1\n    c: >-\n  text\n      more\n", 4, "indented by 2 spaces, where 6"),
    ('a: {b: "x", c: {d: "y\ne: 1\nf: "2"\n', 1, "quotation mark is opened"),
    ("a: \x01\n", 1, "control character"),
    ("a: 1\n---\nb: 1\n", 2, "second document"),
    ("[" * 40 + "]" * 40, 1, "too deep"),
    ("[" * 2000, 1, "too deep"),
]


@pytest.mark.parametrize(("text", "line", "words"), FAULTS)
def test_a_fault_of_layout_is_explained_at_its_line(text: str, line: int, words: str) -> None:
    _, faults = read_nodes("study.yaml", text)
    assert any(fault.line == line and words in fault.what for fault in faults), faults
    assert all(fault.mend for fault in faults)


@pytest.mark.parametrize(("text", "line", "words"), [case for case in FAULTS if "too deep" not in case[2]])
def test_one_fault_of_layout_gives_one_message(text: str, line: int, words: str) -> None:
    assert len(read_nodes("study.yaml", text)[1]) == 1


def test_reading_goes_on_after_a_fault_of_layout() -> None:
    node, faults = read_nodes("study.yaml", 'a:\n\tb: 1\nc: {sv: "Hej, en: "x"}\nd: Hej: du\ne: 1\ne: 2\n')
    assert [fault.line for fault in faults] == [2, 3, 4, 6]
    assert isinstance(node, Block)
    assert [entry.word for entry in node.entries] == ["a", "c", "d", "e"]


def test_an_empty_file_has_no_nodes() -> None:
    assert read_nodes("study.yaml", "") == (None, ())
