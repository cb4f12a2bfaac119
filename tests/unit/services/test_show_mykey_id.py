from __future__ import annotations

import pytest
from sqlalchemy import select

from mykey.kernel.refusals_of_cards import MykeyIdNotFound
from mykey.models.mykey_ids import MykeyId
from mykey.services.ground import Ground
from mykey.services.show_mykey_id import show_mykey_id
from mykey.services.work import Work
from tests.factories.citizens import a_citizen


def test_the_holder_sees_their_own(work: Work, ground: Ground) -> None:
    a_citizen(ground, work.session, mykey_id="TARO9999")
    hanako = a_citizen(ground, work.session, mykey_id="HANAKO80")
    assert show_mykey_id(work, hanako.id) == "HANAKO80"


def test_a_retired_one_is_nobodys(work: Work, ground: Ground) -> None:
    hanako = a_citizen(ground, work.session, mykey_id="HANAKO80")
    work.session.scalars(select(MykeyId)).one().citizen_id = None
    with pytest.raises(MykeyIdNotFound):
        show_mykey_id(work, hanako.id)
