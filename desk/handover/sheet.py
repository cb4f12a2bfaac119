"""The sheet with vouchers: A4, four of them on a page, each with a QR code, to be cut apart.

The QR code says the code's sixteen characters and nothing else. The PDF is made in memory and carries no time
of day, neither printed nor in its properties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTLibError  # type: ignore[import-untyped] # fonttools ships no types
from fpdf import FPDF
from fpdf.errors import FPDFException
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from desk.handover.label import LabelFontMissing

__all__ = ["VOUCHERS_A_PAGE", "VoucherText", "sheet_pdf"]

VOUCHERS_A_PAGE = 4
_FACE_JP = 0  # the collection's faces: JP, KR, SC, TC, HK
_HEIGHT_MM = 297 / VOUCHERS_A_PAGE
_QR_MM = 48.0
_QUIET_MODULES = 4  # ISO/IEC 18004
_LEFT_MM = 14.0
_TEXT_MM = 70.0
_TEXT_WIDTH_MM = 210 - _TEXT_MM - _LEFT_MM
_MM_A_POINT = 0.3528
_SEAM_MM = 0.02  # rows overlap by that much, so that no light shows between them


@dataclass(frozen=True)
class VoucherText:
    """The words of one voucher, in the clerk's language. `spelt`: the code as people read it aloud."""

    code: str = field(repr=False)
    title: str
    face: str
    last_day: str
    spelt: str = field(repr=False)
    issued: str
    rules: list[str]


def sheet_pdf(vouchers: Sequence[VoucherText], today: date, *, font: Path) -> bytes:
    """A PDF of as many pages as it takes.

    Raises:
        LabelFontMissing: the font file cannot be used.
    """
    pdf = FPDF(orientation="portrait", unit="mm", format="A4")
    pdf.set_creation_date(datetime.combine(today, time(), tzinfo=UTC))
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(0)
    try:
        pdf.add_font("sheet", fname=font, collection_font_number=_FACE_JP if font.suffix == ".ttc" else 0)
    except (OSError, FPDFException, TTLibError, ValueError):
        raise LabelFontMissing from None
    for place, voucher in enumerate(vouchers):
        row = place % VOUCHERS_A_PAGE
        if row == 0:
            pdf.add_page()
        _draw(pdf, voucher, row * _HEIGHT_MM)
    return bytes(pdf.output())


def _draw(pdf: FPDF, voucher: VoucherText, top: float) -> None:
    if top > 0:
        pdf.set_draw_color(120)
        pdf.set_dash_pattern(dash=2, gap=2)
        pdf.line(8, top, 202, top)
        pdf.set_dash_pattern()
    _draw_code(pdf, voucher.code, top + (_HEIGHT_MM - _QR_MM) / 2)
    at = top + 9
    for words, size in (
        (voucher.title, 12),
        (voucher.face, 32),
        (voucher.last_day, 14),
        (voucher.spelt, 16),
        (voucher.issued, 11),
        *((rule, 10) for rule in voucher.rules),
    ):
        at = _line(pdf, words, at, size)


def _draw_code(pdf: FPDF, code: str, top: float) -> None:
    drawn = QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET_MODULES)
    drawn.add_data(code)
    drawn.make(fit=True)
    rows = drawn.get_matrix()
    module = _QR_MM / len(rows)
    pdf.set_fill_color(0)
    for line, row in enumerate(rows):
        start = 0
        for is_dark, run in groupby(row):
            width = len(list(run))
            if is_dark:
                left = _LEFT_MM + start * module
                pdf.rect(left, top + line * module, width * module, module + _SEAM_MM, style="F")
            start += width


def _line(pdf: FPDF, words: str, top: float, size: int) -> float:
    """Where the next line begins. What is too long for the sheet is written smaller."""
    pdf.set_font("sheet", size=size)
    fitting = size
    while fitting > 1 and pdf.get_string_width(words) > _TEXT_WIDTH_MM:
        fitting -= 1
        pdf.set_font("sheet", size=fitting)
    height = size * _MM_A_POINT * 1.35
    pdf.set_xy(_TEXT_MM, top)
    pdf.cell(w=_TEXT_WIDTH_MM, h=height, text=words)
    return top + height
