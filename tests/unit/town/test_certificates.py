"""The profile of jpki.md, read back with asn1crypto: another library than the one that wrote it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from asn1crypto import x509
from asn1crypto.core import UTF8String
from cryptography.hazmat.primitives.serialization import Encoding

from town.authority.keys import KeyType
from town.authority.office import CardOffice

USER_POLICY = "1.3.6.1.4.1.99999.8.5.1.3.30"
SIGNING_POLICY = "1.3.6.1.4.1.99999.8.5.1.1.20"


def _extensions(der: bytes) -> dict[str, tuple[bool, Any]]:
    certificate = x509.Certificate.load(der)
    return {
        extension["extn_id"].native: (extension["critical"].native, extension["extn_value"].parsed)
        for extension in certificate["tbs_certificate"]["extensions"]
    }


def test_both_generations_of_a_kind_share_their_name_and_no_key(office: CardOffice) -> None:
    for kind in ("user", "signing"):
        first, second = (one for one in office.authorities if one.kind == kind)

        assert first.certificate.subject == second.certificate.subject
        assert first.ca_key_id != second.ca_key_id


def test_authority_certificates_follow_the_profile(office: CardOffice) -> None:
    for authority in office.authorities:
        extensions = _extensions(authority.certificate.public_bytes(Encoding.DER))

        assert set(extensions) == {"key_usage", "basic_constraints", "key_identifier"}
        assert extensions["key_usage"][0]
        assert extensions["key_usage"][1].native == {"key_cert_sign", "crl_sign"}
        assert extensions["basic_constraints"][0]
        assert extensions["basic_constraints"][1].native == {"ca": True, "path_len_constraint": None}
        assert extensions["key_identifier"][1].native == authority.ca_key_id
        assert authority.private_key.key_size == 2048


@pytest.mark.parametrize("key_type", ["rsa2048", "p384"])
@pytest.mark.parametrize("generation", [1, 2])
def test_user_certificates_follow_the_profile(office: CardOffice, key_type: KeyType, generation: int) -> None:
    card = office.issue(name="hanako", holder="見本　花子", key_type=key_type, generation=generation)
    extensions = _extensions(card.user_certificate)
    certificate = x509.Certificate.load(card.user_certificate)

    assert set(extensions) == {
        "key_usage",
        "extended_key_usage",
        "authority_information_access",
        "certificate_policies",
        "crl_distribution_points",
        "authority_key_identifier",
        "key_identifier",
    }
    assert extensions["key_usage"][0]
    assert extensions["key_usage"][1].native == {"digital_signature"}
    assert extensions["extended_key_usage"][1].native == ["client_auth"]
    assert extensions["certificate_policies"][0]
    assert extensions["certificate_policies"][1].native == [
        {"policy_identifier": USER_POLICY, "policy_qualifiers": None}
    ]
    assert (
        extensions["authority_key_identifier"][1]["key_identifier"].native
        == office.authority("user", generation).ca_key_id
    )
    subject = certificate.subject.native
    assert set(subject) == {"country_name", "common_name"}
    assert len(subject["common_name"]) == 23
    assert certificate["signature_algorithm"]["algorithm"].native == "sha256_rsa"


def test_the_distribution_point_is_a_directory_name_of_the_municipality(office: CardOffice) -> None:
    card = office.issue(name="hanako", holder="見本　花子", municipality="Tokyo-to/Chofu-shi")
    (point,) = _extensions(card.user_certificate)["crl_distribution_points"][1]

    assert point["distribution_point"].name == "full_name"
    (name,) = point["distribution_point"].chosen
    assert name.name == "directory_name"
    assert name.chosen.native == {
        "country_name": "JP",
        "organization_name": "MyKey Demo Authority",
        "organizational_unit_name": [
            "Demo CA for user authentication",
            "CRL Distribution Points",
            "Tokyo-to",
        ],
        "common_name": "Chofu-shi CRLDP",
    }
    assert card.user.distribution_point == (
        "CN=Chofu-shi CRLDP,OU=Tokyo-to,OU=CRL Distribution Points,"
        "OU=Demo CA for user authentication,O=MyKey Demo Authority,C=JP"
    )


def test_signing_certificates_carry_the_four_basic_items(office: CardOffice) -> None:
    card = office.issue(
        name="hanako", holder="見本　花子", born=date(1990, 4, 2), sex="female", address="神奈川県見本町１"
    )
    assert card.signing_certificate is not None
    extensions = _extensions(card.signing_certificate)
    subject = x509.Certificate.load(card.signing_certificate).subject.native

    assert extensions["key_usage"][1].native == {"digital_signature", "non_repudiation"}
    assert "extended_key_usage" not in extensions
    assert "authority_information_access" not in extensions
    assert extensions["certificate_policies"][0]
    assert extensions["certificate_policies"][1].native[0]["policy_identifier"] == SIGNING_POLICY
    assert subject["locality_name"] == ["Kanagawa-ken", "Kawasaki-shi-Nakahara-ku"]
    assert len(subject["common_name"]) == 28
    assert subject["common_name"].isdigit()
    names = {
        name.chosen["type_id"].dotted: name.chosen["value"].parse(UTF8String).native
        for name in extensions["subject_alt_name"][1]
    }
    assert names == {
        "1.3.6.1.4.1.99999.8.5.5.1": "見本　花子",
        "1.3.6.1.4.1.99999.8.5.5.2": "00000",
        "1.3.6.1.4.1.99999.8.5.5.3": "2",
        "1.3.6.1.4.1.99999.8.5.5.4": "419900402",
        "1.3.6.1.4.1.99999.8.5.5.5": "神奈川県見本町１",
        "1.3.6.1.4.1.99999.8.5.5.6": "00000000",
    }


@pytest.mark.parametrize(
    ("born", "written"),
    [
        (date(2019, 5, 1), "520190501"),
        (date(2019, 4, 30), "420190430"),
        (date(1989, 1, 7), "319890107"),
        (date(1926, 12, 24), "219261224"),
        (date(1912, 7, 29), "119120729"),
    ],
)
def test_birth_dates_name_their_era_with_the_gregorian_year(
    office: CardOffice, born: date, written: str
) -> None:
    card = office.issue(name="hanako", holder="見本　花子", born=born)
    assert card.signing_certificate is not None

    assert written.encode() in card.signing_certificate


def test_serials_are_counters_of_four_bytes_that_overlap_between_the_authorities(office: CardOffice) -> None:
    first = office.issue(name="hanako", holder="見本　花子")
    second = office.issue(name="taro", holder="見本　太郎")
    assert first.signing is not None

    assert second.user.serial == first.user.serial + 1
    assert first.user.serial == first.signing.serial
    assert first.user.serial < 2**32
    assert first.user.ca_key_id != first.signing.ca_key_id


@pytest.mark.parametrize(
    ("key_type", "born", "last"),
    [
        ("rsa2048", date(1990, 4, 7), datetime(2030, 4, 7, 14, 59, 59, tzinfo=UTC)),
        ("rsa2048", date(1990, 4, 6), datetime(2031, 4, 6, 14, 59, 59, tzinfo=UTC)),
        ("rsa2048", date(1992, 2, 29), datetime(2031, 2, 28, 14, 59, 59, tzinfo=UTC)),
        ("p384", date(1990, 4, 7), datetime(2035, 4, 7, 14, 59, 59, tzinfo=UTC)),
    ],
)
def test_validity_ends_with_the_birthday_in_japan(
    office: CardOffice, key_type: KeyType, born: date, last: datetime
) -> None:
    card = office.issue(name="hanako", holder="見本　花子", key_type=key_type, born=born)
    assert card.signing is not None

    assert card.user.certificate.not_valid_after_utc == last
    assert card.signing.certificate.not_valid_after_utc == last


def test_an_under_15_card_has_no_signing_certificate(office: CardOffice) -> None:
    card = office.issue(name="ken", holder="見本　健", under_15=True)

    assert card.signing is None
    assert card.signing_certificate is None
    assert office.signing_of(card.user.ca_key_id, card.user.serial) is None
