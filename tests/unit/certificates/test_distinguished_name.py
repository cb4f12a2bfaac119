from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from mykey.certificates.der import NotDer
from mykey.certificates.distinguished_name import rfc4514
from tests.support.certificate_forge import point_name, tlv

KINDS = [
    NameOID.COMMON_NAME,
    NameOID.LOCALITY_NAME,
    NameOID.STATE_OR_PROVINCE_NAME,
    NameOID.STREET_ADDRESS,
    NameOID.ORGANIZATION_NAME,
    NameOID.ORGANIZATIONAL_UNIT_NAME,
    NameOID.USER_ID,
    NameOID.DOMAIN_COMPONENT,
    NameOID.TITLE,
    x509.ObjectIdentifier("2.999.1.16384"),
    x509.ObjectIdentifier("0.9.2342.19200300.100.1.2"),
]
TEXT = st.one_of(
    st.text(st.sampled_from(' #+,;<>="\\\0é川崎市aZ/'), min_size=1, max_size=12),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=30),
)
ATTRIBUTES = st.builds(
    lambda oid, value: x509.NameAttribute(oid, value, _type=_ASN1Type.UTF8String, _validate=False),
    st.sampled_from(KINDS),
    TEXT,
)


def written(der: bytes) -> str:
    return rfc4514(der, 2 if der[1] < 0x80 else 2 + (der[1] & 0x7F), len(der))


@given(st.lists(ATTRIBUTES, max_size=6))
def test_names_are_written_as_the_library_writes_them(attributes: list[x509.NameAttribute[str]]) -> None:
    name = x509.Name(attributes)
    assert written(name.public_bytes()) == name.rfc4514_string()


@given(st.lists(ATTRIBUTES, min_size=1, max_size=3, unique_by=lambda one: one.oid))
def test_attributes_of_one_relative_name_are_joined(attributes: list[x509.NameAttribute[str]]) -> None:
    name = x509.Name([x509.RelativeDistinguishedName(attributes)])
    # DER sorts them, the library keeps the order in which they were given.
    every = {one.rfc4514_string() for one in attributes}
    joined = written(name.public_bytes())
    assert all(one in joined for one in every)
    assert len(joined) == sum(map(len, every)) + len(every) - 1


def test_a_lists_name_is_written() -> None:
    assert written(point_name().public_bytes()) == (
        "CN=Kawasaki-shi CRLDP,OU=Kanagawa-ken,OU=CRL Distribution Points,"
        "OU=Demo CA for user authentication,O=MyKey Demo Authority,C=JP"
    )


COUNTRY = tlv(0x30, b"\x06\x03\x55\x04\x06\x13\x02JP")
UNIT = tlv(0x30, b"\x06\x03\x55\x04\x0b\x0c\x01a")


@pytest.mark.parametrize(
    "relatives",
    [
        pytest.param(COUNTRY, id="no set"),
        pytest.param(tlv(0x31, b""), id="empty set"),
        pytest.param(tlv(0x31, b"\x13\x02JP"), id="no attribute"),
        pytest.param(tlv(0x31, UNIT + COUNTRY)[:-1], id="cut"),
        pytest.param(tlv(0x31, COUNTRY + UNIT), id="unsorted"),
        pytest.param(tlv(0x31, tlv(0x30, b"\x06\x03\x55\x04\x06")), id="no value"),
        pytest.param(tlv(0x31, tlv(0x30, b"\x06\x03\x55\x04\x06\x13\x01J\x13\x01P")), id="two values"),
        pytest.param(tlv(0x31, tlv(0x30, b"\x06\x03\x55\x04\x06\x1e\x02\0J")), id="BMPString"),
        pytest.param(tlv(0x31, tlv(0x30, b"\x06\x03\x55\x04\x06\x0c\x01\xff")), id="no UTF-8"),
        pytest.param(tlv(0x31, tlv(0x30, b"\x06\x03\x55\x04\x06\x13\x01\xe9")), id="no ASCII"),
        pytest.param(tlv(0x31, tlv(0x30, b"\x06\x00\x13\x02JP")), id="no kind"),
    ],
)
def test_what_cannot_be_written_is_refused(relatives: bytes) -> None:
    with pytest.raises(NotDer):
        rfc4514(relatives, 0, len(relatives))
