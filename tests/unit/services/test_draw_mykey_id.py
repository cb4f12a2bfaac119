from __future__ import annotations

import dataclasses
import re

import pytest

from mykey.kernel.refusals_of_citizens import DrawsExhausted
from mykey.models.mykey_ids import MYKEY_ID_VALUE, MykeyId
from mykey.services.draw_mykey_id import NoFreeId, draw_mykey_id, is_free
from mykey.services.ground import Ground
from mykey.services.mykey_id_form import DRAWN_ALPHABET
from mykey.services.work import Work
from tests.factories.citizens import a_citizen


def test_a_draw_is_eight_characters_without_lookalikes(work: Work) -> None:
    drawn = {draw_mykey_id(work, 0) for _ in range(40)}
    assert len(drawn) == 40
    assert all(re.fullmatch(r"[34679ACDEFGHJKMNPRTWXY]{8}", one) for one in drawn)


def test_the_third_draw_is_the_last(work: Work) -> None:
    draw_mykey_id(work, 2)
    with pytest.raises(DrawsExhausted):
        draw_mykey_id(work, 3)


def same_bytes(work: Work) -> Work:
    """Randomness that always draws the first character of the alphabet."""
    return dataclasses.replace(work, random_bytes=lambda count: b"\0" * count)


def test_what_somebody_has_is_not_drawn(work: Work, ground: Ground) -> None:
    first = DRAWN_ALPHABET[0] * 8
    assert draw_mykey_id(same_bytes(work), 0) == first
    a_citizen(ground, work.session, mykey_id=first)
    work.session.commit()
    assert not is_free(work, first)
    with pytest.raises(NoFreeId):
        draw_mykey_id(same_bytes(work), 0)


def test_what_somebody_had_is_not_drawn(work: Work, ground: Ground) -> None:
    index = ground.keys.mykey_id_index("TESTTEST")
    sealed = ground.keys.seal(MYKEY_ID_VALUE, index, "TESTTEST")
    work.session.add(MykeyId(id_index=index, citizen_id=None, value_sealed=sealed))
    work.session.commit()
    assert not is_free(work, "TESTTEST")
    assert is_free(work, "TESTTES7")
