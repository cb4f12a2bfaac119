from __future__ import annotations

from mykey.services.ground import Ground
from mykey.services.list_links import list_links
from mykey.services.work import Work
from tests.factories.citizens import a_citizen
from tests.factories.links import a_link
from tests.factories.providers import a_library, a_shopping_street


def test_every_link_of_this_citizen_and_of_nobody_else(work: Work, ground: Ground) -> None:
    citizen, other = a_citizen(ground, work.session), a_citizen(ground, work.session)
    library, street = a_library(work.session), a_shopping_street(work.session)
    second = a_link(ground, work.session, citizen, street, "ABC123")
    first = a_link(ground, work.session, citizen, library, "180000000011")
    a_link(ground, work.session, other, library, "180000000022")
    work.session.commit()
    shown = list_links(work, citizen.id)
    assert [(link.link_id, link.provider_name, link.number) for link in shown] == [
        (first.id, "川崎市立図書館", "180000000011"),
        (second.id, "見本銀座商店街", "ABC123"),
    ]
    assert "180000000011" not in repr(shown)


def test_nobody_is_linked_at_first(work: Work, ground: Ground) -> None:
    assert list_links(work, a_citizen(ground, work.session).id) == []
