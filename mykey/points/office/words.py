"""The words of the tables as clerks read them, and the sentences for what is refused."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from mykey.kernel.errors import MyKeyError

__all__ = [
    "AUDIT_WORDS",
    "EVENT_STATES",
    "MEMBER_FAULTS",
    "SHOP_CATEGORIES",
    "TILL_KINDS",
    "TILL_STATES",
    "amount_sentence",
    "place_of_row",
    "refusal_sentence",
    "row_sentence",
]

SHOP_CATEGORIES = {
    "shop": lazy_gettext("店舗"),
    "restaurant": lazy_gettext("飲食店"),
    "lodging": lazy_gettext("宿泊施設"),
    "transport": lazy_gettext("交通機関"),
    "sports": lazy_gettext("スポーツ施設"),
    "culture": lazy_gettext("文化施設（美術館、博物館、劇場など）"),
    "municipal-office": lazy_gettext("役所・公共の窓口"),
    "other": lazy_gettext("その他"),
}
TILL_KINDS = {
    "spend": lazy_gettext("ポイントを使うレジ"),
    "grant": lazy_gettext("ポイントを付与する端末"),
    "voucher": lazy_gettext("ポイント券を発行する端末"),
}
#: word → label, kind of tag
TILL_STATES = {
    "invited": (lazy_gettext("登録待ち"), "info"),
    "lapsed": (lazy_gettext("登録コードの期限切れ"), "warn"),
    "enrolled": (lazy_gettext("利用中"), "good"),
    "closed": (lazy_gettext("閉鎖済み"), "neutral"),
}
#: what a clerk did (`note_in_audit`)
AUDIT_WORDS = {
    "add-event": lazy_gettext("イベントの登録"),
    "add-partner": lazy_gettext("提携会社の登録"),
    "add-shop": lazy_gettext("店舗の登録"),
    "add-shops": lazy_gettext("ファイルでの店舗の登録"),
    "approve-correction": lazy_gettext("訂正の承認"),
    "close-month": lazy_gettext("月の締め"),
    "close-partner": lazy_gettext("提携会社を閉じる"),
    "close-shop": lazy_gettext("店舗を閉じる"),
    "close-till": lazy_gettext("レジを閉じる"),
    "edit-event": lazy_gettext("イベントの変更"),
    "edit-partner": lazy_gettext("提携会社の変更"),
    "edit-programme": lazy_gettext("事業の決まりの変更"),
    "edit-settlement-form": lazy_gettext("精算書の様式の変更"),
    "edit-shop": lazy_gettext("店舗の変更"),
    "grant": lazy_gettext("1人への付与"),
    "grant-in-bulk": lazy_gettext("ファイルでの付与（ポイント数 / 人数）"),
    "invite-till": lazy_gettext("レジの登録コードの発行"),
    "open-programme": lazy_gettext("事業を開く"),
    "put-into-reserve": lazy_gettext("留保への入金"),
    "refuse-correction": lazy_gettext("訂正の却下"),
    "request-correction": lazy_gettext("訂正の依頼"),
    "set-budget": lazy_gettext("予算の設定"),
    "set-rate": lazy_gettext("交換レートの設定"),
    "set-voucher-rules": lazy_gettext("ポイント券の決まりの変更"),
    "withdraw-correction": lazy_gettext("訂正の取り下げ"),
}
EVENT_STATES = {
    "coming": (lazy_gettext("開始前"), "info"),
    "open": (lazy_gettext("開催中"), "good"),
    "over": (lazy_gettext("終了"), "neutral"),
}
#: reason of `OfficeDetailsInvalid` → what to do
MEMBER_FAULTS = {
    "text-missing": lazy_gettext("名前を入力してください。"),
    "text-too-long": lazy_gettext("名前が長すぎます。短くしてください。"),
    "text-characters": lazy_gettext("名前に、改行や目に見えない文字が入っています。入力し直してください。"),
    "name-taken": lazy_gettext("同じ名前の店舗があります（閉じた店舗も含みます）。違う名前にしてください。"),
    "unknown": lazy_gettext("一覧から選んでください。"),
    "before-opening": lazy_gettext("最後の日は、最初の日か、それより後の日にしてください。"),
    "past": lazy_gettext("最初の日は、今日か、それより後の日にしてください。"),
    "months": lazy_gettext("1から120までの月数を入力してください。"),
    "month": lazy_gettext("1から12までの月を入力してください。"),
    "day": lazy_gettext("その月にある日を入力してください。"),
    "limit": lazy_gettext("ポイント数が大きすぎます。小さくしてください。"),
    "below-a-grant": lazy_gettext("1人の上限は、1回の上限と同じか、それより大きくしてください。"),
    "voucher-days": lazy_gettext("1から366までの日数を入力してください。"),
    "voucher-face": lazy_gettext("額面は、1から100,000までのポイント数にしてください。"),
    "voucher-faces-missing": lazy_gettext("発行するときは、額面を1つ以上入力してください。"),
    "voucher-faces-many": lazy_gettext("額面は10種類までにしてください。"),
    "library": lazy_gettext("図書館は登録できません。図書館の利用とポイントを結び付けないための決まりです。"),
    "looks-like-a-library": lazy_gettext(
        "図書館かもしれない名前です。図書館ではないことを確かめ、下の欄に印を付けてください。"
        "図書館は登録できません。"
    ),
    "line-too-long": lazy_gettext("長すぎます。短くしてください。"),
    "line-characters": lazy_gettext("改行や目に見えない文字が入っています。入力し直してください。"),
    "position-format": lazy_gettext("緯度と経度は、35.5308 と 139.7029 のように、数字で入力してください。"),
    "position-half": lazy_gettext("緯度と経度は、両方入力するか、両方空けておいてください。"),
    "position-swapped": lazy_gettext("緯度と経度が逆になっています。入れ替えてください。"),
    "position-outside": lazy_gettext("この位置は、日本の外です。緯度と経度を確かめてください。"),
}
_AMOUNTS = {
    "empty": lazy_gettext("ポイント数を入力してください。"),
    "not-a-number": lazy_gettext("ポイント数は、数字だけで入力してください（例：500）。"),
    "not-positive": lazy_gettext("ポイント数は、1以上にしてください。"),
    "too-large": lazy_gettext("ポイント数は、%(most)sまでです。"),
}
_REFUSALS = {
    "event-not-open": lazy_gettext(
        "このイベントは、開始前か、終わっています。ほかの付与先を選んでください。"
    ),
    "budget-exceeded": lazy_gettext("今年度の予算の残りは、%(left)sポイントです。"),
    "budget-below-used": lazy_gettext("もう%(used)sポイント付与しています。それより少なくはできません。"),
    "budget-year-refused": lazy_gettext("今年度か来年度を選んでください。"),
    "correction-too-large": lazy_gettext("この支払いから返せるのは、あと%(left)sポイントです。"),
    "grant-limit": lazy_gettext("1回に付与できるのは、%(most)sポイントまでです。"),
    "idempotency-key-reused": lazy_gettext(
        "この画面からの操作は、もう済んでいます。内容を変えて続けるときは、もう一度確かめてください。"
    ),
    "payment-of-today": lazy_gettext("今日の支払いです。店舗のレジで取り消してください。"),
    "person-limit": lazy_gettext("この人に今年度に付与できるのは、あと%(left)sポイントまでです。"),
    "points-number-unknown": lazy_gettext(
        "このポイント番号はありません。11桁の番号を、もう一度確かめてください。"
    ),
    "points-account-not-found": lazy_gettext(
        "このポイント番号はありません。11桁の番号を、もう一度確かめてください。"
    ),
    "receipt-not-found": lazy_gettext(
        "この店舗に、この番号の支払いはありません。取り消しやポイント券のレシートではないか、確かめてください。"
    ),
    "programme-exists": lazy_gettext("この自治体の事業は、すでに開いてあります。"),
    "programme-not-found": lazy_gettext("この自治体の事業は、まだ開かれていません。"),
    "programme-not-open": lazy_gettext(
        "事業の期間の外なので、いまは付与できません。「事業の決まり」で期間を確かめてください。"
    ),
    "municipality-unknown": lazy_gettext("この全国地方公共団体コードはありません。6桁を確かめてください。"),
}
_ROWS = {
    "amount-empty": lazy_gettext("ポイント数がありません。"),
    "amount-not-a-number": lazy_gettext("ポイント数が、数字ではありません。"),
    "amount-not-positive": lazy_gettext("ポイント数は、1以上にしてください。"),
    "amount-too-large": lazy_gettext("ポイント数は、%(detail)sまでです。"),
    "budget-exceeded": lazy_gettext("合計が、今年度の予算の残り（%(detail)sポイント）を超えています。"),
    "file-broken": lazy_gettext('CSVとして読めません。引用符（"）の数を確かめてください。'),
    "file-empty": lazy_gettext("付与する行がありません。2行目から、番号とポイント数を書いてください。"),
    "file-encoding": lazy_gettext("文字を読めません。UTF-8かShift_JISのCSVで保存してください。"),
    "grant-limit": lazy_gettext("1回に付与できるのは、%(detail)sポイントまでです。"),
    "heading-missing": lazy_gettext("1行目に、見出し「番号」と「ポイント」を書いてください。"),
    "heading-other": lazy_gettext(
        "列は「番号」と「ポイント」の二つだけにしてください。氏名や住所は入れないでください。"
    ),
    "number-check-digit": lazy_gettext("ポイント番号のどこかの数字が違います（検査数字が合いません）。"),
    "number-empty": lazy_gettext("ポイント番号がありません。"),
    "number-format": lazy_gettext("ポイント番号は、11桁の数字です。"),
    "number-twice": lazy_gettext("%(detail)s行目と同じポイント番号です。1人につき1行にしてください。"),
    "number-unknown": lazy_gettext("このポイント番号はありません。"),
    "person-limit": lazy_gettext("この人に今年度に付与できるのは、あと%(detail)sポイントまでです。"),
    "code-empty": lazy_gettext("自治体コードがありません。"),
    "code-of-others": lazy_gettext("ほかの自治体のコードです。"),
    "code-unknown": lazy_gettext("この自治体コードはありません。6桁を確かめてください。"),
    "shop-file-empty": lazy_gettext("店舗の行がありません。2行目から、1店舗につき1行を書いてください。"),
    "shop-heading": lazy_gettext("1行目の見出しが違います。8つの見出しを、画面のとおりに書いてください。"),
    "shop-is-closed": lazy_gettext("この名前の店舗は、閉じてあります。違う名前にしてください。"),
    "shop-library": MEMBER_FAULTS["library"],
    "shop-line-characters": lazy_gettext("「%(detail)s」に、目に見えない文字が入っています。"),
    "shop-line-too-long": lazy_gettext("「%(detail)s」が長すぎます。短くしてください。"),
    "shop-position-format": MEMBER_FAULTS["position-format"],
    "shop-position-half": MEMBER_FAULTS["position-half"],
    "shop-position-outside": MEMBER_FAULTS["position-outside"],
    "shop-position-swapped": MEMBER_FAULTS["position-swapped"],
    "shop-sounds-like-a-library": lazy_gettext(
        "図書館かもしれない名前です。図書館でなければ、「店舗を登録する」の画面から登録してください。"
    ),
    "shop-text-characters": MEMBER_FAULTS["text-characters"],
    "shop-text-missing": lazy_gettext("店舗名がありません。"),
    "shop-text-too-long": lazy_gettext("店舗名が長すぎます。60文字までです。"),
    "shop-twice": lazy_gettext("%(detail)s行目と同じ店舗名です。1店舗につき1行にしてください。"),
    "shop-unknown": lazy_gettext(
        "区分は、店舗、飲食店、宿泊施設、交通機関、スポーツ施設、文化施設、役所・公共の窓口、その他のどれかです。"
    ),
    "shops-changed": lazy_gettext("確かめている間に、店舗が変わりました。もう一度ファイルを選んでください。"),
    "sum-too-large": lazy_gettext("合計が大きすぎます。%(detail)sポイントまでに分けてください。"),
    "too-many-columns": lazy_gettext("列が多すぎます。番号とポイント数だけにしてください。"),
    "too-many-shop-columns": lazy_gettext("列が多すぎます。見出しの8つだけにしてください。"),
    "too-many-rows": lazy_gettext("行が多すぎます。%(detail)s行までに分けてください。"),
}


def amount_sentence(reason: str, most: int) -> str:
    """Why an amount is none."""
    return _filled(_AMOUNTS[reason], most=most)


def refusal_sentence(refusal: MyKeyError) -> str | None:
    """What a refusal says to a clerk; None where the page of its status says enough."""
    if refusal.code == "amount-refused":
        return amount_sentence(str(refusal.facts["reason"]), int(str(refusal.facts["most"])))
    found = _REFUSALS.get(refusal.code)
    return None if found is None else _filled(found, **refusal.facts)


def row_sentence(reason: str, detail: str) -> str:
    """What is wrong with a row of a file, or with the whole file."""
    return _filled(_ROWS[reason], detail=detail)


def place_of_row(row: str) -> str:
    """Where a fault of a file stands."""
    return str(_("%(row)s行目", row=row) if row else _("ファイル全体"))


def _filled(sentence: Any, **facts: Any) -> str:
    """The sentence in the reader's language, numbers in groups of three."""
    shown = {name: _grouped(value) for name, value in facts.items()}
    return str(sentence) % shown if "%(" in str(sentence) else str(sentence)


def _grouped(value: Any) -> str:
    text = str(value)
    return f"{int(text):,}" if text.isascii() and text.isdigit() else text
