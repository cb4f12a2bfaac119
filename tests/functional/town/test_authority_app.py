from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography import x509
from flask.testing import FlaskClient

from tests.support.moving_clock import MovingClock
from town.authority.app import create_app
from town.authority.office import CardOffice


@pytest.fixture
def client(office: CardOffice, home: Path, clock: MovingClock) -> FlaskClient:
    assert office.ledger.home == home
    return create_app(home, clock).test_client()


def test_trust_is_served_and_lies_in_the_home(client: FlaskClient, home: Path) -> None:
    trust = client.get("/trust.json").json

    assert trust == json.loads((home / "trust.json").read_text(encoding="utf-8"))
    assert trust is not None
    assert trust["user_policy_oid"] == "1.3.6.1.4.1.99999.8.5.1.3.30"
    assert trust["signing_policy_oid"] == "1.3.6.1.4.1.99999.8.5.1.1.20"
    found = [(one["kind"], one["generation"]) for one in trust["authorities"]]
    assert found == [("user", 1), ("user", 2), ("signing", 1), ("signing", 2)]
    for one in trust["authorities"]:
        certificate = x509.load_pem_x509_certificate(one["certificate"].encode())
        key_id = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
        assert key_id.hex() == one["ca_key_id"]


def test_every_list_is_served_at_its_path(client: FlaskClient) -> None:
    answer = client.get("/lists.json").json
    assert answer is not None

    assert answer["lists"]
    for listed in answer["lists"]:
        served = client.get(listed["path"])
        assert served.mimetype == "application/pkix-crl"
        point = x509.load_der_x509_crl(served.data).extensions.get_extension_for_class(
            x509.IssuingDistributionPoint
        )
        assert point.value.full_name is not None
        assert point.value.full_name[0].value.rfc4514_string() == listed["distribution_point"]


def test_an_act_at_the_counter_is_on_the_list_at_once(office: CardOffice, client: FlaskClient) -> None:
    card = office.issue(name="hanako", holder="見本　花子", municipality="Tokyo-to/Chofu-shi")
    path = f"/crl/{card.user.ca_key_id.hex()}/Tokyo-to/Chofu-shi.crl"
    before = x509.load_der_x509_crl(client.get(path).data)
    office.lose("hanako")
    after = x509.load_der_x509_crl(client.get(path).data)

    assert before.get_revoked_certificate_by_serial_number(card.user.serial) is None
    assert after.get_revoked_certificate_by_serial_number(card.user.serial) is not None


@pytest.mark.parametrize(
    "path", ["/crl/00/Kanagawa-ken/Kawasaki-shi-Tama-ku.crl", "/crl/", "/crl/00/x.crl", "/unknown"]
)
def test_lists_of_nobody_are_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.json == {"error": "not-found"}


def test_linkage_answers_predecessor_and_signing_certificate(office: CardOffice, client: FlaskClient) -> None:
    old = office.issue(name="hanako", holder="見本　花子")
    new = office.renew("hanako")
    assert new.signing is not None
    asked = {"ca_key_id": new.user.ca_key_id.hex(), "serial": str(new.user.serial)}

    assert client.post("/linkage/predecessor", json=asked).json == {
        "predecessor": {"ca_key_id": old.user.ca_key_id.hex(), "serial": str(old.user.serial)}
    }
    assert client.post("/linkage/signing", json=asked).json == {
        "signing": {
            "ca_key_id": new.signing.ca_key_id.hex(),
            "serial": str(new.signing.serial),
            "distribution_point": new.signing.distribution_point,
        }
    }


def test_linkage_says_null_where_there_is_none(office: CardOffice, client: FlaskClient) -> None:
    card = office.issue(name="ken", holder="見本　健", under_15=True)
    asked = {"ca_key_id": card.user.ca_key_id.hex(), "serial": str(card.user.serial)}

    assert client.post("/linkage/predecessor", json=asked).json == {"predecessor": None}
    assert client.post("/linkage/signing", json=asked).json == {"signing": None}
    strange = {"ca_key_id": "00", "serial": "9" * 49}
    assert client.post("/linkage/signing", json=strange).json == {"signing": None}


@pytest.mark.parametrize(
    "asked",
    [
        {"ca_key_id": "00"},
        {"ca_key_id": "zz", "serial": "1"},
        {"ca_key_id": "00", "serial": "0x1"},
        {"ca_key_id": "00", "serial": "１"},
        {"ca_key_id": "00", "serial": "9" * 50},
        {"ca_key_id": "00", "serial": 1},
    ],
)
def test_a_malformed_linkage_question_is_refused(client: FlaskClient, asked: dict[str, object]) -> None:
    for path in ("/linkage/predecessor", "/linkage/signing"):
        assert client.post(path, json=asked).status_code == 400
