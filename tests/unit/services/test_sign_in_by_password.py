from __future__ import annotations

import pytest

from mykey.crypto.passwords import Passwords
from mykey.kernel.refusals_of_citizens import SignInFailed
from mykey.models.citizens import Citizen, CitizenState
from mykey.services.ground import Ground
from mykey.services.sign_in_by_password import sign_in_by_password
from mykey.services.work import Work
from tests.factories.citizens import PASSWORD, a_citizen


class CountingPasswords(Passwords):
    """Counts how often a hash was computed."""

    def __init__(self) -> None:
        super().__init__(memory_kib=8, passes=1)
        self.verified = 0

    def verify(self, stored: str | None, password: str) -> bool:
        self.verified += 1
        return super().verify(stored, password)


@pytest.mark.parametrize("typed", ["HANAKO80", "hanako80", "ＨＡＮＡＫＯ８０", "hana-ko 80"])
def test_id_and_password_sign_in(work: Work, ground: Ground, typed: str) -> None:
    citizen_id = a_citizen(ground, work.session, mykey_id="HANAKO80").id
    work.session.commit()
    signed_in = sign_in_by_password(work, ground.passwords, typed, PASSWORD)
    assert (signed_in.citizen_id, signed_in.epoch) == (citizen_id, 1)


@pytest.mark.parametrize(
    ("typed", "password"),
    [
        ("HANAKO80", "wrong password"),
        ("HANAKO80", ""),
        ("HANAKO80", PASSWORD.upper()),
        ("HANAKO80", PASSWORD + "x" * 5000),
        ("HANAKO81", PASSWORD),
        ("no id at all", PASSWORD),
        ("", ""),
    ],
)
def test_anything_else_fails_with_one_word_and_one_effort(
    work: Work, ground: Ground, typed: str, password: str
) -> None:
    a_citizen(ground, work.session, mykey_id="HANAKO80")
    work.session.commit()
    passwords = CountingPasswords()
    with pytest.raises(SignInFailed) as refused:
        sign_in_by_password(work, passwords, typed, password)
    assert refused.value.facts == {}
    assert passwords.verified == 1


def test_a_revoked_id_does_not_sign_in(work: Work, ground: Ground) -> None:
    a_citizen(ground, work.session, mykey_id="HANAKO80", state=CitizenState.REVOKED)
    work.session.commit()
    with pytest.raises(SignInFailed):
        sign_in_by_password(work, ground.passwords, "HANAKO80", PASSWORD)


def test_a_paused_citizen_may_still_reach_my_page(work: Work, ground: Ground) -> None:
    a_citizen(ground, work.session, mykey_id="HANAKO80", state=CitizenState.PAUSED)
    work.session.commit()
    assert sign_in_by_password(work, ground.passwords, "HANAKO80", PASSWORD)


def test_an_outdated_hash_is_made_again(work: Work, ground: Ground) -> None:
    citizen_id = a_citizen(ground, work.session, mykey_id="HANAKO80").id
    work.session.commit()
    stronger = Passwords(memory_kib=16, passes=1)
    sign_in_by_password(work, stronger, "HANAKO80", PASSWORD)
    stored = work.session.get_one(Citizen, citizen_id).password_hash
    assert not stronger.outdated(stored)
    assert stronger.verify(stored, PASSWORD)
