from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from mykey.certificates import (
    RevocationIndex,
    RevocationListRefused,
    RevocationReason,
    SignatureAlgorithm,
    Trust,
    index_revocation_list,
)
from mykey.kernel.ports import RevocationListName
from tests.support.certificate_forge import MOMENT, ForgedAuthority, authority_name, point_name, tlv, trust
from tests.support.revocation_list_forge import (
    entry,
    extension,
    generalized_time,
    issuing_point,
    list_extensions,
    list_name,
    revocation_list,
    utc_time,
)

USER, HOUR = ForgedAuthority(), timedelta(hours=1)


@pytest.fixture(scope="module")
def ours() -> Trust:
    return trust()


def opened(index: bytes) -> RevocationIndex:
    return RevocationIndex(memoryview(index))


def refusal(
    der: bytes, ours: Trust, name: RevocationListName | None = None, moment: datetime = MOMENT
) -> object:
    with pytest.raises(RevocationListRefused) as refused:
        index_revocation_list(der, ours, moment, name or list_name())
    assert list(refused.value.facts) == ["reason"]
    return refused.value.facts["reason"]


def test_a_good_list_is_indexed(ours: Trust) -> None:
    entries = [entry(300, 3), entry(5), entry(70_000, 6), entry(2**31, 0)]
    index = opened(index_revocation_list(revocation_list(entries), ours, MOMENT, list_name()))
    assert len(index) == 4
    assert index.find(300) is RevocationReason.AFFILIATION_CHANGED
    assert index.find(5) is RevocationReason.UNSPECIFIED
    assert index.find(70_000) is RevocationReason.CERTIFICATE_HOLD
    assert index.find(2**31) is RevocationReason.UNSPECIFIED
    assert index.find(6) is None
    assert index.header.this_update == MOMENT - HOUR
    assert index.header.next_update == MOMENT + 23 * HOUR
    assert index.header.ca_key_id == USER.key_id
    assert index.header.distribution_point == point_name().rfc4514_string()


@pytest.mark.parametrize("kind", ["user", "signing"])
@pytest.mark.parametrize("generation", [1, 2])
def test_every_authority_signs_its_own_lists(kind: str, generation: int, ours: Trust) -> None:
    authority = ForgedAuthority(kind, generation)
    der = revocation_list([entry(1, 4)], authority)
    index_revocation_list(der, ours, MOMENT, list_name(authority))
    other = ForgedAuthority(kind, 3 - generation)
    assert refusal(der, ours, list_name(other)) == "signature"


def test_a_list_by_the_library_is_indexed(ours: Trust) -> None:
    point = x509.IssuingDistributionPoint(
        full_name=[x509.DirectoryName(point_name())],
        relative_name=None,
        only_contains_user_certs=False,
        only_contains_ca_certs=False,
        only_some_reasons=None,
        indirect_crl=False,
        only_contains_attribute_certs=False,
    )
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(USER.name)
        .last_update(MOMENT)
        .next_update(MOMENT + 24 * HOUR)
        .add_extension(x509.AuthorityKeyIdentifier(USER.key_id, None, None), critical=False)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(point, critical=True)
    )
    for serial in range(1, 400):
        revoked = x509.RevokedCertificateBuilder().serial_number(serial * 1000).revocation_date(MOMENT)
        if serial % 3:
            revoked = revoked.add_extension(x509.CRLReason(x509.ReasonFlags.superseded), critical=False)
        builder = builder.add_revoked_certificate(revoked.build())
    der = builder.sign(USER.key, hashes.SHA384()).public_bytes(Encoding.DER)
    index = opened(index_revocation_list(der, ours, MOMENT, list_name()))
    assert len(index) == 399
    assert index.find(3000) is RevocationReason.UNSPECIFIED
    assert index.find(4000) is RevocationReason.SUPERSEDED


def test_an_empty_list_is_a_list(ours: Trust) -> None:
    assert len(opened(index_revocation_list(revocation_list(), ours, MOMENT, list_name()))) == 0


def test_a_list_of_user_certificates_only_is_full_for_us(ours: Trust) -> None:
    extensions = list_extensions(USER, issuing_point(more=b"\x81\x01\xff"))
    index_revocation_list(revocation_list(extensions=extensions), ours, MOMENT, list_name())


def test_a_list_without_key_identifier_rests_on_its_signature(ours: Trust) -> None:
    index_revocation_list(revocation_list(extensions=[issuing_point()]), ours, MOMENT, list_name())


def test_a_list_past_its_term_is_still_indexed(ours: Trust) -> None:
    index_revocation_list(revocation_list(), ours, MOMENT + timedelta(days=3), list_name())


def test_times_from_2050_are_generalized() -> None:
    authority = ForgedAuthority(not_after=datetime(2060, 1, 1, tzinfo=UTC))
    der = revocation_list(
        [entry(9, 4, time=generalized_time(datetime(2051, 1, 1, tzinfo=UTC)))],
        authority,
        this_update=utc_time(datetime(2049, 12, 31, 23, tzinfo=UTC)),
        next_update=generalized_time(datetime(2050, 1, 1, 23, tzinfo=UTC)),
    )
    moment = datetime(2050, 1, 1, tzinfo=UTC)
    index = opened(index_revocation_list(der, trust(authority), moment, list_name(authority)))
    assert index.header.next_update == datetime(2050, 1, 1, 23, tzinfo=UTC)
    assert index.find(9) is RevocationReason.SUPERSEDED


def test_an_unknown_authority_is_not_trusted(ours: Trust) -> None:
    stranger = ForgedAuthority(of="stranger")
    assert refusal(revocation_list(authority=stranger), ours, list_name(stranger)) == "authority-not-trusted"


def test_a_strangers_list_under_our_name_is_refused(ours: Trust) -> None:
    assert refusal(revocation_list(signer=ForgedAuthority(of="stranger")), ours) == "signature"


def test_the_authority_must_be_valid_at_the_moment(ours: Trust) -> None:
    for moment in (datetime(2022, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC)):
        assert refusal(revocation_list(), ours, moment=moment) == "authority-not-valid"


def test_another_issuer_is_refused(ours: Trust) -> None:
    assert refusal(revocation_list(issuer=authority_name("signing")), ours) == "other-authority"


def test_another_key_identifier_is_refused(ours: Trust) -> None:
    extensions = list_extensions(ForgedAuthority(generation=1))
    assert refusal(revocation_list(extensions=extensions), ours) == "other-authority"


def test_the_list_of_another_municipality_is_refused(ours: Trust) -> None:
    elsewhere = list_extensions(USER, issuing_point(point_name(city="Yokohama-shi")))
    assert refusal(revocation_list(extensions=elsewhere), ours) == "other-distribution-point"
    name = list_name(point=point_name(city="Yokohama-shi"))
    assert refusal(revocation_list(), ours, name) == "other-distribution-point"


KEY, NUMBER, POINT = list_extensions(USER)
DELTA = extension("551d1b", b"\x02\x01\x01", critical=True)
UNKNOWN = extension("2b0601040101", b"\x05\x00", critical=True)


@pytest.mark.parametrize(
    ("extensions", "reason"),
    [
        pytest.param([KEY, NUMBER], "other-distribution-point", id="no point"),
        pytest.param(
            [KEY, issuing_point(critical=False)], "other-distribution-point", id="point not critical"
        ),
        pytest.param([POINT, DELTA], "delta", id="delta"),
        pytest.param([POINT, UNKNOWN], "unknown-critical-extension", id="unknown critical"),
        pytest.param([issuing_point(more=b"\x82\x01\xff")], "partial-scope", id="authorities only"),
        pytest.param([issuing_point(more=b"\x83\x02\x05\x20")], "partial-scope", id="some reasons"),
        pytest.param([issuing_point(more=b"\x84\x01\xff")], "partial-scope", id="indirect"),
        pytest.param([issuing_point(more=b"\x85\x01\xff")], "partial-scope", id="attributes only"),
        pytest.param([issuing_point(more=b"\x81\x01\x00")], "partial-scope", id="false written out"),
        pytest.param([extension("551d1c", b"\x30\x00", critical=True)], "malformed", id="empty point"),
        pytest.param([extension("551d1c", b"", critical=True)], "malformed", id="point of nothing"),
        pytest.param(
            [extension("551d1c", tlv(0x30, b"\x84\x01\xff"), critical=True)],
            "partial-scope",
            id="only indirect",
        ),
        pytest.param([POINT, POINT], "malformed", id="point twice"),
        pytest.param([POINT, extension("551d23", b"\x05\x00")], "malformed", id="key identifier of nothing"),
        pytest.param([], "malformed", id="no extensions"),
    ],
)
def test_other_scopes_are_refused(extensions: Sequence[bytes], reason: str, ours: Trust) -> None:
    assert refusal(revocation_list(extensions=extensions), ours) == reason


def test_a_list_from_the_future_is_refused(ours: Trust) -> None:
    later = utc_time(MOMENT + timedelta(seconds=1))
    assert refusal(revocation_list(this_update=later), ours) == "not-yet-published"
    index_revocation_list(revocation_list(this_update=utc_time(MOMENT)), ours, MOMENT, list_name())


def test_a_list_without_term_is_refused(ours: Trust) -> None:
    assert refusal(revocation_list(next_update=b""), ours) == "next-update-missing"
    assert refusal(revocation_list([entry(1)], next_update=b""), ours) == "next-update-missing"


@pytest.mark.parametrize(
    "this_update",
    [
        tlv(0x17, b"2607010300Z"),
        tlv(0x17, b"260701030000+0900"),
        tlv(0x17, b"260731030000Z")[:-1] + b"z",
        tlv(0x17, b"261301030000Z"),
        tlv(0x17, b"26070103000 Z"),
        tlv(0x18, b"20260701030000Z"),
        tlv(0x18, b"20510701030000.5Z"),
        tlv(0x17, b""),
        tlv(0x04, b"260701030000Z"),
        utc_time(MOMENT + 24 * HOUR),
    ],
)
def test_other_times_are_malformed(this_update: bytes, ours: Trust) -> None:
    assert refusal(revocation_list(this_update=this_update), ours) == "malformed"


@pytest.mark.parametrize(
    "der",
    [
        pytest.param(revocation_list(version=b"\x02\x01\x00"), id="version 1"),
        pytest.param(revocation_list(version=b""), id="no version"),
        pytest.param(
            revocation_list(inner_algorithm=SignatureAlgorithm.SHA384_WITH_RSA), id="inner is not outer"
        ),
        pytest.param(revocation_list() + b"\0", id="one byte more"),
        pytest.param(revocation_list()[:-1], id="one byte less"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"-----BEGIN X509 CRL-----", id="PEM"),
    ],
)
def test_other_forms_are_malformed(der: bytes, ours: Trust) -> None:
    assert refusal(der, ours) == "malformed"


def test_other_algorithms_are_refused(ours: Trust) -> None:
    builder = x509.CertificateRevocationListBuilder().issuer_name(USER.name).last_update(MOMENT)
    der = builder.next_update(MOMENT + HOUR).sign(USER.key, hashes.SHA512()).public_bytes(Encoding.DER)
    assert refusal(der, ours) == "algorithm"


def test_a_serial_revoked_twice_is_refused(ours: Trust) -> None:
    assert refusal(revocation_list([entry(8, 3), entry(9), entry(8, 4)]), ours) == "duplicate-serial"


def test_no_one_byte_mutant_is_accepted(ours: Trust) -> None:
    der = bytearray(revocation_list([entry(serial, 4) for serial in range(1, 20)]))
    for place, old in enumerate(der):
        for value in {old ^ 1, old ^ 0x80, 0, 0xFF} - {old}:
            der[place] = value
            with pytest.raises(RevocationListRefused):
                index_revocation_list(bytes(der), ours, MOMENT, list_name())
        der[place] = old


@given(st.binary(max_size=300))
def test_bytes_at_random_are_refused(der: bytes) -> None:
    with pytest.raises(RevocationListRefused):
        index_revocation_list(der, trust(), MOMENT, list_name())


@given(st.binary(max_size=60), st.integers(0, 6))
def test_signed_bytes_at_random_are_refused_or_indexed(noise: bytes, place: int) -> None:
    """The authority itself may write anything: no answer but an index or our own refusal comes back."""
    name = list_name()
    parts = [b"\x02\x01\x01", SignatureAlgorithm.SHA256_WITH_RSA.value, USER.name.public_bytes()]
    parts += [utc_time(MOMENT - HOUR), utc_time(MOMENT + HOUR), tlv(0x30, entry(4, 4))]
    parts += [tlv(0xA0, tlv(0x30, b"".join(list_extensions(USER))))]
    parts[place] = noise
    signed = tlv(0x30, b"".join(parts))
    der = tlv(0x30, signed + SignatureAlgorithm.SHA256_WITH_RSA.value + tlv(3, b"\0" + USER.sign(signed)))
    try:
        index_revocation_list(der, trust(), MOMENT, name)
    except RevocationListRefused:
        return


def test_a_mapped_file_serves_as_well_as_bytes(ours: Trust, tmp_path: Path) -> None:
    import mmap  # noqa: PLC0415 - only here

    path = tmp_path / "list.crl"
    path.write_bytes(revocation_list([entry(5, 4), entry(2**40)]))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        index = index_revocation_list(mapped, ours, MOMENT, list_name())  # type: ignore[arg-type]  # reads alike
    assert len(opened(index)) == 2
