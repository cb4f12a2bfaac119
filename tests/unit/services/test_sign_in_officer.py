from __future__ import annotations

import threading

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from mykey.crypto.passwords import Passwords
from mykey.kernel.refusals_of_officers import OfficerSignInRefused
from mykey.models.officers import Officer
from mykey.services.ground import Ground
from mykey.services.sign_in_officer import sign_in_officer, signed_in_officer
from mykey.services.work import Work
from tests.factories.officers import KnownOfficer, a_municipal_officer, an_operator
from tests.support.ground import work_on
from tests.support.moving_clock import MovingClock


@pytest.fixture
def operator(ground: Ground, session: Session) -> KnownOfficer:
    made = an_operator(ground, session)
    session.commit()
    return made


def test_all_three_right(work: Work, ground: Ground, operator: KnownOfficer) -> None:
    found = sign_in_officer(
        work, ground.passwords, " OPERATOR ", operator.password, f" {operator.code(ground)} "
    )
    work.session.commit()
    assert (found.role, found.municipality_code) == ("operator", None)
    assert signed_in_officer(work, found.id, found.session_epoch) == found


def test_full_width_codes_are_understood(work: Work, ground: Ground, operator: KnownOfficer) -> None:
    wide = operator.code(ground).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    assert sign_in_officer(work, ground.passwords, "operator", operator.password, f"{wide[:3]} {wide[3:]}")


@pytest.mark.parametrize("wrong", ["login", "password", "code"])
def test_one_of_them_wrong_is_refused_without_saying_which(
    work: Work, ground: Ground, operator: KnownOfficer, wrong: str
) -> None:
    given = {"login": operator.login, "password": operator.password, "code": operator.code(ground)}
    for value in ("", "nobody", "000000", "x" * 5000, "１２３４５６", "\0"):
        with pytest.raises(OfficerSignInRefused) as caught:
            sign_in_officer(work, ground.passwords, **(given | {wrong: value}))
        assert caught.value.facts == {}


def test_a_code_is_accepted_once(
    work: Work, ground: Ground, operator: KnownOfficer, clock: MovingClock
) -> None:
    code = operator.code(ground)
    sign_in_officer(work, ground.passwords, "operator", operator.password, code)
    work.session.commit()
    with pytest.raises(OfficerSignInRefused):
        sign_in_officer(work, ground.passwords, "operator", operator.password, code)
    clock.advance(seconds=30)
    sign_in_officer(work, ground.passwords, "operator", operator.password, operator.code(ground))


def test_an_old_code_is_refused(
    work: Work, ground: Ground, operator: KnownOfficer, clock: MovingClock
) -> None:
    code = operator.code(ground)
    clock.advance(seconds=90)
    with pytest.raises(OfficerSignInRefused):
        sign_in_officer(work, ground.passwords, "operator", operator.password, code)


def test_of_two_sign_ins_with_one_code_at_once_one_wins(
    work: Work, ground: Ground, operator: KnownOfficer, core_engine: Engine
) -> None:
    work.session.close()
    code, start = operator.code(ground), threading.Barrier(2)
    outcomes: list[str] = []

    def person() -> None:
        with Session(core_engine) as session:
            start.wait(10)
            try:
                sign_in_officer(
                    work_on(ground, session), ground.passwords, "operator", operator.password, code
                )
                session.commit()
                outcomes.append("in")
            except OfficerSignInRefused as refusal:
                outcomes.append(refusal.code)

    people = [threading.Thread(target=person) for _ in range(2)]
    for thread in people:
        thread.start()
    for thread in people:
        thread.join(30)
    assert sorted(outcomes) == ["in", "officer-sign-in-refused"]


class _SlowPasswords(Passwords):
    """Asks, while a password is checked, whether others can write."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(memory_kib=8, passes=1)
        self._engine = engine
        self.asked = 0

    def verify(self, stored: str | None, password: str) -> bool:
        with self._engine.begin() as others:
            others.execute(update(Officer).values(session_epoch=Officer.session_epoch))
        self.asked += 1
        return super().verify(stored, password)


def test_nobody_waits_while_a_password_is_checked(
    work: Work, core_engine: Engine, operator: KnownOfficer
) -> None:
    """On SQLite there is one writer: a sign-in that anybody may try must not hold the place for 30 ms."""
    passwords = _SlowPasswords(core_engine)
    with pytest.raises(OfficerSignInRefused):
        sign_in_officer(work, passwords, operator.login, "wrong", "000000")
    assert passwords.asked == 1


def test_who_is_shut_out_stays_out_and_loses_the_session(work: Work, ground: Ground) -> None:
    officer = a_municipal_officer(ground, work.session)
    work.session.commit()
    found = sign_in_officer(work, ground.passwords, officer.login, officer.password, officer.code(ground))
    work.session.execute(update(Officer).values(enabled=False, totp_last_step=0))
    work.session.commit()
    assert signed_in_officer(work, found.id, found.session_epoch) is None
    work.session.rollback()
    with pytest.raises(OfficerSignInRefused):
        sign_in_officer(work, ground.passwords, officer.login, officer.password, officer.code(ground))
    work.session.execute(update(Officer).values(enabled=True))
    assert signed_in_officer(work, found.id, found.session_epoch + 1) is None


def test_a_hash_of_old_parameters_is_made_again(work: Work, ground: Ground, operator: KnownOfficer) -> None:
    newer = Passwords(memory_kib=16, passes=1)
    found = sign_in_officer(work, newer, "operator", operator.password, operator.code(ground))
    work.session.commit()
    assert not newer.outdated(work.session.get_one(Officer, found.id).password_hash)
    assert ground.passwords.outdated(work.session.get_one(Officer, found.id).password_hash)
