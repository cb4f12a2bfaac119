"""Every call of the till API in words: what it does, takes and answers, and every code it may refuse with.

A test holds this table against the routes.
"""

from __future__ import annotations

from mykey.points import refusals as of_points
from mykey.points import refusals_of_tills as of_tills
from mykey.points.till import schemas
from mykey.points.till.operation import PROGRAMME as _PROGRAMME
from mykey.points.till.operation import SESSION as _SESSION
from mykey.points.till.operation import Operation
from mykey.points.till.voucher_operations import VOUCHER_OPERATIONS
from mykey.web.problems import NotFound
from mykey.web.rate_limits import TooManyRequests
from mykey.web.two_languages import Words

__all__ = ["OPERATIONS"]

_TILL = {
    "till_id": "12345678",
    "till_kind": "spend",
    "till_name": "レジ1",
    "shop_name": "見本商店",
    "municipality_code": "141305",
    "municipality_name": "神奈川県川崎市",
}
_TOKEN = "pVqM2uW4cJ0Y7bXrT1kQd9sLhE6nAzG3fKiRoCwUvBM"  # noqa: S105  # nosec B105 - the example of the document
_PURSES = [{"purse": "municipal", "name": "かわさきポイント", "points": 1500, "ends_on": "2026-09-30"}]

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        endpoint="enrolment.enrol",
        method="POST",
        path="/v1/enrolment",
        summary=Words("レジ端末を登録する", "Enrol a till"),
        description=Words(
            "自治体の担当者から受け取った登録コードで、この機器の鍵をレジ端末に結び付けます。14日以内に一度だけできます。"
            "署名は要りません。答えが届かなかったときは、同じコードと同じ鍵でもう一度送ると同じ答えになります。",
            "Binds this machine's key to a till with the code of the municipality's officer, once, within 14 "
            "days; not signed. The same code and key again, after a lost answer, are told the same. After "
            "some tries on one code the answer is 429 for a while.",
        ),
        status=201,
        answer=schemas.TillAnswer(),
        answer_example=_TILL,
        body=schemas.EnrolmentBody(),
        body_example={
            "code": "34679-ACDEF-GHJK",
            "public_key": {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            },
        },
        own_refusals=(
            TooManyRequests,
            of_tills.EnrolmentCodeInvalid,
            of_tills.EnrolmentCodeExpired,
            of_tills.EnrolmentCodeUsed,
            of_tills.TillKeyInUse,
            of_tills.TillClosed,
            of_points.ShopClosed,
        ),
        signed=False,
    ),
    Operation(
        endpoint="till.show",
        method="GET",
        path="/v1/till",
        summary=Words("レジ端末の情報を見る", "Show the till"),
        description=Words(
            "このレジ端末の種別と、店舗、自治体です。", "Kind of this till, its shop and its municipality."
        ),
        status=200,
        answer=schemas.TillAnswer(),
        answer_example=_TILL,
    ),
    Operation(
        endpoint="sessions.open",
        method="POST",
        path="/v1/sessions",
        summary=Words("お客さまの手続きを始める", "Open a session"),
        description=Words(
            "カードから得たチケットか、お客さまのスマートフォンの支払いコードの、どちらか一つで始めます。120秒のあいだ、"
            "この端末でだけ、残高の確認と一度の操作ができます。チケットもコードも一度しか使えません。"
            "種別grantでは残高は示しません（かざしただけのカードは、本人がいることの証しになりません）。",
            "With the ticket of a card, or with the pay code on the person's phone: exactly one, used once "
            "whatever the answer. 120 seconds, this till alone, balance and one act. Kind spend takes "
            "tickets for spend and pay codes, kind grant tickets for grant, kind voucher tickets for "
            "voucher. Kind grant is shown no purses: a touched card proves no presence.",
        ),
        status=201,
        answer=schemas.SessionAnswer(),
        answer_example={
            "purses": _PURSES,
            "session": _TOKEN,
            "purpose": "spend",
            "expires_at": "2026-04-06T01:02:00Z",
        },
        body=schemas.SessionBody(),
        body_example={"ticket": "AYq1…"},
        own_refusals=(
            of_tills.WrongTillKind,
            of_points.TicketInvalid,
            of_points.TicketExpired,
            of_points.TicketUsed,
            of_points.TicketWrongPurpose,
            of_points.TicketWrongMunicipality,
            of_points.TicketWrongTill,
            of_points.PayCodeUnknown,
            of_points.PayCodeExpired,
            of_points.PointsAccountNotFound,
            *_PROGRAMME,
        ),
    ),
    Operation(
        endpoint="sessions.balance",
        method="POST",
        path="/v1/balance",
        summary=Words("残高を見る", "Show the balance"),
        description=Words(
            "このお客さまが、この店で今日使えるポイントです。手続きは続けられます。",
            "What the person can spend here today. The session goes on.",
        ),
        status=200,
        answer=schemas.BalanceAnswer(),
        answer_example={"purses": _PURSES},
        body=schemas.BalanceBody(),
        body_example={"session": _TOKEN},
        own_refusals=(of_tills.WrongTillKind, of_points.TillVisitOver, *_PROGRAMME),
    ),
    Operation(
        endpoint="receipts.spend",
        method="POST",
        path="/v1/spends",
        summary=Words("ポイントで支払う", "Take points"),
        description=Words(
            "ポイントを受け取り、手続きを終えます。断られたときは、手続きは120秒のあいだ続きます。",
            "Takes points and ends the session. After a refusal the session goes on for its 120 seconds; a "
            "corrected amount needs a new Idempotency-Key.",
        ),
        status=201,
        answer=schemas.SpendAnswer(),
        answer_example={
            "receipt_number": 12,
            "day": "2026-04-06",
            "amount": 500,
            "shop_name": "見本商店",
            "purse": "municipal",
            "purse_name": "かわさきポイント",
            "left": 1000,
        },
        body=schemas.SpendBody(),
        body_example={"session": _TOKEN, "amount": 500, "purse": "municipal"},
        own_refusals=(
            of_tills.WrongTillKind,
            *_SESSION,
            *_PROGRAMME,
            of_points.EventNotOpen,
            of_points.PointsInsufficient,
        ),
        idempotent=True,
    ),
    Operation(
        endpoint="receipts.cancel",
        method="POST",
        path="/v1/cancellations",
        summary=Words("支払いを取り消す", "Take a payment back"),
        description=Words(
            "今日の支払いを取り消し、ポイントを戻します。カードは要りません。同じ店舗のどのレジ端末でもできます。"
            "お客さまがポイントの口座を閉じたあとは、戻す先がないためできません。ポイント券を受け取った控えも取り消せます。"
            "その券は、また使えるようになります。",
            "Takes a payment of today back; no card is needed, and any till of the shop may do it. Once the "
            "person has closed the points account there is nowhere for the points to return to. A voucher "
            "that was taken today can be given back in the same way: it is good again.",
        ),
        status=201,
        answer=schemas.CancelAnswer(),
        answer_example={
            "receipt_number": 13,
            "day": "2026-04-06",
            "amount": 500,
            "shop_name": "見本商店",
            "cancels": 12,
        },
        body=schemas.CancelBody(),
        body_example={"receipt_number": 12},
        own_refusals=(
            of_tills.WrongTillKind,
            of_points.ActNotFound,
            of_points.NotToday,
            of_points.AlreadyCancelled,
            of_points.PointsAccountNotFound,
        ),
        idempotent=True,
    ),
    Operation(
        endpoint="receipts.grant",
        method="POST",
        path="/v1/grants",
        summary=Words("ポイントを付ける", "Grant points"),
        description=Words(
            "自治体のポイントを付け、手続きを終えます。一度に付けられる数と、お一人に一年度で付けられる数には"
            "上限があります。",
            "Grants points of the municipality, within its limits for one grant and for one person in a "
            "fiscal year, and ends the session.",
        ),
        status=201,
        answer=schemas.GrantAnswer(),
        answer_example={
            "receipt_number": 3,
            "day": "2026-04-06",
            "amount": 100,
            "shop_name": "見本区役所",
            "ends_on": "2026-10-06",
        },
        body=schemas.GrantBody(),
        body_example={"session": _TOKEN, "amount": 100},
        own_refusals=(
            of_tills.WrongTillKind,
            *_SESSION,
            *_PROGRAMME,
            of_points.GrantLimit,
            of_points.PersonLimit,
            of_points.BudgetExceeded,
        ),
        idempotent=True,
    ),
    Operation(
        endpoint="receipts.show",
        method="GET",
        path="/v1/receipts/{number}",
        summary=Words("控えを見る", "Show a receipt"),
        description=Words(
            "この店舗の控えです。どなたのポイントかは示しません。",
            "A receipt of this shop. It names no person.",
        ),
        status=200,
        answer=schemas.ReceiptAnswer(),
        answer_example={
            "receipt_number": 12,
            "day": "2026-04-06",
            "amount": 500,
            "shop_name": "見本商店",
            "kind": "spend",
            "cancels": None,
            "cancelled_by": 13,
        },
        path_parameters=(
            {
                "in": "path",
                "name": "number",
                "required": True,
                "description": "The shop's own running number.",
                "schema": {"type": "integer", "minimum": 1, "maximum": schemas.MOST_RECEIPTS},
            },
        ),
        own_refusals=(of_points.ActNotFound, NotFound),
    ),
    *VOUCHER_OPERATIONS,
)
