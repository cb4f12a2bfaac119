"""A call whose answer was lost is sent again, and nothing happens twice."""

from __future__ import annotations

from typing import Any

import pytest

from mykey.points.acts.grant_points import grant_points
from mykey.points.acts.spend_at_till import spend_at_till
from mykey.points.till import receipts
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI
from tests.support.till_counter import TillClient, TillCounter


def paying(till: TillClient, counter: TillCounter, amount: int, municipal: int = 100) -> dict[str, Any]:
    person = counter.person(municipal=municipal)
    return {"session": till.session(counter.ticket(person)), "amount": amount, "purse": "municipal"}


def test_a_retry_is_told_the_same_though_the_session_is_over(
    counter: TillCounter, till: TillClient, clock: MovingClock
) -> None:
    body = paying(till, counter, 60)
    first = till.act("/v1/spends", body, "one")
    for hours in (0, 1, 22):
        clock.advance(hours=hours)
        again = till.act("/v1/spends", body, "one")
        assert (again.status_code, again.get_data()) == (201, first.get_data())
    assert till.get("/v1/receipts/2").status_code == 404


def test_a_refusal_is_told_again_though_it_would_go_well_by_now(
    counter: TillCounter, till: TillClient
) -> None:
    person = counter.person(municipal=100)
    body = {"session": till.session(counter.ticket(person)), "amount": 160, "purse": "municipal"}
    first = till.act("/v1/spends", body, "one")
    assert first.get_json()["code"] == "points-insufficient"
    counter.town.do(lambda work: grant_points(work, person.holder_id, KAWASAKI, 100))
    again = till.act("/v1/spends", body, "one")
    assert (again.status_code, again.get_data()) == (409, first.get_data())
    assert again.content_type == "application/problem+json"
    assert till.act("/v1/spends", body, "two").status_code == 201


def test_a_key_is_for_one_body_of_one_call_of_one_till(counter: TillCounter, till: TillClient) -> None:
    body = paying(till, counter, 60)
    number = till.act("/v1/spends", body, "one").get_json()["receipt_number"]
    other = till.act("/v1/spends", body | {"amount": 1}, "one")
    assert (other.status_code, other.get_json()["code"]) == (422, "idempotency-key-reused")
    assert till.act("/v1/cancellations", {"receipt_number": number}, "one").status_code == 201
    neighbour = counter.till(counter.shop_id)
    theirs = neighbour.act("/v1/spends", body, "one")
    assert theirs.get_json()["code"] == "till-session-over"


def test_cancellations_and_grants_are_done_once(counter: TillCounter, till: TillClient) -> None:
    number = till.act("/v1/spends", paying(till, counter, 60)).get_json()["receipt_number"]
    first = till.act("/v1/cancellations", {"receipt_number": number}, "back")
    again = till.act("/v1/cancellations", {"receipt_number": number}, "back")
    assert (first.status_code, first.get_data()) == (again.status_code, again.get_data())
    office, person = counter.granter, counter.person()
    body = {"session": office.session(counter.ticket(person, office)), "amount": 5}
    first, again = office.act("/v1/grants", body, "gift"), office.act("/v1/grants", body, "gift")
    assert (first.status_code, first.get_data()) == (201, again.get_data())
    assert counter.points(person) == 5


@pytest.mark.parametrize(
    ("key", "reason"), [(None, "missing"), ("", "format"), ("x" * 65, "format"), ("é", "format")]
)
@pytest.mark.parametrize("path", ["/v1/spends", "/v1/cancellations", "/v1/grants"])
def test_an_act_needs_a_key(till: TillClient, path: str, key: str | None, reason: str) -> None:
    answer = till.post(path, {}, {} if key is None else {"Idempotency-Key": key})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "request-invalid")
    assert answer.get_json()["errors"] == [{"member": "Idempotency-Key", "reason": reason}]


def test_what_is_malformed_is_kept_too(till: TillClient) -> None:
    first = till.act("/v1/spends", b"{", "one")
    assert (first.status_code, first.get_json()["code"]) == (400, "json-malformed")
    assert till.act("/v1/spends", b"{", "one").get_data() == first.get_data()
    assert till.act("/v1/spends", b"{}", "one").get_json()["code"] == "idempotency-key-reused"


def test_after_a_fault_of_ours_the_retry_acts(
    counter: TillCounter, till: TillClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = paying(till, counter, 60)

    def break_down(*given: Any) -> None:
        spend_at_till(*given)
        raise RuntimeError("the secret of somebody")

    monkeypatch.setattr(receipts, "spend_at_till", break_down)
    broken = till.act("/v1/spends", body, "one")
    assert (broken.status_code, broken.get_json()["code"]) == (500, "broken")
    assert "secret" not in broken.text
    monkeypatch.undo()
    done = till.act("/v1/spends", body, "one")
    assert (done.status_code, done.get_json()["receipt_number"]) == (201, 1)
