from __future__ import annotations

import threading

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from mykey.crypto.sealed_values import SealBroken, ValueTooLong
from mykey.kernel.errors import MyKeyError
from mykey.kernel.refusals_of_terminals import IdempotencyKeyReused, RequestInProgress
from mykey.models.terminal_requests import IDEMPOTENT_ANSWER, IdempotencyRecord
from mykey.services.ground import Ground
from mykey.services.keep_answer import (
    Claim,
    KeptAnswer,
    claim_answer,
    drop_claim,
    keep_answer,
    make_claim,
)
from mykey.services.work import Work
from tests.support.dump import dump
from tests.support.leak_guard import LeakGuard
from tests.support.moving_clock import MovingClock

NUMBER = "180000000011"
BODY = b'{"service_id":"180000000011"}'
ANSWER = KeptAnswer(201, BODY)


def a_claim(ground: Ground, body: bytes = BODY, **call: str) -> Claim:
    named = {"terminal_id": "40000001", "method": "POST", "path": "/v1/links", "key": "key-1"} | call
    return make_claim(ground.keys, named["terminal_id"], named["method"], named["path"], named["key"], body)


def claimed(work: Work, ground: Ground, claim: Claim) -> KeptAnswer | None:
    return work.apart(lambda own: claim_answer(own, ground.keys, ground.clock(), claim))


def keep(work: Work, ground: Ground, claim: Claim, answer: KeptAnswer = ANSWER) -> None:
    work.apart(lambda own: keep_answer(own, ground.keys, claim, answer))


@pytest.mark.parametrize("change", ["terminal_id", "method", "path", "key"])
def test_a_key_is_one_terminals_for_one_call(ground: Ground, change: str) -> None:
    assert a_claim(ground).key_index != a_claim(ground, **{change: "other"}).key_index
    assert a_claim(ground) == a_claim(ground)


def test_the_first_acts_and_the_second_waits(work: Work, ground: Ground) -> None:
    assert claimed(work, ground, a_claim(ground)) is None
    with pytest.raises(RequestInProgress):
        claimed(work, ground, a_claim(ground))


def test_another_body_is_refused_at_work_and_afterwards(work: Work, ground: Ground) -> None:
    claimed(work, ground, a_claim(ground))
    with pytest.raises(IdempotencyKeyReused):
        claimed(work, ground, a_claim(ground, b"{}"))
    keep(work, ground, a_claim(ground))
    with pytest.raises(IdempotencyKeyReused):
        claimed(work, ground, a_claim(ground, b"{}"))


@pytest.mark.parametrize("answer", [ANSWER, KeptAnswer(204, b""), KeptAnswer(409, "断".encode())])
def test_the_same_answer_comes_back_for_a_day(
    work: Work, ground: Ground, clock: MovingClock, answer: KeptAnswer
) -> None:
    claimed(work, ground, a_claim(ground))
    keep(work, ground, a_claim(ground), answer)
    assert claimed(work, ground, a_claim(ground)) == answer
    clock.advance(hours=23, minutes=59)
    assert claimed(work, ground, a_claim(ground)) == answer
    clock.advance(hours=1, minutes=1)
    assert claimed(work, ground, a_claim(ground, b"{}")) is None


def test_an_answer_goes_with_its_act(work: Work, ground: Ground) -> None:
    claimed(work, ground, a_claim(ground))
    keep_answer(work.session, ground.keys, a_claim(ground), ANSWER)
    work.session.rollback()
    with pytest.raises(RequestInProgress):
        claimed(work, ground, a_claim(ground))


def test_a_claim_whose_process_died_is_taken_over_by_the_same_body(
    work: Work, ground: Ground, clock: MovingClock
) -> None:
    claimed(work, ground, a_claim(ground))
    clock.advance(seconds=59)
    with pytest.raises(RequestInProgress):
        claimed(work, ground, a_claim(ground))
    clock.advance(seconds=62)
    with pytest.raises(IdempotencyKeyReused):
        claimed(work, ground, a_claim(ground, b"{}"))
    assert claimed(work, ground, a_claim(ground)) is None
    with pytest.raises(RequestInProgress):
        claimed(work, ground, a_claim(ground))


def test_a_dropped_claim_is_free_and_a_kept_answer_stays(work: Work, ground: Ground) -> None:
    claim = a_claim(ground)
    claimed(work, ground, claim)
    work.apart(lambda own: drop_claim(own, claim))
    assert claimed(work, ground, a_claim(ground, b"{}")) is None
    work.apart(lambda own: drop_claim(own, claim))
    claimed(work, ground, claim)
    keep(work, ground, claim)
    work.apart(lambda own: drop_claim(own, claim))
    assert claimed(work, ground, claim) == ANSWER


def test_a_record_tells_no_person_and_no_time(
    work: Work, ground: Ground, clock: MovingClock, database_url: str, leak_guard: LeakGuard
) -> None:
    clock.advance(minutes=17, seconds=23, microseconds=5)
    claimed(work, ground, a_claim(ground))
    keep(work, ground, a_claim(ground))
    record = work.session.scalars(select(IdempotencyRecord)).one()
    assert (record.expires_at.minute, record.expires_at.second, record.expires_at.microsecond) == (0, 0, 0)
    assert (record.leased_until.second, record.leased_until.microsecond) == (0, 0)
    assert record.answer_sealed is not None
    assert len(record.answer_sealed) == IDEMPOTENT_ANSWER.stored_bytes
    leak_guard.watch(NUMBER, "a patron number")
    leak_guard.look_into("the dump", dump(database_url))


def test_an_answer_moved_to_another_key_does_not_open(work: Work, ground: Ground) -> None:
    other = a_claim(ground, key="key-2")
    for claim in (a_claim(ground), other):
        claimed(work, ground, claim)
        keep(work, ground, claim)
    stolen = work.session.get_one(IdempotencyRecord, other.key_index).answer_sealed
    work.session.get_one(IdempotencyRecord, a_claim(ground).key_index).answer_sealed = stolen
    work.session.commit()
    with pytest.raises(SealBroken):
        claimed(work, ground, a_claim(ground))


def test_an_answer_that_does_not_fit_is_our_fault(work: Work, ground: Ground) -> None:
    claimed(work, ground, a_claim(ground))
    with pytest.raises(ValueTooLong):
        keep(work, ground, a_claim(ground), KeptAnswer(201, b"x" * IDEMPOTENT_ANSWER.size))


def at_once(engine: Engine, ground: Ground, claims: list[Claim]) -> list[str]:
    start = threading.Barrier(len(claims))
    outcomes: list[str] = []

    def ask(claim: Claim) -> None:
        with Session(engine) as own:
            start.wait(10)
            try:
                found = claim_answer(own, ground.keys, ground.clock(), claim)
                own.commit()
                outcomes.append("act" if found is None else "kept")
            except MyKeyError as refusal:
                outcomes.append(refusal.code)

    threads = [threading.Thread(target=ask, args=(claim,)) for claim in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def test_of_many_at_once_one_acts(core_engine: Engine, ground: Ground) -> None:
    assert at_once(core_engine, ground, [a_claim(ground)] * 4) == ["act", *["request-in-progress"] * 3]


def test_of_many_at_once_one_takes_a_dead_claim_over(
    core_engine: Engine, work: Work, ground: Ground, clock: MovingClock
) -> None:
    claimed(work, ground, a_claim(ground))
    clock.advance(minutes=3)
    assert at_once(core_engine, ground, [a_claim(ground)] * 4) == ["act", *["request-in-progress"] * 3]


def test_of_two_bodies_at_once_one_acts(core_engine: Engine, ground: Ground) -> None:
    outcomes = at_once(core_engine, ground, [a_claim(ground), a_claim(ground, b"{}")])
    assert outcomes == ["act", "idempotency-key-reused"]
