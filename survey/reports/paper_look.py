"""What the paper form is set in: an embedded typeface, its styles, and the boxes that are ticked or written in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

# Comes with reportlab, holds the letters of all Nordic languages, and is embedded: it prints alike everywhere.
REGULAR, BOLD, ITALIC = "Vera", "VeraBd", "VeraIt"
for _name in (REGULAR, BOLD, ITALIC):
    pdfmetrics.registerFont(TTFont(_name, f"{_name}.ttf"))
pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)

INK, SOFT, TINT, LINE = HexColor("#14191b"), HexColor("#4d575c"), HexColor("#eef1f0"), HexColor("#9aa3a6")
WIDTH = 174 * mm  # between the margins of A4
BOX = 4.2 * mm
# What the typeface lacks, by what stands in for it.
_INSTEAD = str.maketrans({"→": "–", "☐": "[ ]", "✓": "x"})


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=more.pop("font", REGULAR), fontSize=size, leading=size * 1.35, textColor=INK, **more
    )


TITLE = _style("title", 17, font=BOLD, spaceAfter=4)
SECTION = _style("section", 13, font=BOLD, spaceBefore=14, spaceAfter=4, keepWithNext=1)
PAGE = _style("page", 10.5, font=BOLD, spaceBefore=8, spaceAfter=3, keepWithNext=1)
TEXT = _style("text", 9.5, spaceAfter=4)
WORDING = _style("wording", 9.5, font=BOLD, spaceAfter=2)
HINT = _style("hint", 8.5, spaceAfter=3)
HINT.textColor = SOFT
ANSWER = _style("answer", 9.5)
SMALL = _style("small", 7.5)
HEAD = _style("head", 7.5, alignment=1)
ROUTE = _style("route", 9, font=BOLD, spaceBefore=3, spaceAfter=7, leftIndent=4, rightIndent=4, borderPadding=3)
ROUTE.backColor = TINT


def said(text: str, style: ParagraphStyle) -> Paragraph:
    """A text as it is, set in a style."""
    return Paragraph(escape(text.translate(_INSTEAD)).replace("\n", "<br/>"), style)


class Box(Flowable):  # type: ignore[misc]
    """A box to tick, with its code in small figures beside it for data entry."""

    def __init__(self, code: object = "", *, centred: bool = False) -> None:
        super().__init__()
        self._code, self._centred = str(code).replace("-", "−"), centred
        self.width, self.height = BOX + 5 * mm, BOX

    def wrap(self, available_width: float, _: float) -> tuple[float, float]:
        """As wide as the cell where it is centred."""
        self.width = available_width if self._centred else self.width
        return self.width, self.height

    def draw(self) -> None:
        """The box, then the code."""
        left = (self.width - BOX) / 2 if self._centred else 0
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.8)
        self.canv.rect(left, 0, BOX, BOX)
        self.canv.setFillColor(SOFT)
        self.canv.setFont(REGULAR, 5.5)
        self.canv.drawString(left + BOX + 1.5, 0, self._code)


class Cells(Flowable):  # type: ignore[misc]
    """Boxes for one figure each, in groups with a small word below."""

    def __init__(self, groups: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self._groups = groups
        self._below = 3.2 * mm if any(text for _, text in groups) else 0
        self.width = sum(n for n, _ in groups) * 6.5 * mm + len(groups) * 4 * mm
        self.height = 7.5 * mm + self._below

    def draw(self) -> None:
        """Each group, then a gap."""
        x = 0.0
        for number, text in self._groups:
            self.canv.setLineWidth(0.8)
            self.canv.setStrokeColor(INK)
            for place in range(number):
                self.canv.rect(x + place * 6.5 * mm, self._below, 6.5 * mm, 7.5 * mm)
            self.canv.setFillColor(SOFT)
            self.canv.setFont(REGULAR, 6.5)
            self.canv.drawString(x, 0.6 * mm, text)
            x += (number * 6.5 + 4) * mm


class Rule(Flowable):  # type: ignore[misc]
    """A line to write on; or, with ends, one to put a cross on."""

    def __init__(self, width: float = WIDTH - 8 * mm, *, height: float = 8 * mm, ends: bool = False) -> None:
        super().__init__()
        self.width, self.height, self._ends = width, height, ends

    def draw(self) -> None:
        """The line."""
        self.canv.setStrokeColor(INK if self._ends else LINE)
        self.canv.setLineWidth(0.8)
        y = self.height / 2 if self._ends else 1.5 * mm
        self.canv.line(0, y, self.width, y)
        if self._ends:
            for x in (0, self.width):
                self.canv.line(x, y - 2 * mm, x, y + 2 * mm)


def grid(
    rows: Sequence[Sequence[Any]], widths: Sequence[float], *, lines: bool = False, top: float = 2.2, at: str = "MIDDLE"
) -> Table:
    """Rows set in columns, with lines between them where `lines` says so, aligned `at` their TOP or MIDDLE."""
    table = Table(list(rows), colWidths=list(widths), hAlign="LEFT")
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), at),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), top),
        ("BOTTOMPADDING", (0, 0), (-1, -1), top),
    ]
    if lines:
        style.append(("LINEABOVE", (0, 1), (-1, -1), 0.4, LINE))
    table.setStyle(TableStyle(style))
    return table
