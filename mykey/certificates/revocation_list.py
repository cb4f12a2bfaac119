"""Verifies one revocation list and turns it into an index (RFC 5280, 5 and 6.3.3; jpki.md).

The signature is verified over the list's own bytes and the entries are read by a plain walk: the libraries
re-serialise, or build an object for each entry, at seconds and gigabytes a list (jpki.md, "Library facts").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from mykey.certificates.der import SEQUENCE, NotDer, content, element, only
from mykey.certificates.distribution_points import PartialScope, distribution_point_of_list
from mykey.certificates.errors import RevocationListRefused
from mykey.certificates.extensions import (
    AUTHORITY_KEY_IDENTIFIER,
    DELTA_CRL_INDICATOR,
    ISSUING_DISTRIBUTION_POINT,
    Extensions,
    key_identifier_of_authority,
    read_extensions,
)
from mykey.certificates.index_format import IndexHeader, write_index
from mykey.certificates.revocation_entries import read_entries
from mykey.certificates.signed_document import SignedDocument, read_signed_document
from mykey.certificates.trust import Trust
from mykey.kernel.ports import RevocationListName

__all__ = ["index_revocation_list"]

_VERSION_2 = b"\x02\x01\x01"
_UTC_TIME, _GENERALIZED_TIME = 0x17, 0x18
_EXTENSIONS = 0xA0


@dataclass(frozen=True, slots=True)
class _Fields:
    issuer: bytes
    this_update: datetime
    next_update: datetime
    entries: tuple[int, int]
    extensions: Extensions


def index_revocation_list(der: bytes, trust: Trust, moment: datetime, expected: RevocationListName) -> bytes:
    """The index file (`index_format`) of a full list that the expected authority signed for this point.

    A list past its nextUpdate is indexed, too: whether it is young enough is judged at each use.
    Raises `RevocationListRefused` with the reason as a word.
    """
    authority = trust.authority(expected.ca_key_id)
    if authority is None:
        raise RevocationListRefused(reason="authority-not-trusted")
    if not authority.valid_at(moment):
        raise RevocationListRefused(reason="authority-not-valid")
    try:
        document = read_signed_document(der)
    except NotDer:
        raise RevocationListRefused(reason="malformed") from None
    digest = trust.policy.hash_by_algorithm.get(document.algorithm)
    if digest is None:
        raise RevocationListRefused(reason="algorithm")
    if not authority.signed(document, digest):
        raise RevocationListRefused(reason="signature")
    try:
        fields = _fields(der, document)
        _demand_scope(fields.extensions, expected)
    except (NotDer, ValueError):
        raise RevocationListRefused(reason="malformed") from None
    if fields.issuer != authority.subject:
        raise RevocationListRefused(reason="other-authority")
    if fields.this_update > moment:
        raise RevocationListRefused(reason="not-yet-published")
    header = IndexHeader(
        this_update=fields.this_update,
        next_update=fields.next_update,
        ca_key_id=expected.ca_key_id,
        distribution_point=expected.distribution_point,
    )
    return write_index(header, read_entries(der, *fields.entries))


def _fields(der: bytes, document: SignedDocument) -> _Fields:
    at, end = document.start, document.stop
    if der[at : at + 3] != _VERSION_2:
        raise NotDer
    _, algorithm_stop = content(der, at + 3, end, SEQUENCE)
    if der[at + 3 : algorithm_stop] != document.algorithm:
        raise NotDer
    _, issuer_stop = content(der, algorithm_stop, end, SEQUENCE)
    this_update, at = _time(der, issuer_stop, end)
    if at < end and der[at] not in (_UTC_TIME, _GENERALIZED_TIME):
        raise RevocationListRefused(reason="next-update-missing")
    next_update, at = _time(der, at, end)
    if next_update <= this_update:
        raise NotDer
    tag, start, stop = element(der, at, end)
    entries = (start, stop) if tag == SEQUENCE else (at, at)
    after = stop if tag == SEQUENCE else at
    extensions = read_extensions(der, *only(der, *only(der, after, end, _EXTENSIONS), SEQUENCE))
    return _Fields(der[algorithm_stop:issuer_stop], this_update, next_update, entries, extensions)


def _time(der: bytes, at: int, end: int) -> tuple[datetime, int]:
    """A Time and where it ends: UTCTime through 2049, GeneralizedTime from 2050 (RFC 5280, 5.1.2.4)."""
    tag, start, stop = element(der, at, end)
    digits = bytes(der[start : stop - 1])
    years = {_UTC_TIME: 2, _GENERALIZED_TIME: 4}.get(tag, 0)
    if not years or len(digits) != years + 10 or not digits.isdigit() or der[stop - 1] != ord("Z"):
        raise NotDer
    year = int(digits[:years])
    if tag == _UTC_TIME:
        year += 2000 if year < 50 else 1900  # noqa: PLR2004 - the window of RFC 5280, 4.1.2.5.1
    elif year < 2050:  # noqa: PLR2004 - as above
        raise NotDer
    month, day, hour, minute, second = (int(digits[i : i + 2]) for i in range(years, len(digits), 2))
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC), stop


def _demand_scope(extensions: Extensions, expected: RevocationListName) -> None:
    """A full list of this authority key for this point, and nothing critical that we do not know."""
    if DELTA_CRL_INDICATOR in extensions:
        raise RevocationListRefused(reason="delta")
    for name, (critical, _) in extensions.items():
        if critical and name != ISSUING_DISTRIBUTION_POINT:
            raise RevocationListRefused(reason="unknown-critical-extension")
    _, authority = extensions.get(AUTHORITY_KEY_IDENTIFIER, (False, b"\x30\x00"))
    if key_identifier_of_authority(authority) not in (None, expected.ca_key_id):
        raise RevocationListRefused(reason="other-authority")
    critical, point = extensions.get(ISSUING_DISTRIBUTION_POINT, (False, b""))
    if not critical:
        # Without it the list would claim the whole of the authority's certificates (RFC 5280, 5.2.5).
        raise RevocationListRefused(reason="other-distribution-point")
    try:
        named = distribution_point_of_list(point)
    except PartialScope:
        raise RevocationListRefused(reason="partial-scope") from None
    if named != expected.distribution_point:
        raise RevocationListRefused(reason="other-distribution-point")
