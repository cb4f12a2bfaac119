"""Distinguished names as RFC 4514 strings, the form in which the authority's lists are named."""

from __future__ import annotations

from itertools import pairwise

from mykey.certificates.der import OID, SEQUENCE, SET, NotDer, children, content, element, object_identifier

__all__ = ["rfc4514"]

_SHORT_NAMES = {
    b"\x55\x04\x03": "CN",
    b"\x55\x04\x06": "C",
    b"\x55\x04\x07": "L",
    b"\x55\x04\x08": "ST",
    b"\x55\x04\x09": "STREET",
    b"\x55\x04\x0a": "O",
    b"\x55\x04\x0b": "OU",
    b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01": "UID",
    b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19": "DC",
}
_ENCODINGS = {0x0C: "utf-8", 0x13: "ascii", 0x16: "ascii"}
"""UTF8String, PrintableString, IA5String: what RFC 5280 (4.1.2.4) lets an authority of today write."""

_SPECIAL = str.maketrans({character: "\\" + character for character in '\\"+,;<>'} | {"\0": "\\00"})


def rfc4514(data: bytes, start: int, stop: int) -> str:
    """The name whose relative names fill `start` to `stop`. Raises `NotDer` for what it cannot write."""
    parts = [
        "+".join(_attribute(data, *attribute[1:]) for attribute in _attributes(data, relative))
        for relative in children(data, start, stop)
    ]
    return ",".join(reversed(parts))


def _attributes(data: bytes, relative: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    tag, start, stop = relative
    attributes = list(children(data, start, stop))
    if tag != SET or not attributes or any(attribute[0] != SEQUENCE for attribute in attributes):
        raise NotDer
    if len(attributes) > 1:
        # A SET OF is sorted by its members' encodings (X.690, 11.6).
        edges = [start, *(attribute[2] for attribute in attributes)]
        members = [data[left:right] for left, right in pairwise(edges)]
        if members != sorted(members):
            raise NotDer
    return attributes


def _attribute(data: bytes, start: int, stop: int) -> str:
    oid_start, oid_stop = content(data, start, stop, OID)
    oid = object_identifier(data, oid_start, oid_stop)
    tag, value_start, value_stop = element(data, oid_stop, stop)
    if value_stop != stop or tag not in _ENCODINGS:
        raise NotDer
    try:
        value = data[value_start:value_stop].decode(_ENCODINGS[tag])
    except UnicodeDecodeError:
        raise NotDer from None
    return f"{_SHORT_NAMES.get(oid) or _dotted(oid)}={_escaped(value)}"


def _escaped(value: str) -> str:
    """RFC 4514, 2.4."""
    escaped = value.translate(_SPECIAL)
    if value.startswith("#") or (value.startswith(" ") and len(value) > 1):
        escaped = "\\" + escaped
    if value.endswith(" "):
        escaped = escaped[:-1] + "\\ "
    return escaped


def _dotted(oid: bytes) -> str:
    arcs: list[int] = []
    arc = 0
    for octet in oid:
        arc = arc << 7 | octet & 0x7F
        if octet < 0x80:  # noqa: PLR2004 - the last octet of an arc has no high bit
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(str(number) for number in (first, arcs[0] - 40 * first, *arcs[1:]))
