from __future__ import annotations

from pathlib import Path

import pytest
from fpdf import FPDF

from mykey.points.papers.fonts import PaperFontMissing, add_paper_font, find_paper_font, printable


def test_the_setting_comes_first_and_nothing_else_is_taken_for_a_font(tmp_path: Path) -> None:
    known, missing, other = (tmp_path / name for name in ("known.ttc", "missing.ttc", "other.ttc"))
    known.write_bytes(b"ttcf and so on")
    other.write_bytes(b"no font")
    assert find_paper_font(None, [missing, other, known]) == known
    with pytest.raises(PaperFontMissing):
        find_paper_font(missing, [known])
    with pytest.raises(PaperFontMissing):
        find_paper_font(None, [missing])
    with pytest.raises(PaperFontMissing):
        add_paper_font(FPDF(), missing)


def test_a_character_that_the_font_lacks_is_marked() -> None:
    pdf = FPDF()
    add_paper_font(pdf, find_paper_font(None))
    assert printable(pdf, "𠮷野家　見本店 №1") == "𠮷野家　見本店 №1"
    assert printable(pdf, "葛\U000e0100西ベーカリー😀") == "葛西ベーカリー〓"
    pdf.output()  # closes the font's file
