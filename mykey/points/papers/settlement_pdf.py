"""A closed month on paper: a summary of all shops, then a page a shop, headed as the municipality wants it.

The PDF is made in memory and carries no time of day, neither printed nor in its properties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from fpdf import FPDF

from mykey.points.acts.settlement.edit_settlement_form import SettlementForm
from mykey.points.acts.settlement.see_month import ClosedMonthSeen
from mykey.points.acts.settlement.shop_lines import NamedLine, ShopLine
from mykey.points.papers.era_days import era_day, era_month
from mykey.points.papers.fonts import FAMILY, add_paper_font, printable

__all__ = ["OWN_TITLE", "settlement_pdf"]

#: Where the municipality has decided about no title.
OWN_TITLE = "ポイント精算書"

_MARGIN_MM = 18.0
_ROW_MM = 8.5
_LIST_ROW_MM = 6.5
_ROWS_ON_FIRST, _ROWS_ON_OTHERS = 20, 38
_NOTE_MM = 40.0  # of 300 characters, and more
_LIST = (
    ("番号", 12.0),
    ("店舗・施設", 54.0),
    ("支払い", 22.0),
    ("ポイント券", 21.0),
    ("取消・訂正", 21.0),
    ("繰り越し", 21.0),
    ("支払う額（円）", 23.0),
)
_TABLE = (("内訳", 78.0), ("件数", 40.0), ("ポイント", 56.0))


@dataclass(frozen=True)
class _Paper:
    pdf: FPDF
    month: ClosedMonthSeen
    form: SettlementForm
    municipality: str
    note: list[str]

    @property
    def width(self) -> float:
        """Between the margins, in mm."""
        return float(self.pdf.w) - 2 * _MARGIN_MM


def settlement_pdf(month: ClosedMonthSeen, form: SettlementForm, municipality: str, font: Path) -> bytes:
    """A4 pages. One point is one yen.

    Raises:
        PaperFontMissing: the font file cannot be used.
    """
    pdf = FPDF(orientation="portrait", unit="mm", format="A4")
    pdf.set_creation_date(datetime.combine(month.closed_on, time(), tzinfo=UTC))
    pdf.set_title(f"{form.form_title or OWN_TITLE} {era_month(month.month)}")
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(_MARGIN_MM)
    add_paper_font(pdf, font)
    paper = _Paper(pdf, month, form, municipality, _broken(pdf, form.form_note))
    _summary(paper)
    for one in month.lines:
        _shop_page(paper, one)
    return bytes(pdf.output())


def _summary(paper: _Paper) -> None:
    month = paper.month
    _head(paper, "（総括表）")
    sums, paid = month.sums, sum(1 for one in month.lines if one.line.paid_points)
    _text(paper, f"支払う店舗・施設の数　{paid:,}", size=11)
    _breakdown(paper, sums)
    for number, rows in enumerate(_rows_of(month.lines)):
        if number:
            paper.pdf.add_page()
        else:
            paper.pdf.ln(4)
        _row(paper, _LIST, [name for name, _ in _LIST], size=8, height=_LIST_ROW_MM, numeric=2)
        for cells in rows:
            _row(paper, _LIST, cells, size=8, height=_LIST_ROW_MM, numeric=2)
    _note(paper)


def _rows_of(lines: Sequence[NamedLine]) -> list[list[list[str]]]:
    """The list's rows, page by page."""
    rows = [
        [
            str(number), one.shop_name, f"{one.line.taken_points:,}", f"{one.line.voucher_points:,}",
            _taken_off(one.line.cancelled_points + one.line.corrected_points), _carried(one.line),
            f"{one.line.paid_points:,}",
        ]
        for number, one in enumerate(lines, start=1)
    ]  # fmt: skip
    pages = [rows[:_ROWS_ON_FIRST]]
    pages += [
        rows[place : place + _ROWS_ON_OTHERS] for place in range(_ROWS_ON_FIRST, len(rows), _ROWS_ON_OTHERS)
    ]
    return pages if rows else []


def _shop_page(paper: _Paper, one: NamedLine) -> None:
    _head(paper, "")
    _text(paper, f"{one.shop_name}　様", size=13)
    _text(paper, f"お支払いする額　{one.line.paid_points:,}円", size=13)
    _breakdown(paper, one.line)
    _note(paper)


def _head(paper: _Paper, after_title: str) -> None:
    pdf, form = paper.pdf, paper.form
    pdf.add_page()
    _text(paper, form.form_number, size=9)
    _text(paper, f"{form.form_title or OWN_TITLE}{after_title}", size=16, align="C")
    _text(paper, f"{era_month(paper.month.month)}分", size=12, align="C")
    _text(paper, era_day(paper.month.closed_on), size=10, align="R")
    _text(paper, paper.municipality, size=10, align="R")


def _breakdown(paper: _Paper, line: ShopLine) -> None:
    """What the sum is made of; what is taken off stands below zero."""
    rows = [
        ("ポイントでの支払い", f"{line.payments:,}", f"{line.taken_points:,}"),
        ("ポイント券", f"{line.vouchers_taken:,}", f"{line.voucher_points:,}"),
        ("取り消し", f"{line.cancels:,}", _taken_off(line.cancelled_points)),
        ("訂正", f"{line.corrections_made:,}", _taken_off(line.corrected_points)),
        ("前月からの繰り越し", "", f"{line.carried_in:,}"),
        ("支払う額（1ポイント＝1円）", "", f"{line.paid_points:,}"),
        ("翌月への繰り越し", "", f"{line.carried_out:,}"),
    ]
    paper.pdf.ln(2)
    _row(paper, _TABLE, [name for name, _ in _TABLE], size=10, height=_ROW_MM, numeric=1)
    for cells in rows:
        _row(paper, _TABLE, cells, size=11, height=_ROW_MM, numeric=1)


def _note(paper: _Paper) -> None:
    """Below the sums. Broken into lines once, for on 500 pages that takes longer than everything else."""
    if not paper.note:
        return
    if paper.pdf.get_y() + _NOTE_MM > paper.pdf.h - _MARGIN_MM:
        paper.pdf.add_page()
    paper.pdf.ln(4)
    for line in paper.note:
        _text(paper, line, size=9)


def _broken(pdf: FPDF, note: str) -> list[str]:
    """The lines of a note between the margins."""
    lines, line = [], ""
    pdf.set_font(FAMILY, size=9)
    for character in note:
        if pdf.get_string_width(line + character) > pdf.w - 2 * _MARGIN_MM - 2:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line] if line else lines


def _taken_off(points: int) -> str:
    return f"{-points:,}"


def _carried(line: ShopLine) -> str:
    """What the month before left below zero, without what is left to the next: the row adds up with it."""
    return f"{line.carried_in - line.carried_out:,}"


def _text(paper: _Paper, words: str, *, size: int, align: str = "L") -> None:
    words = printable(paper.pdf, words)
    _fit(paper.pdf, words, size, paper.width)
    paper.pdf.cell(w=paper.width, h=size * 0.55, text=words, align=align, new_x="LMARGIN", new_y="NEXT")


def _row(
    paper: _Paper,
    columns: Sequence[tuple[str, float]],
    cells: Sequence[str],
    *,
    size: int,
    height: float,
    numeric: int,
) -> None:
    """One row with its frame. Columns from `numeric` on stand to the right."""
    for place, ((_, width), cell) in enumerate(zip(columns, cells, strict=True)):
        words = printable(paper.pdf, cell)
        _fit(paper.pdf, words, size, width - 3)
        align = "R" if place >= numeric else "L"
        paper.pdf.cell(w=width, h=height, text=words, border=1, align=align)
    paper.pdf.ln(height)


def _fit(pdf: FPDF, words: str, size: float, width: float) -> None:
    """The size in which the words fit into the width; a long name is written smaller."""
    pdf.set_font(FAMILY, size=size)
    needed = pdf.get_string_width(words)
    if needed > width:
        pdf.set_font(FAMILY, size=size * width / needed)
