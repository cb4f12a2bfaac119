"""Two independent readers judge the same certificates and lists, and agree with us.

`pyhanko-certvalidator` walks paths, policies and lists as RFC 5280 says. It does not know what a user
certificate is: of the kind it judges the key usage and the purpose that we tell it to ask for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import verification
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, ValidationError
from pyhanko_certvalidator.policy_decl import PKIXValidationParams

from mykey.certificates import (
    Freshness,
    RevocationLists,
    index_revocation_list,
    read_user_certificate,
    store,
)
from mykey.kernel.errors import MyKeyError
from mykey.kernel.ports import RevocationListName
from tests.support.certificate_forge import (
    MOMENT,
    SIGNING_POLICY,
    USER_POLICY,
    ForgedAuthority,
    certificate,
    distribution_points,
    key_usage,
    p384_key,
    point_name,
    policies,
    trust,
)
from tests.support.revocation_list_forge import (
    entry,
    issuing_point,
    list_extensions,
    list_name,
    revocation_list,
    utc_time,
)

USER, EARLIER, STRANGER = ForgedAuthority(), ForgedAuthority(generation=1), ForgedAuthority(of="stranger")
SERIAL = 4321
UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00")


def pyhanko_accepts(der: bytes, crls: list[bytes], moment: datetime) -> bool:
    context = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(one.der) for one in (USER, EARLIER)],
        crls=[asn1_crl.CertificateList.load(one) for one in crls],
        revocation_mode="require",
        allow_fetching=False,
        moment=moment,
    )
    validator = CertificateValidator(
        asn1_x509.Certificate.load(der),
        validation_context=context,
        pkix_params=PKIXValidationParams(
            user_initial_policy_set=frozenset({USER_POLICY}), initial_explicit_policy=True
        ),
    )
    try:
        judging = validator.async_validate_usage({"digital_signature"}, {"client_auth"})  # type: ignore[no-untyped-call]  # theirs
        asyncio.run(judging)
    except (PathBuildingError, PathValidationError, ValidationError):
        return False
    return True


def we_accept(der: bytes, crls: list[tuple[bytes, RevocationListName]], moment: datetime, home: Path) -> bool:
    ours = trust(USER, EARLIER)
    try:
        for crl, name in crls:
            store(home, index_revocation_list(crl, ours, moment, name))
        read = read_user_certificate(der, ours, moment)
        fresh = RevocationLists(home).check(read.name, read.distribution_point, moment, timedelta(0))
    except MyKeyError:
        return False
    return fresh is Freshness.FRESH


ELSEWHERE = point_name(city="Yokohama-shi")
CARDS: Mapping[str, tuple[Callable[[], bytes], bool]] = {
    "good": (lambda: certificate(serial=SERIAL), True),
    "good, P-384": (lambda: certificate(serial=SERIAL, key=p384_key("card")), True),
    "earlier generation without its list": (lambda: certificate(EARLIER, serial=SERIAL), False),
    "stranger": (lambda: certificate(STRANGER, serial=SERIAL), False),
    "other policy": (
        lambda: certificate(serial=SERIAL, changes={"policies": (policies(SIGNING_POLICY), True)}),
        False,
    ),
    "no policy": (lambda: certificate(serial=SERIAL, changes={"policies": None}), False),
    "other usage": (
        lambda: certificate(serial=SERIAL, changes={"usage": (key_usage("key_agreement"), True)}),
        False,
    ),
    "unknown critical": (lambda: certificate(serial=SERIAL, changes={"note": (UNKNOWN, True)}), False),
    "other municipality": (
        lambda: certificate(serial=SERIAL, changes={"point": (distribution_points(ELSEWHERE), False)}),
        False,
    ),
    "expired": (lambda: certificate(serial=SERIAL, not_after=MOMENT - timedelta(days=1)), False),
    "not yet valid": (lambda: certificate(serial=SERIAL, not_before=MOMENT + timedelta(days=1)), False),
    "revoked": (lambda: certificate(serial=SERIAL + 1), False),
}


@pytest.mark.parametrize("case", CARDS)
def test_cards_are_judged_alike(case: str, tmp_path: Path) -> None:
    make, good = CARDS[case]
    crl = revocation_list([entry(SERIAL + 1, 4), entry(7)])
    assert we_accept(make(), [(crl, list_name())], MOMENT, tmp_path) is good
    assert pyhanko_accepts(make(), [crl], MOMENT) is good


LISTS: Mapping[str, tuple[Callable[[], bytes], bool]] = {
    "good": (lambda: revocation_list([entry(7)]), True),
    "empty": (revocation_list, True),
    "revoked": (lambda: revocation_list([entry(SERIAL, 6)]), False),
    "by a stranger": (lambda: revocation_list(signer=STRANGER), False),
    "by the other generation": (lambda: revocation_list(signer=EARLIER), False),
    "of another municipality": (
        lambda: revocation_list(extensions=list_extensions(USER, issuing_point(ELSEWHERE))),
        False,
    ),
    "too old": (
        lambda: revocation_list(
            this_update=utc_time(MOMENT - timedelta(days=3)), next_update=utc_time(MOMENT - timedelta(days=2))
        ),
        False,
    ),
    "of authorities only": (
        lambda: revocation_list(extensions=list_extensions(USER, issuing_point(more=b"\x82\x01\xff"))),
        False,
    ),
    "from the future": (lambda: revocation_list(this_update=utc_time(MOMENT + timedelta(hours=2))), False),
}


@pytest.mark.parametrize("case", LISTS)
def test_lists_are_judged_alike(case: str, tmp_path: Path) -> None:
    make, good = LISTS[case]
    card = certificate(serial=SERIAL)
    assert we_accept(card, [(make(), list_name())], MOMENT, tmp_path) is good
    assert pyhanko_accepts(card, [make()], MOMENT) is good


def library_accepts(der: bytes) -> bool:
    """The path validation of `cryptography`, with a policy that lets critical certificate policies pass."""

    def allow(_policy: object, _certificate: object, _extension: object) -> None:
        return None

    anything = verification.ExtensionPolicy.permit_all()
    verifier = (
        verification.PolicyBuilder()
        .time(MOMENT)
        .store(verification.Store([one.certificate for one in (USER, EARLIER)]))
        .extension_policies(
            ca_policy=anything.require_present(
                x509.BasicConstraints, verification.Criticality.CRITICAL, allow
            ),
            ee_policy=anything.require_present(
                x509.CertificatePolicies, verification.Criticality.CRITICAL, allow
            ),
        )
        .build_client_verifier()
    )
    try:
        verifier.verify(x509.load_der_x509_certificate(der), [])
    except verification.VerificationError:
        return False
    return True


@pytest.mark.parametrize("generation", [USER, EARLIER])
def test_the_library_accepts_what_we_accept(generation: ForgedAuthority) -> None:
    for key in (None, p384_key("card")):
        der = certificate(generation, key=key)
        read = read_user_certificate(der, trust(USER, EARLIER), MOMENT)
        assert isinstance(read.public_key, RSAPublicKey) is (key is None)
        assert library_accepts(der)
    assert not library_accepts(certificate(STRANGER))
