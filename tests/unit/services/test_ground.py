from __future__ import annotations

import base64
import dataclasses

import pytest
from sqlalchemy.orm import Session

from mykey.crypto.purposes import CorePurpose
from mykey.services.ground import Ground
from tests.support.ground import ApartOn, work_on
from tests.support.leak_guard import LeakGuard


def test_it_hands_a_request_its_work(ground: Ground, session: Session) -> None:
    apart = ApartOn(session.get_bind())  # type: ignore[arg-type] # the fixture's own engine
    work = ground.work(session, apart)
    assert work.session is session
    assert work.apart is apart
    assert (work.keys, work.clock, work.random_bytes) == (ground.keys, ground.clock, ground.random_bytes)


def test_it_is_laid_once(ground: Ground) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ground.clock = ground.clock  # type: ignore[misc] # what must not be possible


def test_no_key_stands_in_a_representation(ground: Ground, session: Session, leak_guard: LeakGuard) -> None:
    for purpose in CorePurpose:
        material = ground.keys.ring.current(purpose).material
        leak_guard.watch(material, "a key")
        leak_guard.watch(base64.b64encode(material).decode(), "a key")
    leak_guard.look_into("the ground", repr(ground))
    leak_guard.look_into("a work", repr(work_on(ground, session)))
    leak_guard.look_into("the ring", repr(vars(ground.keys.ring)))
