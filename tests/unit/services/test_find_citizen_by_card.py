from __future__ import annotations

import pytest
from sqlalchemy import select

from mykey.kernel.refusals_of_cards import SuccessionUnknown
from mykey.models.bindings import Binding, BindingState
from mykey.models.citizens import CitizenState
from mykey.services.find_citizen_by_card import LONGEST_SUCCESSION, find_citizen_by_card
from mykey.services.ground import Ground
from mykey.services.work import Work
from tests.factories.citizens import a_citizen, proved
from tests.support.office_linkage import OfficeLinkage
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice


@pytest.fixture
def card(office: CardOffice) -> IssuedCard:
    return office.issue(name="hanako", holder="見本花子")


def linkage(ground: Ground) -> OfficeLinkage:
    assert isinstance(ground.cards.linkage, OfficeLinkage)
    return ground.cards.linkage


def test_a_bound_card_is_found_without_asking_anybody(work: Work, ground: Ground, card: IssuedCard) -> None:
    citizen = a_citizen(ground, work.session, card)
    citizen_id = citizen.id
    work.session.commit()
    linkage(ground).down = True
    found = find_citizen_by_card(work, ground.cards, proved(ground, card))
    assert found is not None
    assert (found.citizen_id, found.state) == (citizen_id, CitizenState.ACTIVE)
    assert linkage(ground).asked == 0


def test_an_unknown_card_without_predecessor_is_nobodys(work: Work, ground: Ground, card: IssuedCard) -> None:
    assert find_citizen_by_card(work, ground.cards, proved(ground, card)) is None


@pytest.mark.parametrize("renewals", [1, 2, 3])
def test_a_renewed_card_finds_its_holder_and_moves_the_binding(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice, renewals: int
) -> None:
    citizen_id = a_citizen(ground, work.session, card).id
    work.session.commit()
    for _ in range(renewals):
        new = office.renew(card.name)
    found = find_citizen_by_card(work, ground.cards, proved(ground, new))
    assert found is not None
    assert found.citizen_id == citizen_id
    states = [binding.state for binding in work.session.scalars(select(Binding))]
    assert sorted(states) == [BindingState.LIVE, BindingState.REPLACED]


def test_a_renewed_card_whose_predecessor_nobody_bound_is_nobodys(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    assert find_citizen_by_card(work, ground.cards, proved(ground, office.renew(card.name))) is None


def test_no_answer_of_the_linkage_service_is_not_no(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    a_citizen(ground, work.session, card)
    work.session.commit()
    renewed = proved(ground, office.renew(card.name))
    linkage(ground).down = True
    with pytest.raises(SuccessionUnknown):
        find_citizen_by_card(work, ground.cards, renewed)
    assert [binding.state for binding in work.session.scalars(select(Binding))] == [BindingState.LIVE]


@pytest.mark.parametrize("state", [BindingState.REPLACED, BindingState.CLOSED])
def test_a_certificate_that_is_over_here_is_nobodys(
    work: Work, ground: Ground, card: IssuedCard, state: str
) -> None:
    a_citizen(ground, work.session, card)
    work.session.scalars(select(Binding)).one().state = state
    work.session.commit()
    assert find_citizen_by_card(work, ground.cards, proved(ground, card)) is None


def test_a_successor_of_a_closed_binding_is_nobodys(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    a_citizen(ground, work.session, card)
    work.session.scalars(select(Binding)).one().state = BindingState.CLOSED
    work.session.commit()
    assert find_citizen_by_card(work, ground.cards, proved(ground, office.renew(card.name))) is None


def test_an_endless_chain_of_predecessors_ends_in_cannot_tell(
    work: Work, ground: Ground, card: IssuedCard, office: CardOffice
) -> None:
    for _ in range(LONGEST_SUCCESSION + 1):
        new = office.renew(card.name)
    with pytest.raises(SuccessionUnknown):
        find_citizen_by_card(work, ground.cards, proved(ground, new))
