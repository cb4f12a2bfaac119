"""The words of the tables as officers read them."""

from __future__ import annotations

from flask_babel import lazy_gettext

__all__ = [
    "ASSURANCES",
    "CHECK_DIGITS",
    "FACILITY_CATEGORIES",
    "FORM_STATES",
    "HAND_OVERS",
    "KINDS",
    "PROVIDER_KINDS",
    "REVIEWS",
    "SYMBOLOGIES",
    "TERMINAL_STATES",
]

KINDS = {
    "service-id": lazy_gettext("ア サービスIDの確認"),
    "spend-points": lazy_gettext("イ 自治体ポイントの利用"),
    "issue-vouchers": lazy_gettext("ウ ポイント券の発行"),
    "grant-points": lazy_gettext("エ 行政ポイントの付与"),
}
#: word → label, kind of tag
FORM_STATES = {
    "submitted": (lazy_gettext("発行待ち"), "info"),
    "issued": (lazy_gettext("発行済み"), "good"),
    "rejected": (lazy_gettext("差戻し"), "bad"),
}
TERMINAL_STATES = {
    "approved": (lazy_gettext("パスワード未発行"), "info"),
    "issued": (lazy_gettext("未登録"), "info"),
    "contact-required": (lazy_gettext("連絡先待ち"), "warn"),
    "active": (lazy_gettext("利用中"), "good"),
    "stopped": (lazy_gettext("停止中"), "bad"),
    "closed": (lazy_gettext("閉鎖済み"), "neutral"),
}
REVIEWS = {
    "waiting": lazy_gettext("未確認"),
    "reviewed": lazy_gettext("確認済み"),
    "missing": lazy_gettext("未登録（連絡先なし）"),
}
PROVIDER_KINDS = {
    "library": lazy_gettext("図書館"),
    "shopping-street": lazy_gettext("商店街"),
    "museum": lazy_gettext("美術館・博物館"),
    "sports": lazy_gettext("スポーツ施設"),
    "hospital": lazy_gettext("病院"),
    "other": lazy_gettext("その他"),
}
#: what kind of place a points terminal stands in; a library is none of them
FACILITY_CATEGORIES = {
    "shop": lazy_gettext("店舗"),
    "restaurant": lazy_gettext("飲食店"),
    "lodging": lazy_gettext("宿泊施設"),
    "transport": lazy_gettext("交通機関"),
    "sports": lazy_gettext("スポーツ施設"),
    "culture": lazy_gettext("文化施設（美術館、博物館、劇場など）"),
    "municipal-office": lazy_gettext("役所・公共の窓口"),
    "other": lazy_gettext("その他"),
}
CHECK_DIGITS = {
    "none": lazy_gettext("なし"),
    "m10w21": lazy_gettext("モジュラス10・ウェイト2-1（分割）"),
    "m10w31": lazy_gettext("モジュラス10・ウェイト3-1"),
    "m11w27": lazy_gettext("モジュラス11・ウェイト2～7"),
}
HAND_OVERS = {
    "number": lazy_gettext("番号通知"),
    "barcode": lazy_gettext("バーコード表示"),
    "keyboard": lazy_gettext("ID自動引渡し"),
    "label": lazy_gettext("ラベル印刷"),
}
SYMBOLOGIES = {
    "nw7": lazy_gettext("NW-7"),
    "code39": lazy_gettext("Code 39"),
    "code128": lazy_gettext("Code 128"),
}
ASSURANCES = {
    "touched": lazy_gettext("カードを置くだけ"),
    "proved": lazy_gettext("暗証番号も入力する"),
}
