"""A code to pay with: a real QR code, once, for a minute."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from mykey.points.acts.use_pay_code import use_pay_code
from mykey.points.refusals import PayCodeExpired, PayCodeUnknown
from tests.support.barcode_readers import read_by_zxing
from tests.support.moving_clock import MovingClock
from tests.support.points_browser import PointsBrowser
from tests.support.points_ground import PointsTown


def drawn(svg: str, dots: int = 8) -> bytes:
    """The picture as PNG: its path is one square a dark module."""
    size = re.search(r'viewBox="0 0 (\d+) \d+"', svg)
    assert size is not None
    picture = Image.new("L", (int(size[1]) * dots,) * 2, 255)
    for left, top, right in (map(int, found) for found in re.findall(r"M(\d+),(\d+)H(\d+)", svg)):
        side = right - left
        picture.paste(0, (left * dots, top * dots, right * dots, (top + side) * dots))
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def make(browser: PointsBrowser) -> str:
    browser.get("/pay")
    browser.follow(browser.post("/pay"))
    shown = re.search(r"([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", browser.words().replace(" ", ""))
    assert shown is not None
    return shown[1]


def use(town: PointsTown, text: str) -> UUID:
    return town.do(lambda work: use_pay_code(work, text), apart_first=True)


def test_it_names_its_holder_once(browser: PointsBrowser, holder: UUID, town: PointsTown) -> None:
    assert browser.get("/pay/qr").status_code == 410
    code = make(browser)
    assert "10:01:00まで、1回だけ使えます。" in browser.text
    assert use(town, code.lower()) == holder
    with pytest.raises(PayCodeUnknown):
        use(town, code)


def test_a_new_one_ends_the_one_before_and_a_minute_ends_both(
    browser: PointsBrowser, town: PointsTown, clock: MovingClock
) -> None:
    first = make(browser)
    second = make(browser)
    with pytest.raises(PayCodeUnknown):
        use(town, first)
    clock.advance(seconds=60)
    browser.get("/pay")
    assert "1分が過ぎた" in browser.text
    assert second not in browser.words().replace(" ", "")
    with pytest.raises(PayCodeExpired):
        use(town, second)
    with pytest.raises(PayCodeUnknown):
        use(town, second)


def test_there_is_a_limit_by_the_hour(browser: PointsBrowser) -> None:
    browser.get("/pay")
    page, answers = browser.text, []
    for _ in range(61):
        browser.text = page
        answers.append(browser.post("/pay").status_code)
    assert answers == [303] * 60 + [429]


def test_the_picture_says_the_same_as_the_text(browser: PointsBrowser) -> None:
    code = make(browser)
    answer = browser.get("/pay/qr")
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"style" not in answer.data
    assert read_by_zxing(drawn(answer.get_data(as_text=True))) == [code.replace("-", "")]
