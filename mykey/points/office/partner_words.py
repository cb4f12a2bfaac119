"""What is said to the operator about companies: what is wrong with what was typed, how the sides differ."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext

from mykey.kernel.errors import Refused

__all__ = ["DIFFERENCES", "EXCHANGE_STATES", "add_partner_faults"]

#: (member, reason), or reason alone → what to do
_FAULTS: dict[str, Any] = {
    "text-missing": lazy_gettext("入力してください。"),
    "text-too-long": lazy_gettext("長すぎます。短くしてください。"),
    "text-characters": lazy_gettext("使えない文字が入っています。入力し直してください。"),
    "name-taken": lazy_gettext("同じ名前の会社があります（閉じた会社も含みます）。"),
    "key-malformed": lazy_gettext(
        "公開鍵を読めません。Ed25519の公開鍵を、JWKかbase64urlで入力してください。"
    ),
    "key-taken": lazy_gettext("この公開鍵は、ほかの会社のものです。"),
    "key-missing": lazy_gettext("ID連携かクーポンを行う会社には、公開鍵が必要です。"),
    "address-refused": lazy_gettext("https:// で始まり、? と # のないアドレスを入力してください。"),
    "day-too-early": lazy_gettext(
        "始まる日は、明日か、それより後の日にしてください。今日からにできるのは、最初の交換レートだけです。"
    ),
    "out-of-range": lazy_gettext("大きさが合いません。1以上で、最少より大きい数にしてください。"),
    "no-whole-points": lazy_gettext("この刻みでは、ポイントに端数が出ます。端数の出ない刻みにしてください。"),
    "not-in-steps": lazy_gettext("刻みで割り切れる数にしてください。"),
    "too-many-points": lazy_gettext(
        "一度に留保に入るポイントが多すぎます。1,000,000ポイントまでにしてください。"
    ),
}

EXCHANGE_STATES: dict[str, Any] = {
    "asked": lazy_gettext("返事待ち"),
    "done": lazy_gettext("済み"),
    "refused": lazy_gettext("会社が断った"),
    "cancelled": lazy_gettext("取りやめ"),
}

#: how the two sides differ, as the file has it → in words
DIFFERENCES: dict[str, Any] = {
    "no-answer": lazy_gettext("会社の返事がない"),
    "other-amount": lazy_gettext("会社の言う数がちがう"),
    "wrong-signature": lazy_gettext("返事の署名が正しくない"),
    "unreadable": lazy_gettext("会社の返事を読めない"),
    "done-after-refusal": lazy_gettext("断った後に、済みと言ってきた"),
    "done-after-cancel": lazy_gettext("取りやめた後に、済みと言ってきた"),
    "reversal-owed": lazy_gettext("取りやめを、会社がまだ受け取っていない"),
    "contradicts": lazy_gettext("前の返事と反対のことを言ってきた"),
    "repeated": lazy_gettext("同じ返事が繰り返された"),
}


def add_partner_faults(form: Any, refusal: Refused) -> None:
    """Put a refusal's `errors` beside the fields that they are about."""
    told = refusal.facts.get("errors")
    for error in told if isinstance(told, list) else []:
        field = form[error["member"]]
        field.errors = [*field.errors, str(_FAULTS[error["reason"]])]
