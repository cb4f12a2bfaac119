"""The calls around vouchers in words, as `operations` has the others."""

from __future__ import annotations

from mykey.points import refusals as of_points
from mykey.points import refusals_of_tills as of_tills
from mykey.points import refusals_of_vouchers as of_vouchers
from mykey.points.till import voucher_schemas as schemas
from mykey.points.till.operation import PROGRAMME, SESSION, Operation
from mykey.web.api_operations import Refusals
from mykey.web.two_languages import Words

__all__ = ["VOUCHER_OPERATIONS"]

_TOKEN = "pVqM2uW4cJ0Y7bXrT1kQd9sLhE6nAzG3fKiRoCwUvBM"  # noqa: S105  # nosec B105 - the example of the document
_CODE = "7K2M0QXT94RB5HNW"
_NOT_GOOD: Refusals = (
    of_vouchers.VoucherUnknown,
    of_vouchers.VoucherFromElsewhere,
    of_vouchers.VoucherUsed,
    of_vouchers.VoucherEnded,
    of_vouchers.VoucherCancelled,
)

VOUCHER_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        endpoint="vouchers.faces",
        method="GET",
        path="/v1/voucher-faces",
        summary=Words("ポイント券の額面を見る", "Show the face values of vouchers"),
        description=Words(
            "この自治体のポイント券の額面と、使える日数です。発行していない自治体では、額面はなく、日数はnullです。",
            "Face values of the municipality's vouchers, and for how many days they are good. Where none are "
            "issued, there are no values and days is null. Kind voucher.",
        ),
        status=200,
        answer=schemas.FacesAnswer(),
        answer_example={"faces": [500, 1000], "days": 90, "most_at_once": 10},
        own_refusals=(of_tills.WrongTillKind, of_points.ProgrammeNotFound),
    ),
    Operation(
        endpoint="vouchers.issue",
        method="POST",
        path="/v1/vouchers",
        summary=Words("ポイント券を発行する", "Issue vouchers"),
        description=Words(
            "お客さまのポイントから、10枚までのポイント券を発行し、手続きを終えます。券のコードは、この答えでだけ知らされます。"
            "答えが届かなかったときは、同じIdempotency-Keyと本文でもう一度送ると、同じコードが返ります。"
            "使える最後の日は、券のもとになったポイントの期限より後にはなりません。",
            "Up to ten vouchers out of the person's points; all of them or none. Ends the session. The codes "
            "are told in this answer alone: they are for the printed sheet, and to be forgotten then. Each "
            "voucher has a receipt number of its own. No voucher outlives the points on it. Kind voucher.",
        ),
        status=201,
        answer=schemas.VouchersAnswer(),
        answer_example={
            "day": "2026-04-06",
            "shop_name": "見本区役所",
            "purse": "municipal",
            "purse_name": "かわさきポイント",
            "left": 500,
            "vouchers": [{"code": _CODE, "ends_on": "2026-07-05", "points": 1000, "receipt_number": 7}],
        },
        body=schemas.VouchersBody(),
        body_example={"session": _TOKEN, "purse": "municipal", "faces": [1000]},
        own_refusals=(
            of_tills.WrongTillKind,
            *SESSION,
            *PROGRAMME,
            of_vouchers.VouchersNotIssued,
            of_vouchers.FaceRefused,
            of_points.EventNotOpen,
            of_points.PointsInsufficient,
        ),
        idempotent=True,
    ),
    Operation(
        endpoint="vouchers.unused",
        method="POST",
        path="/v1/voucher-list",
        summary=Words("使っていないポイント券を見る", "List unused vouchers"),
        description=Words(
            "この店舗・施設で発行した、このお客さまのまだ使われていないポイント券です。コードは示しません。"
            "手続きは続けられます。",
            "The person's vouchers of this shop or facility that nobody has used, the newest first, up to "
            "100; without their codes. The session goes on. Kind voucher.",
        ),
        status=200,
        answer=schemas.UnusedAnswer(),
        answer_example={"vouchers": [{"receipt_number": 7, "points": 1000, "ends_on": "2026-07-05"}]},
        body=schemas.UnusedBody(),
        body_example={"session": _TOKEN},
        own_refusals=(of_tills.WrongTillKind, of_points.TillVisitOver),
    ),
    Operation(
        endpoint="vouchers.cancel",
        method="POST",
        path="/v1/voucher-cancellations",
        summary=Words("使っていないポイント券を取り消す", "Cancel an unused voucher"),
        description=Words(
            "ポイントを、元の期限のままお客さまに戻します。紙をなくしたときは、取り消してから新しく発行します。"
            "同じ券の再印刷はできません。手続きは続けられます。",
            "The points go back with the last days that they had. A lost sheet cannot be printed again: it "
            "is cancelled, and another voucher issued. The session goes on. Kind voucher.",
        ),
        status=201,
        answer=schemas.VoucherCancelAnswer(),
        answer_example={
            "receipt_number": 9,
            "day": "2026-04-06",
            "amount": 1000,
            "shop_name": "見本区役所",
            "cancels": 7,
        },
        body=schemas.VoucherCancelBody(),
        body_example={"session": _TOKEN, "receipt_number": 7},
        own_refusals=(
            of_tills.WrongTillKind,
            *SESSION,
            of_vouchers.VoucherUnknown,
            of_vouchers.VoucherUsed,
            of_vouchers.VoucherCancelled,
        ),
        idempotent=True,
    ),
    Operation(
        endpoint="vouchers.check",
        method="POST",
        path="/v1/voucher-checks",
        summary=Words("ポイント券を確かめる", "Look at a voucher"),
        description=Words(
            "読み取ったポイント券の額面と、使える最後の日です。まだ何も行いません。"
            "違うコードが続くと、しばらく429になります。",
            "Face value and last day of what was scanned or typed; small letters, hyphens, blanks, full "
            "width and O for 0 are understood. Nothing is done yet. After many unknown codes of one till the "
            "answer is 429 for a while. Kind spend.",
        ),
        status=200,
        answer=schemas.VoucherCheckAnswer(),
        answer_example={"points": 1000, "ends_on": "2026-07-05"},
        body=schemas.VoucherBody(),
        body_example={"code": _CODE},
        own_refusals=(of_tills.WrongTillKind, *PROGRAMME, *_NOT_GOOD),
    ),
    Operation(
        endpoint="vouchers.take",
        method="POST",
        path="/v1/voucher-takes",
        summary=Words("ポイント券を受け取る", "Take a voucher"),
        description=Words(
            "ポイント券を一度だけ受け取ります。カードは要りません。お釣りは出ません。"
            "当日のうちは、POST /v1/cancellationsで取り消せます。",
            "Takes a voucher, once and whole. No card and no session: paper is the proof. On the same day it "
            "can be given back by POST /v1/cancellations. Kind spend.",
        ),
        status=201,
        answer=schemas.VoucherTakeAnswer(),
        answer_example={
            "receipt_number": 14,
            "day": "2026-04-06",
            "amount": 1000,
            "shop_name": "見本商店",
        },
        body=schemas.VoucherBody(),
        body_example={"code": _CODE},
        own_refusals=(of_tills.WrongTillKind, *PROGRAMME, *_NOT_GOOD),
        idempotent=True,
    ),
)
