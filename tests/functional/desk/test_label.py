"""The label as an independent program sees it: rendered by pdfium, read by zxing-cpp."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped] # ships no types
import pytest
import zxingcpp

from desk.handover.barcode import bars
from desk.handover.label import LabelFontMissing, LabelText, find_font, label_pdf

TEXT = LabelText("川崎市立図書館", "180000000011", "2026/01/02 本日限り有効")


def made(symbology: str, data: str, text: LabelText = TEXT) -> bytes:
    return label_pdf(
        bars(symbology, data), text, date(2026, 1, 2), font=find_font(None), half_modules=symbology == "nw7"
    )


@pytest.mark.parametrize(
    ("symbology", "data"),
    [
        ("nw7", "A180000000011A"),
        ("code39", "180000000011"),
        ("code128", "180000000011"),
        ("code39", "ABCDEFGHIJ0123456789"),
    ],
)
def test_is_one_page_with_a_barcode_that_reads_exactly(symbology: str, data: str) -> None:
    with pypdfium2.PdfDocument(made(symbology, data)) as document:
        assert len(document) == 1
        width, height = document[0].get_size()
        picture = document[0].render(scale=4).to_pil()
    assert width >= 175
    assert round(height) == 113
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [data]


def test_shows_provider_number_and_that_it_ends_today() -> None:
    with pypdfium2.PdfDocument(made("nw7", "A180000000011A")) as document:
        words = document[0].get_textpage().get_text_range()
    assert words.split("\r\n") == ["川崎市立図書館", "180000000011", "2026/01/02 本日限り有効"]


def test_a_long_name_stays_on_the_label() -> None:
    name = "川崎市立とても長い名前の図書館・市民館・生涯学習プラザ分室"
    with pypdfium2.PdfDocument(made("nw7", "A180000000011A", LabelText(name, "1", "2"))) as document:
        page = document[0].get_textpage()
        assert name in page.get_text_range()
        assert page.get_charbox(0)[0] >= 0
        assert page.get_charbox(len(name) - 1)[2] <= document[0].get_width()


def test_carries_no_time_of_day() -> None:
    with pypdfium2.PdfDocument(made("nw7", "A180000000011A")) as document:
        assert document.get_metadata_value("CreationDate").startswith("D:20260102000000")


def test_takes_the_named_font_or_a_known_one(tmp_path: Path) -> None:
    here = tmp_path / "font.ttc"
    here.write_bytes(b"ttcf")
    assert find_font(here) == here
    assert find_font(None, [tmp_path / "none.ttc", here]) == here
    for setting, known in ((tmp_path / "none.ttc", [here]), (None, [])):
        with pytest.raises(LabelFontMissing):
            find_font(setting, known)


def test_a_broken_font_is_a_missing_font(tmp_path: Path) -> None:
    broken = tmp_path / "font.ttf"
    broken.write_bytes(b"no font")
    with pytest.raises(LabelFontMissing):
        find_font(broken)
