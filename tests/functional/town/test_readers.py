"""Readers over HTTP, on a state file that the counter changes meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.support.moving_clock import MovingClock
from town.authority.office import CardOffice
from town.cards.app import create_app

SELECT_APPLICATION = "00A4040C0AD392F000260100000001"
SELECT_PIN = "00A4020C020018"
SELECT_KEY = "00A4020C020017"
RIGHT_PIN = "002000800431323334"
WRONG_PIN = "002000800439393939"
SIGN = "802A00803030" + "31" * 47 + "00"


@pytest.fixture
def client(office: CardOffice, home: Path, clock: MovingClock) -> FlaskClient:
    office.issue(name="hanako", holder="見本　花子", note="for the first try")
    office.issue(name="taro", holder="見本　太郎")
    return create_app(home, clock).test_client()


def transmit(client: FlaskClient, apdu: str, reader: str = "desk") -> str:
    answer = client.post(f"/readers/{reader}/transmit", json={"apdu": apdu}).json
    assert answer is not None
    response: str = answer["response"]
    return response


def insertion(client: FlaskClient, reader: str = "desk") -> int:
    state = client.get(f"/readers/{reader}").json
    assert state is not None
    number: int = state["insertion"]
    return number


def test_a_reader_is_empty_until_a_card_lies_on_it(client: FlaskClient) -> None:
    assert client.get("/readers/desk").json == {"present": False, "insertion": 0}
    empty = client.post("/readers/desk/transmit", json={"apdu": SELECT_APPLICATION})
    assert (empty.status_code, empty.json) == (409, {"error": "no-card"})

    assert client.put("/readers/desk", json={"card": "hanako"}).json == {"present": True, "insertion": 1}
    assert transmit(client, SELECT_APPLICATION) == "9000"
    assert client.delete("/readers/desk").json == {"present": False, "insertion": 2}
    assert client.delete("/readers/desk").json == {"present": False, "insertion": 2}
    assert client.post("/readers/desk/transmit", json={"apdu": SELECT_APPLICATION}).status_code == 409


def test_the_list_of_cards_names_reader_and_tries(client: FlaskClient) -> None:
    client.put("/readers/desk", json={"card": "hanako"})
    for apdu in (SELECT_APPLICATION, SELECT_PIN, WRONG_PIN):
        transmit(client, apdu)

    assert client.get("/cards").json == [
        {
            "name": "hanako",
            "holder": "見本　花子",
            "note": "for the first try",
            "reader": "desk",
            "tries_left": 2,
        },
        {"name": "taro", "holder": "見本　太郎", "note": "", "reader": None, "tries_left": 3},
    ]


def test_a_card_lies_on_one_reader_and_a_reader_holds_one_card(client: FlaskClient) -> None:
    client.put("/readers/desk", json={"card": "hanako"})
    client.put("/readers/agent", json={"card": "hanako"})
    assert client.get("/readers/desk").json == {"present": False, "insertion": 2}

    client.put("/readers/agent", json={"card": "taro"})
    cards = client.get("/cards").json
    assert cards is not None
    assert {card["name"]: card["reader"] for card in cards} == {"hanako": None, "taro": "agent"}


def test_a_removed_card_forgets_the_pin_and_keeps_its_tries(client: FlaskClient) -> None:
    client.put("/readers/desk", json={"card": "hanako"})
    for apdu in (SELECT_APPLICATION, SELECT_PIN, RIGHT_PIN, SELECT_KEY):
        assert transmit(client, apdu) == "9000"
    assert transmit(client, SIGN).endswith("9000")

    client.put("/readers/desk", json={"card": "hanako"})
    assert transmit(client, SELECT_KEY) == "6A82"
    assert transmit(client, SELECT_APPLICATION) == "9000"
    assert transmit(client, SELECT_KEY) == "9000"
    assert transmit(client, SIGN) == "6982"

    transmit(client, SELECT_PIN)
    assert transmit(client, WRONG_PIN) == "63C2"
    client.delete("/readers/desk")
    client.put("/readers/desk", json={"card": "hanako"})
    transmit(client, SELECT_APPLICATION)
    transmit(client, SELECT_PIN)
    assert transmit(client, "00200080") == "63C2"


def test_two_cards_on_two_readers_do_not_share_a_conversation(client: FlaskClient) -> None:
    client.put("/readers/desk", json={"card": "hanako"})
    client.put("/readers/agent", json={"card": "taro"})
    for apdu in (SELECT_APPLICATION, SELECT_PIN, RIGHT_PIN):
        transmit(client, apdu)

    assert transmit(client, SELECT_KEY, "agent") == "6A82"


def test_what_changes_the_chip_counts_as_laying_it_down_anew(office: CardOffice, client: FlaskClient) -> None:
    client.put("/readers/desk", json={"card": "hanako"})
    for act in (office.renew, office.move_house, office.expire):
        before = insertion(client)
        act("hanako")
        assert insertion(client) > before

    before = insertion(client)
    office.lose("hanako")
    assert insertion(client) == before


def test_a_renewed_card_gives_its_new_certificate(office: CardOffice, client: FlaskClient) -> None:
    client.put("/readers/desk", json={"card": "hanako"})
    renewed = office.renew("hanako")
    transmit(client, SELECT_APPLICATION)

    assert transmit(client, "00B08A0010") == renewed.user_certificate[:16].hex().upper() + "9000"


def test_strange_readers_and_cards_are_refused(client: FlaskClient) -> None:
    assert client.put("/readers/desk", json={"card": "nobody"}).status_code == 404
    assert client.get("/readers/No%20Reader").status_code == 404
    assert client.put("/readers/desk", json={}).status_code == 400
    assert client.post("/readers/desk/transmit", json={"apdu": "xyz"}).status_code == 400
