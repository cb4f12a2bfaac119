"""Back from a company's sign-in. What it hands over leaves the address bar: every answer is a redirect.

The state shows that the sign-in began in this session; each company has an address of its own to come back
to, so that none can pass its code off as another's (RFC 9700, 4.4). A code that was refused uses the state
up for nobody: a twin of the same request, from a double click, may just be succeeding.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mykey.crypto.tokens import sha256
from mykey.points.citizens.partner_access import ACCESS, keep_access
from mykey.points.citizens.partner_choices import BEGUN
from mykey.points.citizens.signed_in import holder_needed, seems_signed_in
from mykey.points.citizens.workplace import settled, workplace
from mykey.points.partner_calls.sign_in import read_link
from mykey.points.refusals_of_partners import (
    PartnerClosed,
    PartnerNotFound,
    PartnerRefused,
    PartnerUnreachable,
)
from mykey.web.authentication import declare_authentication, no_auth_needed

__all__ = ["SIGN_IN_LIFE", "make_blueprint"]

#: How long one may take at the company's sign-in.
SIGN_IN_LIFE = timedelta(minutes=15)


def make_blueprint() -> Blueprint:
    """Who comes back may have lost the session meanwhile, and is told so."""
    blueprint = Blueprint("points_partner_return", __name__)
    declare_authentication(blueprint, no_auth_needed)
    blueprint.add_url_rule("/partners/<uuid:partner_id>/back", "back", back)
    return blueprint


def back(partner_id: UUID) -> ResponseReturnValue:
    """Take the code and fetch the access, or say why there is none."""
    if not seems_signed_in():
        flash(
            _(
                "会社から戻りましたが、ここでの時間が過ぎていました。ポイントは動いていません。"
                "マイページから入り直して、もう一度最初から行ってください。"
            ),
            "warning",
        )
        return redirect(url_for("points_home.home"), 303)
    holder_needed()
    state, error, code = _one("state"), _one("error"), _one("code")
    if _is_same(state, session.get(ACCESS), partner_id):
        return redirect(url_for("points_exchange_amounts.amount"), 303)  # reloaded, or by the back button
    begun = session.get(BEGUN)
    if begun is None or not _is_same(state, begun, partner_id) or _is_late(begun):
        return _again(
            partner_id,
            _(
                "会社から戻りましたが、こちらで始めたものと合わないか、時間が過ぎていました。"
                "ポイントは動いていません。もう一度行ってください。"
            ),
        )
    if error == "access_denied":
        session.pop(BEGUN)
        return _again(partner_id, _("会社の画面で、取りやめました。ポイントは動いていません。"))
    if error is not None or code is None:
        session.pop(BEGUN)
        return _failed(partner_id)
    return _fetch(partner_id, begun, code)


def _fetch(partner_id: UUID, begun: dict[str, str], code: str) -> ResponseReturnValue:
    sign_in = workplace().partners.sign_in
    try:
        link = settled(lambda work: read_link(work, partner_id))
        token = sign_in.finish(link, code, begun["verifier"])
    except (PartnerNotFound, PartnerClosed):
        return redirect(url_for("points_partners.choose"), 303)
    except PartnerRefused:
        return _again(
            partner_id,
            _("会社が、ログインを受け付けませんでした。ポイントは動いていません。もう一度行ってください。"),
        )
    except PartnerUnreachable:
        return _again(
            partner_id,
            _("会社から返事がありません。ポイントは動いていません。時間をおいて、もう一度行ってください。"),
        )
    session.pop(BEGUN, None)
    keep_access(partner_id, token, begun["state"])
    return redirect(url_for("points_exchange_amounts.amount"), 303)


def _failed(partner_id: UUID) -> ResponseReturnValue:
    """The company's own trouble."""
    return _again(
        partner_id,
        _("会社の画面で、うまくいきませんでした。ポイントは動いていません。時間をおいて行ってください。"),
    )


def _again(partner_id: UUID, words: str) -> ResponseReturnValue:
    """To the company's page, where one can begin anew."""
    session.pop("_flashes", None)
    flash(words, "warning")
    return redirect(url_for("points_partners.one", partner_id=partner_id), 303)


def _one(name: str) -> str | None:
    """A parameter that came once; twice is none (RFC 6749, 3.1)."""
    found = request.args.getlist(name)
    return found[0] if len(found) == 1 else None


def _is_same(state: str | None, begun: dict[str, Any] | None, partner_id: UUID) -> bool:
    if state is None or begun is None or begun["partner"] != str(partner_id):
        return False
    # Of digests, so that the time it takes tells nothing of how much was right.
    return sha256(state.encode(errors="replace")) == sha256(str(begun["state"]).encode())


def _is_late(begun: dict[str, str]) -> bool:
    return workplace().ground.clock() - datetime.fromisoformat(begun["since"]) > SIGN_IN_LIFE
