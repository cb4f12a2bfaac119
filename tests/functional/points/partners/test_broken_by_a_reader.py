"""What a second reader broke: the moment of a coupon in the file, a new key that nobody looks at, sums and
rates of two moments, and companies that are slow or strange enough to keep a job from its work."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event

from mykey.crypto.sealed_values import SealBroken
from mykey.points.acts.partners.edit_partner import edit_partner, read_partner
from mykey.points.acts.partners.judge_answer import CALLBACK, DONE, SaidAnswer, judge_answer
from mykey.points.acts.partners.list_partners import PartnerShown, see_partner
from mykey.points.acts.partners.reconcile import reconcile
from mykey.points.acts.partners.redeem_coupon import redeem_coupon
from mykey.points.acts.partners.set_rate import RateTyped, set_rate
from mykey.points.citizens import exchange_amounts
from mykey.points.citizens.partner_access import Access
from mykey.points.coupon_codes import new_coupon_code
from mykey.points.ground import PointsWork
from mykey.points.jobs.ask_partners import ask_partners
from mykey.points.models.partners import EXCHANGE_ACCESS, Exchange
from mykey.points.partner_calls.calls import NoAnswer, PartnerCalls
from mykey.points.partner_calls.sign_in import SignInAtPartner, read_link
from mykey.points.refusals_of_partners import PartnerUnreachable, RateChanged
from tests.support.moving_clock import MovingClock
from tests.support.partner_side import Company, PartnerClient
from tests.support.points_ground import PointsTown
from tests.support.scripted_server import Script, http_answer, read_request, scripted_server
from tests.support.till_counter import jwk

GOOD = {"access_token": "abc.DEF-123", "token_type": "bearer"}


def test_the_file_does_not_tell_a_coupon_on_its_day(
    client: PartnerClient, town: PointsTown, clock: MovingClock
) -> None:
    """A company that fetches its file every minute would have the minute of each coupon."""
    (code,) = client.coupons(1)
    holder, before = town.person(), client.file()
    town.do(lambda work: redeem_coupon(work, holder, code))
    assert client.file() == before
    clock.advance(days=1)
    after = client.file()
    assert (len(after["coupon"]), after["coupon"][0]["brought_on"]) == (1, "2026-04-06")
    assert [after[line][0]["points"] for line in ("sum-coupons", "sum-ledger")] == ["500", "500"]


def test_a_new_key_is_looked_at_by_a_worker_that_kept_the_old_one(
    client: PartnerClient, company: Company, town: PointsTown
) -> None:
    """The company changes over at once, so nothing with the old key comes that would make room."""
    assert client.get("/v1/rates").status_code == 200
    fresh = Ed25519PrivateKey.from_private_bytes(os.urandom(32))

    def enter_key(work: PointsWork) -> None:
        typed = read_partner(work, company.partner_id).typed
        edit_partner(work, company.partner_id, replace(typed, key=jwk(fresh)["x"]))

    town.do(enter_key)
    old, client.key = client.key, fresh
    assert client.get("/v1/rates").status_code == 200
    client.key = old
    assert client.get("/v1/rates").status_code == 401


def _drops(connection: socket.socket) -> bytes:
    request = read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(400):
        connection.sendall(b"X: y\r\n")
        time.sleep(0.05)
    return request


def _continues(connection: socket.socket) -> bytes:
    request = read_request(connection)
    for _ in range(400):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.05)
    return request


@pytest.mark.parametrize("database_engine", ["sqlite"])
@pytest.mark.parametrize("script", [_drops, _continues])
def test_a_head_that_comes_drop_by_drop_is_no_answer(town: PointsTown, script: Script) -> None:
    """Each drop is in time; all jobs wait behind the call."""
    calls = PartnerCalls(town.ground, 0.2)
    with scripted_server(script) as server:
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            calls.post(f"{server.origin}/redeem", {})
        assert time.monotonic() - began < 10  # the whole of it takes twenty seconds


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_strange_tokens_are_no_faults_of_ours(company: Company, town: PointsTown) -> None:
    sign_in = SignInAtPartner("https://points.example/", os.urandom)

    def finish(told: bytes) -> tuple[str, bytes]:
        with scripted_server(http_answer(told)) as server:
            company.move_to(f"{server.origin}/")
            link = town.do(lambda work: read_link(work, company.partner_id))
            return sign_in.finish(link, "code", "v" * 43), server.heard[0]

    for strange in (
        b"[" * 15_000, b"[1]", b'"abc"',
        b'{"access_token": "a", "token_type": "bearer", "expires_in": Infinity}',
        b'{"access_token": "a", "token_type": "bearer", "expires_at": Infinity}',
    ):  # fmt: skip
        with pytest.raises(PartnerUnreachable):
            finish(strange)
    # What a server in front of the company compresses cannot be read here, so it is not asked for.
    token, heard = finish(json.dumps(GOOD).encode())
    assert token == "abc.DEF-123"
    assert b"gzip" not in heard.lower()
    assert b"accept-encoding: identity" in heard.lower()


@pytest.mark.parametrize("database_engine", ["postgresql"])
def test_the_sums_are_of_one_moment_before_the_first_posting_too(company: Company, town: PointsTown) -> None:
    """A company's clearing account is opened by its first points: until then there was nothing to lock."""
    exchange_id = company.exchange(town.person())
    done = SaidAnswer(exchange_id, company.partner_id, CALLBACK, DONE, 2000, 1000, is_signed=True)
    answered = threading.Thread(target=lambda: town.do(lambda work: judge_answer(work, done)))

    def file_meanwhile(work: PointsWork) -> dict[str, int]:
        rows: Iterator[tuple[str | int, ...]] = reconcile(work, company.partner_id, work.today.replace(day=1))
        said: dict[str, int] = {}
        begun = False

        def after(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            nonlocal begun
            if "redeemed_coupons" in statement and not begun:
                begun = True
                answered.start()
                answered.join(0.3)

        event.listen(work.connection, "after_cursor_execute", after)
        for row in rows:
            if str(row[0]).startswith("sum-"):
                said[str(row[0])] = int(row[4])
        event.remove(work.connection, "after_cursor_execute", after)
        return said

    said = town.do(file_meanwhile)
    answered.join()
    assert said["sum-exchanges"] + said["sum-coupons"] == said["sum-ledger"]


def test_one_broken_exchange_keeps_no_other(company: Company, town: PointsTown) -> None:
    """Its place in the run is drawn; that it is the last one of eight every time is not to be hoped for."""
    exchanges = [company.exchange(town.person()) for _ in range(8)]
    calls = PartnerCalls(town.ground)

    def spoil(work: PointsWork) -> None:
        work.session.get_one(Exchange, exchanges[0]).access_sealed = b"x" * EXCHANGE_ACCESS.stored_bytes

    town.do(spoil)
    serving = company.serving(lambda _path, asked: (200, asked | {"result": "done"}))
    with serving, pytest.raises(SealBroken):  # the process logs it
        ask_partners(town.engine, town.ground, calls)
    states = town.do(lambda work: [work.session.get_one(Exchange, one).exchange_state for one in exchanges])
    assert states == ["asked"] + ["done"] * 7


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_a_company_that_is_slow_in_time_keeps_no_job_for_hours(
    company: Company, town: PointsTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer of 25 seconds, as the watch has it here; none of them is silence."""
    for _ in range(6):
        company.exchange(town.person())
    watch = iter(range(0, 10_000, 25))
    watches = SimpleNamespace(monotonic=lambda: next(watch))
    monkeypatch.setattr("mykey.points.jobs.ask_partners.time", watches)
    with company.serving(lambda *_: (202, {})):
        ask_partners(town.engine, town.ground, PartnerCalls(town.ground))
    assert len(company.asked) == 3


def test_codes_with_the_digest_of_others_leave_nothing(client: PartnerClient) -> None:
    batch = client.announce()
    path, codes = f"/v1/coupon-batches/{batch}/codes", [new_coupon_code(os.urandom) for _ in range(3)]
    text = "".join(f"{code}\n" for code in codes).encode()
    headers = client.signed_headers("PUT", path, text) | {"Content-Type": "text/plain"}
    other = text.replace(codes[2].encode(), new_coupon_code(os.urandom).encode())
    assert client.send_as_is("PUT", path, other, headers).status_code == 401
    assert client.put_codes(batch, codes).get_json() == {"codes": 3}


def test_the_rate_that_was_confirmed_is_the_one_that_is_kept(
    company: Company, town: PointsTown, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Midnight between looking at the rate and keeping the exchange, with another rate from then on."""
    tomorrow = RateTyped(clock().date() + timedelta(days=1), 1000, 400, 1000, 1000, 100_000)
    town.do(lambda work: set_rate(work, company.partner_id, tomorrow))
    holder, looks = town.person(), [0, 1]

    def see_at_midnight(work: PointsWork, partner_id: UUID) -> PartnerShown:
        clock.advance(days=looks.pop(0))
        return see_partner(work, partner_id)

    for module in ("citizens.exchange_amounts", "acts.partners.begin_exchange"):
        monkeypatch.setattr(f"mykey.points.{module}.see_partner", see_at_midnight)
    access = Access(company.partner_id, "token")
    kept = town.do(lambda work: exchange_amounts._begin(work, holder, access, 2000, 1000))
    kept_points = town.do(lambda work: work.session.get_one(Exchange, kept).exchange_points)
    assert kept_points == 1000
    with pytest.raises(RateChanged):  # the next day
        town.do(lambda work: exchange_amounts._begin(work, holder, access, 2000, 1000))
