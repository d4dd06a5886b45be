"""A study that names the tables it publishes shows those, and offers the nearest for all others."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.errors import Refused
from analysis.source import Question
from app.opened import Opened, open_study, table_of
from app.published import publish_family, tables
from survey import frame_file
from survey.study import find

SETTINGS = """
[groupings.some]
of = "hours"
title = { sv = "Timmar i grupper", en = "Hours in groups" }
categories = [{ to = 3, sv = "Få", en = "Few" }, { from = 4, sv = "Fler", en = "More" }]
[release]
dashboard = "published"
[publication]
tables = [["online", "gender"], ["online"], ["online", "some"], ["gender", "some", "online"]]
"""


@pytest.fixture
def study(small: Path) -> Path:
    with (small / "study.toml").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    return small


@pytest.fixture
def opened(study: Path) -> Opened:
    found = open_study(find(study))
    publish_family(found)
    return found


def test_before_the_first_publication_nothing_is_shown(study: Path) -> None:
    with pytest.raises(Refused, match="must first be protected together and published") as refused:
        table_of(open_study(find(study)), "online", by="gender")
    assert refused.value.rule == "publication"


@pytest.mark.parametrize(("rows", "by"), [("online", "gender"), ("online", ""), ("online", "some")])
def test_a_published_table_is_shown_as_it_was_published(opened: Opened, rows: str, by: str) -> None:
    (made,) = [one for one in tables(opened, publish_family(opened)) if (one.source.rows, one.source.by) == (rows, by)]
    assert table_of(opened, rows, by=by) == made


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        (Question("gender", "online"), Question("online", "gender")),
        (Question("online", "gender", "hours = 4"), Question("online", "gender")),
        (Question("some"), Question("online", "some")),
        (Question("hours", "gender"), Question("online", "gender")),
        (Question("rare"), Question("online")),
    ],
)
def test_another_table_is_refused_and_the_nearest_is_offered(
    opened: Opened, asked: Question, nearest: Question
) -> None:
    with pytest.raises(Refused, match="only tables that the study has published") as refused:
        table_of(opened, asked.rows, by=asked.by, where=asked.where)
    assert nearest in refused.value.instead
    with opened.ledger.locked() as entries:
        assert (entries[-1].rule, entries[-1].digest) == ("publication", "")


def test_of_other_answers_nothing_is_shown_until_they_are_published(opened: Opened) -> None:
    file = opened.study.folder / "answers.synthetic.parquet"
    frame = frame_file.read(file)
    frame.data.loc[frame.data.index[:3], "online"] = 1.0 - frame.data["online"].iloc[:3].clip(0, 1)
    frame_file.save(frame, file)
    with pytest.raises(Refused, match="must be those that the publication was made of"):
        table_of(open_study(find(opened.study.folder)), "online", by="gender")


def test_the_page_has_links_to_the_published_tables(open_page, opened: Opened) -> None:
    at = open_page("question", opened.study.folder, language="en", rows="gender", by="online")
    said = "\n".join(str(getattr(element, "value", "") or getattr(element, "body", "")) for element in at.main)
    assert "only tables that the study has published" in said
    (first, *_) = re.findall(r'<li><a href="(question\?[^"]*)"', said)
    assert parse_qs(urlsplit(unescape(first)).query)["rows"] == ["online"]
    at = open_page("question", opened.study.folder, language="en", rows="online", by="gender")
    assert "<table" in "\n".join(str(getattr(element, "body", "")) for element in at.main)
