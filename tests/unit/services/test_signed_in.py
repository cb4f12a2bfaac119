from __future__ import annotations

from uuid import uuid4

import pytest

from mykey.models.citizens import CitizenState
from mykey.services.ground import Ground
from mykey.services.signed_in import SignedIn, still_signed_in
from mykey.services.work import Work
from tests.factories.citizens import a_citizen


@pytest.mark.parametrize("state", [CitizenState.ACTIVE, CitizenState.PAUSED])
def test_a_sign_in_of_this_epoch_holds(work: Work, ground: Ground, state: str) -> None:
    citizen = a_citizen(ground, work.session, state=state)
    assert still_signed_in(work, SignedIn(citizen.id, 1)) is citizen


def test_another_epoch_a_revoked_citizen_and_nobody_are_signed_in_nowhere(work: Work, ground: Ground) -> None:
    citizen = a_citizen(ground, work.session)
    revoked = a_citizen(ground, work.session, state=CitizenState.REVOKED)
    assert still_signed_in(work, SignedIn(citizen.id, 2)) is None
    assert still_signed_in(work, SignedIn(revoked.id, 1)) is None
    assert still_signed_in(work, SignedIn(uuid4(), 1)) is None
