"""What serves once and is soon dropped: opened tickets, visits at tills, pay codes, kept answers, nonces.

None of these holds a time in clear: lives of minutes lie inside sealed values, and in clear there is the day
after which a row is purged, or an hour's third turn (privacy.md, "Deliberately non-joinable", 4).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    Integer,
    SmallInteger,
    TypeDecorator,
)
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import PointsPurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.points.models.base import IndexBytes, PointsBase, column, sealed_bytes

__all__ = [
    "KEPT_ANSWER",
    "PAY_CODE",
    "TILL_VISIT",
    "KeptAnswer",
    "OpenedTicket",
    "PayCode",
    "PointsLimit",
    "SeenNonce",
    "TillVisit",
]

#: {"holder", "till", "purpose", "until"}
TILL_VISIT = SealedColumn("till_visits", "visit_sealed", PointsPurpose.TILL_VISIT_SEAL, 256)
#: {"holder", "until"}
PAY_CODE = SealedColumn("pay_codes", "pay_code_sealed", PointsPurpose.PAY_CODE_SEAL, 128)
#: the answer as it was given; below the size from which PostgreSQL keeps values out of line
KEPT_ANSWER = SealedColumn("kept_answers", "answer_kept_sealed", PointsPurpose.ANSWER_SEAL, 1664)


class OpenedTicket(PointsBase):
    """A ticket that was opened; it opens nothing again."""

    __tablename__ = "opened_tickets"

    ticket_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed index of the ticket's nonce"
    )
    gone_after: Mapped[date] = column(Date, sensitive=False, about="day after which the row is purged")

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<OpenedTicket>"


class TillVisit(PointsBase):
    """A till's session with one holder: 120 seconds, balance and one act."""

    __tablename__ = "till_visits"

    visit_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed index of the session's token"
    )
    visit_sealed: Mapped[bytes] = column(
        sealed_bytes(TILL_VISIT), sensitive=True, about="who, at which till, for what, until when"
    )

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<TillVisit>"


class PayCode(PointsBase):
    """A QR code that a holder shows at a till: once, within a minute."""

    __tablename__ = "pay_codes"

    pay_code_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed index of the code"
    )
    pay_code_sealed: Mapped[bytes] = column(sealed_bytes(PAY_CODE), sensitive=True, about="whose, until when")

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<PayCode>"


class KeptAnswer(PointsBase):
    """The answer to a call with an idempotency key, written in the transaction of the act itself."""

    __tablename__ = "kept_answers"

    call_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed index of caller, call and key"
    )
    call_body_index: Mapped[bytes] = column(IndexBytes, sensitive=False, about="keyed index of the body")
    answer_kept_sealed: Mapped[bytes] = column(sealed_bytes(KEPT_ANSWER), sensitive=True, about="the answer")
    kept_third: Mapped[int] = column(
        SmallInteger, sensitive=False, about="the Japan day's number modulo 3: dropped when its turn is over"
    )

    __table_args__ = (CheckConstraint("kept_third BETWEEN 0 AND 2", name="kept_third"),)

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "<KeptAnswer>"


class SeenNonce(PointsBase):
    """A nonce of a signed till request (terminal-api.md, "Signed requests")."""

    __tablename__ = "seen_nonces"
    __table_args__ = (CheckConstraint("seen_third BETWEEN 0 AND 2", name="seen_third"),)

    seen_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed index of till and nonce"
    )
    seen_third: Mapped[int] = column(
        SmallInteger,
        index=True,
        sensitive=False,
        about="the hour's number modulo 3: dropped when its turn is over",
    )

    def __repr__(self) -> str:
        """Nothing of the till."""
        return "<SeenNonce>"


class UtcMoment(TypeDecorator[datetime]):
    """A moment in UTC on both engines, for limits alone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Store UTC; SQLite keeps no zone."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PointsLimit(PointsBase):
    """A counter of a rate limit (mykey.web.rate_limits). Windows of what citizens do are an hour or more."""

    __tablename__ = "points_limits"

    key_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed index of what is limited"
    )
    hits: Mapped[int] = column(Integer, sensitive=False, about="hits in the window")
    expires_at: Mapped[datetime] = column(UtcMoment, index=True, sensitive=False, about="end of the window")

    def __repr__(self) -> str:
        """Nothing of whom it limits."""
        return "<PointsLimit>"
