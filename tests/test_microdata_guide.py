"""The page on microdata: its examples run, and it names every setting of the policy."""

from __future__ import annotations

import doctest

from analysis.microdata.policy import _READERS


def test_the_examples_print_what_they_say(root, monkeypatch):
    monkeypatch.chdir(root)
    found = doctest.testfile(str(root / "docs" / "microdata.md"), module_relative=False, encoding="utf-8")
    assert found.attempted > 15
    assert found.failed == 0


def test_the_page_names_every_setting(root):
    page = (root / "docs" / "microdata.md").read_text(encoding="utf-8")
    assert [name for name in _READERS if f"{name}" not in page] == []
