"""Idempotency keys: the same key and body give the same answer for 24 hours (terminal-api.md, "Conventions").

A record is claimed before the act and committed at once, so that a second request sees that the first is at
work. A success is kept in the act's own transaction: either both are there or neither. 429 and 5xx are not
kept; a claim whose process died counts as at work for a minute or two and may then be taken over.
Kept are keyed hashes, the sealed answer and an expiry rounded to the hour: no person, place and time.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from mykey.crypto.purposes import CorePurpose
from mykey.kernel.errors import Broken
from mykey.kernel.refusals_of_terminals import IdempotencyKeyReused, RequestInProgress
from mykey.models.keys import CoreKeys
from mykey.models.terminal_requests import IDEMPOTENT_ANSWER, IdempotencyRecord

__all__ = ["Claim", "KeptAnswer", "claim_answer", "drop_claim", "keep_answer", "make_claim"]

LIFE = timedelta(hours=24)
LEASE = timedelta(minutes=1)


@dataclass(frozen=True)
class Claim:
    """One key of one terminal for one call, and the body it came with, both as keyed hashes.

    `older` is the same under the hashing key that is being replaced; None where there is no such key.
    """

    key_index: bytes
    body_index: bytes
    older: Claim | None = None


@dataclass(frozen=True)
class KeptAnswer:
    """An answer to give again."""

    status: int
    body: bytes


def make_claim(keys: CoreKeys, terminal_id: str, method: str, path: str, key: str, body: bytes) -> Claim:
    """Hash key and body for a claim."""
    call = (terminal_id.encode(), method.encode(), path.encode(), key.encode())
    places = keys.candidates(CorePurpose.IDEMPOTENCY_INDEX, b"key", *call)
    bodies = keys.candidates(CorePurpose.IDEMPOTENCY_INDEX, b"body", *call, body)
    claim = None
    for key_index, body_index in reversed(list(zip(places, bodies, strict=True))):
        claim = Claim(key_index, body_index, claim)
    if claim is None:
        raise Broken
    return claim


def claim_answer(own: Session, keys: CoreKeys, now: datetime, claim: Claim) -> KeptAnswer | None:
    """Claim the key, in a transaction that is committed before the act. None: the act is to be done.

    A record under a hashing key that is being replaced still answers: a retry must not act a second time.

    Raises:
        IdempotencyKeyReused: the key came with another body.
        RequestInProgress: the first request with it is still at work.
    """
    if claim.older is not None and (present := _present(own, claim.older, now)) is not None:
        return _judge(keys, claim.older, *present)
    insert = postgresql.insert if own.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = {
        "body_index": claim.body_index,
        "answer_sealed": None,
        "leased_until": (now + LEASE).replace(second=0, microsecond=0) + timedelta(minutes=1),
        "expires_at": (now + LIFE).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1),
    }
    claimed = own.execute(
        insert(IdempotencyRecord)
        .values(key_index=claim.key_index, **fresh)
        .on_conflict_do_update(
            index_elements=[IdempotencyRecord.key_index], set_=fresh, where=_over(claim, now)
        )
        .returning(IdempotencyRecord.key_index)
    ).first()
    if claimed is not None:
        return None
    record = own.execute(
        select(IdempotencyRecord.body_index, IdempotencyRecord.answer_sealed).where(
            IdempotencyRecord.key_index == claim.key_index
        )
    ).one()
    return _judge(keys, claim, record.body_index, record.answer_sealed)


def _over(claim: Claim, now: datetime) -> ColumnElement[bool]:
    return (IdempotencyRecord.expires_at <= now) | (
        IdempotencyRecord.answer_sealed.is_(None)
        & (IdempotencyRecord.leased_until <= now)
        & (IdempotencyRecord.body_index == claim.body_index)
    )


def _present(own: Session, claim: Claim, now: datetime) -> tuple[bytes, bytes | None] | None:
    row = own.execute(
        select(IdempotencyRecord.body_index, IdempotencyRecord.answer_sealed).where(
            IdempotencyRecord.key_index == claim.key_index, ~_over(claim, now)
        )
    ).first()
    return None if row is None else (row.body_index, row.answer_sealed)


def _judge(keys: CoreKeys, claim: Claim, body_index: bytes, answer_sealed: bytes | None) -> KeptAnswer:
    if body_index != claim.body_index:
        raise IdempotencyKeyReused
    if answer_sealed is None:
        raise RequestInProgress
    answer = keys.open_sealed(IDEMPOTENT_ANSWER, claim.key_index, answer_sealed)
    return KeptAnswer(answer["status"], base64.b64decode(answer["body"]))


def keep_answer(session: Session, keys: CoreKeys, claim: Claim, answer: KeptAnswer) -> None:
    """Keep the answer for retries; for a success in the act's own transaction."""
    value = {"status": answer.status, "body": base64.b64encode(answer.body).decode("ascii")}
    session.execute(
        update(IdempotencyRecord)
        .where(IdempotencyRecord.key_index == claim.key_index)
        .values(answer_sealed=keys.seal(IDEMPOTENT_ANSWER, claim.key_index, value))
    )


def drop_claim(own: Session, claim: Claim) -> None:
    """Let the key be used again: the answer was 429 or 5xx, or the request never came to the act."""
    own.execute(
        delete(IdempotencyRecord).where(
            IdempotencyRecord.key_index == claim.key_index, IdempotencyRecord.answer_sealed.is_(None)
        )
    )
