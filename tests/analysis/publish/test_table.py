from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pytest

from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.publish import model, table
from analysis.unreleased import ResultTable, figures
from survey.text import Text

SMALL = [[100, 120, 50], [40, 52, 60], [4, 30, 22]]
POLICY, PUBLIC = ReleasePolicy(), ReleasePolicy(public_use=True)


@pytest.fixture
def released(crosstab_of):
    return release(crosstab_of(SMALL), POLICY, Ledger())


@pytest.fixture
def single(crosstab_of):
    return release(crosstab_of([[300], [120], [60]], by="", synthetic=True), POLICY, Ledger())


class Tags(HTMLParser):
    """Collects the opening tags of a page, and checks that each is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_table_is_read_aloud_as_a_table(released, language):
    tags = Tags(table.to_html(released, language))
    assert tags.open == []
    scopes = [attributes["scope"] for tag, attributes in tags.found if tag == "th"]
    assert scopes.count("col") == 5
    assert scopes.count("row") == 6
    assert [tag for tag, _ in tags.found].count("caption") == 1
    assert tags.found[0][1]["lang"] == language


def test_every_blank_has_its_reason_and_a_numbered_footnote(released):
    html = table.to_html(released, "en")
    blanks = re.findall(r'<abbr title="([^"]+)">–</abbr><sup><a href="#([\w-]+)">(\d)</a>', html)
    assert len(blanks) == 4
    for reason, target, number in blanks:
        footnote = re.search(rf'<li id="{target}">([^<]+)</li>', html)
        assert footnote is not None
        assert footnote[1] == reason
        assert target.endswith(number)


def test_notes_stand_below_the_table(single, released):
    assert "Syntetiska data" in table.to_html(single, "sv")
    assert "may rest only on figures that are shown" in table.to_html(released, "en")
    assert "rounded to the nearest 5" in table.to_html(released, "en")


def test_public_data_have_two_decimals(crosstab_of):
    public = release(crosstab_of([[735], [10414]], by=""), PUBLIC, Ledger())
    html = table.to_html(public, "en")
    assert "<td>6.59</td>" in html
    assert "<td>11,149</td>" in html
    assert "already public" in html


def test_swedish_numbers_have_a_decimal_comma(single):
    assert "<td>62,5</td>" in table.to_html(single, "sv")
    assert "<td>62.5</td>" in table.to_html(single, "en")


def test_what_a_study_calls_its_answers_is_text_and_never_markup(crosstab_of):
    made = crosstab_of(SMALL)
    shown = release(made, POLICY, Ledger())
    object.__setattr__(shown.rows[0], "label", Text(sv="<script>x</script>", en="<b>=1+1</b>"))
    assert "<script>" not in table.to_html(shown, "sv")
    assert "&lt;script&gt;" in table.to_page(shown, "sv")


def test_a_page_is_whole(released):
    page = table.to_page(released, "sv")
    assert Tags(page.removeprefix("<!DOCTYPE html>")).open == []
    assert '<html lang="sv">' in page
    assert '<meta charset="utf-8">' in page


def test_csv_has_a_line_for_each_category_and_column(released):
    lines = list(csv.DictReader(io.StringIO(table.to_csv(released, "sv"))))
    assert len(lines) == 12
    shown = lines[0]
    assert (shown["row"], shown["column"], shown["proportion"], shown["n"]) == ("Svar 0", "Grupp 1", "0.694", "100")
    hidden = next(line for line in lines if line["flag"] == "c")
    assert {hidden[name] for name in ("proportion", "std_error", "ci_low", "ci_high", "df", "deff", "n")} == {""}
    assert hidden["reason"].startswith("Dolt: minst 10 måste ha svarat så")


def test_a_label_is_never_a_formula(released):
    object.__setattr__(released.rows[0], "label", Text(sv='=HYPERLINK("x")', en="-2+3"))
    assert csv_rows(table.to_csv(released, "sv"))[0]["row"] == '\'=HYPERLINK("x")'
    assert csv_rows(table.to_csv(released, "en"))[0]["row"] == "'-2+3"
    book = openpyxl.load_workbook(io.BytesIO(table.to_xlsx(released, "sv")))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_workbook_has_numbers_as_numbers_and_reasons_at_blanks(released):
    book = openpyxl.load_workbook(io.BytesIO(table.to_xlsx(released, "en")))
    sheet = book["Table"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(i for i, row in enumerate(values) if row[0] == "Answer")
    assert values[top + 1][:2] == ["Answer 0", 69.4]
    assert values[top + 5][:2] == ["Answer 2", "– 2)"]
    assert any("at least 10 must have answered so" in str(row[0]) for row in values)
    data = [[cell.value for cell in row] for row in book["Data"].iter_rows()]
    assert len(data) == 13
    assert data[1][data[0].index("proportion")] == 0.694


def test_the_same_output_has_the_same_bytes(released, monkeypatch):
    first = table.to_xlsx(released, "en")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert table.to_xlsx(released, "en") == first


def test_json_has_everything_of_every_category(released):
    found = json.loads(json.dumps(table.to_json(released), allow_nan=False))
    assert len(found["categories"]) == 12
    shown = found["categories"][0]
    assert shown["proportion"] == 0.694
    assert shown["ci_method"] == "logit"
    assert (shown["n"], shown["base_n"], shown["flag"], shown["reason"]) == (100, 145, "", None)
    assert {"std_error", "ci_low", "ci_high", "df", "weighted_n", "base_weighted_n"} <= shown.keys()
    hidden = next(record for record in found["categories"] if record["flag"] == "c")
    assert hidden["proportion"] is None
    assert hidden["n"] is None
    assert set(hidden["reason"]) == {"sv", "en"}
    assert found["test"] is None
    assert found["columns"][0]["base"] == {"n": 145, "weighted_n": 145.0, "flag": "", "reason": None}
    assert len(found["notes"]) == 2


def test_means_call_their_value_a_mean(means_of):
    released = release(means_of([200, 150], [3.0, 5.0]), POLICY, Ledger())
    assert table.to_json(released)["categories"][0]["mean"] == 3.0
    assert "Mean" in table.to_html(released, "en")


def test_a_model_is_laid_out_and_written_with_odds_ratios(model_of):
    cells = [("sex", 1.0, 200, 60), ("sex", 2.0, 180, 80), ("area", 1.0, 250, 90), ("area", 2.0, 130, 50)]
    released = release(model_of(cells), POLICY, Ledger())
    html = table.to_html(released, "sv")
    assert Tags(html).open == []
    assert "Oddskvot" in html
    assert "&lt; 0,001" in html
    found = json.loads(json.dumps(model.to_json(released), allow_nan=False))
    assert found["coefficients"][1]["odds_ratio"] == pytest.approx(1.6487, rel=1e-3)
    assert found["references"][0]["variable"] == "sex"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_any_statistic_of_public_data_can_be_written(crosstab_of, language):
    made = ResultTable(replace(figures(crosstab_of([[30, 80], [70, 90]])), statistic="unheard-of"))
    public = release(made, ReleasePolicy(public_use=True), Ledger())
    assert "Unheard-of" in table.to_html(public, language)
    assert "unheard-of" in table.to_csv(public, language)
