"""What the platform calls: the token endpoint, the exchange, its cancelling, the notice of coupons."""

from __future__ import annotations

import json
import re
import time
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, Response, jsonify, request

from town.partner_company.authorization import TokenRefused, give_token
from town.partner_company.behaviour import Behaviour, behaviour_of
from town.partner_company.callbacks import answer_of, call_back_soon
from town.partner_company.exchanges import Exchange, NotAllowed, State, cancel, redeem, settle
from town.partner_company.notices import NoticeRefused, keep_notice
from town.partner_company.platform import PlatformSaidNo, PlatformSilent
from town.partner_company.signatures import SignatureRefused, sign_answer, verify_request
from town.partner_company.workplace import Workplace

__all__ = ["CALLED", "add_called"]

#: Endpoints for programs: no page of a browser may call them, and each looks after itself.
CALLED = frozenset({"token", "redeem_points", "cancel_points", "take_notice"})
#: A day's redeemed coupons of a large campaign.
LARGEST_BODY = 1 << 20
LATE_SECONDS = 30
#: Longer than the platform waits.
NEVER_SECONDS = 6
ACCEPTED, NO_CONTENT, UNAUTHORISED, UNPROCESSABLE, SILENT = 202, 204, 401, 422, 503
#: what a body of another shape raises
MALFORMED = (KeyError, ValueError, TypeError, AttributeError)
_NONCE_SECONDS = 600
_MOST = 10**9


class NotDone(Exception):
    """Nothing was done; the status says why, and the platform asks again or not."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def add_called(app: Flask, at: Workplace) -> None:
    """`POST /token`, `/exchanges`, `/exchanges/cancel`, `/notices`."""

    @app.errorhandler(NotDone)
    def not_done(reason: NotDone) -> Response:
        return Response(status=reason.status)

    @app.post("/token")
    def token() -> Response:
        return _token(at)

    @app.post("/exchanges")
    def redeem_points() -> Response:
        members = _believed(at)
        try:
            exchange_id = str(UUID(members["exchange_id"]))
            units, points = _amount(members["units"]), _amount(members["points"])
            exchange = redeem(at.books, _bearer(), exchange_id, units, points, at.now)
        except MALFORMED:
            raise NotDone(UNPROCESSABLE) from None
        except NotAllowed:
            return Response(status=UNAUTHORISED, headers={"WWW-Authenticate": "Bearer"})
        return _say(at, exchange)

    @app.post("/exchanges/cancel")
    def cancel_points() -> Response:
        members = _believed(at)
        try:
            cancel(at.books, str(UUID(members["exchange_id"])), at.now)
        except MALFORMED:
            raise NotDone(UNPROCESSABLE) from None
        return Response(status=NO_CONTENT)

    @app.post("/notices")
    def take_notice() -> Response:
        request.max_content_length = LARGEST_BODY
        try:
            keep_notice(at.books, _believed(at))
        except NoticeRefused:
            raise NotDone(UNPROCESSABLE) from None
        return Response(status=NO_CONTENT)


def _token(at: Workplace) -> Response:
    try:
        given = give_token(
            at.books, at.contract, request.form, request.headers.get("Authorization"), at.clock
        )
    except TokenRefused as refused:
        answer = jsonify(error=refused.word)
        answer.status_code = refused.status
        if refused.status == UNAUTHORISED:
            answer.headers["WWW-Authenticate"] = 'Basic realm="token"'
        return answer
    answer = jsonify(given)
    answer.headers["Pragma"] = "no-cache"
    return answer


def _say(at: Workplace, exchange: Exchange) -> Response:
    """Answer in the present manner."""
    behaviour = behaviour_of(at.books)
    if behaviour is Behaviour.LATE and exchange.state == State.WAITING and _is_early(at, exchange):
        return Response(status=ACCEPTED)
    decided = settle(at.books, exchange.exchange_id, refuse=behaviour is Behaviour.REFUSE)
    if behaviour is Behaviour.NEVER:
        time.sleep(NEVER_SECONDS)
        return Response(status=SILENT)
    members = answer_of(decided, wrong_amount=behaviour is Behaviour.OTHER_AMOUNT)
    key = Ed25519PrivateKey.generate() if behaviour is Behaviour.WRONG_SIGNATURE else at.contract.key
    body, headers = sign_answer(200, members, key, at.contract.partner_id, at.clock)
    if behaviour is Behaviour.TWICE:
        call_back_soon(at, exchange.exchange_id, members)
    return Response(body, 200, headers)


def _is_early(at: Workplace, exchange: Exchange) -> bool:
    return at.now < exchange.asked + LATE_SECONDS


def _believed(at: Workplace) -> dict[str, Any]:
    """The members of a body that the platform signed. Raises `NotDone`."""
    body = request.get_data()
    try:
        verify_request(
            request.method,
            f"{at.origin}{request.full_path.removesuffix('?')}",
            dict(request.headers),
            body,
            at.platform.key(),
            at.clock,
            lambda nonce: _is_new(at, nonce),
        )
        members = json.loads(body)
    except SignatureRefused:
        raise NotDone(UNAUTHORISED) from None
    except (PlatformSaidNo, PlatformSilent):
        raise NotDone(SILENT) from None
    except ValueError:
        raise NotDone(UNPROCESSABLE) from None
    if not isinstance(members, dict):
        raise NotDone(UNPROCESSABLE)
    return members


def _is_new(at: Workplace, nonce: str) -> bool:
    with at.books.transaction() as books:
        books.execute("DELETE FROM nonces WHERE seen < ?", (at.now - _NONCE_SECONDS,))
        done = books.execute("INSERT INTO nonces VALUES (?, ?) ON CONFLICT DO NOTHING", (nonce, at.now))
    return done.rowcount == 1


def _bearer() -> str:
    found = re.fullmatch(r"(?i:bearer) ([A-Za-z0-9._~+/=-]+)", request.headers.get("Authorization", ""))
    if found is None:
        raise NotAllowed
    return found[1]


def _amount(value: object) -> int:
    if type(value) is not int or not 0 < value <= _MOST:
        raise ValueError
    return value
