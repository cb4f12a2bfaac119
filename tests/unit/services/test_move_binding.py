from __future__ import annotations

import threading
from uuid import UUID

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mykey.kernel.refusals_of_cards import SuccessionUnknown
from mykey.models.bindings import BINDING_DETAIL, Binding, BindingState
from mykey.models.citizens import Citizen
from mykey.models.links import LINK_SIGNING, Link
from mykey.services.ground import Ground
from mykey.services.move_binding import live_binding, move_binding
from mykey.services.work import Work
from tests.factories.citizens import a_binding, a_citizen, proved
from tests.factories.links import a_link
from tests.factories.providers import a_library, a_shopping_street
from tests.support.ground import work_on
from tests.support.moving_clock import MovingClock
from tests.support.office_linkage import OfficeLinkage
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice


@pytest.fixture
def card(office: CardOffice) -> IssuedCard:
    return office.issue(name="hanako", holder="見本花子")


def bound(work: Work, ground: Ground, card: IssuedCard) -> tuple[Citizen, UUID]:
    citizen = a_citizen(ground, work.session)
    return citizen, a_binding(ground, work.session, citizen, card).id


def test_the_old_one_is_replaced_and_the_new_one_lives(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice, clock: MovingClock
) -> None:
    citizen, old = bound(work, ground, card)
    citizen_id = citizen.id
    work.session.commit()
    clock.advance(days=3)
    new = proved(ground, office.renew(card.name))
    moved = move_binding(work, ground.cards, old, new)
    assert moved is not None
    assert moved.citizen_id == citizen_id
    closed = work.session.get_one(Binding, old)
    assert (closed.state, closed.replaced_by) == (BindingState.REPLACED, moved.id)
    detail = ground.keys.open_sealed(BINDING_DETAIL, closed.id, closed.detail_sealed)
    assert (detail["since"], detail["until"]) == ("2026-04-06", "2026-04-09")
    detail = ground.keys.open_sealed(BINDING_DETAIL, moved.id, moved.detail_sealed)
    assert detail["serial"] == str(new.name.serial)
    assert (detail["since"], detail["until"]) == ("2026-04-09", None)


def test_doing_it_again_changes_nothing(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    _, old = bound(work, ground, card)
    work.session.commit()
    new = proved(ground, office.renew(card.name))
    first = move_binding(work, ground.cards, old, new)
    second = move_binding(work, ground.cards, old, new)
    assert first is not None
    assert second is not None
    assert first.id == second.id


def test_a_watched_link_gets_the_new_signing_certificate(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    citizen, old = bound(work, ground, card)
    certificate = proved(ground, card).name
    signing = ground.cards.linkage.signing_certificate(certificate)
    watched = a_link(ground, work.session, citizen, a_library(work.session), signing=signing)
    plain = a_link(ground, work.session, citizen, a_shopping_street(work.session), number="ABC123")
    watched_id, plain_id = watched.id, plain.id
    work.session.commit()
    new = office.renew(card.name)
    assert new.signing is not None
    move_binding(work, ground.cards, old, proved(ground, new))
    link = work.session.get_one(Link, watched_id)
    assert link.signing_sealed is not None
    stored = ground.keys.open_sealed(LINK_SIGNING, link.id, link.signing_sealed)
    assert stored == {
        "ca_key_id": new.signing.ca_key_id.hex(),
        "serial": str(new.signing.serial),
        "distribution_point": new.signing.distribution_point,
    }
    assert work.session.get_one(Link, plain_id).signing_sealed is None


def test_without_a_new_signing_certificate_the_old_watch_stays(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    citizen, old = bound(work, ground, card)
    signing = ground.cards.linkage.signing_certificate(proved(ground, card).name)
    link_id = a_link(ground, work.session, citizen, a_library(work.session), signing=signing).id
    work.session.commit()
    new = office.renew(card.name)
    office.revoke(card.name, kinds=["signing"])
    assert move_binding(work, ground.cards, old, proved(ground, new)) is not None
    link = work.session.get_one(Link, link_id)
    assert link.signing_sealed is not None
    assert card.signing is not None
    stored = ground.keys.open_sealed(LINK_SIGNING, link.id, link.signing_sealed)
    assert stored["serial"] == str(card.signing.serial)


def test_when_the_signing_certificate_cannot_be_told_nothing_moves(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    citizen, old = bound(work, ground, card)
    signing = ground.cards.linkage.signing_certificate(proved(ground, card).name)
    a_link(ground, work.session, citizen, a_library(work.session), signing=signing)
    work.session.commit()
    assert isinstance(ground.cards.linkage, OfficeLinkage)
    ground.cards.linkage.down = True
    with pytest.raises(SuccessionUnknown):
        move_binding(work, ground.cards, old, proved(ground, office.renew(card.name)))
    assert work.session.get_one(Binding, old).state == BindingState.LIVE


def test_a_closed_binding_is_not_moved(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    _, old = bound(work, ground, card)
    work.session.get_one(Binding, old).state = BindingState.CLOSED
    work.session.commit()
    assert move_binding(work, ground.cards, old, proved(ground, office.renew(card.name))) is None


def test_a_certificate_that_is_bound_meanwhile_is_left_where_it_is(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    _, old = bound(work, ground, card)
    new = office.renew(card.name)
    other = a_citizen(ground, work.session, new).id
    work.session.commit()
    found = move_binding(work, ground.cards, old, proved(ground, new))
    assert found is not None
    assert found.citizen_id == other
    assert work.session.get_one(Binding, old).state == BindingState.LIVE


def test_of_many_at_once_all_see_the_one_binding(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice, core_engine: Engine
) -> None:
    _, old = bound(work, ground, card)
    work.session.commit()
    new = proved(ground, office.renew(card.name))
    together = threading.Barrier(4)
    found: list[UUID] = []

    def run() -> None:
        with Session(core_engine) as session:
            own = work_on(ground, session)
            together.wait()
            binding = move_binding(own, ground.cards, old, new)
            assert binding is not None
            found.append(binding.id)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    live = live_binding(work, work.session, new.name)
    assert live is not None
    assert live.id == found[0]
    assert len(work.session.scalars(select(Binding)).all()) == 2
