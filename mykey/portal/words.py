"""Refusals in words: what happened and what the citizen can do, by the error's code and reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext

from mykey.kernel.errors import MyKeyError

__all__ = ["PASSWORD_REASONS", "Words", "card_words", "words_of"]


@dataclass(frozen=True)
class Words:
    """Heading, what happened, what to do (lazy strings: they are read in the request's language)."""

    heading: Any
    happened: Any
    todo: tuple[Any, ...]


_COUNTER = lazy_gettext("お住まいの市区町村の窓口（マイナンバーカードの担当）にお問い合わせください。")
_AGAIN = lazy_gettext("もう一度、最初からやり直してください。")
_NOTHING_CHANGED = lazy_gettext("確認に必要な先につながりません。登録された内容は変わっていません。")

_WORDS: dict[str, Words] = {
    "certificate-malformed": Words(
        lazy_gettext("カードを読み取れませんでした"),
        lazy_gettext("カードから届いたデータが壊れています。"),
        (lazy_gettext("カードを置き直して、もう一度お試しください。"), _COUNTER),
    ),
    "certificate-not-trusted": Words(
        lazy_gettext("このカードは使えません"),
        lazy_gettext("マイナンバーカードの正しい電子証明書ではありません。"),
        (lazy_gettext("お使いのカードがマイナンバーカードか、確かめてください。"), _COUNTER),
    ),
    "certificate-wrong-kind": Words(
        lazy_gettext("このカードは使えません"),
        lazy_gettext("利用者証明用電子証明書ではない証明書が届きました。"),
        (lazy_gettext("カードソフトを確かめて、もう一度お試しください。"), _COUNTER),
    ),
    "certificate-not-yet-valid": Words(
        lazy_gettext("電子証明書がまだ有効ではありません"),
        lazy_gettext("カードの電子証明書の有効期間は、まだ始まっていません。"),
        (lazy_gettext("有効期間が始まってから、もう一度お試しください。"), _COUNTER),
    ),
    "certificate-expired": Words(
        lazy_gettext("電子証明書の有効期限が切れています"),
        lazy_gettext("電子証明書の期限は、カードの期限より先に切れることがあります。"),
        (
            lazy_gettext(
                "お住まいの市区町村の窓口で、電子証明書を更新してください。更新したカードは、そのまま使えます。"
            ),
        ),
    ),
    "certificate-revoked": Words(
        lazy_gettext("電子証明書が失効しています"),
        lazy_gettext("カードの電子証明書は、更新、紛失の届出、本人の申し出などで失効しています。"),
        (lazy_gettext("新しいカードをお持ちのときは、新しいカードでお試しください。"), _COUNTER),
    ),
    "revocation-unknown": Words(
        lazy_gettext("ただいまカードを確認できません"),
        lazy_gettext("カードが有効かどうかを、いまは確かめられません。登録された内容は変わっていません。"),
        (lazy_gettext("しばらく待ってから、もう一度お試しください。"),),
    ),
    "succession-unknown": Words(
        lazy_gettext("ただいまカードを確認できません"),
        _NOTHING_CHANGED,
        (lazy_gettext("しばらく待ってから、もう一度お試しください。"),),
    ),
    "challenge-failed": Words(
        lazy_gettext("カードを確認できませんでした"),
        lazy_gettext("カードの署名が正しくありません。"),
        (lazy_gettext("カードを置き直して、もう一度お試しください。"), _COUNTER),
    ),
    "challenge-used": Words(
        lazy_gettext("この確認は済んでいます"),
        lazy_gettext("カードの確認は、1回ごとに新しく行います。同じ画面は2度使えません。"),
        (_AGAIN,),
    ),
    "challenge-expired": Words(
        lazy_gettext("時間が過ぎました"),
        lazy_gettext("カードの確認は、始めてから5分以内に終えてください。"),
        (_AGAIN,),
    ),
    "card-conversation-not-found": Words(
        lazy_gettext("カードの確認を続けられません"),
        lazy_gettext("このブラウザで始めた手続きではないか、手続きが終わっています。"),
        (_AGAIN,),
    ),
    "card-answer-missing": Words(
        lazy_gettext("カードの確認が終わっていません"),
        lazy_gettext("カードソフトからの返事が届いていません。"),
        (lazy_gettext("もう一度、カードの確認からやり直してください。"),),
    ),
    "card-not-read/cancelled": Words(
        lazy_gettext("カードの確認を取りやめました"),
        lazy_gettext("登録された内容は変わっていません。"),
        (lazy_gettext("続けるときは、もう一度カードの確認からやり直してください。"),),
    ),
    "card-not-read/no-card": Words(
        lazy_gettext("カードが見つかりませんでした"),
        lazy_gettext("カードリーダーに、マイナンバーカードが置かれていません。"),
        (lazy_gettext("カードを置いてから、もう一度お試しください。"),),
    ),
    "card-not-read/pin-locked": Words(
        lazy_gettext("暗証番号がロックされています"),
        lazy_gettext("4桁の暗証番号を3回続けて間違えたため、カードがロックされました。"),
        (
            lazy_gettext(
                "お住まいの市区町村の窓口で、利用者証明用電子証明書の暗証番号を再設定してください。"
            ),
            lazy_gettext("カードと本人確認書類をお持ちください。"),
        ),
    ),
    "card-already-bound": Words(
        lazy_gettext("このカードのマイキーIDは登録済みです"),
        lazy_gettext("1枚のカードで登録できるマイキーIDは、1つだけです。"),
        (
            lazy_gettext("マイページに、カードでログインしてください。"),
            lazy_gettext("登録した心当たりがないときは、市区町村の窓口にお知らせください。"),
        ),
    ),
    "mykey-id-not-found": Words(
        lazy_gettext("マイキーIDがありません"),
        lazy_gettext("このカードでは、まだマイキーIDが登録されていません。"),
        (lazy_gettext("はじめての方は、最初の画面から「マイキーIDをつくる」に進んでください。"),),
    ),
    "mykey-id-paused": Words(
        lazy_gettext("マイキーIDは停止中です"),
        lazy_gettext("停止しているあいだは、ポイントのサイトへ進めません。"),
        (lazy_gettext("マイページで再開してから、もう一度お試しください。"),),
    ),
    "points-unavailable": Words(
        lazy_gettext("ただいまポイントのサイトへ進めません"),
        lazy_gettext("ポイントのサイトへの受付が止まっています。ポイントも登録内容も、なくなっていません。"),
        (lazy_gettext("しばらく待ってから、もう一度お試しください。"),),
    ),
    "draws-exhausted": Words(
        lazy_gettext("これ以上は抽選できません"),
        lazy_gettext("抽選は3回までです。3回目のマイキーIDを登録します。"),
        (lazy_gettext("前の画面に戻り、3回目のマイキーIDで進んでください。"),),
    ),
    "too-many-requests": Words(
        lazy_gettext("しばらく待ってください"),
        lazy_gettext("短い間に何度も操作があったため、受け付けを止めています。"),
        (lazy_gettext("15分ほど待ってから、もう一度お試しください。"),),
    ),
    "not-linked": Words(
        lazy_gettext("このひもづけはありません"),
        lazy_gettext("すでに解除されているか、ほかの画面で内容が変わりました。"),
        (lazy_gettext("マイページを開き直して、いまの内容を確かめてください。"),),
    ),
}

#: The reasons of `PasswordRefused`.
PASSWORD_REASONS: dict[str, Any] = {
    "too-short": lazy_gettext("8文字以上にしてください。"),
    "too-long": lazy_gettext("64文字以内にしてください。"),
    "common": lazy_gettext("よく使われるパスワードなので、使えません。別の言葉にしてください。"),
    "pattern": lazy_gettext("同じ文字や並んだ文字の繰り返しは使えません。別の言葉にしてください。"),
    "mykey-id": lazy_gettext("マイキーIDを含むパスワードは使えません。"),
    "birth-date": lazy_gettext("誕生日のような日付は使えません。"),
}


#: The codes that the help page explains.
_CARD_CODES = (
    "card-not-read/pin-locked",
    "card-not-read/no-card",
    "certificate-",
    "challenge-expired",
    "revocation-unknown",
    "mykey-id-not-found",
    "card-already-bound",
)


def words_of(error: MyKeyError) -> Words | None:
    """The words of a refusal; None where the general words by status must do."""
    reason = error.facts.get("reason")
    return _WORDS.get(f"{error.code}/{reason}") or _WORDS.get(error.code)


def card_words() -> list[Words]:
    """What a card may be refused for, for the help page; one entry a heading."""
    of_cards = (words for code, words in _WORDS.items() if code.startswith(_CARD_CODES))
    return list({str(words.heading): words for words in of_cards}.values())
