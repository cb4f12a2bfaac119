from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from mykey.certificates import (
    CertificatePolicy,
    KeyType,
    SignatureAlgorithm,
    Trust,
    read_user_certificate,
)
from mykey.kernel.ports import CertificateName
from mykey.kernel.refusals_of_cards import (
    CertificateExpired,
    CertificateMalformed,
    CertificateNotTrusted,
    CertificateNotYetValid,
    CertificateWrongKind,
)
from tests.support.certificate_forge import (
    MOMENT,
    SIGNING_POLICY,
    USER_POLICY,
    Changes,
    Digest,
    ForgedAuthority,
    authority_name,
    certificate,
    certificate_builder,
    distribution_points,
    elements,
    key_usage,
    p384_key,
    point_name,
    policies,
    resigned,
    rsa_key,
    tlv,
    trust,
    with_extensions,
)

DEMO = x509.ObjectIdentifier("1.3.6.1.4.1.99999.1")
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def ours() -> Trust:
    return trust()


@pytest.mark.parametrize("generation", [1, 2])
def test_a_good_certificate_of_either_generation_is_read(generation: int, ours: Trust) -> None:
    authority = ForgedAuthority(generation=generation)
    key = rsa_key("card")
    read = read_user_certificate(certificate(authority, key=key, serial=77), ours, MOMENT)
    assert read.name == CertificateName(authority.key_id, 77)
    assert read.not_after == MOMENT + timedelta(days=365)
    assert read.distribution_point == point_name().rfc4514_string()
    assert read.public_key == key.public_key()


def test_a_p_384_certificate_is_read(ours: Trust) -> None:
    key = p384_key("card")
    assert read_user_certificate(certificate(key=key), ours, MOMENT).public_key == key.public_key()


def test_sha_384_by_the_authority_is_accepted(ours: Trust) -> None:
    read_user_certificate(certificate(digest=hashes.SHA384()), ours, MOMENT)


def test_the_generations_share_name_and_serials_yet_are_told_apart(ours: Trust) -> None:
    first, second = (
        read_user_certificate(certificate(ForgedAuthority(generation=generation)), ours, MOMENT).name
        for generation in (1, 2)
    )
    assert first.serial == second.serial
    assert first != second


def test_the_practice_statement_in_the_policy_is_no_obstacle(ours: Trust) -> None:
    stated = policies(USER_POLICY, qualifier="http://demo.invalid/cps.html")
    read_user_certificate(certificate(changes={"policies": (stated, True)}), ours, MOMENT)


@pytest.mark.parametrize("generation", [1, 2])
def test_without_a_key_identifier_the_signature_tells_the_authority(generation: int, ours: Trust) -> None:
    authority = ForgedAuthority(generation=generation)
    issuer = x509.AuthorityKeyIdentifier(None, [x509.DirectoryName(authority.name)], 1)
    for change in (None, (issuer, False)):
        read = read_user_certificate(certificate(authority, changes={"authority": change}), ours, MOMENT)
        assert read.name.ca_key_id == authority.key_id


def test_issuer_and_serial_beside_the_key_identifier_are_no_obstacle(ours: Trust) -> None:
    authority = ForgedAuthority()
    identifier = x509.AuthorityKeyIdentifier(authority.key_id, [x509.DirectoryName(authority.name)], 1)
    read_user_certificate(certificate(changes={"authority": (identifier, False)}), ours, MOMENT)


def test_unknown_extensions_that_are_not_critical_are_no_obstacle(ours: Trust) -> None:
    note = (x509.UnrecognizedExtension(DEMO, b"\x05\x00"), False)
    empty = (x509.BasicConstraints(ca=False, path_length=None), False)
    read_user_certificate(certificate(changes={"note": note, "basic": empty}), ours, MOMENT)


CLIENT = ExtendedKeyUsageOID.CLIENT_AUTH
WRONG_KIND: Mapping[str, Changes] = {
    "the signing policy": {"policies": (policies(SIGNING_POLICY), True)},
    "the real authority's policy": {"policies": (policies("1.2.392.200149.8.5.1.3.30"), True)},
    "any policy": {"policies": (policies("2.5.29.32.0"), True)},
    "our policy and another": {"policies": (policies(USER_POLICY, SIGNING_POLICY), True)},
    "policies not critical": {"policies": (policies(USER_POLICY), False)},
    "no policies": {"policies": None},
    "usage not critical": {"usage": (key_usage("digital_signature"), False)},
    "no usage": {"usage": None},
    "usage for signing, too": {"usage": (key_usage("digital_signature", "content_commitment"), True)},
    "usage for encryption": {"usage": (key_usage("key_encipherment"), True)},
    "usage of an authority": {"usage": (key_usage("digital_signature", "key_cert_sign"), True)},
    "no purpose": {"purpose": None},
    "purpose of a server": {"purpose": (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)},
    "two purposes": {
        "purpose": (x509.ExtendedKeyUsage([CLIENT, ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
    },
}


@pytest.mark.parametrize("case", WRONG_KIND)
def test_other_usage_purpose_or_policy_is_the_wrong_kind(case: str, ours: Trust) -> None:
    with pytest.raises(CertificateWrongKind):
        read_user_certificate(certificate(changes=WRONG_KIND[case]), ours, MOMENT)


def test_a_signing_certificate_is_the_wrong_kind(ours: Trust) -> None:
    with pytest.raises(CertificateWrongKind):
        read_user_certificate(certificate(ForgedAuthority("signing")), ours, MOMENT)


def test_the_signing_authority_cannot_issue_user_certificates(ours: Trust) -> None:
    as_if: Changes = {
        "usage": (key_usage("digital_signature"), True),
        "purpose": (x509.ExtendedKeyUsage([CLIENT]), False),
        "policies": (policies(USER_POLICY), True),
    }
    with pytest.raises(CertificateWrongKind):
        read_user_certificate(certificate(ForgedAuthority("signing"), changes=as_if), ours, MOMENT)


def test_policies_in_no_readable_form_are_the_wrong_kind(ours: Trust) -> None:
    for value in (b"", b"\x30\x00", b"\x30\x02\x05\x00", b"\x30\x04\x30\x02\x06\x00", b"\x05\x00"):

        def bend(extensions: list[bytes], value: bytes = value) -> list[bytes]:
            head = b"\x06\x03\x55\x1d\x20\x01\x01\xff"
            rest = [one for one in extensions if b"\x55\x1d\x20" not in one]
            return [*rest, tlv(0x30, head + tlv(4, value))]

        with pytest.raises(CertificateWrongKind):
            read_user_certificate(with_extensions(certificate(), bend), ours, MOMENT)


PERMITTED = x509.NameConstraints([x509.DNSName("demo.invalid")], None)
TWO_POINTS = distribution_points(point_name(), point_name(city="Yokohama-shi"))
BY_ADDRESS = x509.CRLDistributionPoints(
    [x509.DistributionPoint([x509.UniformResourceIdentifier("http://demo.invalid/1.crl")], None, None, None)]
)
SOME_REASONS = x509.CRLDistributionPoints(
    [
        x509.DistributionPoint(
            [x509.DirectoryName(point_name())], None, frozenset({x509.ReasonFlags.key_compromise}), None
        )
    ]
)
OTHER_ISSUER = x509.CRLDistributionPoints(
    [
        x509.DistributionPoint(
            [x509.DirectoryName(point_name())], None, None, [x509.DirectoryName(authority_name("user"))]
        )
    ]
)
NOT_TRUSTED: Mapping[str, Changes] = {
    "an unknown critical extension": {"note": (x509.UnrecognizedExtension(DEMO, b"\x05\x00"), True)},
    "critical name constraints": {"constraints": (PERMITTED, True)},
    "critical inhibit any policy": {"any": (x509.InhibitAnyPolicy(0), True)},
    "critical alternative names": {"names": (x509.SubjectAlternativeName([x509.DNSName("a.invalid")]), True)},
    "critical distribution point": {"point": (distribution_points(point_name()), True)},
    "an authority itself": {"basic": (x509.BasicConstraints(ca=True, path_length=None), False)},
    "critical basic constraints": {"basic": (x509.BasicConstraints(ca=False, path_length=None), True)},
    "no distribution point": {"point": None},
    "two distribution points": {"point": (TWO_POINTS, False)},
    "a distribution point by address": {"point": (BY_ADDRESS, False)},
    "a distribution point for some reasons": {"point": (SOME_REASONS, False)},
    "a distribution point of another issuer": {"point": (OTHER_ISSUER, False)},
    "another authority's key identifier": {
        "authority": (x509.AuthorityKeyIdentifier(ForgedAuthority(generation=1).key_id, None, None), False)
    },
    "an unknown key identifier": {"authority": (x509.AuthorityKeyIdentifier(bytes(20), None, None), False)},
}


@pytest.mark.parametrize("case", NOT_TRUSTED)
def test_what_our_policy_does_not_know_is_not_trusted(case: str, ours: Trust) -> None:
    with pytest.raises(CertificateNotTrusted):
        read_user_certificate(certificate(changes=NOT_TRUSTED[case]), ours, MOMENT)


def test_an_authority_key_identifier_in_no_readable_form_is_malformed(ours: Trust) -> None:
    for value in (b"\x05\x00", b"\x30\x02\x05\x00", b"\x30\x04\x82\x00\x80\x00", b"\x30\x04\x80\x00\x80\x00"):

        def bend(extensions: list[bytes], value: bytes = value) -> list[bytes]:
            rest = [one for one in extensions if b"\x55\x1d\x23" not in one]
            return [*rest, tlv(0x30, b"\x06\x03\x55\x1d\x23" + tlv(4, value))]

        with pytest.raises(CertificateMalformed):
            read_user_certificate(with_extensions(certificate(), bend), ours, MOMENT)


def test_a_stranger_with_the_same_name_is_not_trusted(ours: Trust) -> None:
    stranger = ForgedAuthority(of="stranger")
    claimed = x509.AuthorityKeyIdentifier(ForgedAuthority().key_id, None, None)
    own: Changes = {}
    for changes in (own, {"authority": None}, {"authority": (claimed, False)}):
        with pytest.raises(CertificateNotTrusted):
            read_user_certificate(certificate(stranger, changes=changes), ours, MOMENT)


def test_a_self_signed_card_is_not_trusted(ours: Trust) -> None:
    builder = certificate_builder(ForgedAuthority(), issuer=authority_name("user"))
    der = builder.sign(rsa_key("card"), hashes.SHA256()).public_bytes(Encoding.DER)
    with pytest.raises(CertificateNotTrusted):
        read_user_certificate(der, ours, MOMENT)


def test_another_issuer_name_under_our_signature_is_not_trusted(ours: Trust) -> None:
    for changes in ({}, {"authority": None}):
        der = certificate(issuer=authority_name("signing"), changes=changes)
        with pytest.raises(CertificateNotTrusted):
            read_user_certificate(der, ours, MOMENT)


def test_an_authority_certificate_as_a_card_is_not_trusted(ours: Trust) -> None:
    with pytest.raises(CertificateNotTrusted):
        read_user_certificate(ForgedAuthority().der, ours, MOMENT)


OTHER_KEYS: Mapping[str, Callable[[], rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey]] = {
    "RSA-1024": lambda: rsa_key("small", 1024),
    "RSA-3072": lambda: rsa_key("large", 3072),
    "exponent 3": lambda: rsa_key("exponent", 2048, 3),
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "Brainpool": lambda: ec.generate_private_key(ec.BrainpoolP384R1()),
}


@pytest.mark.parametrize("case", OTHER_KEYS)
def test_keys_of_other_kinds_are_not_trusted(case: str, ours: Trust) -> None:
    with pytest.raises(CertificateNotTrusted):
        read_user_certificate(certificate(key=OTHER_KEYS[case]()), ours, MOMENT)


def test_a_modulus_with_a_leading_zero_bit_is_not_trusted(ours: Trust) -> None:
    def bend(fields: list[bytes]) -> list[bytes]:
        key = bytearray(fields[6])
        key[33] &= 0x7F
        return [*fields[:6], bytes(key), *fields[7:]]

    with pytest.raises(CertificateNotTrusted):
        read_user_certificate(resigned(certificate(), bend), ours, MOMENT)


@pytest.mark.parametrize("digest", [hashes.SHA224(), hashes.SHA512(), hashes.SHA3_256()])
def test_other_hashes_by_the_authority_are_not_trusted(digest: Digest, ours: Trust) -> None:
    with pytest.raises(CertificateNotTrusted):
        read_user_certificate(certificate(digest=digest), ours, MOMENT)


@pytest.mark.parametrize(
    "algorithm",
    [
        pytest.param("300d06092a864886f70d0101050500", id="SHA-1 with RSA"),
        pytest.param("300b06092a864886f70d01010b", id="SHA-256 with RSA without NULL"),
        pytest.param("300a06082a8648ce3d040302", id="ECDSA"),
        pytest.param("300c06082a8648ce3d0403020500", id="ECDSA with NULL"),
        pytest.param("300b06092a864886f70d01010a", id="PSS without parameters"),
        pytest.param("300506032b6570", id="Ed25519"),
        pytest.param("3000", id="none"),
    ],
)
def test_other_algorithms_are_not_trusted(algorithm: str, ours: Trust) -> None:
    named = bytes.fromhex(algorithm)
    fields = elements(elements(certificate()[4:])[0][4:])
    fields[2] = named
    signed = tlv(0x30, b"".join(fields))
    der = tlv(0x30, signed + named + tlv(3, b"\0" + ForgedAuthority().sign(signed)))
    with pytest.raises(CertificateNotTrusted):
        read_user_certificate(der, ours, MOMENT)


def test_a_policy_may_be_narrower() -> None:
    narrow = CertificatePolicy(
        USER_POLICY,
        SIGNING_POLICY,
        frozenset({SignatureAlgorithm.SHA256_WITH_RSA}),
        frozenset({KeyType.RSA_2048}),
    )
    ours = Trust(narrow, [ForgedAuthority().trusted()])
    read_user_certificate(certificate(), ours, MOMENT)
    for der in (certificate(key=p384_key("card")), certificate(digest=hashes.SHA384())):
        with pytest.raises(CertificateNotTrusted):
            read_user_certificate(der, ours, MOMENT)


def test_the_first_and_the_last_second_count(ours: Trust) -> None:
    first, last = MOMENT - timedelta(days=5), MOMENT + timedelta(days=5)
    der = certificate(not_before=first, not_after=last)
    for moment in (first, last):
        read_user_certificate(der, ours, moment)
    with pytest.raises(CertificateNotYetValid):
        read_user_certificate(der, ours, first - SECOND)
    with pytest.raises(CertificateExpired):
        read_user_certificate(der, ours, last + SECOND)


def test_the_authority_must_be_valid_at_the_moment(ours: Trust) -> None:
    der = certificate(not_before=datetime(2020, 1, 1, tzinfo=UTC), not_after=datetime(2040, 1, 1, tzinfo=UTC))
    for moment in (datetime(2022, 12, 31, tzinfo=UTC), datetime(2033, 1, 2, tzinfo=UTC)):
        with pytest.raises(CertificateNotTrusted):
            read_user_certificate(der, ours, moment)


def test_form_is_judged_before_trust_before_kind_before_dates(ours: Trust) -> None:
    late = MOMENT + timedelta(days=4000)
    wrong: Changes = {"policies": (policies(SIGNING_POLICY), True)}
    stranger = ForgedAuthority(of="stranger")
    with pytest.raises(CertificateExpired):
        read_user_certificate(certificate(), ours, MOMENT + timedelta(days=400))
    with pytest.raises(CertificateWrongKind):
        read_user_certificate(certificate(changes=wrong), ours, MOMENT + timedelta(days=400))
    with pytest.raises(CertificateNotTrusted):
        read_user_certificate(certificate(stranger, changes=wrong), ours, late)
    with pytest.raises(CertificateMalformed):
        read_user_certificate(certificate(stranger, changes=wrong) + b"\0", ours, late)


def test_nothing_of_the_person_is_shown(ours: Trust) -> None:
    read = read_user_certificate(certificate(serial=987_654_321), ours, MOMENT)
    assert repr(read) == str(read) == "UserCertificate(…)"
    with pytest.raises(CertificateExpired) as refusal:
        read_user_certificate(certificate(serial=987_654_321), ours, MOMENT + timedelta(days=400))
    assert refusal.value.facts == {}
    assert "987654321" not in repr(refusal.value)
