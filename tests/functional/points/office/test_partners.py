"""The operator's partner companies: taken in, changed, their rates, closed; and a month compared with one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from mykey.points.acts.partners.judge_answer import DONE, RESPONSE, SaidAnswer, judge_answer
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, AccountKind
from mykey.points.models.office_work import AuditEntry
from mykey.points.models.partners import CLIENT_SECRET, Exchange, ExchangeState, Partner
from tests.support.clerk_browser import ClerkBrowser
from tests.support.points_ground import PointsTown

KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"  # of RFC 8037
LINK = {
    "authorize_url": "https://card.example/authorize",
    "token_url": "https://card.example/token",
    "redeem_url": "https://card.example/redeem",
    "client_name": "mykey-points",
}
CARD = {"partner_name": "見本カード", "partner_about": "見本カードの利用ポイント", "partner_key": KEY, **LINK}
SECRET = "a-secret-of-this-test"
RATE = {
    "rate_from": "2026-04-06",
    "rate_units": "１，０００",
    "rate_points": "1000",
    "units_least": "500",
    "units_step": "500",
    "units_most": "100000",
}


def added(browser: ClerkBrowser) -> str:
    """Take the card company in; its page."""
    browser.get("/partners/new")
    answer = browser.post("/partners/new", client_secret=SECRET, takes_coupons="y", **CARD)
    assert answer.status_code == 303
    return answer.headers["Location"]


def secret(town: PointsTown) -> str:
    def read(work: PointsWork) -> str:
        partner = work.session.scalars(select(Partner)).one()
        kept: str = work.keys.open_sealed(
            CLIENT_SECRET, partner.partner_id, partner.client_secret_sealed or b""
        )
        return kept

    return town.do(read)


def test_a_company_is_taken_in_changed_and_closed(
    operator_browser: ClerkBrowser, kawasaki_browser: ClerkBrowser, town: PointsTown
) -> None:
    browser = operator_browser
    page = added(browser)
    shown = browser.get(page).text
    assert "見本カードの利用ポイント" in shown
    assert f"/partners/{page.rpartition('/')[2]}/back" in shown
    assert SECRET not in shown + browser.get(f"{page}/edit").text
    answer = browser.post(f"{page}/edit", client_secret="", **(CARD | {"partner_about": "別の説明"}))
    assert answer.status_code == 303
    assert (secret(town), "別の説明" in browser.get(page).text) == (SECRET, True)
    assert browser.post(f"{page}/edit", client_secret="another", **CARD).status_code == 303
    assert secret(town) == "another"
    assert kawasaki_browser.get(page).status_code == 403
    assert kawasaki_browser.get("/partners").status_code == 403
    browser.get(f"{page}/close")
    assert browser.post(f"{page}/close").status_code == 303
    assert "閉鎖済み" in browser.get("/partners").text
    assert browser.get(f"{page}/edit").status_code == 409
    assert browser.get(f"{page}/rates/new").status_code == 404
    done = town.do(lambda work: [(one.entry_word, one.entry_about) for one in work.session.scalars(
        select(AuditEntry).order_by(AuditEntry.entry_number)
    )])  # fmt: skip
    assert [word for word, _ in done] == ["add-partner", "edit-partner", "edit-partner", "close-partner"]
    assert {about for _, about in done} == {"見本カード"}


WRONG: list[tuple[dict[str, str], str]] = [
    ({"partner_name": ""}, "入力してください"),
    ({"partner_name": "見本カード"}, "同じ名前の会社があります"),
    ({"partner_key": "abc"}, "公開鍵を読めません"),
    ({"partner_key": ""}, "公開鍵が必要です"),
    ({"partner_key": KEY}, "ほかの会社のものです"),
    ({"token_url": "http://card.example/token"}, "https:// で始まり"),
    ({"redeem_url": ""}, "https:// で始まり"),
    ({"client_secret": ""}, "入力してください"),
    ({"notice_url": "https://name:word@card.example/"}, "https:// で始まり"),
]


def test_what_cannot_be_kept_is_told_beside_its_field(
    operator_browser: ClerkBrowser, town: PointsTown
) -> None:
    added(operator_browser)
    other = "A" * 42 + "E"
    for change, said in WRONG:
        operator_browser.get("/partners/new")
        typed = CARD | {"partner_name": "別の会社", "partner_key": other, "client_secret": SECRET} | change
        answer = operator_browser.post("/partners/new", **typed)
        assert (answer.status_code, said in answer.text) == (422, True), change
        assert SECRET not in answer.text
    assert town.do(lambda work: len(work.session.scalars(select(Partner)).all())) == 1


def test_rates_begin_on_a_day_and_stay(operator_browser: ClerkBrowser) -> None:
    browser = operator_browser
    page = added(browser)
    browser.get(f"{page}/rates/new")
    assert browser.post(f"{page}/rates/new", **RATE).status_code == 303
    for change, said in (
        ({}, "明日か、それより後の日"),
        ({"rate_from": "2026-05-01", "units_step": "300"}, "刻みで割り切れる数"),
        ({"rate_from": "2026-05-01", "rate_units": "3"}, "端数"),
        ({"rate_from": "2026-05-01", "units_most": "2,000,000"}, "1,000,000ポイントまで"),
        ({"rate_from": "あした"}, "日付を、年-月-日の形で"),
        ({"units_least": "0"}, "1以上"),
    ):
        browser.get(f"{page}/rates/new")
        answer = browser.post(f"{page}/rates/new", **(RATE | change))
        assert (answer.status_code, said in answer.text) == (422, True), change
    later = RATE | {"rate_from": "2026/5/1", "rate_points": "900"}
    assert browser.post(f"{page}/rates/new", **later).status_code == 303
    shown = browser.get(page).text
    for said in ("2026-04-06", "2026-05-01", "1,000 → 1,000", "1,000 → 900", "今日の交換レート", "これから"):
        assert said in shown


def test_a_month_is_compared_with_what_the_company_says(
    operator_browser: ClerkBrowser, town: PointsTown
) -> None:
    browser, holder = operator_browser, town.person(reserve=10)
    page = added(browser)
    partner_id, exchange_id = UUID(page.rpartition("/")[2]), UUID(int=7)

    def ask_and_answer(work: PointsWork) -> None:
        reserve = select(Account.account_id).where(
            Account.holder_id == holder, Account.account_kind == AccountKind.RESERVE
        )
        work.session.add(
            Exchange(
                exchange_id=exchange_id,
                partner_id=partner_id,
                account_id=work.session.scalars(reserve).one(),
                asked_on=work.today,
                exchange_units=500,
                exchange_points=1500,
                exchange_state=ExchangeState.ASKED,
                is_reversal_owed=False,
            )
        )
        work.session.flush()
        for units in (500, 400):
            said = SaidAnswer(exchange_id, partner_id, RESPONSE, DONE, units, 1500, is_signed=True)
            judge_answer(work, said)

    town.do(ask_and_answer)
    shown = browser.get(f"{page}/reconciliation").text
    for said in ("1件、1,500ポイント", "合っています", str(exchange_id), "会社の言う数がちがう"):
        assert said in shown
    file = browser.get(f"{page}/reconciliation/csv", month="2026-04")
    assert (file.mimetype, "reconciliation-2026-04.csv" in file.headers["Content-Disposition"]) == (
        "text/csv",
        True,
    )
    assert "sum-ledger,,,,1500," in file.text
    assert "ちがうところはありません" in browser.get(f"{page}/reconciliation", month="2026-03").text
    for month in ("2026-13", "1999-01", "x", "２０２６-04"):
        assert browser.get(f"{page}/reconciliation", month=month).status_code == 404
