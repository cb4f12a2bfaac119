"""The whole job by a client that knows the contract alone; each answer held to it member by member."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from tests.functional.second_client.client import from_base64url
from tests.functional.second_client.world import CONTACT, World


def test_from_activation_to_a_look_up(world: World) -> None:
    library = world.library
    terminal = world.issued_terminal()
    me = {"terminal_id": terminal.terminal_id, "kind": "service-id", "municipality_code": "141305"}

    activated = terminal.activation().send()
    assert activated.status == 201
    assert activated.headers["Content-Type"].startswith("application/json")
    assert activated.members == me | {"state": "contact-required"}

    own = terminal.send("GET", "/v1/terminal")
    assert own.status == 200
    assert own.members == me | {"state": "contact-required", "provider": None, "contact": None}

    providers = terminal.send("GET", "/v1/providers")
    assert providers.status == 200
    assert set(providers.members) == {"providers"}
    assert {"provider_id": "000001", "name": "川崎市立図書館"} in providers.members["providers"]
    assert {"provider_id": "000002", "name": "見本銀座商店街"} in providers.members["providers"]

    registered = terminal.send("PUT", "/v1/terminal/contact", CONTACT | {"provider_id": "000001"})
    at_work = {
        "state": "active",
        "provider": {"provider_id": "000001", "name": library.name},
    }
    assert registered.status == 200
    assert registered.members.items() >= (me | at_work).items()
    assert set(registered.members) == {*me, *at_work, "contact"}
    assert (
        registered.members["contact"].items()
        >= (CONTACT | {"telephone": registered.members["contact"]["telephone"]}).items()
    )
    assert terminal.send("GET", "/v1/terminal").members == registered.members

    challenge = terminal.send("POST", "/v1/challenges", {})
    assert challenge.status == 201
    assert set(challenge.members) == {"challenge_id", "challenge", "expires_at"}
    assert len(from_base64url(challenge.members["challenge"])) == 32
    expires = datetime.fromisoformat(challenge.members["expires_at"])
    assert challenge.members["expires_at"].endswith(("Z", "+00:00"))
    assert timedelta(seconds=118) <= expires - world.clock() <= timedelta(seconds=121)

    person, number = world.person(), world.number()
    card = terminal.proved(person.chip, challenge.members)
    linked = terminal.link(person.chip, number, card=card, change_notice=True).send()
    assert linked.status == 201
    assert linked.members == {
        "provider_id": "000001",
        "provider_name": "川崎市立図書館",
        "service_id": number,
        "change_notice": True,
    }

    found = terminal.look_up(person.chip).send()
    assert found.status == 200
    assert found.members == {
        "provider_id": "000001",
        "provider_name": "川崎市立図書館",
        "service_id": number,
        "assurance": "touched",
        "basic_information": "unchanged",
        "revocation": "fresh",
        "hand_over": {"method": "barcode", "symbology": "nw7", "data": f"A{number}A"},
    }
    proved = terminal.look_up(person.chip, proved=True).send()
    assert proved.members == found.members | {"assurance": "proved"}


def test_providers_are_those_of_the_terminal_s_municipality(world: World) -> None:
    elsewhere = world.provider(municipality_code="141003", name="横浜市立見本図書館")
    listed = world.activated_terminal().send("GET", "/v1/providers").members["providers"]
    assert elsewhere.provider_id not in {provider["provider_id"] for provider in listed}
    assert len(listed) >= 2


@pytest.mark.parametrize("kind", ["spend-points", "issue-vouchers", "grant-points"])
def test_other_kinds_register_without_a_provider(world: World, kind: str) -> None:
    terminal = world.issued_terminal(kind=kind)
    assert terminal.activation().send().members["kind"] == kind
    for contact in (CONTACT, CONTACT | {"provider_id": None}):
        registered = terminal.send("PUT", "/v1/terminal/contact", contact)
        assert registered.status == 200
        assert registered.members["provider"] is None
        assert registered.members["state"] == "active"
    assert terminal.send("POST", "/v1/challenges", {}).status == 201


def test_contact_is_changed_by_the_same_call(world: World) -> None:
    terminal = world.terminal()
    moved = CONTACT | {"provider_id": "000001", "place": "中央館2階", "telephone": "0440000001"}
    changed = terminal.send("PUT", "/v1/terminal/contact", moved)
    assert changed.status == 200
    assert changed.members["contact"]["place"] == "中央館2階"
    assert changed.members["state"] == "active"


def test_contact_understands_what_people_type(world: World) -> None:
    typed = {
        "provider_id": "000001",
        "postal_code": "２１１－００６３",
        "telephone": "０４４-０００-００００",
    }
    registered = world.terminal().send("PUT", "/v1/terminal/contact", CONTACT | typed)
    assert registered.status == 200
    assert registered.members["contact"]["postal_code"] == "2110063"
    assert re.fullmatch(r"[0-9-]+", registered.members["contact"]["telephone"])


@pytest.mark.parametrize("seconds", [-118, 118])
def test_clock_of_a_terminal_may_be_two_minutes_off(world: World, seconds: int) -> None:
    created = world.clock() + timedelta(seconds=seconds)
    assert world.desk.send("POST", "/v1/challenges", {}, created=created).status == 201


def test_clock_can_be_set_by_the_date_of_the_refusal(world: World) -> None:
    created = world.clock() - timedelta(hours=3)
    refused = world.desk.send("POST", "/v1/challenges", {}, created=created)
    assert refused.word == (401, "signature-expired")
    told = parsedate_to_datetime(refused.headers["Date"])
    assert abs(told - world.clock()) < timedelta(seconds=2)


def test_parameters_may_be_signed_in_another_order(world: World) -> None:
    """RFC 9421 gives covered components no order."""
    backwards = ("mykey-device", "content-digest", "@target-uri", "@method")
    assert world.desk.send("POST", "/v1/challenges", {}, covered=backwards).status == 201


def test_fingerprint_is_compared_as_a_number(world: World) -> None:
    terminal = world.terminal()
    terminal.fingerprint = terminal.fingerprint.upper()
    assert terminal.send("GET", "/v1/terminal").status == 200


@pytest.mark.parametrize("length", [16, 24, 64])
def test_nonces_may_be_longer(world: World, length: int) -> None:
    nonce = world.ground.random_bytes(length).hex()
    assert world.desk.send("GET", "/v1/terminal", nonce=nonce).status == 200


def test_documents_need_no_signature(world: World) -> None:
    document = world.desk.compose("GET", "/v1/openapi.json").send()
    assert document.status == 200
    assert document.members["openapi"].startswith("3.1")
    assert world.desk.compose("GET", "/v1/docs").send().status == 200


@pytest.mark.parametrize(("size", "word"), [(65_536, "request-invalid"), (65_537, "body-too-large")])
def test_a_body_holds_64_kib(world: World, size: int, word: str) -> None:
    body = b'{"service_id": "' + b"1" * (size - 18) + b'"}'
    assert len(body) == size
    call = world.desk.sign(world.desk.compose("POST", "/v1/links/removal", body=body))
    assert call.send().code == word
