"""The sheet of vouchers as independent programs see it: rendered by pdfium, read by zxing-cpp and ZBar."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped] # ships no types
import pytest

from desk.handover.label import LabelFontMissing, find_font
from desk.handover.sheet import VoucherText, sheet_pdf
from mykey.points.voucher_codes import new_voucher_code, read_voucher_code
from tests.support.barcode_readers import read_by_zbar, read_by_zxing

PLACE = "神奈川県とても長い名前の見本市役所のとても長い名前の出張所"
DPI = 150 / 72  # as a scanner of an office sees paper


def voucher(place: int) -> VoucherText:
    code = new_voucher_code(lambda size: bytes((place * 37 + at * 11) % 256 for at in range(size)))
    spelt = " ".join(code[at : at + 4] for at in range(0, 16, 4))
    rules = ["お店で1回だけ使えます。お釣りは出ません。"]
    last_day, number = "2026年7月5日まで使えます", f"発行：{PLACE} No. {place}"
    return VoucherText(code, f"{PLACE}のポイント券", "100,000ポイント", last_day, spelt, number, rules)


def test_five_vouchers_are_two_pages_that_read_back(tmp_path: Path) -> None:
    vouchers = [voucher(place) for place in range(5)]
    made = sheet_pdf(vouchers, date(2026, 4, 6), font=find_font(None))
    pictures, words = [], ""
    with pypdfium2.PdfDocument(made) as document:
        assert [tuple(map(round, page.get_size())) for page in document] == [(595, 842)] * 2
        assert document.get_metadata_value("CreationDate").startswith("D:20260406000000")
        for page in document:
            text = page.get_textpage()
            words += text.get_text_range()
            boxes = [text.get_charbox(place) for place in range(text.count_chars())]
            assert max(right for _, _, right, _ in boxes) <= page.get_width() - 14  # nothing is cut off
            picture = BytesIO()
            page.render(scale=DPI).to_pil().save(picture, "PNG")
            pictures.append(picture.getvalue())
    codes = {one.code for one in vouchers}
    assert {read for picture in pictures for read in read_by_zxing(picture)} == codes
    assert {read for picture in pictures for read in read_by_zbar(picture, tmp_path)} == codes
    assert codes == {read_voucher_code(one.spelt) for one in vouchers}
    for wanted in (vouchers[4].spelt, vouchers[0].last_day, vouchers[3].title, "100,000ポイント", "1回だけ"):
        assert wanted in words


def test_a_font_that_is_gone_is_a_missing_font(tmp_path: Path) -> None:
    with pytest.raises(LabelFontMissing):
        sheet_pdf([voucher(0)], date(2026, 4, 6), font=tmp_path / "font.ttf")
