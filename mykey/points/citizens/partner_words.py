"""What is said around companies, their coupons and exchanges: refusals, reasons, states."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext

from mykey.kernel.errors import MyKeyError
from mykey.points.citizens.words import AMOUNT_REASONS, Words
from mykey.points.models.partners import ExchangeState

__all__ = ["EXCHANGE_STATES", "coupon_sentence", "partner_words_of", "units_sentence"]

_TYPE_AGAIN = lazy_gettext("前の画面に戻り、クーポンの番号をもう一度確かめてください。")
_ASK_COMPANY = lazy_gettext("分からないときは、クーポンを出した会社に聞いてください。")
_CHOOSE_AGAIN = lazy_gettext("会社の一覧に戻り、もう一度選んでください。")

_WORDS: dict[str, Words] = {
    "coupon-unknown": Words(
        lazy_gettext("この番号のクーポンはありません"),
        lazy_gettext("番号がちがうようです。ポイントは入っていません。"),
        (_TYPE_AGAIN, _ASK_COMPANY),
    ),
    "coupon-used": Words(
        lazy_gettext("このクーポンは、もう使われています"),
        lazy_gettext("クーポンは1枚につき1回だけ使えます。今回は、ポイントは入っていません。"),
        (
            lazy_gettext("自分で使ったかどうかは、「留保ポイントの履歴」で確かめられます。"),
            _ASK_COMPANY,
        ),
    ),
    "coupon-ended": Words(
        lazy_gettext("このクーポンは、もう使えません"),
        lazy_gettext("クーポンの期限が過ぎたか、会社が取りやめました。ポイントは入っていません。"),
        (_ASK_COMPANY,),
    ),
    "partner-not-found": Words(
        lazy_gettext("この会社は選べません"),
        lazy_gettext("この会社のポイントは、いまは受け付けていません。ポイントは動いていません。"),
        (_CHOOSE_AGAIN,),
    ),
    "partner-closed": Words(
        lazy_gettext("この会社は、いまは選べません"),
        lazy_gettext("この会社のポイントは、いまは受け付けていません。ポイントは動いていません。"),
        (_CHOOSE_AGAIN,),
    ),
    "rate-changed": Words(
        lazy_gettext("ポイントの変わり方が、途中で変わりました"),
        lazy_gettext(
            "画面でお見せした数と合わなくなったため、受け付けていません。ポイントは動いていません。"
        ),
        (_CHOOSE_AGAIN,),
    ),
    "units-refused": Words(
        lazy_gettext("この数では受け付けられません"),
        lazy_gettext("会社のポイントの数が、決まりに合っていません。ポイントは動いていません。"),
        (_CHOOSE_AGAIN,),
    ),
    "too-many-exchanges": Words(
        lazy_gettext("返事を待っているものが、多くあります"),
        lazy_gettext("会社の返事を待っているものが終わるまで、新しくは受け付けられません。"),
        (lazy_gettext("「会社のポイントの記録」で、返事を待つか、取りやめてください。"),),
    ),
    "exchange-not-found": Words(
        lazy_gettext("この記録はありません"),
        lazy_gettext("あなたの記録の中に、見つかりませんでした。"),
        (lazy_gettext("「会社のポイントの記録」を開き直してください。"),),
    ),
    "exchange-over": Words(
        lazy_gettext("もう取りやめられません"),
        lazy_gettext("取りやめる前に、会社の返事が届いていました。"),
        (lazy_gettext("「会社のポイントの記録」で、いまの状態を確かめてください。"),),
    ),
}

#: word → label, kind of tag
EXCHANGE_STATES: dict[str, tuple[Any, str]] = {
    ExchangeState.ASKED: (lazy_gettext("会社の返事待ち"), "info"),
    ExchangeState.DONE: (lazy_gettext("留保に入りました"), "good"),
    ExchangeState.REFUSED: (lazy_gettext("会社が断りました"), "warn"),
    ExchangeState.CANCELLED: (lazy_gettext("取りやめました"), "neutral"),
}

_COUPONS: dict[str, Any] = {
    "coupon-unknown": lazy_gettext(
        "この番号のクーポンはありません。まちがえやすい字がないか、もう一度確かめてください。"
    ),
    "coupon-used": lazy_gettext("このクーポンは、もう使われています。クーポンは1枚につき1回だけ使えます。"),
    "over": lazy_gettext("このクーポンは、期限が過ぎているので使えません。"),
    "withdrawn": lazy_gettext("このクーポンは、会社が取りやめたので使えません。会社に聞いてください。"),
}
_UNITS: dict[str, Any] = {
    "empty": lazy_gettext("会社のポイントの数を入力してください。"),
    "too-few": lazy_gettext("一度に移せるのは、%(least)s以上です。"),
    "too-many": lazy_gettext("一度に移せるのは、%(most)sまでです。"),
    "step": lazy_gettext("%(step)sごとの数にしてください。"),
}


def partner_words_of(error: MyKeyError) -> Words | None:
    """The words of a refusal around companies."""
    return _WORDS.get(error.code)


def coupon_sentence(refusal: MyKeyError) -> str:
    """Why a coupon brings nothing, beside the field."""
    return str(_COUPONS[str(refusal.facts.get("reason", refusal.code))])


def units_sentence(refusal: MyKeyError) -> str:
    """Why so many of the company's points are not taken: of `AmountRefused` and `UnitsRefused`."""
    facts = {name: f"{value:,}" if isinstance(value, int) else value for name, value in refusal.facts.items()}
    reason = str(facts["reason"])
    sentence = _UNITS["too-many"] if reason == "too-large" else _UNITS.get(reason, AMOUNT_REASONS.get(reason))
    return str(sentence) % facts if "%(" in str(sentence) else str(sentence)
