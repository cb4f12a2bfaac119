"""Every call of the partners' API in words: what it does, takes and answers, and what it may refuse with.

A test holds this table against the routes.
"""

from __future__ import annotations

from mykey.kernel import refusals_of_terminals as of_signatures
from mykey.points import refusals_of_partners as of_partners
from mykey.points.acts.partners.read_codes import MOST_CODES
from mykey.points.coupon_codes import CODE_FORM
from mykey.points.partners import schemas
from mykey.points.partners.coupon_batches import CODES_MEDIA
from mykey.points.partners.files import FILE_MEDIA, MONTH_FORM
from mykey.web.api_operations import ApiOperation
from mykey.web.problems import BodyTooLarge, JsonMalformed, MediaTypeRefused, NotFound
from mykey.web.rate_limits import TooManyRequests
from mykey.web.two_languages import Words

__all__ = ["OPERATIONS", "Operation"]


class Operation(ApiOperation):
    """One call of this face."""

    SIGNED = (
        of_signatures.SignatureInvalid,
        of_signatures.SignatureExpired,
        of_signatures.SignatureReplayed,
        BodyTooLarge,
        TooManyRequests,
    )
    BODY = (JsonMalformed, BodyTooLarge, MediaTypeRefused, of_signatures.RequestInvalid)


_BATCH_ID = {
    "name": "batch_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid", "pattern": f"^{schemas.UUID_FORM}$"},
}
_BATCH = {
    "batch_id": "0d6f9a52-5a7e-4a3e-9a44-5d1c7c1b8f10",
    "batch": "2026-spring",
    "points": 500,
    "ends_on": "2026-09-30",
    "state": "announced",
    "codes": 0,
}
_EXCHANGE_ID = "3b1d0c9e-64f2-4f0e-8a4e-0f6f0e0a9b21"
_COUPONS = (of_partners.PartnerClosed, of_partners.CouponsNotTaken)
_FILE = """\
line,exchange_id,asked_on,units,points,state,brought_on,said_on,said,said_units,said_points,verdict,differences,batch,number
exchange,3b1d0c9e-64f2-4f0e-8a4e-0f6f0e0a9b21,2026-04-06,1000,1000,done,2026-04-06,2026-04-06,done,1000,1000,accepted,,,
coupon,,,,500,,2026-04-06,,,,,,,2026-spring,17
sum-exchanges,,,,1000,,,,,,,,,,
sum-coupons,,,,500,,,,,,,,,,
sum-ledger,,,,1500,,,,,,,,,,
"""

OPERATIONS = (
    Operation(
        endpoint="coupon_batches.announce",
        method="POST",
        path="/v1/coupon-batches",
        summary=Words("クーポンのまとまりを知らせる", "Announce a batch of coupons"),
        description=Words(
            "名前、1枚のポイント数、使える最後の日を知らせます。同じ内容をもう一度送ると、同じまとまりを答えます。",
            "Its name, the points of each coupon and the last day. The same said again gives the same batch.",
        ),
        status=201,
        answer=schemas.BatchAnswer(),
        answer_example=_BATCH,
        body=schemas.BatchBody(),
        body_example={"batch": "2026-spring", "points": 500, "ends_on": "2026-09-30"},
        own_refusals=(*_COUPONS, of_partners.BatchDayOver, of_partners.BatchNameTaken),
    ),
    Operation(
        endpoint="coupon_codes.put",
        method="PUT",
        path="/v1/coupon-batches/{batch_id}/codes",
        summary=Words("クーポンコードを送る", "Send the codes of a batch"),
        description=Words(
            "1行に1つのコードを、1,000,000行、40メガバイトまで、一度に送ります。コードは16文字"
            "（Crockford Base32、80ビット）の乱数です。ハイフンや小文字も読みます。"
            "すべて登録されるか、何も登録されないかのどちらかです。断られた行は、"
            "linesに100行まで、理由（form：形が違う、twice：この一覧に二度ある、known：前に登録されている）とともに答えます。"
            "こちらは鍵付きのハッシュだけを持ち、コードは持ちません。答えが届かないときは、一覧で状態を確かめてください。",
            "A code a line, up to 1,000,000 lines and 40 MB, all at once: all of them are kept, or none. A "
            "code is 16 random characters of Crockford's Base32 (80 bits); hyphens and small letters are "
            "understood. Lines that are refused are told in `lines`, up to 100, with `line` and `reason`: "
            "form, twice (in this list), known (kept before). We keep a keyed hash, never the code. When no "
            "answer comes, look at the batch's state in the list.",
        ),
        status=200,
        answer=schemas.CodesAnswer(),
        answer_example={"codes": 1000000},
        body={"type": "string", "description": f"Lines of {CODE_FORM}, {MOST_CODES:,} at most."},
        body_example="7K2M0QXT94RB1C5D\n0H8VN3WZ6PGA2EFJ\n",
        body_media=CODES_MEDIA,
        path_parameters=(_BATCH_ID,),
        own_refusals=(
            NotFound,
            MediaTypeRefused,
            of_partners.CodesMalformed,
            *_COUPONS,
            of_partners.BatchNotFound,
            of_partners.BatchStateRefused,
            of_partners.CodesRefused,
        ),
    ),
    Operation(
        endpoint="coupon_batches.close",
        method="POST",
        path="/v1/coupon-batches/{batch_id}/closing",
        summary=Words("まとまりを取り下げる", "Withdraw a batch"),
        description=Words(
            "まだ使われていないクーポンは、この時から使えなくなります。元に戻せません。",
            "Coupons that were not redeemed are of no use from now on; it cannot be undone.",
        ),
        status=200,
        answer=schemas.BatchAnswer(),
        answer_example=_BATCH | {"state": "closed", "codes": 1000000},
        path_parameters=(_BATCH_ID,),
        own_refusals=(NotFound, of_partners.BatchNotFound),
    ),
    Operation(
        endpoint="coupon_batches.show",
        method="GET",
        path="/v1/coupon-batches",
        summary=Words("まとまりの一覧を見る", "List the batches"),
        description=Words("この会社のすべてのまとまりです。", "All batches of this company."),
        status=200,
        answer=schemas.BatchesAnswer(),
        answer_example={"batches": [_BATCH]},
    ),
    Operation(
        endpoint="exchanges.say",
        method="POST",
        path="/v1/exchange-answers",
        summary=Words("交換の結果を知らせる", "Say what became of an exchange"),
        description=Words(
            "交換の依頼に202で答えたとき、または答えが届かなかったときに、結果を知らせます。どのような判定でも、"
            "受け取りました。もう一度知らせる必要はありません。違いは突合ファイルに示します。",
            "After 202, or when the response was lost. Whatever the verdict, it was heard and need not be "
            "said again; differences stand in the reconciliation file.",
        ),
        status=200,
        answer=schemas.VerdictAnswer(),
        answer_example={"verdict": "accepted"},
        body=schemas.ExchangeAnswerBody(),
        body_example={"exchange_id": _EXCHANGE_ID, "result": "done", "units": 1000, "points": 1000},
        own_refusals=(of_partners.ExchangeNotFound,),
    ),
    Operation(
        endpoint="files.reconciliation",
        method="GET",
        path="/v1/reconciliation",
        summary=Words("突合ファイルを取る", "Get the reconciliation file"),
        description=Words(
            "月ごとのcsv（UTF-8、BOM付き）です。交換とクーポンを1件1行で示し、differencesに違いを示します："
            "no-answer、other-amount、wrong-signature、done-after-cancel、done-after-refusal、reversal-owed、contradicts、"
            "repeated、unreadable。最後の3行は、その月に入ったポイントの合計で、台帳と等しくなります。時刻はありません。"
            "クーポンは、使われた次の日から示します。",
            "A csv file of a month (UTF-8 with a byte order mark): a line an exchange and a line a redeemed "
            "coupon. `differences`, separated by blanks: no-answer, other-amount, wrong-signature, "
            "done-after-cancel, done-after-refusal, reversal-owed, contradicts, repeated, unreadable. The "
            "last three lines sum what came in the month and equal the ledger. Days, never times; a coupon "
            "stands in it from the day after it was redeemed.",
        ),
        status=200,
        answer={"type": "string"},
        answer_example=_FILE,
        answer_media=FILE_MEDIA,
        query_parameters=(
            {
                "name": "month",
                "in": "query",
                "required": True,
                "description": "A month that has begun, as 2026-04.",
                "schema": {"type": "string", "pattern": f"^{MONTH_FORM}$"},
            },
        ),
        own_refusals=(of_signatures.RequestInvalid,),
    ),
    Operation(
        endpoint="files.rates",
        method="GET",
        path="/v1/rates",
        summary=Words("交換の割合を見る", "See the rates"),
        description=Words(
            "この会社のポイントの交換の割合です。新しいものから並びます。これから始まるものもあります。",
            "At which rates this company's points become points, the newest first, later ones too.",
        ),
        status=200,
        answer=schemas.RatesAnswer(),
        answer_example={
            "rates": [
                {
                    "since": "2026-04-01",
                    "units": 1000,
                    "points": 1000,
                    "least": 1000,
                    "step": 500,
                    "most": 50000,
                }
            ]
        },
    ),
    Operation(
        endpoint="keys.show",
        method="GET",
        path="/v1/key",
        summary=Words("こちらの公開鍵を見る", "See our public key"),
        description=Words(
            "こちらから会社への要求は、この鍵で署名します（keyidはmykey-points）。署名は要りません。",
            "Our requests to companies are signed with it, keyid `mykey-points`. Not signed.",
        ),
        status=200,
        answer=schemas.KeyAnswer(),
        answer_example={
            "kty": "OKP",
            "crv": "Ed25519",
            "kid": "mykey-points",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        },
        signed=False,
    ),
)
