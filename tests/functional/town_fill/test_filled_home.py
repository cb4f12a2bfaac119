"""What a filled home holds: every login signs in, every card behaves as its entry says."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509 import load_pem_x509_certificate

from desk.platform.device import StateDirectory
from mykey.certificates import UserCertificate, read_user_certificate
from mykey.crypto.one_time_codes import code_at
from mykey.crypto.passwords import Passwords
from mykey.crypto.request_keys import DevicePublicKey, card_request_public_jwk
from mykey.kernel.clock import system_clock
from mykey.kernel.refusals_of_cards import CertificateExpired, CertificateRevoked, CertificateWrongKind
from mykey.models.providers import Provider
from mykey.models.terminals import Terminal
from mykey.services.check_digits import is_my_number
from mykey.services.find_citizen_by_card import find_citizen_by_card
from mykey.services.find_form_one import list_form_ones
from mykey.services.list_contacts import ContactFilter, list_contacts
from mykey.services.list_links import list_links
from mykey.services.number_rules import check_number
from mykey.services.show_mykey_id import show_mykey_id
from mykey.services.sign_in_by_password import sign_in_by_password
from mykey.services.sign_in_officer import sign_in_officer
from tests.functional.town_fill.conftest import Home
from town.fill.ground import open_ground


def told(home: Home) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((home.path / "testers.json").read_text(encoding="utf-8"))
    return document


def entry(home: Home, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(card for card in told(home)["cards"] if card["name"] == name)
    return found


def judged(home: Home, name: str) -> UserCertificate:
    """The card's file as a terminal sends it: judged for form, trust, kind, dates and revocation."""
    ground = open_ground(home.platform, system_clock)
    der = (home.path / entry(home, name)["certificate_der"]).read_bytes()
    certificate = read_user_certificate(der, ground.cards.trust, ground.clock())
    ground.cards.lists.check(certificate.name, certificate.distribution_point, ground.clock(), timedelta(0))
    return certificate


def numbers_of(home: Home, name: str) -> tuple[str, list[str]]:
    """The MyKey ID and the linked numbers behind a touch of the card."""
    cards = open_ground(home.platform, system_clock).cards
    with home.work() as work:
        citizen = find_citizen_by_card(work, cards, judged(home, name))
        assert citizen is not None
        links = list_links(work, citizen.citizen_id)
        return show_mykey_id(work, citizen.citizen_id), [link.number for link in links]


def test_officers_sign_in_with_password_and_code(filled: Home) -> None:
    logins = {login["role"]: login for login in told(filled)["logins"]}
    for role, municipality_code in (("operator", None), ("municipality", "141305")):
        login = logins[role]
        code = code_at(login["totp_secret"], system_clock())
        with filled.work() as work:
            officer = sign_in_officer(work, Passwords(), login["login"], login["password"], code)
        assert (officer.role, officer.municipality_code) == (role, municipality_code)


def test_the_citizen_signs_in_by_mykey_id(filled: Home) -> None:
    login = next(login for login in told(filled)["logins"] if login["role"] == "citizen")
    with filled.work() as work:
        signed_in = sign_in_by_password(work, Passwords(), login["login"], login["password"])
        assert [link.change_notice for link in list_links(work, signed_in.citizen_id)] == [True]


def test_the_library_is_provider_000001_as_the_issue_says(filled: Home) -> None:
    with filled.work() as work:
        library = work.session.get_one(Provider, "000001")
        street = work.session.get_one(Provider, "000002")
    rule = (library.min_length, library.max_length, library.prefix, library.check_digit, library.letters)
    assert (library.name, library.kind, rule) == ("川崎市立図書館", "library", (12, 12, "18", "none", False))
    assert (library.symbology, library.start_stop, library.minimum_assurance) == ("nw7", "AA", "touched")
    assert (street.kind, street.hand_over, street.symbology) == ("shopping-street", "label", "code128")


def test_the_free_numbers_are_valid_and_nobodys_my_number(filled: Home) -> None:
    with filled.work() as work:
        for provider in told(filled)["providers"]:
            row = work.session.get_one(Provider, provider["provider_id"])
            assert [check_number(row, number) for number in provider["free_numbers"]] == provider[
                "free_numbers"
            ]
            assert not is_my_number(provider["free_numbers"][0])


def test_six_fresh_terminals_of_all_kinds_wait_for_testers(filled: Home) -> None:
    terminals = told(filled)["terminals"]
    with filled.work() as work:
        rows = [work.session.get_one(Terminal, each["terminal_id"]) for each in terminals]
        visitor = work.session.get_one(Terminal, told(filled)["visitor"]["terminal"]["terminal_id"])
    assert sorted((row.kind, row.provider_id or "") for row in rows) == [
        ("grant-points", ""),
        ("issue-vouchers", ""),
        ("service-id", "000001"),
        ("service-id", "000001"),
        ("service-id", "000002"),
        ("spend-points", ""),
    ]
    categories = {row.kind: row.facility_category for row in rows}
    assert categories == {
        "service-id": None,
        "spend-points": "shop",
        "issue-vouchers": "municipal-office",
        "grant-points": "municipal-office",
    }
    assert {row.state for row in (*rows, visitor)} == {"issued"}
    assert all(len(each["password"]) == 14 for each in terminals)


@pytest.mark.parametrize(
    ("desk", "provider_id"),
    [
        ("desk-library", "000001"),
        ("desk-shop", "000002"),
        ("desk-shop-2", None),
        ("desk-office", None),
        ("desk-voucher", None),
    ],
)
def test_the_desks_are_at_work_under_their_own_key(filled: Home, desk: str, provider_id: str | None) -> None:
    state = StateDirectory(filled.path / desk, lambda _count: b"")
    terminal_id = state.terminal_id()
    device = state.device()
    with filled.work() as work:
        row = work.session.get_one(Terminal, terminal_id)
        contacts = list_contacts(work, "141305", ContactFilter())
    assert (row.state, row.provider_id) == ("active", provider_id)
    assert row.public_key == DevicePublicKey.raw_from_jwk(dict(device.public_jwk()))
    assert row.fingerprint == bytes.fromhex(device.fingerprint)
    assert contacts is not None


def test_one_form_waits_for_the_operator(filled: Home) -> None:
    with filled.work() as work:
        forms = list_form_ones(work, "141305")
    assert [(seen.form.state, seen.total) for seen in forms] == [("submitted", 2), ("issued", 12)]


@pytest.mark.parametrize("name", ["no-link-1", "no-link-2", "under-15", "p384"])
def test_cards_with_a_mykey_id_and_no_link(filled: Home, name: str) -> None:
    assert numbers_of(filled, name) == (entry(filled, name)["mykey_id"], [])


@pytest.mark.parametrize("name", ["linked-1", "linked-2", "renewed"])
def test_cards_with_a_link_find_it_at_first_touch(filled: Home, name: str) -> None:
    card = entry(filled, name)
    assert card["link"]["provider_id"] == "000001"
    assert numbers_of(filled, name) == (card["mykey_id"], [card["link"]["service_id"]])


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("revoked", CertificateRevoked), ("expired", CertificateExpired), ("signing", CertificateWrongKind)],
)
def test_cards_that_are_refused(filled: Home, name: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        judged(filled, name)


def test_ten_cards_have_certificate_and_key_in_files_of_their_owner_alone(filled: Home) -> None:
    cards = told(filled)["cards"]
    assert len(cards) == 10
    for card in cards:
        certificate = load_pem_x509_certificate((filled.path / card["certificate"]).read_bytes())
        key = load_pem_private_key((filled.path / card["key"]).read_bytes(), None)
        both = load_pkcs12((filled.path / card["pkcs12"]).read_bytes(), card["pkcs12_password"].encode())
        assert certificate.public_key() == key.public_key()
        assert both.cert is not None
        assert both.cert.certificate == certificate
    files = [file for file in (filled.path / "testers").rglob("*") if file.is_file()]
    assert {file.stat().st_mode & 0o777 for file in (*files, filled.path / "testers.json")} == {0o600}
    assert {file.name.split(".")[0] for file in (filled.path / "testers" / "signing").iterdir()} == {
        "signing"
    }


def test_the_agent_knows_the_portal_and_its_key(filled: Home) -> None:
    (portal,) = json.loads((filled.path / "agent-portals.json").read_text(encoding="utf-8"))
    ring = open_ground(filled.platform, system_clock).keys.ring

    assert portal["origin"] == filled.settings.layout.origin("portal")
    assert portal["public_key"] == card_request_public_jwk(ring)
    assert portal["name"]
    assert portal["name_en"]
