"""Ask companies again for exchanges that wait, give up those that waited too long, and tell of the given up.

Of a company that cannot be reached no more than three exchanges are tried in one run, whichever they are, and
none any more of one that has taken a minute of it: its silence or slowness must not keep the other jobs, and
one bad exchange must not keep the others of the same company. Neither may one that is broken here.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Engine

from mykey.kernel.clock import japan_day
from mykey.kernel.errors import MyKeyError
from mykey.points.acts.partners.cancel_exchange import end_wait
from mykey.points.acts.partners.read_exchange import DueExchange, list_due_exchanges
from mykey.points.acts.put_into_reserve import TERM_DAYS
from mykey.points.ground import PointsGround
from mykey.points.models.partners import ExchangeState
from mykey.points.partner_calls.ask import ask_plainly, give_up_plainly
from mykey.points.partner_calls.calls import NoAnswer, PartnerCalls
from mykey.points.settling import settle

__all__ = ["WAIT", "ExchangesAsked", "ask_partners"]

#: How long an exchange waits for its answer.
WAIT = timedelta(days=7)
AT_ONCE = 1_000
MOST_SILENCES = 3
#: Of one company, in one run.
MOST_SECONDS = 60.0
DRAW_BYTES = 8


@dataclass(frozen=True)
class ExchangesAsked:
    """How many exchanges came to an end, how many reversals were taken, and how many calls had no answer."""

    ended: int
    reversed: int
    silent: int


def ask_partners(
    engine: Engine, ground: PointsGround, calls: PartnerCalls, term_days: int = TERM_DAYS
) -> ExchangesAsked:
    """One run over what waits, in an order drawn anew.

    Raises:
        MyKeyError: an exchange is broken, such as a token that does not open; the others are done by then.
    """
    due = settle(engine, ground, lambda work: list_due_exchanges(work, AT_ONCE))
    ended = reversed_ = 0
    silent: Counter[UUID] = Counter()
    seconds: defaultdict[UUID, float] = defaultdict(float)
    broken: MyKeyError | None = None
    for one in sorted(due, key=lambda _one: ground.random_bytes(DRAW_BYTES)):
        is_over = _is_over(engine, ground, one)
        ended += is_over
        if silent[one.partner_id] >= MOST_SILENCES or seconds[one.partner_id] >= MOST_SECONDS:
            continue
        began = time.monotonic()
        try:
            if one.state == ExchangeState.ASKED and not is_over:
                ended += ask_plainly(engine, ground, one.exchange_id, calls, term_days) != ExchangeState.ASKED
            else:
                reversed_ += give_up_plainly(engine, ground, one.exchange_id, calls)
        except NoAnswer:
            silent[one.partner_id] += 1
        except MyKeyError as error:
            broken = error
        seconds[one.partner_id] += time.monotonic() - began
    if broken is not None:
        raise broken
    return ExchangesAsked(ended, reversed_, silent.total())


def _is_over(engine: Engine, ground: PointsGround, one: DueExchange) -> bool:
    """End the wait where it is over; whether it was ended."""
    if one.state != ExchangeState.ASKED or japan_day(ground.clock()) - one.asked_on < WAIT:
        return False
    return settle(engine, ground, lambda work: end_wait(work, one.exchange_id))
