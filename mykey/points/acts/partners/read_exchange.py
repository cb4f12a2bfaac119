"""An exchange at work, with what it takes to call its company; and the exchanges that want such a call."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, func, or_, select, update

from mykey.points.ground import PointsWork
from mykey.points.models.partners import (
    EXCHANGE_ACCESS,
    Exchange,
    ExchangeState,
    Partner,
    PartnerAnswer,
)
from mykey.points.refusals_of_partners import ExchangeNotFound

__all__ = ["DueExchange", "ExchangeAtWork", "list_due_exchanges", "note_reversal_taken", "read_exchange"]

_EXCHANGES, _ANSWERS = cast("Table", Exchange.__table__), cast("Table", PartnerAnswer.__table__)


@dataclass(frozen=True)
class ExchangeAtWork:
    """`answers`: how many rows the company's answers have left; None as `token`: it is over."""

    exchange_id: UUID
    partner_id: UUID
    state: str
    units: int
    points: int
    is_reversal_owed: bool
    redeem_url: str | None
    partner_key: bytes | None
    answers: int
    token: str | None = field(repr=False)

    def __repr__(self) -> str:
        """Nothing of the person."""
        return f"ExchangeAtWork({self.state})"


@dataclass(frozen=True)
class DueExchange:
    """One that waits for an answer, or whose company is owed a word."""

    exchange_id: UUID
    partner_id: UUID
    state: str
    asked_on: date

    def __repr__(self) -> str:
        """Nothing of the person."""
        return f"DueExchange({self.state})"


def read_exchange(work: PointsWork, exchange_id: UUID) -> ExchangeAtWork:
    """Raises `ExchangeNotFound`."""
    row: Any = work.connection.execute(
        select(
            _EXCHANGES.c.partner_id, _EXCHANGES.c.exchange_state, _EXCHANGES.c.exchange_units,
            _EXCHANGES.c.exchange_points, _EXCHANGES.c.is_reversal_owed, _EXCHANGES.c.access_sealed,
            Partner.redeem_url, Partner.partner_key,
        )
        .join(Partner, Partner.partner_id == _EXCHANGES.c.partner_id)
        .where(_EXCHANGES.c.exchange_id == exchange_id)
    ).first()  # fmt: skip
    if row is None:
        raise ExchangeNotFound
    token = None
    if row.access_sealed is not None:
        token = work.keys.open_sealed(EXCHANGE_ACCESS, exchange_id, bytes(row.access_sealed))["token"]
    return ExchangeAtWork(
        exchange_id,
        row.partner_id,
        row.exchange_state,
        row.exchange_units,
        row.exchange_points,
        row.is_reversal_owed,
        row.redeem_url,
        None if row.partner_key is None else bytes(row.partner_key),
        _answers(work, exchange_id),
        token,
    )


def note_reversal_taken(work: PointsWork, told: ExchangeAtWork) -> bool:
    """The company took the word; whether that settles it. Has it said something since, it is told again."""
    work.connection.execute(
        select(_EXCHANGES.c.exchange_id).where(_EXCHANGES.c.exchange_id == told.exchange_id).with_for_update()
    )
    if _answers(work, told.exchange_id) != told.answers:
        return False
    work.connection.execute(
        update(_EXCHANGES).where(_EXCHANGES.c.exchange_id == told.exchange_id).values(is_reversal_owed=False)
    )
    return True


def list_due_exchanges(work: PointsWork, most: int) -> list[DueExchange]:
    """So many of those that want a call, drawn anew each time: no company's many keep another's few away."""
    rows = work.connection.execute(
        select(
            _EXCHANGES.c.exchange_id, _EXCHANGES.c.partner_id, _EXCHANGES.c.exchange_state,
            _EXCHANGES.c.asked_on,
        )
        .where(or_(_EXCHANGES.c.exchange_state == ExchangeState.ASKED, _EXCHANGES.c.is_reversal_owed))
        .order_by(func.random())
        .limit(most)
    )  # fmt: skip
    return [DueExchange(*row) for row in rows]


def _answers(work: PointsWork, exchange_id: UUID) -> int:
    count = select(func.count()).select_from(_ANSWERS).where(_ANSWERS.c.exchange_id == exchange_id)
    return work.connection.scalar(count) or 0
