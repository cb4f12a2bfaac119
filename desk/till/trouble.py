"""What the answers of both sides mean at a till, in words and next steps.

The sentence is the answering side's own `detail`; what to do next is ours. The payment can always go on in
another way: nobody waits at a till because points do not work.
"""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from desk.browser.trouble import Trouble
from desk.platform.answers import ClockWrong, PlatformCannotTell, PlatformRefused, PlatformSilent
from desk.terminal.trouble import WHAT_TO_DO as AT_THE_CORE
from desk.terminal.trouble import clock_words
from desk.till.amounts import points_in_words

__all__ = ["WHAT_TO_DO", "in_doubt", "till_trouble"]

_AGAIN = lazy_gettext("もう一度操作してください。続くときは、管理者に連絡してください。")
_CARD_AGAIN = lazy_gettext("カードを置き直して、はじめから操作してください。")
_MUNICIPALITY = lazy_gettext("自治体のポイントの担当者に連絡してください。")
_SETTINGS = lazy_gettext("端末の設定が合っていません。管理者に連絡してください。")
_NEW_CODE = lazy_gettext("自治体のポイントの担当者に、新しい登録コードを頼んでください。")
_QR_AGAIN = lazy_gettext("利用者に、QRコードを新しく表示してもらい、もう一度読み取ってください。")

WHAT_TO_DO = {
    "enrolment-code-invalid": lazy_gettext("登録コードを見直して、もう一度入力してください。"),
    "enrolment-code-expired": _NEW_CODE,
    "enrolment-code-used": _NEW_CODE,
    "till-key-in-use": _AGAIN,
    "till-closed": _MUNICIPALITY,
    "shop-closed": _MUNICIPALITY,
    "wrong-till-kind": _MUNICIPALITY,
    "signature-invalid": lazy_gettext(
        "この端末の登録が確認できません。メニューの「ポイントの端末として登録」からやり直してください。"
    ),
    "ticket-invalid": _CARD_AGAIN,
    "ticket-expired": _CARD_AGAIN,
    "ticket-used": _CARD_AGAIN,
    "ticket-wrong-purpose": _SETTINGS,
    "ticket-wrong-municipality": _SETTINGS,
    "ticket-wrong-till": _SETTINGS,
    "points-account-not-found": lazy_gettext(
        "利用者に、マイページの「ポイントのサイトへ」からポイント口座をつくるよう案内してください。"
    ),
    "points-unavailable": lazy_gettext("少し待ってから、もう一度操作してください。"),
    "mykey-id-not-found": lazy_gettext(
        "利用者に、先にポータルサイトでマイキーIDを作るよう案内してください。"
    ),
    "not-linked": lazy_gettext("利用者に、先にポータルサイトでマイキーIDを作るよう案内してください。"),
    "pay-code-unknown": _QR_AGAIN,
    "pay-code-expired": _QR_AGAIN,
    "till-session-over": lazy_gettext("はじめから操作してください。"),
    "points-insufficient": lazy_gettext("ポイント数を減らし、残りはほかの方法で支払ってもらってください。"),
    "programme-not-found": _MUNICIPALITY,
    "programme-not-open": _MUNICIPALITY,
    "event-not-open": _MUNICIPALITY,
    "vouchers-not-issued": _MUNICIPALITY,
    "face-refused": lazy_gettext("メニューに戻り、はじめから操作してください。"),
    "voucher-unknown": lazy_gettext("もう一度読み取るか、券に印刷された16文字を見直してください。"),
    "voucher-used": lazy_gettext("この券は受け取れません。"),
    "voucher-cancelled": lazy_gettext("この券は受け取れません。"),
    "voucher-ended": lazy_gettext("この券は受け取れません。"),
    "voucher-from-elsewhere": lazy_gettext("この券は受け取れません。"),
    "receipt-not-found": lazy_gettext("この店のレシートの番号かどうかを、見直してください。"),
    "not-today": lazy_gettext("今日の支払いだけを取り消せます。自治体のポイントの担当者に相談してください。"),
    "already-cancelled": lazy_gettext("「レシートを見る」で、いつ取り消したかを確かめられます。"),
    "grant-limit": lazy_gettext("ポイント数を減らしてください。"),
    "person-limit": lazy_gettext("ポイント数を減らしてください。"),
    "budget-exceeded": _MUNICIPALITY,
}
# After these nothing can be paid with points now.
_PAY_OTHERWISE = frozenset(
    {
        "till-closed", "shop-closed", "wrong-till-kind", "signature-invalid", "signature-expired",
        "ticket-wrong-purpose", "ticket-wrong-municipality", "ticket-wrong-till", "points-account-not-found",
        "points-unavailable", "mykey-id-not-found", "not-linked", "programme-not-found", "programme-not-open",
        "certificate-malformed", "certificate-not-trusted", "certificate-wrong-kind", "certificate-expired",
        "certificate-not-yet-valid", "certificate-revoked", "mykey-id-paused", "revocation-unknown",
        "succession-unknown", "terminal-stopped", "terminal-closed", "terminal-device-changed",
        "voucher-used", "voucher-cancelled", "voucher-ended", "voucher-from-elsewhere",
        "too-many-requests", "purpose-not-allowed", "provider-is-a-library",
    }
)  # fmt: skip
_LIMITS = ("available", "most", "left")


def till_trouble(answer: PlatformRefused | PlatformSilent, *, paying: bool = True) -> Trouble:
    """The words for an answer that is not a yes. `paying`: somebody waits to pay."""
    otherwise = [_("お支払いは、ほかの方法で続けてください。")] if paying else []
    if isinstance(answer, PlatformSilent):
        return Trouble(_("ポイントのシステムから返事がありません。"), otherwise, kind="warning")
    problem = answer.problem
    steps = [str(WHAT_TO_DO.get(problem.code) or AT_THE_CORE.get(problem.code) or _AGAIN)]
    if isinstance(answer, ClockWrong):
        steps.insert(0, clock_words(answer))
    limit = next((problem.facts[fact] for fact in _LIMITS if fact in problem.facts), None)
    if isinstance(limit, int) and not isinstance(limit, bool):
        steps.insert(0, _("いま可能なのは、%(points)sまでです。", points=points_in_words(limit)))
    wait = problem.facts.get("retry_after")
    if isinstance(wait, str) and wait.isdigit():
        steps.append(_("%(seconds)s秒ほど待ってください。", seconds=wait))
    if problem.code in _PAY_OTHERWISE:
        steps += otherwise
    kind = "warning" if isinstance(answer, PlatformCannotTell) else "error"
    return Trouble(problem.detail or _("受け付けられませんでした。"), steps, kind)


def in_doubt() -> Trouble:
    """An act was sent and no answer came, twice: it may or may not be done."""
    return Trouble(
        _("ポイントのシステムから返事がありません。終わったかどうかは、まだ分かりません。"),
        [
            _("もう一度同じボタンを押してください。二重になることはありません。"),
            _(
                "この画面が消えたときは、「レシートを見る」で、最後のレシートの次の番号があるかを確かめてください。"
            ),
        ],
        kind="warning",
    )
