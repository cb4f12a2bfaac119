"""The label of hand-over method D: barcode, number, date; valid on its day only.

The document left "valid today only" open; ours always says it (features.md, D). The PDF is made in memory and
carries no time of day, neither printed nor in its properties.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.ttLib import TTLibError  # type: ignore[import-untyped] # fonttools ships no types
from fpdf import FPDF
from fpdf.errors import FPDFException

from desk.handover.barcode import bar_spans

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["KNOWN_FONTS", "LabelFontMissing", "LabelText", "find_font", "label_pdf"]

# Debian's fonts-noto-cjk, Fedora's and Arch's packages, macOS and Windows installations of Noto Sans CJK.
KNOWN_FONTS = tuple(
    Path(path)
    for path in (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
        "/Library/Fonts/NotoSansCJK-Regular.ttc",
        "C:/Windows/Fonts/NotoSansCJK-Regular.ttc",
    )
)
_FONT_MARKS = (b"ttcf", b"OTTO", b"\x00\x01\x00\x00")  # OpenType 1.9, collection and single fonts
_FACE_JP = 0  # the collection's faces: JP, KR, SC, TC, HK
_MODULE_MM = 0.25
_MIN_WIDTH_MM = 62.0
_HEIGHT_MM = 40.0
_MARGIN_MM = 2.0
_BARS_TOP_MM = 8.0
_BARS_HEIGHT_MM = 13.0


class LabelFontMissing(Exception):
    """No Noto Sans CJK: install fonts-noto-cjk or name the file with --label-font."""


class LabelText:
    """The words on a label, in the clerk's language."""

    def __init__(self, provider: str, number: str, valid_until: str) -> None:
        self.provider = provider
        self.number = number
        self.valid_until = valid_until


def find_font(setting: Path | None, known: Iterable[Path] = KNOWN_FONTS) -> Path:
    """The font file of the setting, or the first known one that is there and is a font.

    Raises:
        LabelFontMissing: none exists.
    """
    for path in [setting] if setting is not None else known:
        if _is_font(path):
            return path
    raise LabelFontMissing


def _is_font(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in _FONT_MARKS
    except OSError:
        return False


def label_pdf(row: str, text: LabelText, today: date, *, font: Path, half_modules: bool) -> bytes:
    """A one-page PDF, 62 mm × 40 mm (wider only where the bars need it).

    `row` is `barcode.bars`; `half_modules` says that its unit is half a module (NW-7). Bars are 0.25 mm a
    module.

    Raises:
        LabelFontMissing: the font file cannot be used.
    """
    unit = _MODULE_MM / 2 if half_modules else _MODULE_MM
    width = max(_MIN_WIDTH_MM, len(row) * unit + 2 * _MARGIN_MM)
    pdf = FPDF(orientation="landscape", unit="mm", format=(_HEIGHT_MM, width))
    pdf.set_creation_date(datetime.combine(today, time(), tzinfo=UTC))
    pdf.set_auto_page_break(auto=False)
    pdf.set_margin(0)
    pdf.add_page()
    try:
        pdf.add_font("label", fname=font, collection_font_number=_FACE_JP if font.suffix == ".ttc" else 0)
    except (OSError, FPDFException, TTLibError, ValueError):
        raise LabelFontMissing from None
    _line(pdf, text.provider, top=1.5, size=10)
    left = (width - len(row) * unit) / 2
    pdf.set_fill_color(0)
    for start, span in bar_spans(row):
        pdf.rect(left + start * unit, _BARS_TOP_MM, span * unit, _BARS_HEIGHT_MM, style="F")
    _line(pdf, text.number, top=22, size=14)
    _line(pdf, text.valid_until, top=31, size=10)
    return bytes(pdf.output())


def _line(pdf: FPDF, words: str, *, top: float, size: int) -> None:
    pdf.set_font("label", size=size)
    while size > 1 and pdf.get_string_width(words) > pdf.w - 2 * _MARGIN_MM:
        size -= 1
        pdf.set_font("label", size=size)
    pdf.set_xy(0, top)
    pdf.cell(w=pdf.w, h=size * 0.5, text=words, align="C")
