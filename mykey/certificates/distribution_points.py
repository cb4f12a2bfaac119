"""Which list covers a certificate: the name in its distribution point (RFC 5280, 4.2.1.13 and 5.2.5).

The authority names one list per municipality by a directory name and gives no address (jpki.md).
"""

from __future__ import annotations

from functools import lru_cache

from mykey.certificates.der import SEQUENCE, NotDer, element, only
from mykey.certificates.distinguished_name import rfc4514

__all__ = ["PartialScope", "distribution_point_of_certificate", "distribution_point_of_list"]

_POINT_NAME, _FULL_NAME, _DIRECTORY_NAME = 0xA0, 0xA0, 0xA4
_ONLY_USER_CERTIFICATES = b"\x81\x01\xff"


class PartialScope(Exception):
    """A list that covers less, or more, than the certificates of its own authority at one point."""


@lru_cache(
    maxsize=4096
)  # about 1,900 points exist; the key is a municipality's, the same for all its citizens
def distribution_point_of_certificate(value: bytes) -> str:
    """The one directory name in the extension's `value`. Raises `NotDer` for any other way to name a list."""
    points = only(value, 0, len(value), SEQUENCE)
    point = only(value, *points, SEQUENCE)
    return _directory_name(value, *point)


def distribution_point_of_list(value: bytes) -> str:
    """The directory name in an issuing distribution point.

    Raises:
        NotDer: it is not DER, or names the point in another way.
        PartialScope: the list covers some reasons only, CA or attribute certificates, or other issuers' too.
    """
    start, stop = only(value, 0, len(value), SEQUENCE)
    tag, _, point_stop = element(value, start, stop)
    if tag != _POINT_NAME or value[point_stop:stop] not in (b"", _ONLY_USER_CERTIFICATES):
        raise PartialScope
    return _directory_name(value, start, point_stop)


def _directory_name(value: bytes, start: int, stop: int) -> str:
    names = only(value, *only(value, start, stop, _POINT_NAME), _FULL_NAME)
    directory = only(value, *names, _DIRECTORY_NAME)
    name = only(value, *directory, SEQUENCE)
    if name[0] == name[1]:
        raise NotDer
    return rfc4514(value, *name)
