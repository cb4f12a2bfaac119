from __future__ import annotations

import pytest

from mykey.kernel.refusals_of_cards import MykeyIdNotFound, SuccessionUnknown
from mykey.models.citizens import CitizenState
from mykey.services.ground import Ground
from mykey.services.sign_in_by_card import sign_in_by_card
from mykey.services.work import Work
from tests.factories.citizens import a_citizen, proved
from tests.support.office_linkage import OfficeLinkage
from town.authority.issued import IssuedCard
from town.authority.office import CardOffice


@pytest.fixture
def card(office: CardOffice) -> IssuedCard:
    return office.issue(name="hanako", holder="見本花子")


def test_the_holder_signs_in(work: Work, ground: Ground, card: IssuedCard) -> None:
    citizen_id = a_citizen(ground, work.session, card).id
    work.session.commit()
    assert sign_in_by_card(work, ground.cards, proved(ground, card)).citizen_id == citizen_id


def test_a_renewed_card_signs_in(work: Work, ground: Ground, card: IssuedCard, office: CardOffice) -> None:
    citizen_id = a_citizen(ground, work.session, card).id
    work.session.commit()
    renewed = proved(ground, office.renew(card.name))
    assert sign_in_by_card(work, ground.cards, renewed).citizen_id == citizen_id


def test_a_card_without_an_id_is_told_so(work: Work, ground: Ground, card: IssuedCard) -> None:
    with pytest.raises(MykeyIdNotFound):
        sign_in_by_card(work, ground.cards, proved(ground, card))


def test_a_revoked_citizen_has_no_id(work: Work, ground: Ground, card: IssuedCard) -> None:
    a_citizen(ground, work.session, card, state=CitizenState.REVOKED)
    work.session.commit()
    with pytest.raises(MykeyIdNotFound):
        sign_in_by_card(work, ground.cards, proved(ground, card))


def test_when_the_linkage_is_down_nobody_is_told_they_have_none(
    work: Work, ground: Ground, card: IssuedCard
) -> None:
    assert isinstance(ground.cards.linkage, OfficeLinkage)
    ground.cards.linkage.down = True
    with pytest.raises(SuccessionUnknown):
        sign_in_by_card(work, ground.cards, proved(ground, card))
