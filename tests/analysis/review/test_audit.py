"""The audit passes what was released, in every format, and finds what was changed or what gives itself away."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from analysis.disclosure import Ledger, ReleasePolicy, release
from analysis.errors import AnalysisError
from analysis.publish import model as published_model
from analysis.publish import table
from analysis.review import allow, audit, forbid, read

POLICY = ReleasePolicy()
COUNTS = [[1237, 1483, 1601], [1009, 1301, 1201], [7, 1117, 907]]
KINDS = ["csv", "xlsx", "html", "json"]


def written(released, kind: str, language: str = "sv") -> bytes:  # type: ignore[no-untyped-def]
    made = {
        "csv": lambda: table.to_csv(released, language).encode(),
        "xlsx": lambda: table.to_xlsx(released, language),
        "html": lambda: table.to_page(released, language).encode(),
        "json": lambda: json.dumps(table.to_json(released)).encode(),
    }
    return made[kind]()


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(None)


@pytest.fixture
def released(crosstab_of, ledger: Ledger):  # type: ignore[no-untyped-def]
    return release(crosstab_of(COUNTS), POLICY, ledger)


def problems(path: Path, ledger: Ledger | None) -> str:
    return "; ".join(f"{found.place}: {found.what}" for found in audit(path, ledger).problems)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_released_passes(released, ledger: Ledger, tmp_path: Path, kind: str, language: str) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / f"table.{kind}"
    file.write_bytes(written(released, kind, language))
    found = audit(file, ledger)
    assert found.problems == ()
    assert "youth_exposure: proportion of y_meet by sex" in found.facts
    assert any("12 figures, 4 hidden" in fact for fact in found.facts)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("made", ["one column", "means", "public"])
def test_other_tables_pass_too(crosstab_of, means_of, ledger, tmp_path, kind: str, made: str) -> None:  # type: ignore[no-untyped-def]
    results = {
        "one column": lambda: crosstab_of([[900], [7], [400], [350]], by=""),
        "means": lambda: means_of([300, 20, 30, 200], [3.0, 2.0, 2.5, 4.0]),
        "public": lambda: crosstab_of(COUNTS),
    }
    policy = ReleasePolicy(public_use=made == "public")
    file = tmp_path / f"table.{kind}"
    file.write_bytes(written(release(results[made](), policy, ledger), kind))
    assert problems(file, ledger) == ""


def test_the_digest_is_made_again_from_the_figures_of_every_whole_file(released, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for kind in ("csv", "xlsx", "json"):
        file = tmp_path / f"table.{kind}"
        file.write_bytes(written(released, kind))
        assert read(file).digest_again == released.digest == read(file).digest


def rewritten(path: Path, line: int, **changed: str) -> None:
    """Change a line of a CSV file, as somebody in a spreadsheet would; line 2 is the first below the headings."""
    lines = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    lines[line - 2] |= changed
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


@pytest.mark.parametrize(
    ("line", "changed", "said"),
    [
        (10, {"n": "7"}, "line 10: .* is hidden, but n stand there"),
        (10, {"proportion": "0,003"}, "line 10: .* is hidden, but value stand there"),
        (10, {"n": "5", "flag": "", "weighted_n": "5"}, "line 10: .* is shown, though fewer than 10 are in it"),
        (2, {"proportion": "0.9"}, "line 2: .* the interval does not hold the figure"),
        (2, {"base_n": ""}, "line 2: .* is shown, though its base is hidden"),
        (3, {"n": "1500"}, "its figures are not those of its digest"),
    ],
)
def test_a_changed_file_is_found_with_its_line(released, ledger, tmp_path, line, changed, said) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "table.csv"
    file.write_bytes(written(released, "csv"))
    rewritten(file, line, **changed)
    assert re.search(said, problems(file, ledger)), problems(file, ledger)
    assert "its figures are not those of its digest" in problems(file, ledger)


def test_a_number_typed_into_the_sheet_that_is_read_is_found(released, ledger, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "table.xlsx"
    with ZipFile(io.BytesIO(written(released, "xlsx"))) as before, ZipFile(file, "w") as after:
        for name in before.namelist():
            part = before.read(name).decode("utf-8", "replace")
            if name == "xl/worksheets/sheet1.xml":
                texts = before.read("xl/sharedStrings.xml").decode()
                at = [i for i, text in enumerate(re.findall(r"<si>(.*?)</si>", texts)) if "–" in text and ")" in text]
                part, times = re.subn(rf't="s"><v>({"|".join(map(str, at))})</v>', "><v>7</v>", part)
                assert times
            after.writestr(name, part)
    assert "sheet 1, row" in problems(file, ledger)


def test_a_number_written_over_a_dash_in_a_page_is_found(released, ledger, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "table.html"
    file.write_text(written(released, "html").decode().replace(">–</abbr>", ">0,3</abbr>", 1), encoding="utf-8")
    assert re.search(r"line \d+: .* is hidden, but value stand there", problems(file, ledger))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (r"<td><abbr[^>]*>–</abbr>(<sup>.*?</sup>)?</td>", "<td>0.3</td>", "was hidden when it was released"),
        (r"<td>[\d,.]+ <small>", "<td>99.9 <small>", "the interval does not hold the figure"),
        (r"(<tfoot>\n<tr><th [^>]*>[^<]*</th><td>)[^<]*", r"\g<1>–", "is shown, though its base is hidden"),
    ],
)
def test_a_page_is_read_cell_by_cell(released, ledger, tmp_path, before, after, said, language) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "table.html"
    after = after.replace(".", ",") if language == "sv" and "small" in after else after
    page, times = re.subn(before, after, written(released, "html", language).decode(), count=1)
    assert times
    file.write_text(page, encoding="utf-8")
    assert re.search(rf"line \d+: .*{said}", problems(file, ledger)), problems(file, ledger)


@pytest.mark.parametrize("cells", [[(1, 0)], [(1, 0), (1, 1)]])
def test_a_blank_of_a_page_that_follows_is_found(crosstab_of, tmp_path, cells) -> None:  # type: ignore[no-untyped-def]
    public = release(crosstab_of([[100, 80], [7, 90], [70, 60]]), ReleasePolicy(public_use=True), Ledger())
    file = tmp_path / "table.html"
    lines = written(public, "html", "en").decode().split("\n")
    for r, c in cells:
        (at, *_) = [n for n, line in enumerate(lines) if line.startswith("<tr><th")][r:]
        head, *tds = lines[at].split("<td>")
        tds[c] = re.sub(r"^[^<]*<small>.*?</small>", '<abbr title="hidden">–</abbr>', tds[c])
        lines[at] = "<td>".join([head, *tds])
    file.write_text("\n".join(lines), encoding="utf-8")
    assert "follows from the other figures" in problems(file, None)


def test_a_test_beside_hidden_figures_is_found(released, ledger, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "table.json"
    file.write_text(json.dumps({**table.to_json(released), "test": {"p_value": 0.04}}))
    assert "the test: a test is reported" in problems(file, ledger)


def blanked(released, *cells: tuple[int, int]) -> dict[str, object]:  # type: ignore[no-untyped-def]
    """A public table, blanked by hand as plain threshold suppression would, and passed off as one of ours."""
    made = table.to_json(released)
    columns = len(made["columns"])
    for r, c in cells:
        record = made["categories"][r * columns + c]
        record |= dict.fromkeys((*table.figures(released, released.cells[r][c], released.bases[c]),), None)
        record["flag"] = "c"
    return made | {"threshold": 10, "test": None}


@pytest.mark.parametrize(
    ("counts", "cells", "said"),
    [
        ([[100, 80], [7, 90], [70, 60]], [(1, 0)], "follows from the other figures"),
        ([[100, 80], [2, 1], [1, 1]], [(1, 0), (1, 1), (2, 0), (2, 1)], "can be worked out closely"),
        ([[100, 80], [1, 5], [5, 1]], [(1, 0), (1, 1), (2, 0), (2, 1)], "fewer than 10 people together"),
    ],
)
def test_a_blank_that_gives_itself_away_is_found(crosstab_of, tmp_path, counts, cells, said: str) -> None:  # type: ignore[no-untyped-def]
    public = release(crosstab_of(counts), ReleasePolicy(public_use=True), Ledger())
    file = tmp_path / "table.json"
    file.write_text(json.dumps(blanked(public, *cells)))
    found = problems(file, None)
    assert said in found
    assert not re.search(r"worked out to|is [0-9]|between", found)


def test_the_mean_of_a_single_hidden_group_follows(means_of, tmp_path) -> None:  # type: ignore[no-untyped-def]
    public = release(means_of([300, 7, 200], [3.0, 2.0, 4.0]), ReleasePolicy(public_use=True), Ledger())
    file = tmp_path / "table.json"
    file.write_text(json.dumps(blanked(public, (0, 1))))
    assert "follows from the other groups" in problems(file, None)


def test_a_table_of_another_study_or_of_none_is_found(released, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "table.csv"
    file.write_bytes(written(released, "csv"))
    assert "no release with this digest" in problems(file, Ledger(None))
    assert 'the log of the study "youth_exposure" is not here' in problems(file, None)
    rewritten(file, 2, digest="", policy="")
    assert "does not say what it was released as" in problems(file, Ledger(None))


def test_what_was_forbidden_since_and_what_an_exception_allowed_is_said(crosstab_of, ledger, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from datetime import date

    who = {"decided_by": "The checker", "reason": "Agreed with the board of the study.", "until": date.today()}
    made = crosstab_of([[100, 80], [70, 90]], where="y_age = 17")
    with pytest.raises(AnalysisError):
        release(made, POLICY, ledger)
    allow(ledger, 1, **who)
    file = tmp_path / "table.csv"
    file.write_bytes(written(release(made, POLICY, ledger), "csv"))
    assert "released by an exception: line 2 of the log says whose, and why" in audit(file, ledger).facts
    forbid(ledger, 3, **who)
    assert "forbidden this output since" in problems(file, ledger)


def test_a_policy_that_changed_since_is_said(crosstab_of, released, ledger, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "table.csv"
    file.write_bytes(written(released, "csv"))
    assert "has changed" not in " ".join(audit(file, ledger).facts)
    release(crosstab_of(COUNTS, rows="y_other"), ReleasePolicy(rounding=10), ledger)
    assert "the study's policy has changed since" in " ".join(audit(file, ledger).facts)


def test_a_model_is_looked_up_in_the_log(model_of, ledger, tmp_path) -> None:  # type: ignore[no-untyped-def]
    fitted = release(model_of([("a", 1.0, 200, 60), ("a", 2.0, 200, 80)]), POLICY, ledger)
    for name, content in (
        ("m.json", json.dumps(published_model.to_json(fitted))),
        ("m.html", table.to_page(fitted, "en")),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert problems(tmp_path / name, ledger) == ""
        assert "no release" in problems(tmp_path / name, Ledger(None))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"x,y\r\n1,2\r\n"),
        ("a.csv", b""),
        ("a.json", b"[1]"),
        ("a.json", b"\xff"),
        ("a.xlsx", b"PK"),
        ("a.html", b"<p>7</p>"),
        ("a.docx", b""),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_plainly(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AnalysisError, match="must be a table or model that Varsam exported"):
        audit(tmp_path / name, None)
