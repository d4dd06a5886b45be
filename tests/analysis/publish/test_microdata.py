from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from runpy import run_path

import pandas as pd
import pyreadstat
import pytest

from analysis.microdata import ReleasedMicrodata, anonymise
from analysis.publish.microdata import export_microdata
from analysis.publish.microdata_report import to_html, to_json
from survey import frame_file

_made = run_path(str(Path(__file__).parents[1] / "microdata" / "conftest.py"))
frame, policy = _made["frame"], _made["policy"]


@pytest.fixture
def released(frame, policy) -> ReleasedMicrodata:
    return anonymise(frame, policy, seed=1)


def test_all_files_hold_the_same_records(released, tmp_path):
    files = {path.suffix: path for path in export_microdata(released, tmp_path)}
    sav, meta = pyreadstat.read_sav(files[".sav"], user_missing=True)
    parquet, csv = frame_file.read(files[".parquet"]), pd.read_csv(files[".csv"])
    assert parquet.data.equals(frame_file.marked(released.frame).data.astype("float64"))
    for name in ("record", "age", "place", "bought"):
        assert sorted(sav[name].fillna(-99)) == sorted(csv[name].fillna(-99)) == sorted(parquet.data[name].fillna(-99))
    assert meta.missing_ranges["age"] == [{"lo": -9.0, "hi": -1.0}]
    assert meta.variable_value_labels["place"][-9.0] == "Borttagen vid röjandekontroll"


def test_synthetic_files_say_so(released, tmp_path):
    files = export_microdata(released, tmp_path, language="en")
    assert all("synthetic" in path.name for path in files if path.suffix in (".sav", ".parquet", ".csv"))
    assert "SYNTHETIC DATA" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["synthetic"] is True
    assert (pd.read_csv(next(path for path in files if path.suffix == ".csv"))["synthetic"] == 1).all()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_report_says_what_was_done_in_both_languages(released, language):
    page = unescape(to_html(released.report, language))
    for text in (*(c.what for c in released.report.changes), *released.report.losses):
        assert text.in_language(language) in page
    for one in released.report.left_out:
        assert one.reason.in_language(language) in page
    assert f'lang="{language}"' in page
    assert not re.search(r"(src|href)=", page)


def test_readers_do_not_learn_what_the_removed_answers_were(released):
    page, written = to_html(released.report, "en"), json.loads(to_json(released.report))
    owner = to_html(released.report, "en", for_owner=True)
    assert "Shares before and after" not in page
    assert "Shares before and after" in owner
    assert "For the owner of the data alone" in owner
    assert "shares" not in written
    assert set(written["before"][0]) == {"keys", "n", "share"}
    assert "Records alone" not in page
    hidden = [change for change in written["changes"] if change["cells"] is None]
    assert {change["what"]["en"][:6] for change in hidden} >= {"values", "weight"}
    assert "shares" in json.loads(to_json(released.report, for_owner=True))


def test_answers_that_are_not_synthetic_do_not_say_so(frame, policy, tmp_path):
    files = export_microdata(anonymise(replace(frame, synthetic=False), policy, seed=1), tmp_path)
    assert not any("synthetic" in path.name for path in files)
    assert "SYNTETISKA" not in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_no_file_holds_a_text_that_was_left_out(released, tmp_path):
    for path in export_microdata(released, tmp_path):
        content = path.read_bytes()
        assert b"story 1" not in content
