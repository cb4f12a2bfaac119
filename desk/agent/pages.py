"""The agent's page: who asks, for what, the PIN, and the way back to the portal.

Nothing of a request, card or PIN outlives the answer: the signed request travels in the form and is checked
again at each step.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, g, make_response, render_template, request
from flask_babel import gettext as _

from desk.agent.card_request import (
    CardRequest,
    CardRequestExpired,
    CardRequestMissing,
    CardRequestRefused,
    PortalUnknown,
    Purpose,
    open_request,
)
from desk.agent.portals import Portal
from desk.browser.language import speak
from desk.browser.trouble import Trouble, card_trouble
from desk.cards.proof import pin_from_typing, prove
from desk.cards.refusals import PinLocked
from desk.clock import Clock
from desk.platform.terminal import base64url
from desk.readers.interface import (
    CardAbsent,
    CardReader,
    CardTrouble,
    ReaderSoftwareMissing,
    ReaderUnavailable,
)

__all__ = ["agent_pages"]

_WITHOUT_CARD = (CardAbsent, ReaderUnavailable, ReaderSoftwareMissing)
_GIVEN_UP = ("cancelled", "pin-locked", "no-card")


def agent_pages(portals: Mapping[str, Portal], reader: CardReader, clock: Clock) -> Blueprint:
    """The blueprint at /card."""
    pages = Blueprint("agent", __name__, url_prefix="/card")

    def opened() -> CardRequest:
        found = open_request(request.values.get("request", ""), portals, clock())
        speak(found.language)
        return found

    @pages.get("")
    def ask() -> str:
        return _page(opened())

    @pages.post("")
    def answer() -> Response:
        asked = opened()
        given_up = request.form.get("give_up")
        if given_up in _GIVEN_UP:
            return _way_back(asked, {"error": given_up})
        try:
            proof = prove(reader, pin_from_typing(request.form.get("pin", "")), asked.challenge)
        except CardTrouble as trouble:
            return make_response(_page(asked, trouble), 422)
        return _way_back(
            asked,
            {"user_certificate": base64url(proof.user_certificate), "signature": base64url(proof.signature)},
        )

    @pages.errorhandler(CardRequestRefused)
    def refused(error: CardRequestRefused) -> tuple[str, int]:
        return render_template("agent/refused.html", trouble=_refusal(error)), 400

    return pages


def _page(asked: CardRequest, trouble: CardTrouble | None = None) -> str:
    locked = isinstance(trouble, PinLocked)
    return render_template(
        "agent/ask.html",
        portal=asked.portal,
        portal_name=asked.portal.name_in(g.lang),
        purpose=_purpose_words(asked.purpose),
        token=request.values["request"],
        trouble=card_trouble(trouble) if trouble is not None else None,
        locked=locked,
        give_up="pin-locked" if locked else "no-card" if isinstance(trouble, _WITHOUT_CARD) else "cancelled",
    )


def _way_back(asked: CardRequest, answer: dict[str, str]) -> Response:
    g.form_action = asked.portal.origin
    fields = {"state": asked.state, **answer}
    return make_response(
        render_template(
            "agent/return.html",
            portal_name=asked.portal.name_in(g.lang),
            return_to=asked.return_to,
            fields=fields,
            done="error" not in answer,
        )
    )


def _purpose_words(purpose: Purpose) -> tuple[str, str]:
    return {
        Purpose.CREATE: (
            _("マイキーIDを作る"),
            _("あなたのカードの利用者証明用電子証明書を、あたらしいマイキーIDの持ち主の確認に使います。"),
        ),
        Purpose.SIGN_IN: (
            _("マイページにログインする"),
            _("あなたのカードの利用者証明用電子証明書を、ログインに使います。"),
        ),
        Purpose.PROVE: (
            _("本人であることを確かめる"),
            _("これから行う手続きがあなた本人のものであることを、カードで確かめます。"),
        ),
    }[purpose]


def _refusal(error: CardRequestRefused) -> Trouble:
    if isinstance(error, CardRequestMissing):
        return Trouble(
            _("このカードソフトは、ポータルサイトから呼び出して使います。"),
            [_("ポータルサイトを開き、カードを使う手続きを選んでください。")],
            kind="info",
        )
    if isinstance(error, PortalUnknown):
        return Trouble(
            _("このカードソフトは、登録されていないサイトからの依頼を受け付けません。"),
            [_("暗証番号を入力せずに、この画面を閉じてください。")],
        )
    if isinstance(error, CardRequestExpired):
        return Trouble(
            _("依頼の有効時間が過ぎました。"),
            [
                _(
                    "もとのサイトに戻り、もう一度「カードを使う」からやり直してください。パソコンの時計が合っているかも確かめてください。"
                )
            ],
        )
    return Trouble(
        _("依頼の内容を確認できないため、カードを使いません。"),
        [
            _(
                "もとのサイトに戻り、はじめからやり直してください。続くときは、そのサイトの問い合わせ先に連絡してください。"
            )
        ],
    )
