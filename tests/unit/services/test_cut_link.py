from __future__ import annotations

import pytest
from sqlalchemy import select

from mykey.kernel.refusals_of_links import NotLinked
from mykey.models.links import Link
from mykey.models.outbox import OUTBOX_MAIL, OutboxMail
from mykey.services.cut_link import cut_link
from mykey.services.ground import Ground
from mykey.services.work import Work
from tests.factories.citizens import a_citizen
from tests.factories.links import a_link
from tests.factories.providers import a_library


def test_the_link_is_gone_and_told_of(work: Work, ground: Ground) -> None:
    citizen = a_citizen(ground, work.session, mail="hanako@mail.example")
    link = a_link(ground, work.session, citizen, a_library(work.session))
    work.session.commit()
    assert cut_link(work, citizen, link.id) == "川崎市立図書館"
    work.session.commit()
    assert work.session.scalars(select(Link)).all() == []
    row = work.session.scalars(select(OutboxMail)).one()
    mail = ground.keys.open_sealed(OUTBOX_MAIL, row.id, row.mail_sealed)
    assert "川崎市立図書館" in mail["text"]
    assert "180000000011" not in mail["text"]


def test_cut_again_is_not_linked_and_tells_nothing(work: Work, ground: Ground) -> None:
    citizen = a_citizen(ground, work.session, mail="hanako@mail.example")
    link_id = a_link(ground, work.session, citizen, a_library(work.session)).id
    cut_link(work, citizen, link_id)
    with pytest.raises(NotLinked):
        cut_link(work, citizen, link_id)
    assert len(work.session.scalars(select(OutboxMail)).all()) == 1


def test_somebody_elses_link_cannot_be_cut(work: Work, ground: Ground) -> None:
    citizen, other = a_citizen(ground, work.session), a_citizen(ground, work.session)
    link_id = a_link(ground, work.session, other, a_library(work.session)).id
    with pytest.raises(NotLinked):
        cut_link(work, citizen, link_id)
    assert work.session.get(Link, link_id) is not None
