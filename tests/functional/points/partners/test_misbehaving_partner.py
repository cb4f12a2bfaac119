"""A company that answers twice, late, never, with another amount, with a wrong signature, after the citizen
gave up, or yes and then no: nothing is lost, nothing doubled, and its file shows each difference."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from mykey.points.acts.close_holder import close_holder
from mykey.points.acts.partners.cancel_exchange import cancel_exchange
from mykey.points.acts.partners.list_exchanges import ExchangeShown, see_exchange
from mykey.points.acts.show_balances import show_balances
from mykey.points.jobs.ask_partners import ask_partners
from mykey.points.partner_calls.ask import ask_partner, give_up
from mykey.points.partner_calls.calls import PartnerCalls
from mykey.points.refusals_of_partners import ExchangeOver
from tests.support.at_once import at_once
from tests.support.ledger_checks import acts_of_kind, assert_ledger_whole
from tests.support.moving_clock import MovingClock
from tests.support.partner_side import Company, PartnerClient, Reply
from tests.support.points_ground import PointsTown

WEEK = timedelta(days=7)
IMPATIENT = 0.2


class Exchange:
    """One exchange of 2,000 of the company's points, 1,000 of ours, and both sides of it."""

    def __init__(self, town: PointsTown, company: Company, client: PartnerClient) -> None:
        self.town = town
        self.company = company
        self.client = client
        self.holder = town.person()
        self.id = company.exchange(self.holder)
        self.calls = PartnerCalls(town.ground)

    def ask(self) -> str:
        return ask_partner(self.town.engine, self.town.ground, self.id, self.calls)

    def run_job(self) -> tuple[int, int, int]:
        done = ask_partners(self.town.engine, self.town.ground, self.calls)
        return done.ended, done.reversed, done.silent

    def say(self, result: str = "done", units: int = 2000, points: int = 1000) -> str:
        """A callback; its verdict, or the refusal's code."""
        body = {"exchange_id": str(self.id), "result": result, "units": units, "points": points}
        told = self.client.post("/v1/exchange-answers", body).get_json()
        return str(told.get("verdict") or told["code"])

    def seen(self) -> ExchangeShown:
        return self.town.do(lambda work: see_exchange(work, self.holder, self.id))

    def line(self, month: str = "2026-04") -> dict[str, str]:
        """Its line in the file; the sums and the ledger are checked with it."""
        file = self.client.file(month)
        sums = {kind: int(file[f"sum-{kind}"][0]["points"]) for kind in ("exchanges", "coupons", "ledger")}
        assert sums["exchanges"] + sums["coupons"] == sums["ledger"]
        assert_ledger_whole(self.town.engine)
        assert acts_of_kind(self.town.engine, "put-into-reserve") == sums["ledger"] // 1000
        (line,) = (one for one in file["exchange"] if one["exchange_id"] == str(self.id))
        return line

    def differences(self, month: str = "2026-04") -> str:
        return self.line(month)["differences"]


@pytest.fixture
def exchange(town: PointsTown, company: Company, client: PartnerClient) -> Exchange:
    return Exchange(town, company, client)


def yes(_path: str, asked: dict[str, Any]) -> Reply:
    return 200, asked | {"result": "done"}


def with_members(**members: Any) -> Callable[[str, dict[str, Any]], Reply]:
    return lambda _path, asked: (200, asked | members)


def test_a_company_that_behaves(exchange: Exchange) -> None:
    with exchange.company.serving(yes):
        assert exchange.ask() == "done"
        assert exchange.ask() == "done"  # it is over: nobody is asked
    ((path, headers, document),) = exchange.company.asked
    assert (path, headers["Authorization"]) == ("/redeem", "Bearer token-1")
    assert document == {"exchange_id": str(exchange.id), "units": 2000, "points": 1000}
    line = exchange.line()
    assert (line["state"], line["said"], line["verdict"], line["differences"]) == (
        "done", "done", "accepted", "",
    )  # fmt: skip
    with pytest.raises(ExchangeOver):
        exchange.town.do(lambda work: cancel_exchange(work, exchange.holder, exchange.id))


def test_it_refuses(exchange: Exchange) -> None:
    with exchange.company.serving(with_members(result="refused")):
        assert exchange.ask() == "refused"
    assert exchange.say("refused") == "repeated"
    assert exchange.say() == "after-refusal"
    assert exchange.seen().is_reversal_owed
    assert exchange.differences() == "done-after-refusal repeated reversal-owed"


def test_it_answers_twice(exchange: Exchange) -> None:
    with exchange.company.serving(yes):
        assert exchange.ask() == "done"
    assert [exchange.say(), exchange.say()] == ["repeated"] * 2
    assert exchange.differences() == "repeated"


def test_it_answers_late(exchange: Exchange) -> None:
    exchange.calls = PartnerCalls(exchange.town.ground, IMPATIENT)
    with exchange.company.serving(lambda _path, _asked: None):
        assert exchange.ask() == "asked"
    assert exchange.seen().state == "asked"
    assert exchange.say() == "accepted"
    assert exchange.line()["said"] == "done"
    exchange.calls = PartnerCalls(exchange.town.ground)
    with exchange.company.serving(with_members(result="done")):
        assert exchange.run_job() == (0, 0, 0)  # nothing is left to be asked
    assert exchange.differences() == ""


def test_it_says_202_and_is_asked_again(exchange: Exchange) -> None:
    replies: list[Reply] = [(202, {}), (500, {}), (302, {})]
    with exchange.company.serving(lambda path, asked: replies.pop(0) if replies else yes(path, asked)):
        assert [exchange.ask() for _ in range(3)] == ["asked"] * 3
        assert exchange.run_job() == (1, 0, 0)
    assert {asked[2]["exchange_id"] for asked in exchange.company.asked} == {str(exchange.id)}
    assert exchange.differences() == ""


def test_it_never_answers(exchange: Exchange, clock: MovingClock) -> None:
    clock.advance(WEEK - timedelta(days=1))
    assert exchange.run_job() == (0, 0, 1)  # nobody listens there
    assert exchange.differences() == "no-answer"
    clock.advance(days=1)
    assert exchange.run_job() == (1, 0, 1)
    assert (exchange.seen().state, exchange.seen().is_reversal_owed) == ("cancelled", True)
    assert exchange.differences() == "no-answer reversal-owed"
    with exchange.company.serving(lambda _path, _asked: (204, {})):
        assert exchange.run_job() == (0, 1, 0)
        assert exchange.run_job() == (0, 0, 0)
    assert exchange.company.asked[0][::2] == ("/redeem/cancel", {"exchange_id": str(exchange.id)})
    assert "Authorization" not in exchange.company.asked[0][1]
    assert exchange.differences() == "no-answer"


def test_it_says_another_amount(exchange: Exchange) -> None:
    with exchange.company.serving(with_members(result="done", points=1001)):
        assert exchange.ask() == "asked"
        assert exchange.say(units=1000) == "other-amount"
        assert exchange.seen().state == "asked"
        assert exchange.line()["said_units"] in ("1000", "2000")
        for _ in range(25):
            exchange.say(points=1)
    assert exchange.say() == "accepted"
    assert exchange.say(points=2000) == "other-amount"
    assert exchange.differences() == "other-amount"


def test_its_signature_is_wrong(exchange: Exchange, town: PointsTown, app: Flask) -> None:
    stranger = Ed25519PrivateKey.from_private_bytes(os.urandom(32))
    with exchange.company.serving(yes, key=stranger):
        assert exchange.ask() == "asked"
    exchange.client.key = stranger
    assert exchange.say() == "signature-invalid"
    exchange.client.key = exchange.company.key
    other = Company.of(town, "別のポイント")
    stolen = other.client(app)
    body = {"exchange_id": str(exchange.id), "result": "done", "units": 2000, "points": 1000}
    assert stolen.post("/v1/exchange-answers", body).get_json()["code"] == "exchange-not-found"
    assert exchange.seen().state == "asked"
    assert exchange.line()["verdict"] == "wrong-signature"
    assert exchange.differences() == "wrong-signature"
    assert exchange.say() == "accepted"
    assert exchange.differences() == "wrong-signature"


@pytest.mark.parametrize(
    "members",
    [
        {"result": "done", "exchange_id": "00000000-0000-4000-8000-000000000000"},
        {"result": "perhaps"},
        {"result": "done", "units": "2000"},
        {"result": "done", "points": True},
    ],
)
def test_what_it_says_cannot_be_read(exchange: Exchange, members: dict[str, Any]) -> None:
    with exchange.company.serving(with_members(**members)):
        assert exchange.ask() == "asked"
    assert exchange.differences() == "unreadable"


def test_it_answers_after_the_citizen_gave_up(exchange: Exchange) -> None:
    exchange.town.do(lambda work: cancel_exchange(work, exchange.holder, exchange.id))
    assert give_up(exchange.town.engine, exchange.town.ground, exchange.id, exchange.calls) is False
    assert exchange.say() == "after-cancel"
    assert exchange.differences() == "done-after-cancel reversal-owed"

    def late(path: str, asked: dict[str, Any]) -> Reply:
        # It has done it again while it takes our word: the word is owed once more.
        if len(exchange.company.asked) == 1:
            assert exchange.say() == "after-cancel"
        return yes(path, asked)

    with exchange.company.serving(late):
        assert give_up(exchange.town.engine, exchange.town.ground, exchange.id, exchange.calls) is False
        assert exchange.run_job() == (0, 1, 0)
    assert not exchange.seen().is_reversal_owed
    assert exchange.say("refused") == "after-cancel"
    assert exchange.differences() == "done-after-cancel"


def test_it_says_yes_and_then_no(exchange: Exchange) -> None:
    assert exchange.say() == "accepted"
    assert exchange.say("refused") == "contradicts"
    assert exchange.seen().state == "done"
    assert exchange.differences() == "contradicts"


def test_the_points_account_was_closed_meanwhile(
    town: PointsTown, company: Company, client: PartnerClient
) -> None:
    exchange = Exchange(town, company, client)
    town.do(lambda work: close_holder(work, exchange.holder))
    assert (exchange.seen().state, exchange.seen().is_reversal_owed) == ("cancelled", True)
    assert exchange.say() == "after-cancel"
    assert exchange.differences() == "done-after-cancel reversal-owed"


def test_fifty_callbacks_bring_the_points_once(exchange: Exchange) -> None:
    verdicts = at_once(50, lambda _: exchange.say())
    assert (verdicts.count("accepted"), verdicts.count("repeated")) == (1, 49)
    shown = exchange.town.do(lambda work: show_balances(work, exchange.holder))
    assert [one.points for one in shown] == [1000]
    assert exchange.differences() == "repeated"


def test_a_silent_company_keeps_nobody_waiting(
    town: PointsTown, company: Company, client: PartnerClient, app: Flask
) -> None:
    other = Company.of(town, "別のポイント")
    for _ in range(5):
        company.exchange(town.person())
    exchange = Exchange(town, other, other.client(app))
    with other.serving(yes):
        assert exchange.run_job() == (1, 0, 3)
    assert client.file()["sum-ledger"][0]["points"] == "0"
    assert {one["state"] for one in client.file()["exchange"]} == {"asked"}
    assert exchange.differences() == ""
    assert UUID(exchange.line()["exchange_id"]) == exchange.id
