"""A figure that is shown but uncertain is marked in every format, with its reason; how its interval was made too."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import openpyxl
import pytest

from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.publish import chart, model, sentences, table
from analysis.publish.layout_model import of_model
from analysis.publish.layout_table import of_table
from analysis.publish.numbers import p_value
from analysis.unreleased import ModelResult, ResultTable, figures
from survey.text import Text

POLICY, PUBLIC = ReleasePolicy(), ReleasePolicy(public_use=True)
SAID = Text(sv="Osäkert värde, bör inte återges", en="Uncertain figure, not to be relied on")
WORD = Text(sv="osäkert", en="uncertain")
LANGUAGES = pytest.mark.parametrize("language", ["sv", "en"])


@pytest.fixture
def released(crosstab_of):
    """Of two groups the second is too small: 20 and 10 of 30 make an interval of more than 30 points."""
    return release(crosstab_of([[300, 20], [200, 10]]), PUBLIC, Ledger())


@pytest.fixture
def single(crosstab_of):
    return release(crosstab_of([[20], [10]], by=""), PUBLIC, Ledger())


@LANGUAGES
def test_html_has_a_mark_at_the_figure_and_its_reason_below(released, single, language):
    for made, marks in ((released, 2), (single, 2)):
        html = table.to_html(made, language)
        target = re.search(rf'<li id="([\w-]+)">{SAID[language]}', html)
        assert target is not None
        assert html.count(f'<sup><a href="#{target[1]}">') == marks


@LANGUAGES
def test_csv_has_the_flag_and_its_reason(released, language):
    lines = list(csv.DictReader(io.StringIO(table.to_csv(released, language))))
    assert [line["quality"] for line in lines] == ["", "unreliable", ""] * 2
    assert lines[1]["caution"].startswith(SAID[language])
    assert {(line["ci_method"], line["level_of_confidence"], bool(line["df"])) for line in lines} == {
        ("logit", "0.95", True)
    }


@LANGUAGES
def test_a_workbook_has_the_mark_beside_the_number(released, single, language):
    for made in (released, single):
        book = openpyxl.load_workbook(io.BytesIO(table.to_xlsx(made, language)))
        cells = [cell for row in book.worksheets[0] for cell in row if cell.value is not None]
        said = [cell.value for cell in cells if str(cell.value).startswith(f"1) {SAID[language]}")]
        assert len(said) == 1
        written = [cell for cell in cells if str(cell.value).endswith(") 1)") or '" 1)"' in cell.number_format]
        assert len(written) == 2
        assert "unreliable" in [cell.value for row in book.worksheets[1] for cell in row]


def test_json_has_the_flag_and_its_reason_in_every_language(released):
    marked = [record for record in table.to_json(released)["categories"] if record["quality"]]
    assert [(record["quality"], set(record["caution"])) for record in marked] == [("unreliable", {"sv", "en"})] * 2


@LANGUAGES
def test_sentences_and_the_text_of_a_chart_say_it_of_that_figure_only(released, language):
    told = sentences.of_table(released, language)
    assert [WORD[language] in sentence for sentence in told if "Gr" in sentence] == [True, False]
    _, alternative = chart.bars(released, language)
    assert alternative.count(WORD[language]) == 2


def test_a_certain_figure_has_no_mark(crosstab_of):
    made = release(crosstab_of([[300], [200]], by=""), PUBLIC, Ledger())
    assert of_table(made, "en").footnotes == ()
    assert "uncertain" not in table.to_html(made, "en").lower() + " ".join(sentences.of_table(made, "en"))


@LANGUAGES
def test_an_interval_has_its_method_and_its_degrees_of_freedom(single, crosstab_of, language):
    assert of_table(single, language).under[0].endswith(", logit, df = 29)")
    assert ", logit, df = 29)" in chart.bars(single, language)[1]
    made = crosstab_of([[300, 200], [200, 250]])
    for ci_method, name in (("wilson", "Wilson"), ("asin", "arcsin"), ("likelihood", "likelihood")):
        other = release(ResultTable(replace(figures(made), ci_method=ci_method)), PUBLIC, Ledger())
        assert of_table(other, language).under[0].endswith(f", {name})")
    head, *dfs = (lambda row: (row.heading, *(entry.text for entry in row.entries)))(of_table(other, language).foot[-1])
    assert head.endswith("(df)")
    assert dfs == ["499", "449", "949"]


def test_degrees_of_freedom_of_a_hidden_column_are_hidden_with_its_reason(crosstab_of):
    made = release(crosstab_of([[300, 260, 9, 400], [200, 250, 8, 450]]), POLICY, Ledger())
    laid = of_table(made, "en")
    row, columns = laid.foot[-1], list(zip(*made.cells, strict=True))
    assert row.heading == "Degrees of freedom (df)"
    hidden = [all(cell.blank for cell in column) for column in columns]
    assert [entry.text == "–" for entry in row.entries] == hidden
    assert 0 < sum(hidden) < 4
    assert all((entry.blank in laid.footnotes) == blank for entry, blank in zip(row.entries, hidden, strict=True))


@LANGUAGES
def test_a_p_value_of_1e_50_is_nowhere_0(crosstab_of, model_of, language):
    made = figures(crosstab_of([[300, 200], [200, 250]]))
    assert made.test is not None
    tiny = ResultTable(replace(made, test=replace(made.test, p_value=1e-50)))
    least = {"sv": "p < 0,001", "en": "p < 0.001"}[language]
    for policy in (POLICY, PUBLIC):
        released = release(tiny, policy, Ledger())
        assert table.to_json(released)["test"]["p_value"] == 1e-50
        assert json.loads(json.dumps(table.to_json(released)))["test"]["p_value"] == 1e-50
        assert least in of_table(released, language).notes[0]
        assert least in " ".join(sentences.of_table(released, language))
        book = openpyxl.load_workbook(io.BytesIO(table.to_xlsx(released, language)))
        assert any(least in str(cell.value) for row in book.worksheets[0] for cell in row)
    cells = [("sex", 1.0, 200, 60), ("sex", 2.0, 180, 80)]
    fitted = figures(model_of(cells))
    shown = release(ModelResult(replace(fitted, p_value=fitted.p_value * 0 + 1e-50)), POLICY, Ledger())
    assert [term["p_value"] for term in model.to_json(shown)["coefficients"]] == [1e-50] * 2
    assert {row.entries[-1].text for row in of_model(shown, language).body} == {least.removeprefix("p ")}
    assert all(row.entries[-1].figure is None for row in of_model(shown, language).body)


@pytest.mark.parametrize("p", [1e-300, 1e-50, 0.00049, 0.0005, 0.001])
def test_no_small_p_value_is_written_as_0(p):
    assert not re.fullmatch(r"p = 0\.0+", p_value(p, "en"))
