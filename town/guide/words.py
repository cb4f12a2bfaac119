"""Words of the page that belong to names: readers, cards, kinds of terminals, what a button did."""

from __future__ import annotations

from flask_babel import gettext as _

__all__ = ["card_notes", "kind_words", "outcome_words", "reader_words"]


def reader_words() -> dict[str, str]:
    """Where a card can lie."""
    return {
        "citizen": _("市民の読み取り機"),
        "library": _("図書館の読み取り機"),
        "shop": _("商店街の読み取り機"),
        "shop-2": _("書店の読み取り機"),
        "office": _("市役所の読み取り機"),
        "voucher": _("ポイント券発行機の読み取り機"),
    }


def kind_words() -> dict[str, str]:
    """The four kinds of terminals, by their word in terminal-api.md."""
    return {
        "service-id": _("ア サービスIDの確認"),
        "spend-points": _("イ ポイントを使う"),
        "issue-vouchers": _("ウ ポイント券の発行"),
        "grant-points": _("エ ポイントの付与"),
    }


def card_notes() -> dict[str, str]:
    """What is special about a card of the filling. Cards that a tester made have their own note."""
    return {
        "hanako": _("体験の主役。マイキーIDはこれからつくります"),
        "taro": _("マイキーIDと図書館の番号があります"),
        "kenta": _("15歳未満。マイキーIDはまだありません"),
        "no-link-1": _("マイキーIDだけがあります"),
        "no-link-2": _("マイキーIDだけがあります（発行局は旧世代）"),
        "linked-1": _("図書館の番号があります"),
        "linked-2": _("図書館の番号があり、変更通知を希望しています"),
        "revoked": _("失効したカード"),
        "expired": _("有効期限の切れたカード"),
        "under-15": _("15歳未満。マイキーIDがあります"),
        "p384": _("新しい方式（P-384）のカード"),
        "renewed": _("ひもづけのあとで証明書を更新したカード"),
        "signing": _("署名用電子証明書を試すカード"),
    }


def outcome_words() -> dict[str, tuple[str, str]]:
    """Kind of banner and sentence for each outcome of a button."""
    return {
        "put": ("success", _("カードを置きました。")),
        "taken": ("success", _("カードを外しました。")),
        "unlock": ("success", _("暗証番号を、また3回まちがえられるようにしました。")),
        "move-house": (
            "success",
            _("引っ越しを届け出ました。10秒ほどで、この人が変更通知を希望した窓口に伝わります。"),
        ),
        "renew": ("success", _("証明書を更新しました。カードは置き直されました。")),
        "outage-begin": ("success", _("認証局が答えなくなりました。")),
        "outage-end": ("success", _("認証局が、また答えるようになりました。")),
        "reserve-put": (
            "success",
            _("留保に3,000ポイント入りました。ポイント口座の画面を開き直してください。"),
        ),
        "reserve-refused": (
            "error",
            _("入れられませんでした。ポイント番号を見直して、もう一度押してください。"),
        ),
        "cards-silent": ("error", _("カードを動かすプログラムが応えません。カードは元の場所にあります。")),
        "refused": ("error", _("このカードでは、いまはできません。")),
    }
