"""Noto Sans CJK on this machine: the papers' font, installed beside the platform, no part of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fontTools.ttLib import TTLibError  # type: ignore[import-untyped] # fonttools ships no types
from fpdf import FPDF
from fpdf.errors import FPDFException

from mykey.kernel.errors import CannotTell

__all__ = ["FAMILY", "KNOWN_FONTS", "PaperFontMissing", "add_paper_font", "find_paper_font", "printable"]

#: The name by which a paper calls the font.
FAMILY = "paper"
# Debian's fonts-noto-cjk, Fedora's and Arch's packages, macOS and Windows installations.
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
_VARYING = {"Mn", "Cf"}
_GETA = "〓"  # printers' mark for a character they do not have
_FACE_JP = 0  # the collection's faces: JP, KR, SC, TC, HK


class PaperFontMissing(CannotTell):
    """No Noto Sans CJK that can be used: install fonts-noto-cjk, or name the file in the settings."""

    code = "paper-font-missing"


def find_paper_font(setting: Path | None, known: Iterable[Path] = KNOWN_FONTS) -> Path:
    """The font file of the setting, or the first known one that is there and is a font.

    Raises:
        PaperFontMissing: none is.
    """
    for path in [setting] if setting is not None else known:
        if _is_font(path):
            return path
    raise PaperFontMissing


def _is_font(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in _FONT_MARKS
    except OSError:
        return False


def add_paper_font(pdf: FPDF, font: Path) -> None:
    """Put the font into a paper, as `FAMILY`.

    Raises:
        PaperFontMissing: the file cannot be used.
    """
    face = _FACE_JP if font.suffix == ".ttc" else 0
    try:
        pdf.add_font(FAMILY, fname=font, collection_font_number=face)
    except (OSError, FPDFException, TTLibError, ValueError):
        raise PaperFontMissing from None


def printable(pdf: FPDF, words: str) -> str:
    """The words with 〓 for each character that the font lacks: a name is never printed shorter than it is.

    What only varies the character before it (a variation selector, a joiner) has no place of its own.
    """
    cmap = pdf.fonts[FAMILY].cmap  # type: ignore[union-attr] # the paper's font is one from a file
    return "".join(
        each if ord(each) in cmap else _GETA
        for each in words
        if ord(each) in cmap or unicodedata.category(each) not in _VARYING
    )
