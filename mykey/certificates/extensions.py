"""Reads the extensions of certificates, lists and entries (RFC 5280, 4.1.2.9)."""

from __future__ import annotations

from mykey.certificates.der import (
    BOOLEAN,
    OCTET_STRING,
    OID,
    SEQUENCE,
    NotDer,
    content,
    element,
    object_identifier,
    only,
)

__all__ = [
    "AUTHORITY_KEY_IDENTIFIER",
    "BASIC_CONSTRAINTS",
    "CERTIFICATE_ISSUER",
    "CERTIFICATE_POLICIES",
    "CRL_DISTRIBUTION_POINTS",
    "DELTA_CRL_INDICATOR",
    "EXTENDED_KEY_USAGE",
    "ISSUING_DISTRIBUTION_POINT",
    "KEY_USAGE",
    "REASON_CODE",
    "SUBJECT_KEY_IDENTIFIER",
    "Extensions",
    "key_identifier_of_authority",
    "read_extensions",
]

# Contents of the object identifiers 2.5.29.x.
SUBJECT_KEY_IDENTIFIER = b"\x55\x1d\x0e"
KEY_USAGE = b"\x55\x1d\x0f"
BASIC_CONSTRAINTS = b"\x55\x1d\x13"
REASON_CODE = b"\x55\x1d\x15"
DELTA_CRL_INDICATOR = b"\x55\x1d\x1b"
ISSUING_DISTRIBUTION_POINT = b"\x55\x1d\x1c"
CERTIFICATE_ISSUER = b"\x55\x1d\x1d"
CRL_DISTRIBUTION_POINTS = b"\x55\x1d\x1f"
CERTIFICATE_POLICIES = b"\x55\x1d\x20"
AUTHORITY_KEY_IDENTIFIER = b"\x55\x1d\x23"
EXTENDED_KEY_USAGE = b"\x55\x1d\x25"

_KEY_IDENTIFIER, _AUTHORITY_ISSUER, _AUTHORITY_SERIAL = 0x80, 0xA1, 0x82

Extensions = dict[bytes, tuple[bool, bytes]]
"""By the content of the object identifier: whether it is critical, and the DER of its value."""


def read_extensions(data: bytes, start: int, stop: int) -> Extensions:
    """The extensions between `start` and `stop`. Raises `NotDer`, also for none or one given twice."""
    found: Extensions = {}
    while start < stop:
        at, start = content(data, start, stop, SEQUENCE)
        oid_start, at = content(data, at, start, OID)
        name = object_identifier(data, oid_start, at)
        tag, value_start, value_stop = element(data, at, start)
        critical = tag == BOOLEAN
        if critical:
            # FALSE is the default and must not be written in DER (X.690, 11.5); TRUE is FF alone (11.1).
            if data[value_start:value_stop] != b"\xff":
                raise NotDer
            tag, value_start, value_stop = element(data, value_stop, start)
        if tag != OCTET_STRING or value_stop != start or name in found:
            raise NotDer
        found[name] = (critical, data[value_start:value_stop])
    if not found:
        raise NotDer
    return found


def key_identifier_of_authority(value: bytes) -> bytes | None:
    """The key identifier in an authority key identifier (RFC 5280, 4.2.1.1); None where it names no key."""
    at, stop = only(value, 0, len(value), SEQUENCE)
    identifier: bytes | None = None
    previous = 0
    while at < stop:
        tag, start, at = element(value, at, stop)
        order = tag & 0x1F
        if tag not in (_KEY_IDENTIFIER, _AUTHORITY_ISSUER, _AUTHORITY_SERIAL) or order < previous:
            raise NotDer
        previous = order + 1
        if tag == _KEY_IDENTIFIER:
            identifier = value[start:at]
    return identifier
