"""What is drawn is read back by an independent reader (zxing-cpp): exactly the data, nothing added."""

from __future__ import annotations

import re
import string
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from desk.handover.barcode import BarcodeNotPossible, bar_spans, bars, svg

READERS = {
    "nw7": zxingcpp.BarcodeFormat.Codabar,
    "code39": zxingcpp.BarcodeFormat.Code39,
    "code128": zxingcpp.BarcodeFormat.Code128,
}


def read_back(picture: Image.Image, symbology: str) -> list[str]:
    formats = zxingcpp.BarcodeFormats(READERS[symbology])
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=formats)]


def drawn(row: str, unit: int = 3) -> Image.Image:
    picture = Image.new("L", (len(row) * unit, 90), 255)
    pen = ImageDraw.Draw(picture)
    for start, width in bar_spans(row):
        pen.rectangle((start * unit, 10, (start + width) * unit - 1, 79), fill=0)
    return picture


@pytest.mark.parametrize(
    ("symbology", "data"),
    [
        ("nw7", "A180000000011A"),
        ("nw7", "B180000000011D"),
        ("nw7", "C12-34$5:6/7.8+9B"),
        ("code39", "180000000011"),
        ("code39", "ABC-1234.X"),
        ("code128", "180000000011"),
        ("code128", "Kw-0001234x"),
        ("code128", "9985418"),
        ("code128", "99B"),
        ("code128", "990000000011"),
    ],
)
def test_is_read_back_exactly(symbology: str, data: str) -> None:
    assert read_back(drawn(bars(symbology, data)), symbology) == [data]


@settings(max_examples=60, deadline=None)
@given(st.text(string.digits + string.ascii_letters + "-_/ ", min_size=4, max_size=16))
def test_code_128_encodes_any_mix(data: str) -> None:
    assert read_back(drawn(bars("code128", data)), "code128") == [data]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from("ABCD"), st.text(string.digits, min_size=4, max_size=14), st.sampled_from("ABCD"))
def test_nw7_keeps_start_and_stop(start: str, digits: str, stop: str) -> None:
    data = f"{start}{digits}{stop}"
    assert read_back(drawn(bars("nw7", data)), "nw7") == [data]


@pytest.mark.parametrize(
    ("symbology", "data"),
    [
        ("nw7", "180000000011"),
        ("nw7", "a1800a"),
        ("nw7", "AA"),
        ("nw7", "A18X0A"),
        ("nw7", "A1800A\n"),
        ("code39", "abc"),
        ("code39", "*123*"),
        ("code39", ""),
        ("code128", "番号"),
        ("code128", "1\n2"),
        ("qr", "1"),
        (None, "1"),
    ],
)
def test_refuses_what_cannot_be_encoded_exactly(symbology: str | None, data: str) -> None:
    with pytest.raises(BarcodeNotPossible):
        bars(symbology, data)


def test_the_svg_shows_the_same_bars_and_carries_no_style_and_no_text() -> None:
    row = bars("nw7", "A180000000011A")
    picture = svg(row, unit=2, height=140)
    root = ET.fromstring(picture)  # noqa: S314 - our own picture
    path = root.findall("{http://www.w3.org/2000/svg}path")[1].attrib["d"]
    spans = [(int(x) // 2, int(width) // 2) for x, width in re.findall(r"M(\d+) 0h(\d+)", path)]
    assert spans == bar_spans(row)
    assert int(root.attrib["width"]) == len(row) * 2
    assert "style" not in picture
    assert "18000" not in picture
