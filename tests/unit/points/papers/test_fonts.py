from __future__ import annotations

from pathlib import Path

import pytest
from fpdf import FPDF

from mykey.points.papers.fonts import PaperFontMissing, add_paper_font, find_paper_font


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
