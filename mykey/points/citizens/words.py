"""Refusals in words: what happened and what the citizen can do, by the error's code and reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext

from mykey.kernel.errors import MyKeyError
from mykey.points.acts.list_history import Entry
from mykey.points.models.ledger import ActKind

__all__ = ["ACT_WORDS", "AMOUNT_REASONS", "Words", "place_words", "words_of"]


@dataclass(frozen=True)
class Words:
    """Heading, what happened, what to do (lazy strings: they are read in the request's language)."""

    heading: Any
    happened: Any
    todo: tuple[Any, ...]


_FROM_MY_PAGE = lazy_gettext("マイページに戻り、もう一度「ポイントのサイトへ」を押してください。")
_LOOK_AGAIN = lazy_gettext("最初の画面に戻り、いまの内容を確かめてください。")
_RESERVE = lazy_gettext("留保ポイント")
_NOTHING_MOVED = lazy_gettext("ポイントは動いていません。")

_WORDS: dict[str, Words] = {
    "entry-from-elsewhere": Words(
        lazy_gettext("ここからは入れません"),
        lazy_gettext("ポイントのサイトには、マイページからだけ入れます。"),
        (_FROM_MY_PAGE,),
    ),
    "ticket-invalid": Words(
        lazy_gettext("ポイントのサイトに入れませんでした"),
        lazy_gettext("マイページから届いた内容を確かめられません。"),
        (_FROM_MY_PAGE,),
    ),
    "ticket-expired": Words(
        lazy_gettext("時間が過ぎました"),
        lazy_gettext("マイページで「ポイントのサイトへ」を押してから、1分が過ぎました。"),
        (_FROM_MY_PAGE,),
    ),
    "ticket-used": Words(
        lazy_gettext("この入り方は1回だけです"),
        lazy_gettext("マイページから届いた内容は、もう使われています。画面を読み込み直しても入れません。"),
        (_FROM_MY_PAGE,),
    ),
    "ticket-wrong-purpose": Words(
        lazy_gettext("ポイントのサイトに入れませんでした"),
        lazy_gettext("届いた内容は、お店などの端末で使うためのものです。"),
        (_FROM_MY_PAGE,),
    ),
    "points-account-not-found": Words(
        lazy_gettext("ポイント口座がありません"),
        lazy_gettext("ポイント口座をまだつくっていないか、もう閉じています。"),
        (lazy_gettext("つくるときは、マイページから「ポイントのサイトへ」を押してください。"),),
    ),
    "points-insufficient": Words(
        lazy_gettext("ポイントが足りません"),
        lazy_gettext(
            "移そうとした数より、いまある留保ポイントのほうが少なくなっています。ポイントは動いていません。"
        ),
        (_LOOK_AGAIN,),
    ),
    "account-not-found": Words(
        lazy_gettext("この履歴はありません"),
        lazy_gettext("この自治体やイベントのポイントは、お持ちではありません。"),
        (_LOOK_AGAIN,),
    ),
    "amount-refused": Words(
        lazy_gettext("ポイント数を読み取れませんでした"),
        _NOTHING_MOVED,
        (lazy_gettext("前の画面に戻り、ポイント数を入力し直してください。"),),
    ),
    "programme-not-found": Words(
        lazy_gettext("この自治体は選べません"),
        lazy_gettext("この自治体では、ポイントを行っていません。ポイントは動いていません。"),
        (lazy_gettext("別の自治体かイベントを選んでください。"),),
    ),
    "programme-not-open": Words(
        lazy_gettext("この自治体は、いまは選べません"),
        lazy_gettext(
            "この自治体のポイントは、まだ始まっていないか、終わっています。ポイントは動いていません。"
        ),
        (lazy_gettext("別の自治体かイベントを選んでください。"),),
    ),
    "event-not-open": Words(
        lazy_gettext("このイベントは、いまは選べません"),
        lazy_gettext("このイベントは、まだ始まっていないか、終わっています。ポイントは動いていません。"),
        (lazy_gettext("別の自治体かイベントを選んでください。"),),
    ),
    "idempotency-key-reused": Words(
        lazy_gettext("この画面は古くなりました"),
        lazy_gettext("同じ画面から、ちがう内容が2度送られました。2度目は受け付けていません。"),
        (_LOOK_AGAIN,),
    ),
    "too-many-requests": Words(
        lazy_gettext("しばらく待ってください"),
        lazy_gettext("短い間に何度も操作があったため、受け付けを止めています。"),
        (lazy_gettext("1時間ほど待ってから、もう一度お試しください。"),),
    ),
    "mail-code-over": Words(
        lazy_gettext("この確認コードは使えません"),
        lazy_gettext("確認コードの時間（30分）が過ぎたか、5回まちがえたか、もう使われています。"),
        (lazy_gettext("お知らせの画面で、もう一度メールアドレスを入力してください。"),),
    ),
}

#: The reasons of `AmountRefused`, and of an amount that is more than there is.
AMOUNT_REASONS: dict[str, Any] = {
    "empty": lazy_gettext("ポイント数を入力してください。"),
    "not-a-number": lazy_gettext("ポイント数は、1000 のように数字だけで入力してください。"),
    "not-positive": lazy_gettext("ポイント数は、1以上にしてください。"),
    "too-large": lazy_gettext("一度に移せるのは、%(most)sポイントまでです。"),
    "insufficient": lazy_gettext("いま移せるのは、%(available)sポイントまでです。"),
}

#: What happened, as histories say it.
ACT_WORDS: dict[str, Any] = {
    ActKind.PUT_INTO_RESERVE: lazy_gettext("留保に入った"),
    ActKind.GRANT: lazy_gettext("もらった"),
    ActKind.MOVE: lazy_gettext("移した"),
    ActKind.TERM_MOVE: lazy_gettext("期限が過ぎて、ベース口座に移った"),
    ActKind.SPEND: lazy_gettext("使った"),
    ActKind.CANCEL: lazy_gettext("使ったのを取り消した"),
    ActKind.EXPIRE: lazy_gettext("期限が過ぎて、なくなった"),
    ActKind.GIVE_BACK: lazy_gettext("返した"),
    ActKind.CORRECT: lazy_gettext("訂正"),
    ActKind.ISSUE_VOUCHER: lazy_gettext("紙の券にした"),
    ActKind.TAKE_VOUCHER: lazy_gettext("紙の券で使われた"),
    ActKind.RETURN_VOUCHER: lazy_gettext("使わなかった紙の券が戻った"),
    ActKind.SETTLE: lazy_gettext("精算"),
}


def place_words(entry: Entry) -> Any:
    """The other side of a line in a history: a shop, a programme, an event, or the holder's own reserve."""
    if entry.place is None and entry.kind in {ActKind.MOVE, ActKind.TERM_MOVE}:
        return _RESERVE
    return entry.place or ""


def words_of(error: MyKeyError) -> Words | None:
    """The words of a refusal; None where the general words by status must do."""
    return _WORDS.get(error.code)
