"""Revocation lists, and a whole path judged by pyhanko-certvalidator as an independent oracle."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import InsufficientRevinfoError, PathBuildingError, RevokedError

from tests.support.moving_clock import MovingClock
from town.authority.issued import IssuedCertificate
from town.authority.office import CardOffice
from town.errors import ListNotKnown

NAKAHARA = "Kanagawa-ken/Kawasaki-shi-Nakahara-ku"
TAMA = "Kanagawa-ken/Kawasaki-shi-Tama-ku"


def judge(
    office: CardOffice, issued: IssuedCertificate, lists: list[bytes], generations: tuple[int, ...] = (1, 2)
) -> None:
    roots = [
        asn1_x509.Certificate.load(authority.certificate.public_bytes(Encoding.DER))
        for authority in office.authorities
        if authority.generation in generations
    ]
    context = ValidationContext(
        trust_roots=roots,
        crls=[asn1_crl.CertificateList.load(der) for der in lists],
        allow_fetching=False,
        revocation_mode="require",
        moment=issued.certificate.not_valid_before_utc + timedelta(seconds=1),
    )
    validator = CertificateValidator(asn1_x509.Certificate.load(issued.der), validation_context=context)
    asyncio.run(validator.async_validate_usage({"digital_signature"}))  # type: ignore[no-untyped-call]  # pyhanko leaves it so


def test_a_list_has_the_extensions_of_the_profile(office: CardOffice, clock: MovingClock) -> None:
    card = office.issue(name="hanako", holder="見本　花子")
    authority = office.authority("user", 2)
    found = x509.load_der_x509_crl(office.crl(card.user.ca_key_id, card.user.distribution_point))
    point = found.extensions.get_extension_for_class(x509.IssuingDistributionPoint)
    named = point.value.full_name

    assert found.is_signature_valid(authority.private_key.public_key())
    assert found.issuer == authority.certificate.subject
    assert found.last_update_utc == clock()
    assert found.next_update_utc == clock() + timedelta(hours=24)
    assert point.critical
    assert named is not None
    assert named[0].value.rfc4514_string() == card.user.distribution_point
    key_id = found.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    assert key_id == authority.ca_key_id
    number = found.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    clock.advance(seconds=1)
    later = x509.load_der_x509_crl(office.crl(card.user.ca_key_id, card.user.distribution_point))
    assert later.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number > number


def test_the_other_generation_signs_its_own_list_for_the_same_municipality(office: CardOffice) -> None:
    older = office.authority("user", 1)
    newer = office.authority("user", 2)
    found = x509.load_der_x509_crl(office.crl_of_municipality(older.ca_key_id, NAKAHARA))

    assert found.is_signature_valid(older.private_key.public_key())
    assert not found.is_signature_valid(newer.private_key.public_key())


def test_every_list_that_is_named_is_there(office: CardOffice) -> None:
    office.issue(name="hanako", holder="見本　花子", municipality="Tokyo-to/Chofu-shi")
    names = office.lists()

    assert len(names) == len({(name.ca_key_id, name.distribution_point) for name in names}) == 8 * 4
    assert len({name.path for name in names}) == len(names)
    for name in names:
        assert office.crl(name.ca_key_id, name.distribution_point)


def test_a_list_of_nobody_is_refused(office: CardOffice) -> None:
    user = office.authority("user", 2)

    with pytest.raises(ListNotKnown):
        office.crl_of_municipality(user.ca_key_id, "Tokyo-to/Chofu-shi")
    with pytest.raises(ListNotKnown):
        office.crl_of_municipality(b"\x00" * 20, NAKAHARA)
    with pytest.raises(ListNotKnown):
        office.crl(user.ca_key_id, "CN=Nowhere CRLDP")


@pytest.mark.parametrize("generation", [1, 2])
def test_an_independent_validator_accepts_both_certificates_with_their_lists(
    office: CardOffice, generation: int
) -> None:
    card = office.issue(name="hanako", holder="見本　花子", generation=generation)
    assert card.signing is not None

    for issued in (card.user, card.signing):
        judge(office, issued, [office.crl(issued.ca_key_id, issued.distribution_point)])


def test_an_independent_validator_accepts_a_p384_card(office: CardOffice) -> None:
    card = office.issue(name="hanako", holder="見本　花子", key_type="p384")

    judge(office, card.user, [office.crl(card.user.ca_key_id, card.user.distribution_point)])


def test_an_independent_validator_refuses_the_list_of_another_municipality(office: CardOffice) -> None:
    card = office.issue(name="hanako", holder="見本　花子")

    with pytest.raises(InsufficientRevinfoError):
        judge(office, card.user, [office.crl_of_municipality(card.user.ca_key_id, TAMA)])


def test_an_independent_validator_sees_the_revocation(office: CardOffice) -> None:
    card = office.issue(name="hanako", holder="見本　花子")
    office.lose("hanako")

    with pytest.raises(RevokedError):
        judge(office, card.user, [office.crl(card.user.ca_key_id, card.user.distribution_point)])


def test_an_independent_validator_does_not_take_one_generation_for_the_other(office: CardOffice) -> None:
    card = office.issue(name="hanako", holder="見本　花子", generation=1)
    lists = [office.crl(card.user.ca_key_id, card.user.distribution_point)]

    with pytest.raises(PathBuildingError):
        judge(office, card.user, lists, generations=(2,))
