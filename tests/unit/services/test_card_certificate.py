from __future__ import annotations

import json

from mykey.services.card_certificate import ProvedCard
from mykey.services.ground import Ground
from tests.factories.citizens import proved
from town.authority.office import CardOffice


def test_it_survives_a_session(ground: Ground, office: CardOffice) -> None:
    card = proved(ground, office.issue(name="hanako", holder="見本花子"))
    assert ProvedCard.from_plain(json.loads(json.dumps(card.to_plain()))) == card


def test_nothing_of_it_shows_in_a_repr(ground: Ground, office: CardOffice) -> None:
    card = proved(ground, office.issue(name="hanako", holder="見本花子"))
    assert str(card.name.serial) not in repr(card)
    assert repr(card) == "ProvedCard()"
