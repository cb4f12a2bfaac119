"""A key is replaced while the platform runs: what was indexed and sealed under the old one is still found."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from mykey.crypto.keyring import Key, KeyRing
from mykey.crypto.purposes import CorePurpose
from mykey.kernel.refusals_of_links import NotLinked, ServiceIdLinkedElsewhere
from mykey.kernel.refusals_of_terminals import IdempotencyKeyReused, SignatureReplayed
from mykey.models.citizens import Citizen
from mykey.models.keys import CoreKeys
from mykey.models.providers import Provider
from mykey.services.admit_request import admit_request
from mykey.services.ground import Ground
from mykey.services.keep_answer import KeptAnswer, claim_answer, keep_answer, make_claim
from mykey.services.link_service_id import link_service_id
from mykey.services.look_up import LookUp, LookUpAnswer, look_up
from mykey.services.sign_in_by_password import sign_in_by_password
from mykey.web.hot_connection import HotConnection
from tests.factories.citizens import PASSWORD, a_citizen
from tests.factories.counters import LIBRARY, NUMBER, Counter
from tests.factories.links import a_link
from tests.support.card_at_counter import touched_card
from tests.support.device import PUBLIC_KEY
from tests.support.ground import work_on
from town.authority.issued import IssuedCard


def rotated(ground: Ground, *, withdrawn: bool = False) -> Ground:
    """Every key has a second version, which writes; the first one reads unless it is withdrawn."""
    keys: dict[CorePurpose, tuple[Key, ...]] = {}
    for purpose in CorePurpose:
        new = Key(2, os.urandom(32))
        keys[purpose] = (new,) if withdrawn else (new, ground.keys.ring.current(purpose))
    return replace(ground, keys=CoreKeys(KeyRing(dict(keys)), os.urandom))


@pytest.fixture
def rows(database_url: str) -> Iterator[HotConnection]:
    made = HotConnection(database_url)
    yield made
    made.close()


@pytest.fixture
def card(counter: Counter) -> IssuedCard:
    """Linked and bound under the first version."""
    issued, citizen_id = counter.person("hanako")
    session = counter.work.session
    library = session.get_one(Provider, LIBRARY)
    a_link(counter.ground, session, session.get_one(Citizen, citizen_id), library, NUMBER)
    session.commit()
    return issued


def touch(
    counter: Counter, ground: Ground, rows: HotConnection, card: IssuedCard, nonce: str
) -> LookUpAnswer:
    asked = LookUp(
        counter.terminal_id,
        PUBLIC_KEY,
        nonce,
        int(ground.clock().timestamp()),
        device_known=True,
        read_card_object=lambda: touched_card(card),
    )
    return look_up(work_on(ground, counter.work.session), ground.cards, rows, asked)


def test_a_card_bound_under_the_old_key_is_looked_up(
    counter: Counter, card: IssuedCard, rows: HotConnection
) -> None:
    later = rotated(counter.ground)
    assert touch(counter, later, rows, card, "n" * 22).service_id == NUMBER


def test_a_renewed_card_moves_its_binding_to_the_new_key(
    counter: Counter, card: IssuedCard, rows: HotConnection
) -> None:
    later = rotated(counter.ground)
    new = counter.office.renew(card.name)
    assert touch(counter, later, rows, new, "n" * 22).service_id == NUMBER
    assert touch(counter, later, rows, new, "m" * 22).service_id == NUMBER


def test_a_withdrawn_key_finds_nothing_and_never_somebody_else(
    counter: Counter, card: IssuedCard, rows: HotConnection
) -> None:
    with pytest.raises(NotLinked):
        touch(counter, rotated(counter.ground, withdrawn=True), rows, card, "n" * 22)


def test_a_nonce_spent_under_the_old_key_stays_spent(
    counter: Counter, card: IssuedCard, rows: HotConnection
) -> None:
    """Whichever of the two doors it came through."""
    later = rotated(counter.ground)
    created = int(counter.ground.clock().timestamp())
    touch(counter, counter.ground, rows, card, "n" * 22)
    admit_request(counter.work, counter.terminal_id, PUBLIC_KEY, "m" * 22, created, None)
    for nonce in ("n" * 22, "m" * 22):
        with pytest.raises(SignatureReplayed):
            touch(counter, later, rows, card, nonce)
        own = work_on(later, counter.work.session)
        with pytest.raises(SignatureReplayed):
            admit_request(own, counter.terminal_id, PUBLIC_KEY, nonce, created, None)
    touch(counter, later, rows, card, "o" * 22)
    with pytest.raises(SignatureReplayed):
        touch(counter, later, rows, card, "o" * 22)


def test_a_number_linked_under_the_old_key_is_still_taken(counter: Counter, card: IssuedCard) -> None:
    later = replace(counter, ground=rotated(counter.ground))
    later = replace(later, work=work_on(later.ground, counter.work.session))
    other, _ = later.person("taro")
    assert other.name != card.name
    given = later.given(other, NUMBER)
    with pytest.raises(ServiceIdLinkedElsewhere):
        link_service_id(later.work, later.ground.cards, later.terminal_id, LIBRARY, given)


def test_a_mykey_id_given_under_the_old_key_signs_in(ground: Ground, session: Session) -> None:
    a_citizen(ground, session, mykey_id="AB12CD34")
    session.commit()
    later = rotated(ground)
    signed_in = sign_in_by_password(work_on(later, session), later.passwords, "AB12CD34", PASSWORD)
    assert signed_in.epoch == 1


def test_a_kept_answer_outlives_its_key(ground: Ground, session: Session) -> None:
    """A retry after the replacement must not do the act a second time."""
    call = ("40000001", "POST", "/v1/links", "key-1", b"{}")
    first = make_claim(ground.keys, *call)
    claim_answer(session, ground.keys, ground.clock(), first)
    keep_answer(session, ground.keys, first, KeptAnswer(201, b"done"))
    session.commit()
    later = rotated(ground)
    again = make_claim(later.keys, *call)
    assert claim_answer(session, later.keys, ground.clock(), again) == KeptAnswer(201, b"done")
    with pytest.raises(IdempotencyKeyReused):
        claim_answer(session, later.keys, ground.clock(), make_claim(later.keys, *call[:4], b"other"))
    after_it_is_over = ground.clock() + timedelta(hours=26)
    assert claim_answer(session, later.keys, after_it_is_over, again) is None
