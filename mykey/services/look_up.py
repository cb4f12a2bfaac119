"""Whose number is this? The platform's hot path: one statement, no session, no trace of the person.

The card's own judgement needs no database, so it is made first and told later: what is judged first is
answered first (terminal-api.md, "Conventions"): replay · device · state and kind · members · card · link.
Nothing about the card is written. When a renewed card turns up, its binding moves in a transaction of its
own (architecture.md, "Library usage"): the authority's word moves it, not the touch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from mykey.certificates import Freshness, UserCertificate
from mykey.kernel.errors import MyKeyError
from mykey.kernel.refusals_of_cards import CardNotProved, MykeyIdNotFound, MykeyIdPaused
from mykey.kernel.refusals_of_links import NotLinked
from mykey.kernel.refusals_of_terminals import (
    ContactRequired,
    SignatureExpired,
    SignatureInvalid,
    SignatureReplayed,
    TerminalClosed,
    TerminalDeviceChanged,
    TerminalStopped,
    WrongTerminalKind,
)
from mykey.models.citizens import CitizenState
from mykey.models.links import LINK_NUMBER, LINK_SIGNING
from mykey.models.look_up_statement import LOOK_UP_STATEMENT, TWO_KEYS_STATEMENT, LookUpRow, Statement
from mykey.models.terminals import TerminalState
from mykey.services.admit_request import mark_nonces_from, nonce_indexes
from mykey.services.basic_information import basic_information
from mykey.services.find_citizen_by_card import find_citizen_by_card
from mykey.services.hand_over import HandOver, hand_over
from mykey.services.judge_card import CardObject, JudgedCard, burn_challenge, read_card
from mykey.services.work import CardRules, Work

__all__ = ["LookUp", "LookUpAnswer", "LookUpRows", "look_up"]

#: The longest grace a provider may set; the card is read with it and held to the provider's own below.
LONGEST_GRACE = timedelta(days=7)
NOBODY = b"\0" * 32
#: How many parameters the statement has while the key of nonces is not being replaced.
ONE_KEY = 5


class LookUpRows(Protocol):
    """The connection that runs the one statement (mykey.web.hot_connection)."""

    def row(self, statement: Statement, parameters: Sequence[Any]) -> tuple[Any, ...] | None:
        """The statement's one row."""


@dataclass(frozen=True)
class LookUp:
    """A look-up whose signature is right. `read_card_object` gives the body's card or refuses the body."""

    terminal_id: str
    raw_key: bytes
    nonce: str
    created: int
    device_known: bool
    read_card_object: Callable[[], CardObject]


@dataclass(frozen=True)
class LookUpAnswer:
    """The members of terminal-api.md's answer."""

    provider_id: str
    provider_name: str
    service_id: str
    assurance: str
    basic_information: str
    revocation: str
    hand_over: HandOver


def look_up(work: Work, cards: CardRules, rows: LookUpRows, asked: LookUp) -> LookUpAnswer:
    """Find this terminal's provider's number of the card's holder.

    Raises:
        SignatureReplayed, SignatureExpired, SignatureInvalid, and what `_judge_terminal` names; what
        `read_card_object` and `judge_card` raise; CardNotProved: the provider demands the PIN;
        MykeyIdNotFound (proved cards only), MykeyIdPaused, NotLinked; SuccessionUnknown.
    """
    card, judged, refusal = _read(work, cards, asked)
    places = [NOBODY] if judged is None else work.keys.certificate_candidates(judged.certificate.name)
    nonce, *older = nonce_indexes(work, asked.terminal_id, asked.nonce)
    minute = int(work.clock().timestamp()) // 60
    row = _row(rows, (nonce, minute, asked.terminal_id, places[0], places[-1], *older))
    _judge_request(work, asked, row)
    _judge_terminal(row)
    if refusal is not None:
        raise refusal
    if card is None or judged is None:
        raise SignatureInvalid
    grace = timedelta(hours=row.grace_hours)
    if judged.freshness is not Freshness.FRESH and grace < LONGEST_GRACE:
        judged = read_card(cards, card, work.clock(), grace)
    if judged.proved:
        burn_challenge(work.apart, work.clock, asked.terminal_id, card, judged.certificate)
    elif row.minimum_assurance == "proved":
        raise CardNotProved
    if row.citizen_state is None and _follow_renewal(work, cards, judged.certificate):
        places = work.keys.certificate_candidates(judged.certificate.name)
        row = _row(rows, (nonce, minute, asked.terminal_id, places[0], places[-1], *older))
    return _answer(work, cards, judged, row, grace)


def _read(
    work: Work, cards: CardRules, asked: LookUp
) -> tuple[CardObject | None, JudgedCard | None, MyKeyError | None]:
    """Judge body and card now; what is refused is told when its turn comes."""
    card = None
    try:
        card = asked.read_card_object()
        return card, read_card(cards, card, work.clock(), LONGEST_GRACE), None
    except MyKeyError as refusal:
        return card, None, refusal


def _row(rows: LookUpRows, parameters: Sequence[Any]) -> LookUpRow:
    statement = LOOK_UP_STATEMENT if len(parameters) == ONE_KEY else TWO_KEYS_STATEMENT
    row = rows.row(statement, parameters)
    if row is None:
        raise SignatureInvalid
    return LookUpRow.of(row)


def _judge_request(work: Work, asked: LookUp, row: LookUpRow) -> None:
    since = mark_nonces_from(work) if row.nonces_since is None else row.nonces_since
    if not row.nonce_fresh:
        raise SignatureReplayed
    if asked.created < since:
        raise SignatureExpired
    if row.public_key != asked.raw_key:
        raise SignatureInvalid
    if not asked.device_known:
        raise TerminalDeviceChanged


def _judge_terminal(row: LookUpRow) -> None:
    if row.state == TerminalState.STOPPED:
        raise TerminalStopped
    if row.state == TerminalState.CLOSED:
        raise TerminalClosed
    if row.state != TerminalState.ACTIVE:
        raise ContactRequired
    if row.kind != "service-id":
        raise WrongTerminalKind


def _follow_renewal(work: Work, cards: CardRules, certificate: UserCertificate) -> bool:
    """Whether the authority names a predecessor known here, to which the binding has now moved."""
    return find_citizen_by_card(work, cards, certificate) is not None


def _answer(
    work: Work, cards: CardRules, judged: JudgedCard, row: LookUpRow, grace: timedelta
) -> LookUpAnswer:
    if row.citizen_state is None or row.citizen_state == CitizenState.REVOKED:
        raise MykeyIdNotFound if judged.proved else NotLinked
    if row.citizen_state == CitizenState.PAUSED:
        raise MykeyIdPaused
    if row.link_id is None or row.provider_id is None:
        raise NotLinked
    number = str(work.keys.open_sealed(LINK_NUMBER, row.link_id, row.number_sealed))
    signing = None
    if row.signing_sealed is not None:
        signing = work.keys.open_sealed(LINK_SIGNING, row.link_id, row.signing_sealed)
    return LookUpAnswer(
        provider_id=row.provider_id,
        provider_name=row.provider_name,
        service_id=number,
        assurance="proved" if judged.proved else "touched",
        basic_information=basic_information(signing, cards.lists, work.clock(), grace),
        revocation="fresh" if judged.freshness is Freshness.FRESH else "stale",
        hand_over=hand_over(number, row.hand_over, row.symbology, row.start_stop),
    )
