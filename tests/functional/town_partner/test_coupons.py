"""Coupons are made and uploaded once, shown until somebody says they were used; notices, the month's file."""

from __future__ import annotations

import re
from uuid import uuid4

from mykey.points.coupon_codes import read_coupon_code
from tests.functional.town_partner.conftest import POINTS_URL, Company

NOTICE = {
    "notice_id": str(uuid4()),
    "day": "2026-04-05",
    "coupons": [{"batch": "minami-001", "numbers": [1, 3]}],
}


def test_a_batch_is_sent_once_and_goes_on_where_it_was_interrupted(company: Company) -> None:
    company.platform.fails = {"coupon-batches/b-1/codes"}
    assert company.browser.post("/staff/batches").status_code == 502
    company.platform.fails = set()
    for _ in range(2):
        assert company.browser.post("/staff/batches", data={"first": "yes"}).location == "/staff?done=sent"
    announced = [
        body for method, path, body in company.platform.heard if (method, path) == ("POST", "coupon-batches")
    ]
    sent = [body for method, _, body in company.platform.heard if method == "PUT"]
    assert [(each["batch"], each["points"]) for each in announced] == [("minami-001", 500)] * 2
    assert sent == [sent[0]] * 2
    lines = sent[0].splitlines()
    assert len(set(lines)) == 20
    assert [read_coupon_code(line) for line in lines] == lines
    company.platform.without_codes = False  # they came, and our books were lost before that was noted
    company.browser.post("/staff/batches")
    assert company.platform.heard[-1][0] == "POST"
    assert len(company.books.rows("SELECT 1 FROM coupons JOIN batches ON batch = name WHERE sent")) == 40


def test_codes_are_shown_as_text_link_picture_and_form(company: Company) -> None:
    assert "クーポンはありません" in company.browser.get("/coupons").text
    company.browser.post("/staff/batches")
    answer = company.browser.get("/coupons")
    shown = re.findall(r'<code class="guide-code">([0-9A-Z-]{19})</code>', answer.text)
    assert len(shown) == 6
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert f'action="{POINTS_URL}coupons/prefill"' in answer.text
    assert f'href="{POINTS_URL}coupons?code={shown[0].replace("-", "")}"' in answer.text
    picture = company.browser.get("/coupons/minami-001-1.svg")
    assert picture.mimetype == "image/svg+xml"
    assert b"<path" in picture.data
    assert company.browser.get("/coupons/minami-001-21.svg").status_code == 404


def test_a_notice_marks_numbers_and_is_shown(company: Company) -> None:
    company.browser.post("/staff/batches")
    for _ in range(2):
        assert company.called("/notices", NOTICE).status_code == 204
    assert company.called("/notices", NOTICE | {"day": "yesterday"}).status_code == 422
    assert company.called("/notices", {}).status_code == 422
    text = company.browser.get("/coupons").text
    assert "クーポン 1番" not in text
    assert "クーポン 2番" in text
    staff = company.browser.get("/staff?lang=en")
    assert staff.text.count("2026-04-05") == 1
    assert [row["told_on"] for row in company.books.rows("SELECT told_on FROM coupons LIMIT 3")] == [
        "2026-04-05", None, "2026-04-05",
    ]  # fmt: skip


def test_the_month_s_file_is_fetched_and_handed_out(company: Company) -> None:
    answer = company.browser.get("/staff/reconciliation?month=2026-04")
    assert answer.data.decode("utf-8-sig") == "exchange_id\n"
    assert "mykey-points-2026-04.csv" in answer.headers["Content-Disposition"]
    assert company.browser.get("/staff/reconciliation?month=2026-13").status_code == 400
    company.platform.fails = {"reconciliation"}
    refused = company.browser.get("/staff/reconciliation?month=2026-04")
    assert refused.status_code == 502
    assert "not-now" in refused.text
