"""What the terminals face keeps about requests, none of it about a person.

A nonce is a keyed hash and a minute. On PostgreSQL its table is unlogged: a crash empties it, and the mark
with it; then signatures older than the new mark are refused, so no replay gets through (performance.md).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, Integer, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped

from mykey.crypto.purposes import CorePurpose
from mykey.crypto.sealed_values import SealedColumn
from mykey.models.base import Base, IndexBytes, UtcDateTime, column

__all__ = [
    "IDEMPOTENT_ANSWER",
    "IdempotencyRecord",
    "Limit",
    "Nonce",
    "NonceMark",
    "TerminalChallenge",
    "TerminalUsage",
]

#: {"status", "body": base64 text or null}
IDEMPOTENT_ANSWER = SealedColumn("idempotency_records", "answer_sealed", CorePurpose.IDEMPOTENCY_SEAL, 6144)


class Nonce(Base):
    """One nonce that was seen."""

    __tablename__ = "nonces"

    nonce_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed hash of terminal and nonce"
    )
    minute: Mapped[int] = column(BigInteger, index=True, sensitive=False, about="minutes since 1970")


class NonceMark(Base):
    """Since when the table of nonces is whole. One row; lost with the nonces."""

    __tablename__ = "nonce_marks"

    id: Mapped[int] = column(
        Integer, primary_key=True, autoincrement=False, sensitive=False, about="always 1"
    )
    since: Mapped[int] = column(BigInteger, sensitive=False, about="seconds since 1970")


class TerminalChallenge(Base):
    """A challenge for a card at one terminal; 120 seconds, one use."""

    __tablename__ = "terminal_challenges"

    id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    terminal_id: Mapped[str] = column(String(8), sensitive=False, about="for this terminal only")
    challenge: Mapped[bytes] = column(LargeBinary(32), sensitive=False, about="32 random bytes")
    expires_at: Mapped[datetime] = column(
        UtcDateTime, index=True, sensitive=False, about="after which it is refused"
    )
    used: Mapped[bool] = column(Boolean, sensitive=False, about="burnt once a signature over it was checked")


class IdempotencyRecord(Base):
    """The answer kept for a retry: keyed hashes, a sealed answer, an expiry rounded to the hour."""

    __tablename__ = "idempotency_records"

    key_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed hash of terminal, method, path and key"
    )
    body_index: Mapped[bytes] = column(IndexBytes, sensitive=False, about="keyed hash of the body")
    answer_sealed: Mapped[bytes | None] = column(
        LargeBinary(IDEMPOTENT_ANSWER.stored_bytes), sensitive=True, about="the answer; null while at work"
    )
    leased_until: Mapped[datetime] = column(
        UtcDateTime,
        sensitive=False,
        about="until when a request without answer counts as at work, to the minute",
    )
    expires_at: Mapped[datetime] = column(
        UtcDateTime, index=True, sensitive=False, about="rounded to the hour"
    )


class Limit(Base):
    """One counter of a rate limit."""

    __tablename__ = "limits"

    key_index: Mapped[bytes] = column(
        IndexBytes, primary_key=True, sensitive=False, about="keyed hash of the limit's key"
    )
    hits: Mapped[int] = column(Integer, sensitive=False, about="hits in the window")
    expires_at: Mapped[datetime] = column(UtcDateTime, index=True, sensitive=False, about="end of the window")


class TerminalUsage(Base):
    """The platform's whole record of library usage: a counter (privacy.md, P6)."""

    __tablename__ = "terminal_usage"
    __table_args__ = (CheckConstraint("count >= 0", name="count"),)

    terminal_id: Mapped[str] = column(String(8), primary_key=True, sensitive=False, about="which terminal")
    day: Mapped[date] = column(Date, primary_key=True, sensitive=False, about="day (JST)")
    outcome: Mapped[str] = column(
        String(40), primary_key=True, sensitive=False, about="the act, and the refusal's code, if any"
    )
    count: Mapped[int] = column(Integer, sensitive=False, about="how often")
