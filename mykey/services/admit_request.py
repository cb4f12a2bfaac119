"""Admit one signed request of a terminal: replay first, then idempotency, then the terminal's state.

The signature has been checked. Nonce and idempotency record are written in one transaction of their own,
so that they stay when the act itself is refused, and before it, so that a second request sees them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from mykey.crypto.purposes import CorePurpose
from mykey.kernel.refusals_of_terminals import SignatureExpired, SignatureInvalid, SignatureReplayed
from mykey.models.terminal_requests import Nonce, NonceMark
from mykey.models.terminals import Terminal
from mykey.services.keep_answer import Claim, KeptAnswer, claim_answer
from mykey.services.work import Work

__all__ = ["Admitted", "AdmittedTerminal", "admit_request", "mark_nonces_from", "nonce_indexes"]


@dataclass(frozen=True)
class AdmittedTerminal:
    """What a call needs to know of its terminal."""

    terminal_id: str
    municipality_code: str
    kind: str
    provider_id: str | None
    state: str
    facility_category: str | None
    """Of a points terminal; None for kind `service-id` (and closed terminals of old forms)."""


@dataclass(frozen=True)
class Admitted:
    """The terminal, and for a retry the answer that was kept."""

    terminal: AdmittedTerminal
    kept: KeptAnswer | None


def nonce_indexes(work: Work, terminal_id: str, nonce: str) -> list[bytes]:
    """The keyed hash under which a nonce is kept, and the one under a key that is being replaced."""
    return work.keys.candidates(CorePurpose.NONCE_INDEX, terminal_id.encode(), nonce.encode())


def admit_request(
    work: Work, terminal_id: str, raw_key: bytes, nonce: str, created: int, claim: Claim | None
) -> Admitted:
    """Spend the nonce, read the terminal, claim the idempotency key.

    `raw_key` is the key that the signature was checked with; a device replaced meanwhile is refused.

    Raises:
        SignatureReplayed, SignatureExpired: see `mark_nonces_from`.
        SignatureInvalid: the terminal has another key by now.
        IdempotencyKeyReused, RequestInProgress: see `keep_answer.claim_answer`.
    """
    index, *older = nonce_indexes(work, terminal_id, nonce)
    minute = int(work.clock().timestamp()) // 60

    def spend(own: Session) -> tuple[bool, int | None]:
        insert = postgresql.insert if own.get_bind().dialect.name == "postgresql" else sqlite.insert
        spent = own.execute(
            insert(Nonce)
            .values(nonce_index=index, minute=minute)
            .on_conflict_do_nothing()
            .returning(Nonce.minute)
        ).first()
        fresh = spent is not None and not _known(own, older)
        return fresh, own.scalar(select(NonceMark.since).where(NonceMark.id == 1))

    fresh, since = work.apart(spend)
    if since is None:
        since = mark_nonces_from(work)
    if not fresh:
        raise SignatureReplayed
    if created < since:
        raise SignatureExpired
    row = work.apart(lambda own: _facts(own, terminal_id))
    if row is None or row[1] != raw_key:
        # Before the claim: a device that was replaced must not hold a key that its successor retries with.
        raise SignatureInvalid
    kept = (
        None if claim is None else work.apart(lambda own: claim_answer(own, work.keys, work.clock(), claim))
    )
    return Admitted(row[0], kept)


def mark_nonces_from(work: Work) -> int:
    """After a crash of PostgreSQL the unlogged nonces are gone: refuse what was signed before this moment."""
    now = int((work.clock() + timedelta(seconds=1)).timestamp())

    def mark(own: Session) -> None:
        insert = postgresql.insert if own.get_bind().dialect.name == "postgresql" else sqlite.insert
        own.execute(insert(NonceMark).values(id=1, since=now).on_conflict_do_nothing())

    work.apart(mark)
    return now


def _known(own: Session, indexes: list[bytes]) -> bool:
    if not indexes:
        return False
    return own.scalar(select(Nonce.minute).where(Nonce.nonce_index.in_(indexes))) is not None


def _facts(own: Session, terminal_id: str) -> tuple[AdmittedTerminal, bytes | None] | None:
    found = own.get(Terminal, terminal_id)
    if found is None:
        return None
    facts = AdmittedTerminal(
        found.terminal_id,
        found.municipality_code,
        found.kind,
        found.provider_id,
        found.state,
        found.facility_category,
    )
    return facts, found.public_key
