"""What a company says about an exchange, as response or callback: judged in one place, posted at most once.

All answers to one exchange meet at the lock of its row. Each leaves a row of its own with its verdict,
whatever it was, so that the reconciliation file can show it; of each verdict an exchange keeps twenty.

|           | done, right amounts         | done, others   | refused             |
|-----------|-----------------------------|----------------|---------------------|
| asked     | accepted: posted            | other-amount   | accepted            |
| done      | repeated                    | other-amount   | contradicts         |
| refused   | after-refusal: reversal owed| the same       | repeated            |
| cancelled | after-cancel: reversal owed | the same       | after-cancel        |

A wrong signature and what cannot be read change nothing. An account that was closed meanwhile gets nothing:
the exchange is cancelled, and the company owed that word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, func, insert, select, update

from mykey.kernel.randomness import random_id
from mykey.points.acts.partners.bring_points import bring_points, lock_for_bringing
from mykey.points.acts.partners.cancel_exchange import LockedExchange, lock_exchange, write_cancelled
from mykey.points.acts.put_into_reserve import TERM_DAYS
from mykey.points.ground import PointsWork
from mykey.points.models.partners import Exchange, ExchangeState, PartnerAnswer, Verdict
from mykey.points.refusals_of_partners import ExchangeNotFound

__all__ = [
    "CALLBACK",
    "DONE",
    "MOST_ROWS",
    "MOST_SAID",
    "REFUSED",
    "RESPONSE",
    "UNREADABLE",
    "SaidAnswer",
    "judge_answer",
]

RESPONSE, CALLBACK = "response", "callback"
DONE, REFUSED, UNREADABLE = "done", "refused", "unreadable"
#: What can be said of units or points: far beyond what is ever agreed, and within the columns.
MOST_SAID = 10**15
#: Rows of one verdict that an exchange keeps.
MOST_ROWS = 20

_EXCHANGES, _ANSWERS = cast("Table", Exchange.__table__), cast("Table", PartnerAnswer.__table__)

_VERDICTS = {
    (ExchangeState.ASKED, DONE): Verdict.ACCEPTED,
    (ExchangeState.ASKED, REFUSED): Verdict.ACCEPTED,
    (ExchangeState.DONE, DONE): Verdict.REPEATED,
    (ExchangeState.DONE, REFUSED): Verdict.CONTRADICTS,
    (ExchangeState.REFUSED, DONE): Verdict.AFTER_REFUSAL,
    (ExchangeState.REFUSED, REFUSED): Verdict.REPEATED,
    (ExchangeState.CANCELLED, DONE): Verdict.AFTER_CANCEL,
    (ExchangeState.CANCELLED, REFUSED): Verdict.AFTER_CANCEL,
}


@dataclass(frozen=True)
class SaidAnswer:
    """What came, and whether the company `partner_id` signed it. `word`: done, refused or unreadable."""

    exchange_id: UUID
    partner_id: UUID
    said_by: str
    word: str
    units: int | None
    points: int | None
    is_signed: bool

    def __repr__(self) -> str:
        """Nothing of the person."""
        return f"SaidAnswer({self.said_by}, {self.word})"


def judge_answer(work: PointsWork, said: SaidAnswer, term_days: int = TERM_DAYS) -> str:
    """Do what follows from it and give the verdict, a word of `Verdict`.

    Raises:
        ExchangeNotFound: there is none, or it is another company's.
    """
    exchange = lock_exchange(work, said.exchange_id)
    if exchange is None or exchange.partner_id != said.partner_id:
        raise ExchangeNotFound
    verdict = _verdict(exchange, said)
    if verdict == Verdict.ACCEPTED and said.word == DONE:
        verdict = _bring(work, exchange, term_days)
    elif verdict == Verdict.ACCEPTED:
        _write(work, said.exchange_id, exchange_state=ExchangeState.REFUSED, access_sealed=None)
    elif verdict in (Verdict.AFTER_CANCEL, Verdict.AFTER_REFUSAL) and said.word == DONE:
        write_cancelled(work, said.exchange_id)
    _keep(work, said, verdict)
    return verdict


def _verdict(exchange: LockedExchange, said: SaidAnswer) -> str:
    """By the table above."""
    if not said.is_signed:
        return Verdict.WRONG_SIGNATURE
    if said.word not in (DONE, REFUSED):
        return Verdict.UNREADABLE
    verdict = _VERDICTS[exchange.exchange_state, said.word]
    of_amounts = said.word == DONE and verdict in (Verdict.ACCEPTED, Verdict.REPEATED)
    if of_amounts and (said.units, said.points) != (exchange.exchange_units, exchange.exchange_points):
        return Verdict.OTHER_AMOUNT
    return verdict


def _bring(work: PointsWork, exchange: LockedExchange, term_days: int) -> str:
    pair = lock_for_bringing(work, exchange.partner_id, reserve_id=exchange.account_id)
    if pair.reserve.is_closed:
        write_cancelled(work, exchange.exchange_id)
        return Verdict.AFTER_CANCEL
    act_id, _ends_on = bring_points(work, pair, exchange.exchange_points, term_days)
    _write(
        work,
        exchange.exchange_id,
        exchange_state=ExchangeState.DONE,
        act_id=act_id,
        access_sealed=None,
    )
    return Verdict.ACCEPTED


def _write(work: PointsWork, exchange_id: UUID, **values: Any) -> None:
    work.connection.execute(
        update(_EXCHANGES).where(_EXCHANGES.c.exchange_id == exchange_id).values(**values)
    )


def _keep(work: PointsWork, said: SaidAnswer, verdict: str) -> None:
    kept = work.connection.scalar(
        select(func.count())
        .select_from(_ANSWERS)
        .where(_ANSWERS.c.exchange_id == said.exchange_id, _ANSWERS.c.verdict == verdict)
    )
    if kept is not None and kept >= MOST_ROWS:
        return
    work.connection.execute(
        insert(_ANSWERS).values(
            answer_id=random_id(work.random_bytes),
            exchange_id=said.exchange_id,
            said_on=work.today,
            said_by=said.said_by,
            said_word=said.word,
            said_units=said.units,
            said_points=said.points,
            verdict=verdict,
        )
    )
