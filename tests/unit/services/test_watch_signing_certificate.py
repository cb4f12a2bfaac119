from __future__ import annotations

import pytest

from mykey.kernel.randomness import random_id
from mykey.kernel.refusals_of_cards import SuccessionUnknown
from mykey.kernel.refusals_of_links import SigningCertificateMissing
from mykey.models.links import LINK_SIGNING, Link
from mykey.services.ground import Ground
from mykey.services.watch_signing_certificate import find_signing_certificate, watch_signing_certificate
from mykey.services.work import Work
from tests.factories.citizens import proved
from tests.support.office_linkage import OfficeLinkage
from town.authority.office import CardOffice


def test_the_holders_signing_certificate_is_kept_and_dropped(
    work: Work, ground: Ground, office: CardOffice
) -> None:
    card = office.issue(name="hanako", holder="見本 花子")
    found = find_signing_certificate(ground.cards, proved(ground, card))
    link = Link(id=random_id(ground.random_bytes))
    watch_signing_certificate(work, link, found)
    assert stored(link)
    assert link.signing_sealed is not None
    kept = ground.keys.open_sealed(LINK_SIGNING, link.id, link.signing_sealed)
    assert card.signing is not None
    assert kept["serial"] == str(card.signing.serial)
    watch_signing_certificate(work, link, None)
    assert not stored(link)


def stored(link: Link) -> bool:
    """Whether anything is watched, asked anew of the changed row."""
    return link.change_notice or link.signing_sealed is not None


def test_none_and_no_answer_are_two_things(ground: Ground, office: CardOffice) -> None:
    child = proved(ground, office.issue(name="taro", holder="見本 太郎", under_15=True))
    with pytest.raises(SigningCertificateMissing):
        find_signing_certificate(ground.cards, child)
    linkage = ground.cards.linkage
    assert isinstance(linkage, OfficeLinkage)
    linkage.down = True
    with pytest.raises(SuccessionUnknown):
        find_signing_certificate(ground.cards, child)
