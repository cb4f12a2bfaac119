from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from mykey.kernel.errors import MyKeyError
from mykey.kernel.refusals_of_terminals import (
    IdempotencyKeyReused,
    RequestInProgress,
    SignatureExpired,
    SignatureInvalid,
    SignatureReplayed,
)
from mykey.models.terminal_requests import IdempotencyRecord, Nonce, NonceMark
from mykey.models.terminals import Terminal
from mykey.services.admit_request import Admitted, admit_request
from mykey.services.ground import Ground
from mykey.services.keep_answer import Claim, KeptAnswer, keep_answer, make_claim
from mykey.services.work import Work
from tests.factories.counters import LIBRARY, Counter
from tests.factories.forms import KAWASAKI
from tests.factories.terminals import an_active_terminal
from tests.support.device import PUBLIC_KEY
from tests.support.ground import work_on
from tests.support.moving_clock import MovingClock

NONCE = "a nonce of twenty-two c"


def admit(
    counter: Counter,
    nonce: str = NONCE,
    *,
    work: Work | None = None,
    created: int | None = None,
    claim: Claim | None = None,
    terminal_id: str | None = None,
    key: bytes = PUBLIC_KEY,
) -> Admitted:
    now = int(counter.ground.clock().timestamp())
    return admit_request(
        work or counter.work,
        terminal_id or counter.terminal_id,
        key,
        nonce,
        now if created is None else created,
        claim,
    )


def a_claim(counter: Counter, body: bytes = b"{}", key: str = "key-1") -> Claim:
    return make_claim(counter.ground.keys, counter.terminal_id, "POST", "/v1/links", key, body)


def test_the_terminal_is_told(counter: Counter) -> None:
    admitted = admit(counter)
    told = admitted.terminal
    assert (told.terminal_id, told.municipality_code) == (counter.terminal_id, KAWASAKI)
    assert (told.kind, told.provider_id, told.state) == ("service-id", LIBRARY, "active")
    assert admitted.kept is None


def test_a_nonce_is_kept_as_hash_and_minute_alone(counter: Counter) -> None:
    admit(counter)
    kept = counter.work.session.scalars(select(Nonce)).one()
    assert kept.minute == int(counter.ground.clock().timestamp()) // 60
    assert NONCE.encode() not in kept.nonce_index


def test_a_nonce_serves_once_at_one_terminal(counter: Counter) -> None:
    other = an_active_terminal(counter.ground, counter.work.session, public_key=PUBLIC_KEY).terminal_id
    counter.work.session.commit()
    admit(counter)
    with pytest.raises(SignatureReplayed):
        admit(counter)
    assert admit(counter, terminal_id=other).terminal.terminal_id == other


def test_a_nonce_is_spent_whatever_comes_after(counter: Counter) -> None:
    with pytest.raises(SignatureInvalid):
        admit(counter, key=b"o" * 32)
    with pytest.raises(SignatureReplayed):
        admit(counter)


@pytest.mark.parametrize("key", [b"o" * 32, None])
def test_a_device_that_was_replaced_is_refused_and_holds_no_key(counter: Counter, key: bytes | None) -> None:
    terminal = counter.work.session.get_one(Terminal, counter.terminal_id)
    terminal.public_key = key
    terminal.fingerprint = None if key is None else terminal.fingerprint
    counter.work.session.commit()
    with pytest.raises(SignatureInvalid):
        admit(counter, claim=a_claim(counter))
    assert counter.work.session.scalars(select(IdempotencyRecord)).all() == []


def test_an_unknown_terminal_is_refused(counter: Counter) -> None:
    with pytest.raises(SignatureInvalid):
        admit(counter, terminal_id="99999999")


def at_once(counter: Counter, engine: Engine, requests: list[tuple[str, Claim | None]]) -> list[str]:
    """Admit all at the same moment; the outcomes as words."""
    start = threading.Barrier(len(requests))
    outcomes: list[str] = []

    def request(nonce: str, claim: Claim | None) -> None:
        with Session(engine) as own:
            start.wait(10)
            try:
                admit(counter, nonce, work=work_on(counter.ground, own), claim=claim)
            except MyKeyError as refusal:
                outcomes.append(refusal.code)
            else:
                outcomes.append("admitted")

    threads = [threading.Thread(target=request, args=one) for one in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def test_of_the_same_nonce_many_times_at_once_one_is_admitted(counter: Counter, core_engine: Engine) -> None:
    outcomes = at_once(counter, core_engine, [(NONCE, None)] * 4)
    assert outcomes == ["admitted", *["signature-replayed"] * 3]


def test_of_the_same_key_many_times_at_once_one_works(counter: Counter, core_engine: Engine) -> None:
    claim = a_claim(counter)
    outcomes = at_once(counter, core_engine, [(f"{NONCE}{number}", claim) for number in range(4)])
    assert outcomes == ["admitted", *["request-in-progress"] * 3]


def test_a_replay_is_told_before_the_key_in_use(counter: Counter) -> None:
    admit(counter, claim=a_claim(counter))
    with pytest.raises(SignatureReplayed):
        admit(counter, claim=a_claim(counter))
    with pytest.raises(RequestInProgress):
        admit(counter, NONCE + "2", claim=a_claim(counter))
    with pytest.raises(IdempotencyKeyReused):
        admit(counter, NONCE + "3", claim=a_claim(counter, b'{"other":1}'))


def test_a_kept_answer_comes_back(counter: Counter) -> None:
    claim = a_claim(counter)
    admit(counter, claim=claim)
    answer = KeptAnswer(201, b'{"done":true}')
    counter.work.apart(lambda own: keep_answer(own, counter.ground.keys, claim, answer))
    assert admit(counter, NONCE + "2", claim=claim).kept == answer


def lose_nonces(counter: Counter) -> None:
    """What a crash of PostgreSQL does to unlogged tables."""
    counter.work.apart(lambda own: own.execute(delete(Nonce)))
    counter.work.apart(lambda own: own.execute(delete(NonceMark)))


def test_after_a_crash_no_replay_gets_through(counter: Counter, clock: MovingClock) -> None:
    created = int(clock().timestamp())
    admit(counter, created=created)
    lose_nonces(counter)
    clock.advance(seconds=3)
    for _ in range(2):
        with pytest.raises((SignatureExpired, SignatureReplayed)):
            admit(counter, created=created)


def test_after_a_crash_what_is_signed_later_is_admitted(counter: Counter, clock: MovingClock) -> None:
    lose_nonces(counter)
    before = int(clock().timestamp())
    with pytest.raises(SignatureExpired):
        admit(counter, "the first one that notices it")
    clock.advance(seconds=2)
    assert admit(counter).terminal.state == "active"
    for created in (before - 60, before):
        with pytest.raises(SignatureExpired):
            admit(counter, f"signed before the crash {created}", created=created)


def test_the_mark_is_set_once(counter: Counter, clock: MovingClock, core_engine: Engine) -> None:
    lose_nonces(counter)
    outcomes = at_once(counter, core_engine, [(f"{NONCE}{number}", None) for number in range(3)])
    assert outcomes == ["signature-expired"] * 3
    mark = counter.work.session.scalars(select(NonceMark)).one()
    assert mark.since == int((clock() + timedelta(seconds=1)).timestamp())


def test_no_transaction_is_left_open(ground: Ground, counter: Counter) -> None:
    admit(counter, claim=a_claim(counter))
    assert not counter.work.session.in_transaction()
    assert ground.clock() is not None
