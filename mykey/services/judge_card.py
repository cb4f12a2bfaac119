"""Judge a card that a terminal presents: form, trust, kind, dates, revocation, challenge, in this order.

With certificate, challenge and signature a card is *proved* (PIN); with the certificate alone it is
*touched*, which shows no presence (jpki.md, かざし利用). A challenge is burnt once a signature over it has
been checked, whatever the outcome, in a transaction of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mykey.certificates import Freshness, UserCertificate, prove_possession, read_user_certificate
from mykey.kernel.clock import Clock
from mykey.kernel.refusals_of_cards import ChallengeExpired, ChallengeFailed, ChallengeUsed
from mykey.models.terminal_requests import TerminalChallenge
from mykey.services.work import Apart, CardRules, Work

__all__ = ["CardObject", "JudgedCard", "burn_challenge", "judge_card", "read_card"]


@dataclass(frozen=True, repr=False)
class CardObject:
    """The card object of terminal-api.md: challenge and signature come together or not at all."""

    user_certificate: bytes
    challenge_id: UUID | None
    signature: bytes | None


@dataclass(frozen=True)
class JudgedCard:
    """A card that is good, by a list that is fresh or (within a grace) stale."""

    certificate: UserCertificate
    proved: bool
    freshness: Freshness


def judge_card(
    work: Work, cards: CardRules, terminal_id: str, card: CardObject, grace: timedelta = timedelta(0)
) -> JudgedCard:
    """Judge the whole card. Must run before `work.session` is touched (see `Apart`).

    Raises:
        CertificateMalformed, CertificateNotTrusted, CertificateWrongKind, CertificateNotYetValid,
        CertificateExpired, CertificateRevoked, RevocationUnknown, ChallengeFailed, ChallengeUsed,
        ChallengeExpired.
    """
    judged = read_card(cards, card, work.clock(), grace)
    if judged.proved:
        burn_challenge(work.apart, work.clock, terminal_id, card, judged.certificate)
    return judged


def read_card(cards: CardRules, card: CardObject, moment: datetime, grace: timedelta) -> JudgedCard:
    """Judge all of a card but its challenge: no database. Raises as `judge_card` does."""
    certificate = read_user_certificate(card.user_certificate, cards.trust, moment)
    freshness = cards.lists.check(certificate.name, certificate.distribution_point, moment, grace)
    return JudgedCard(certificate, card.signature is not None, freshness)


def burn_challenge(
    apart: Apart, clock: Clock, terminal_id: str, card: CardObject, certificate: UserCertificate
) -> None:
    """Check the signature over this terminal's challenge, once.

    Raises:
        ChallengeFailed: unknown, another terminal's, or not this card's signature.
        ChallengeUsed: a signature over it was checked before.
        ChallengeExpired: older than 120 seconds; it is not burnt, it is over.
    """
    challenge = apart(lambda own: _take(own, terminal_id, card.challenge_id, clock()))
    prove_possession(certificate, challenge, card.signature or b"")


def _take(own: Session, terminal_id: str, challenge_id: UUID | None, now: datetime) -> bytes:
    mine = (TerminalChallenge.id == challenge_id) & (TerminalChallenge.terminal_id == terminal_id)
    found = own.execute(select(TerminalChallenge.challenge, TerminalChallenge.expires_at).where(mine)).first()
    if found is None:
        raise ChallengeFailed
    # One statement decides between two requests with the same challenge.
    taken = own.execute(
        update(TerminalChallenge).where(mine, TerminalChallenge.used.is_(False)).values(used=True)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]  # a CursorResult, which update() always gives
        raise ChallengeUsed
    if found.expires_at < now:
        raise ChallengeExpired
    return bytes(found.challenge)
