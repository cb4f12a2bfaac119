from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from mykey.models.outbox import OUTBOX_MAIL, OutboxMail
from mykey.services.ground import Ground
from mykey.services.tell_of_link import LinkEvent, tell_of_link
from mykey.services.work import Work
from tests.factories.citizens import a_citizen


@pytest.mark.parametrize(
    ("language", "event", "words"),
    [
        ("ja", "made", "ひもづけました"),
        ("ja", "renumbered", "番号が変わりました"),
        ("ja", "cut", "解除しました"),
        ("en", "made", "was linked"),
        ("en", "renumbered", "changed"),
        ("en", "cut", "was cut"),
    ],
)
def test_the_citizens_language_is_spoken(
    work: Work, ground: Ground, language: str, event: LinkEvent, words: str
) -> None:
    citizen = a_citizen(ground, work.session, mail="hanako@mail.example", language=language)
    tell_of_link(work, citizen, "川崎市立図書館", event, not_before=date(2026, 4, 7))
    row = work.session.scalars(select(OutboxMail)).one()
    assert row.not_before == date(2026, 4, 7)
    mail = ground.keys.open_sealed(OUTBOX_MAIL, row.id, row.mail_sealed)
    assert words in mail["text"]
    assert "川崎市立図書館" in mail["text"]


def test_without_an_address_nothing_is_left(work: Work, ground: Ground) -> None:
    tell_of_link(work, a_citizen(ground, work.session), "川崎市立図書館", "made")
    assert work.session.scalars(select(OutboxMail)).all() == []
