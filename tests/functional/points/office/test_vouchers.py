from __future__ import annotations

import sqlalchemy as sa

from mykey.points.acts.vouchers.set_voucher_rules import VoucherRules, see_voucher_rules
from mykey.points.models.office_work import AuditEntry
from tests.support.clerk_browser import ClerkBrowser
from tests.support.points_ground import KAWASAKI, PointsTown

PAGE = "/programme/vouchers"


def test_a_municipality_decides_about_its_vouchers(kawasaki_browser: ClerkBrowser, town: PointsTown) -> None:
    assert PAGE in kawasaki_browser.get("/programme").text
    kawasaki_browser.get(PAGE)
    answer = kawasaki_browser.post(PAGE, voucher_days="９０", voucher_faces="１，０００\r\n500\r\n\r\n")
    assert answer.status_code == 303
    page = kawasaki_browser.get(PAGE).text
    assert "ポイント券の決まりを変えました" in page
    assert 'value="90"' in page
    assert "500\n1000</textarea>" in page.replace("\r", "")
    assert town.do(lambda work: see_voucher_rules(work, KAWASAKI)) == VoucherRules(90, (500, 1000))
    for typed, sentence in (
        ({"voucher_days": "367", "voucher_faces": "500"}, "1から366までの日数"),
        ({"voucher_days": "90", "voucher_faces": ""}, "額面を1つ以上"),
        ({"voucher_days": "90", "voucher_faces": "500円"}, "数字だけで入力"),
        ({"voucher_days": "90", "voucher_faces": "100001"}, "100,000までです"),
        ({"voucher_days": "90", "voucher_faces": "\n".join(map(str, range(1, 12)))}, "10種類まで"),
        ({"voucher_days": "90", "voucher_faces": "1\n" * 501}, "長すぎます"),
    ):
        wrong = kawasaki_browser.post(PAGE, **typed)
        assert (wrong.status_code, sentence in wrong.text) == (422, True), sentence
    assert kawasaki_browser.post(PAGE, voucher_days="", voucher_faces="500").status_code == 303
    assert town.do(lambda work: see_voucher_rules(work, KAWASAKI)) == VoucherRules(None, (500,))
    noted = sa.select(AuditEntry.entry_about).where(AuditEntry.entry_word == "set-voucher-rules")
    assert town.do(lambda work: list(work.session.scalars(noted))) == ["90: 500 1000", "0"]


def test_the_operator_has_no_vouchers(operator_browser: ClerkBrowser) -> None:
    assert operator_browser.get(PAGE).status_code == 403
