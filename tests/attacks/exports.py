"""Everything that a released table is shown as, as text that can be searched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from analysis.disclosure import ReleasedTable
from analysis.publish import chart, sentences, table


def exports(released: ReleasedTable) -> dict[str, str]:
    """Page, fragment, CSV, JSON, workbook, chart with its hover and alternative texts, sentences; in both languages."""
    made = {"json": json.dumps(table.to_json(released), ensure_ascii=False)}
    for language in ("sv", "en"):
        figure, said = chart.bars(released, language)
        made |= {
            f"page {language}": table.to_page(released, language),
            f"fragment {language}": table.to_html(released, language),
            f"csv {language}": table.to_csv(released, language),
            f"chart {language}": figure.to_json(),
            f"chart alternative {language}": said,
            f"sentences {language}": " ".join(sentences.of_table(released, language)),
            f"workbook {language}": " ".join(_sheets(table.to_xlsx(released, language))),
        }
    return made


def _sheets(book: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(book)) as archive:
        for name in archive.namelist():
            if "theme" in name or "styles" in name:  # sizes of fonts and shades of colours
                continue
            yield archive.read(name).decode("utf-8", errors="replace")


def numbers(text: str) -> set[str]:
    """All numbers in a text, with a point and without marks for thousands."""
    joined = re.sub(r"(?<=\d)[\s\u00a0\u202f\u2009](?=\d{3}\b)", "", text)
    found = re.findall(r"\d+(?:[.,]\d+)?", joined)
    return {number.replace(",", ".") for number in found} | {n.replace(",", "") for n in re.findall(r"\d+,\d{3}", text)}
