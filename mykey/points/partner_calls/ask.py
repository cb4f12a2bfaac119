"""Ask a company for an exchange, or tell it that nothing came of one: outside any transaction, and again.

The exchange stands in the database before the company hears of it, and what the company says is judged in a
transaction of its own. Between the two lies the network, so everything may be said twice; the company does
what it is asked under one id once.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from mykey.crypto.request_keys import DevicePublicKey
from mykey.kernel.clock import Clock
from mykey.kernel.errors import Refused
from mykey.points.acts.partners.judge_answer import (
    DONE,
    MOST_SAID,
    REFUSED,
    RESPONSE,
    UNREADABLE,
    SaidAnswer,
    judge_answer,
)
from mykey.points.acts.partners.read_exchange import ExchangeAtWork, note_reversal_taken, read_exchange
from mykey.points.acts.put_into_reserve import TERM_DAYS
from mykey.points.ground import PointsGround
from mykey.points.models.partners import ExchangeState
from mykey.points.partner_calls.calls import Answered, NoAnswer, PartnerCalls
from mykey.points.settling import settle
from mykey.web.signed_messages import verify_response

__all__ = ["ask_partner", "ask_plainly", "give_up", "give_up_plainly"]

OK = 200
TAKEN = (200, 204)


def ask_partner(
    engine: Engine,
    ground: PointsGround,
    exchange_id: UUID,
    calls: PartnerCalls,
    term_days: int = TERM_DAYS,
) -> str:
    """Ask, judge what is said, and give the exchange's state then; it may still be `asked`.

    Raises:
        ExchangeNotFound.
    """
    try:
        return ask_plainly(engine, ground, exchange_id, calls, term_days)
    except NoAnswer:
        return ExchangeState.ASKED


def ask_plainly(
    engine: Engine, ground: PointsGround, exchange_id: UUID, calls: PartnerCalls, term_days: int = TERM_DAYS
) -> str:
    """The same. Raises `NoAnswer`, too, when the company cannot be reached."""
    found = settle(engine, ground, lambda work: read_exchange(work, exchange_id))
    if found.state != ExchangeState.ASKED or found.redeem_url is None or found.token is None:
        return found.state
    question = {"exchange_id": str(exchange_id), "units": found.units, "points": found.points}
    said = _read(calls.post(found.redeem_url, question, bearer=found.token), found, ground.clock)
    if said is None:
        return ExchangeState.ASKED
    settle(engine, ground, lambda work: judge_answer(work, said, term_days))
    return settle(engine, ground, lambda work: read_exchange(work, exchange_id)).state


def give_up(engine: Engine, ground: PointsGround, exchange_id: UUID, calls: PartnerCalls) -> bool:
    """Tell the company that nothing came of a cancelled exchange; whether it has taken the word by now.

    Raises:
        ExchangeNotFound.
    """
    try:
        return give_up_plainly(engine, ground, exchange_id, calls)
    except NoAnswer:
        return False


def give_up_plainly(engine: Engine, ground: PointsGround, exchange_id: UUID, calls: PartnerCalls) -> bool:
    """The same. Raises `NoAnswer`, too, when the company cannot be reached."""
    found = settle(engine, ground, lambda work: read_exchange(work, exchange_id))
    if not found.is_reversal_owed:
        return True
    if found.redeem_url is None:
        return False
    answered = calls.post(f"{found.redeem_url}/cancel", {"exchange_id": str(exchange_id)})
    if answered.status not in TAKEN:
        return False
    return settle(engine, ground, lambda work: note_reversal_taken(work, found))


def _read(answered: Answered, asked: ExchangeAtWork, clock: Clock) -> SaidAnswer | None:
    """What was said; None: nothing yet, such as 202."""
    if answered.status != OK:
        return None
    word, units, points = _members(answered.body, asked.exchange_id)
    is_signed = False
    if asked.partner_key is not None:
        key, name = DevicePublicKey(asked.partner_key), str(asked.partner_id)
        try:
            verify_response(answered.headers, answered.status, answered.body, key, name, clock())
            is_signed = True
        except Refused:
            is_signed = False
    return SaidAnswer(asked.exchange_id, asked.partner_id, RESPONSE, word, units, points, is_signed)


def _members(body: bytes, exchange_id: UUID) -> tuple[str, int | None, int | None]:
    try:
        told = json.loads(body)
        word, units, points = told["result"], told["units"], told["points"]
        right = told["exchange_id"] == str(exchange_id) and word in (DONE, REFUSED)
    except (ValueError, KeyError, TypeError, RecursionError):
        return UNREADABLE, None, None
    if not right or not (_is_amount(units) and _is_amount(points)):
        return UNREADABLE, None, None
    return word, units, points


def _is_amount(said: Any) -> bool:
    return type(said) is int and 0 <= said <= MOST_SAID
