"""Register a MyKey ID for the holder of a proved card: one card, one ID, and no ID twice.

Both rules are the database's (named unique constraints), so that they hold in a race, too; the looks before
them are for the common case.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mykey.crypto.passwords import Passwords
from mykey.kernel.randomness import random_id
from mykey.kernel.refusals_of_cards import CertificateExpired
from mykey.kernel.refusals_of_citizens import CardAlreadyBound, MykeyIdTaken
from mykey.models.bindings import Binding
from mykey.models.citizens import CITIZEN_PROFILE, Citizen, CitizenState
from mykey.models.mykey_ids import MYKEY_ID_VALUE, MykeyId
from mykey.models.violations import violated_constraint
from mykey.services.card_certificate import ProvedCard
from mykey.services.find_citizen_by_card import find_citizen_by_card
from mykey.services.move_binding import add_binding
from mykey.services.password_rules import check_password
from mykey.services.signed_in import SignedIn
from mykey.services.tell_of_mykey_id import tell_of_mykey_id
from mykey.services.work import CardRules, Work

__all__ = ["Registration", "create_mykey_id"]

_FACTS = {
    "uq_bindings_certificate_index": CardAlreadyBound,
    "pk_mykey_ids": MykeyIdTaken,
}


@dataclass(frozen=True)
class Registration:
    """What the citizen said. `mail` None: no address. `terms` is the version of the terms agreed to."""

    mykey_id: str = field(repr=False)
    password: str = field(repr=False)
    mail: str | None = field(repr=False)
    notice_of_password: bool
    notice_of_mykey_id: bool
    language: str
    terms: str
    agreed_at: str


def create_mykey_id(
    work: Work, cards: CardRules, passwords: Passwords, card: ProvedCard, registration: Registration
) -> SignedIn:
    """Register the ID and bind the card; the citizen is signed in with it.

    Must come before the request's own transaction is touched (`find_citizen_by_card`).

    Raises:
        PasswordRefused: see `check_password`.
        CertificateExpired, CertificateRevoked, RevocationUnknown: the card has lost its validity, or nobody
            can tell, since it was proved.
        CardAlreadyBound: the card has, or had, a MyKey ID, or has just got that of the card it replaced.
        SuccessionUnknown: the linkage service did not say which card it replaced.
        MykeyIdTaken: somebody was faster.
    """
    # The slow hash comes before the transaction: on SQLite there is one writer at a time.
    password_hash = passwords.hash(check_password(registration.password, registration.mykey_id))
    moment = work.clock()
    if moment > card.not_after:
        raise CertificateExpired
    cards.lists.check(card.name, card.distribution_point, moment, timedelta(0))
    # Asked again: the card that this one replaced may have been bound since this one was proved.
    if find_citizen_by_card(work, cards, card) is not None:
        raise CardAlreadyBound
    _look_first(work, card, registration.mykey_id)
    citizen = _citizen(work, registration, password_hash)
    try:
        # All or nothing, whatever the edge does with the rest of the request.
        with work.session.begin_nested():
            work.session.add(citizen)
            work.session.flush()  # binding and ID point to it
            add_binding(work, work.session, citizen.id, card)
            work.session.flush()  # so that the violation is known to be this one
            work.session.add(_mykey_id(work, registration.mykey_id, citizen))
            work.session.flush()  # as above
    except IntegrityError as error:
        fact = _FACTS.get(violated_constraint(error) or "")
        if fact is None:
            raise
        raise fact from None
    tell_of_mykey_id(work, citizen)
    return SignedIn(citizen.id, citizen.session_epoch)


def _look_first(work: Work, card: ProvedCard, mykey_id: str) -> None:
    places = work.keys.certificate_candidates(card.name)
    if work.session.scalar(select(Binding.id).where(Binding.certificate_index.in_(places))) is not None:
        raise CardAlreadyBound
    places = work.keys.mykey_id_candidates(mykey_id)
    if work.session.scalar(select(MykeyId.id_index).where(MykeyId.id_index.in_(places))) is not None:
        raise MykeyIdTaken


def _citizen(work: Work, registration: Registration, password_hash: str) -> Citizen:
    row = random_id(work.random_bytes)
    profile = {
        "mail": registration.mail,
        "notices": {
            "password_changed": registration.notice_of_password,
            "mykey_id_changed": registration.notice_of_mykey_id,
        },
        "language": registration.language,
        "terms": registration.terms,
        "agreed_at": registration.agreed_at,
        "created_at": work.clock().isoformat(),
    }
    return Citizen(
        id=row,
        state=CitizenState.ACTIVE,
        password_hash=password_hash,
        session_epoch=1,
        profile_sealed=work.keys.seal(CITIZEN_PROFILE, row, profile),
    )


def _mykey_id(work: Work, mykey_id: str, citizen: Citizen) -> MykeyId:
    index = work.keys.mykey_id_index(mykey_id)
    return MykeyId(
        id_index=index,
        citizen_id=citizen.id,
        value_sealed=work.keys.seal(MYKEY_ID_VALUE, index, mykey_id),
    )
