"""What the platform's answers mean at the counter, in words and next steps.

The sentence is the platform's own `detail`; what to do next is ours, one for every code of terminal-api.md.
"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask_babel import format_datetime, lazy_gettext
from flask_babel import gettext as _

from desk.browser.trouble import Trouble
from desk.platform.answers import ClockWrong, PlatformCannotTell, PlatformRefused, PlatformSilent

__all__ = ["WHAT_TO_DO", "clock_words", "outage", "platform_trouble"]

_JAPAN = ZoneInfo("Asia/Tokyo")

_ORDINARY = lazy_gettext("貸出などの手続きは、いつもの利用カードの番号で続けてください。")
_AGAIN = lazy_gettext("もう一度操作してください。続くときは、管理者に連絡してください。")
_ADMINISTRATOR = lazy_gettext("このソフトの管理者に、画面の内容を伝えてください。")
_TOUCH_AGAIN = lazy_gettext("カードを置き直して、はじめから操作してください。")
_OFFICE = lazy_gettext(
    "利用者に、お住まいの市区町村の窓口でカードの電子証明書を確認するよう案内してください。"
)
_MUNICIPALITY = lazy_gettext("自治体の担当者に連絡してください。")
_CHECK_NUMBER = lazy_gettext("利用カードの番号を見直して、入力し直してください。")

WHAT_TO_DO = {
    "json-malformed": _ADMINISTRATOR,
    "not-found": _ADMINISTRATOR,
    "method-not-allowed": _ADMINISTRATOR,
    "body-too-large": _ADMINISTRATOR,
    "media-type": _ADMINISTRATOR,
    "request-invalid": lazy_gettext("入力した内容を確かめてください。"),
    "too-many-requests": lazy_gettext("少し待ってから、もう一度操作してください。"),
    "idempotency-key-reused": _AGAIN,
    "request-in-progress": lazy_gettext(
        "前の操作がまだ終わっていません。少し待ってから、もう一度操作してください。"
    ),
    "signature-invalid": lazy_gettext(
        "この端末の登録が確認できません。管理者に連絡し、端末の登録からやり直してください。"
    ),
    "signature-expired": lazy_gettext("このパソコンの時計を正しい時刻に合わせてください。"),
    "signature-replayed": _AGAIN,
    "terminal-device-changed": lazy_gettext(
        "登録したときと違うパソコンです。自治体の担当者に、この端末の登録し直しを依頼してください。"
    ),
    "terminal-credentials-invalid": lazy_gettext(
        "配布された端末IDと端末パスワードを見直して、入力し直してください。"
    ),
    "terminal-already-activated": lazy_gettext(
        "この端末IDは、別のパソコンで登録済みです。自治体の担当者に確認してください。"
    ),
    "terminal-stopped": _MUNICIPALITY,
    "terminal-closed": _MUNICIPALITY,
    "wrong-terminal-kind": lazy_gettext(
        "この端末の種類では、この操作はできません。別の端末を使ってください。"
    ),
    "contact-required": lazy_gettext("先に、メニューから連絡先を登録してください。"),
    "certificate-malformed": _TOUCH_AGAIN,
    "certificate-not-trusted": _OFFICE,
    "certificate-wrong-kind": _OFFICE,
    "certificate-not-yet-valid": _OFFICE,
    "certificate-expired": _OFFICE,
    "certificate-revoked": _OFFICE,
    "challenge-failed": _TOUCH_AGAIN,
    "challenge-used": _TOUCH_AGAIN,
    "challenge-expired": _TOUCH_AGAIN,
    "card-not-proved": lazy_gettext("利用者に暗証番号を入力してもらってください。"),
    "mykey-id-paused": lazy_gettext(
        "利用者本人がマイページで利用を止めています。再開もマイページでできます。"
    ),
    "mykey-id-not-found": lazy_gettext(
        "利用者に、先にポータルサイトでマイキーIDを作るよう案内してください。"
    ),
    "revocation-unknown": lazy_gettext("少し待ってから、もう一度操作してください。何も登録されていません。"),
    "succession-unknown": lazy_gettext("少し待ってから、もう一度操作してください。何も変わっていません。"),
    "service-id-linked-elsewhere": lazy_gettext(
        "番号の打ちまちがいでないか、利用カードと見比べてください。合っているときは、利用者本人の登録かどうかを確かめてください。"
    ),
    "already-linked": lazy_gettext("番号を替えるときは、下の「この番号に替える」へ進んでください。"),
    "service-id-format": _CHECK_NUMBER,
    "my-number-refused": lazy_gettext(
        "マイナンバー（個人番号）は入力できません。利用カードの番号を入力してください。"
    ),
    "signing-certificate-missing": lazy_gettext(
        "このカードには署名用電子証明書がありません。変更通知を「いいえ」にすれば登録できます。"
    ),
    "not-linked": lazy_gettext(
        "登録がありません。番号や利用者を確かめ、必要なら先に「サービスIDの登録」をしてください。"
    ),
    "purpose-not-allowed": _MUNICIPALITY,
    "provider-is-a-library": _MUNICIPALITY,
}

# Refusals after which the citizen stands at the counter with a book in hand.
_LOAN_GOES_ON = frozenset(
    {
        "certificate-malformed",
        "certificate-not-trusted",
        "certificate-wrong-kind",
        "certificate-not-yet-valid",
        "certificate-expired",
        "certificate-revoked",
        "mykey-id-paused",
        "mykey-id-not-found",
        "not-linked",
        "revocation-unknown",
        "succession-unknown",
        "terminal-stopped",
        "terminal-closed",
        "terminal-device-changed",
        "signature-invalid",
        "signature-expired",
        "too-many-requests",
    }
)


def outage() -> Trouble:
    """The one sentence of privacy.md, P25."""
    return Trouble(
        _(
            "マイキープラットフォームから返事がないため、貸出などの手続きは、いつもの利用カードの番号で続けてください。"
        ),
        kind="warning",
    )


def platform_trouble(answer: PlatformRefused | PlatformSilent) -> Trouble:
    """The words for an answer that is not a yes."""
    if isinstance(answer, PlatformSilent):
        return outage()
    problem = answer.problem
    steps = [str(WHAT_TO_DO.get(problem.code, _AGAIN))]
    if isinstance(answer, ClockWrong):
        steps.insert(0, clock_words(answer))
    wait = problem.facts.get("retry_after")
    if isinstance(wait, str) and wait.isdigit():
        steps.append(_("%(seconds)s秒ほど待ってください。", seconds=wait))
    if problem.code in _LOAN_GOES_ON:
        steps.append(str(_ORDINARY))
    kind = "warning" if isinstance(answer, PlatformCannotTell) else "error"
    return Trouble(problem.detail or _("受け付けられませんでした。"), steps, kind)


def clock_words(answer: ClockWrong) -> str:
    """How wrong this PC's clock is, and what the time is."""
    if answer.platform_time is None or answer.skew is None:
        return str(_("このパソコンの時計が合っていません。"))
    right: str = format_datetime(answer.platform_time.astimezone(_JAPAN), "yyyy/MM/dd HH:mm", rebase=False)
    minutes = max(1, round(abs(answer.skew) / timedelta(minutes=1)))
    if answer.skew > timedelta():
        words: str = _(
            "このパソコンの時計は約%(minutes)s分進んでいます。正しい時刻は%(right)s（日本時間）です。"
        )
    else:
        words = _("このパソコンの時計は約%(minutes)s分遅れています。正しい時刻は%(right)s（日本時間）です。")
    return str(words % {"minutes": minutes, "right": right})
