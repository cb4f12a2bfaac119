"""Citizens with a MyKey ID and, if a card is given, a live binding; made as registration makes them."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy.orm import Session

from mykey.certificates import read_user_certificate
from mykey.kernel.randomness import random_id
from mykey.models.bindings import Binding
from mykey.models.citizens import CITIZEN_PROFILE, Citizen, CitizenState
from mykey.models.mykey_ids import MYKEY_ID_VALUE, MykeyId
from mykey.services.card_certificate import ProvedCard
from mykey.services.ground import Ground
from mykey.services.move_binding import add_binding
from tests.support.ground import work_on
from town.authority.issued import IssuedCard

__all__ = ["PASSWORD", "a_binding", "a_citizen", "proved"]

PASSWORD = "correct horse 42 battery"

_NUMBERS = itertools.count(1)


def a_citizen(
    ground: Ground,
    session: Session,
    card: IssuedCard | None = None,
    *,
    mykey_id: str | None = None,
    password: str = PASSWORD,
    mail: str | None = None,
    language: str = "ja",
    state: str = CitizenState.ACTIVE,
    **profile: Any,
) -> Citizen:
    """One citizen, flushed. Without `mykey_id` one that no other call gives."""
    row = random_id(ground.random_bytes)
    moment = ground.clock().isoformat()
    value = {
        "mail": mail,
        "notices": {"password_changed": False, "mykey_id_changed": False},
        "language": language,
        "terms": "2026-04",
        "agreed_at": moment,
        "created_at": moment,
    } | profile
    citizen = Citizen(
        id=row,
        state=state,
        password_hash=ground.passwords.hash(password),
        session_epoch=1,
        profile_sealed=ground.keys.seal(CITIZEN_PROFILE, row, value),
    )
    session.add(citizen)
    session.flush()
    chosen = mykey_id or f"MK{next(_NUMBERS):06d}"
    index = ground.keys.mykey_id_index(chosen)
    sealed = ground.keys.seal(MYKEY_ID_VALUE, index, chosen)
    session.add(MykeyId(id_index=index, citizen_id=citizen.id, value_sealed=sealed))
    session.flush()
    if card is not None:
        a_binding(ground, session, citizen, card)
    return citizen


def a_binding(ground: Ground, session: Session, citizen: Citizen, card: IssuedCard) -> Binding:
    """A live binding of the citizen to the card's user certificate."""
    binding = add_binding(work_on(ground, session), session, citizen.id, proved(ground, card))
    session.flush()
    return binding


def proved(ground: Ground, card: IssuedCard) -> ProvedCard:
    """The card as a use case sees it after its challenge was signed."""
    return ProvedCard.of(read_user_certificate(card.user.der, ground.cards.trust, ground.clock()))
