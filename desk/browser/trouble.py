"""What went wrong between desk and card, in words that a clerk or a citizen can act on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask_babel import gettext as _

from desk.cards.refusals import PinLocked, PinNotFourDigits, PinWrong
from desk.readers.interface import CardAbsent, CardLeft, CardTrouble, ReaderSoftwareMissing, ReaderUnavailable

__all__ = ["Trouble", "card_trouble"]


@dataclass(frozen=True)
class Trouble:
    """A sentence that says what happened, and what to do, step by step."""

    title: str
    steps: list[str] = field(default_factory=list)
    kind: str = "error"


def card_trouble(trouble: CardTrouble) -> Trouble:
    """The words for `trouble`. They tell tries left, never anything of the card."""
    for kind, words in _WORDS.items():
        if isinstance(trouble, kind):
            return words(trouble)
    return _unreadable()


def _wrong(trouble: CardTrouble) -> Trouble:
    left = trouble.tries_left if isinstance(trouble, PinWrong) else 0
    return Trouble(
        _("暗証番号が違います。あと%(count)s回まちがえるとロックされます。", count=left),
        [_("利用者証明用電子証明書の4桁の暗証番号を、もう一度入力してください。")],
    )


def _locked(_trouble: CardTrouble) -> Trouble:
    return Trouble(
        _("暗証番号を3回まちがえたため、このカードの利用者証明用電子証明書はロックされています。"),
        [
            _(
                "お住まいの市区町村の窓口で、暗証番号の初期化（再設定）を受けてください。図書館や店舗では解除できません。"
            )
        ],
    )


def _not_four_digits(_trouble: CardTrouble) -> Trouble:
    return Trouble(
        _("暗証番号は4桁の数字です。"),
        [_("数字4桁を入力してください。カードにはまだ何も送っていないので、残り回数は減っていません。")],
    )


def _absent(_trouble: CardTrouble) -> Trouble:
    return Trouble(
        _("カードリーダーにマイナンバーカードがありません。"),
        [_("カードをリーダーに置いてから、もう一度押してください。")],
    )


def _left(_trouble: CardTrouble) -> Trouble:
    return Trouble(
        _("読み取りの途中でカードがリーダーから離れました。何も登録されていません。"),
        [_("カードを置き直し、終わるまで動かさないでください。")],
    )


def _software_missing(_trouble: CardTrouble) -> Trouble:
    return Trouble(
        _("このパソコンには、カードリーダーを使うためのソフト（pyscard）が入っていません。"),
        [_("管理者に、拡張「card」を付けてインストールし直すよう伝えてください。")],
    )


def _unavailable(_trouble: CardTrouble) -> Trouble:
    return Trouble(
        _("カードリーダーにつながりません。"),
        [_("リーダーの接続を確かめてください。抜き差しで直らないときは、管理者に連絡してください。")],
    )


def _unreadable() -> Trouble:
    return Trouble(
        _("このカードは読み取れませんでした。"),
        [
            _(
                "マイナンバーカードかどうかを確かめ、置き直してください。何度も続くときは、市区町村の窓口でカードを確認してください。"
            )
        ],
    )


_WORDS: dict[type[CardTrouble], Callable[[CardTrouble], Trouble]] = {
    PinWrong: _wrong,
    PinLocked: _locked,
    PinNotFourDigits: _not_four_digits,
    CardAbsent: _absent,
    CardLeft: _left,
    ReaderSoftwareMissing: _software_missing,
    ReaderUnavailable: _unavailable,
}
