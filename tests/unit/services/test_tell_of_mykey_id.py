from __future__ import annotations

import pytest
from sqlalchemy import select

from mykey.models.outbox import OUTBOX_MAIL, OutboxMail
from mykey.services.ground import Ground
from mykey.services.tell_of_mykey_id import tell_of_mykey_id
from mykey.services.work import Work
from tests.factories.citizens import a_citizen


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "マイキーIDが登録されました"), ("en", "was registered")]
)
def test_the_citizens_language_is_spoken_and_the_id_is_not_named(
    work: Work, ground: Ground, language: str, words: str
) -> None:
    mail = "hanako@mail.example"
    citizen = a_citizen(ground, work.session, mykey_id="HANAKO80", mail=mail, language=language)
    tell_of_mykey_id(work, citizen)
    row = work.session.scalars(select(OutboxMail)).one()
    left = ground.keys.open_sealed(OUTBOX_MAIL, row.id, row.mail_sealed)
    assert left["recipient"] == mail
    assert words in left["text"]
    assert "HANAKO80" not in left["subject"] + left["text"]


def test_without_an_address_nothing_is_left(work: Work, ground: Ground) -> None:
    tell_of_mykey_id(work, a_citizen(ground, work.session))
    assert work.session.scalars(select(OutboxMail)).all() == []
