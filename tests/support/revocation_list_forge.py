"""Revocation lists for tests, right and wrong, written byte by byte so that large ones are quick to make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from cryptography import x509

from mykey.certificates import SignatureAlgorithm
from mykey.certificates.revocation_entries import Entries
from mykey.kernel.ports import RevocationListName
from tests.support.certificate_forge import MOMENT, ForgedAuthority, point_name, tlv

__all__ = [
    "entry",
    "extension",
    "gathered",
    "generalized_time",
    "issuing_point",
    "list_extensions",
    "list_name",
    "reason_extension",
    "revocation_list",
    "utc_time",
]

AUTHORITY_KEY, LIST_NUMBER, ISSUING_POINT, REASON = "551d23", "551d14", "551d1c", "551d15"


def utc_time(moment: datetime) -> bytes:
    return tlv(0x17, f"{moment:%y%m%d%H%M%SZ}".encode())


def generalized_time(moment: datetime) -> bytes:
    return tlv(0x18, f"{moment:%Y%m%d%H%M%SZ}".encode())


def extension(oid: str, value: bytes, *, critical: bool = False) -> bytes:
    """`oid` is the content of the object identifier in hex, `value` the DER inside the octet string."""
    flag = b"\x01\x01\xff" if critical else b""
    return tlv(0x30, tlv(0x06, bytes.fromhex(oid)) + flag + tlv(0x04, value))


def reason_extension(reason: int) -> bytes:
    return extension(REASON, bytes([0x0A, 1, reason]))


def whole_number(number: int) -> bytes:
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def entry(
    serial: int, reason: int | None = None, *, time: bytes | None = None, extensions: Iterable[bytes] = ()
) -> bytes:
    """One entry; with a reason it gets a reason code, with `extensions` those as well."""
    every = [*extensions] if reason is None else [reason_extension(reason), *extensions]
    tail = tlv(0x30, b"".join(every)) if every else b""
    return tlv(0x30, whole_number(serial) + (time or utc_time(MOMENT - timedelta(days=3))) + tail)


def gathered(*revoked: tuple[int, int]) -> Entries:
    """Serials and reasons as the list's reader hands them to the writer of the index."""
    entries = Entries({}, [])
    for serial, reason in revoked:
        entries.add(serial, reason)
    return entries


def issuing_point(name: x509.Name | None = None, *, more: bytes = b"", critical: bool = True) -> bytes:
    """The issuing distribution point; `more` is written behind its name."""
    directory = tlv(0xA4, (name or point_name()).public_bytes())
    return extension(ISSUING_POINT, tlv(0x30, tlv(0xA0, tlv(0xA0, directory)) + more), critical=critical)


def list_extensions(authority: ForgedAuthority, point: bytes | None = None) -> list[bytes]:
    return [
        extension(AUTHORITY_KEY, tlv(0x30, tlv(0x80, authority.key_id))),
        extension(LIST_NUMBER, whole_number(7)),
        point or issuing_point(point_name(authority.kind)),
    ]


def list_name(authority: ForgedAuthority | None = None, point: x509.Name | None = None) -> RevocationListName:
    chosen = authority or ForgedAuthority()
    name = (point or point_name(chosen.kind)).rfc4514_string()
    return RevocationListName(chosen.key_id, name, "/crl/1.crl")


def revocation_list(
    entries: Sequence[bytes] = (),
    authority: ForgedAuthority | None = None,
    *,
    this_update: bytes | None = None,
    next_update: bytes | None = None,
    version: bytes = b"\x02\x01\x01",
    issuer: x509.Name | None = None,
    extensions: Sequence[bytes] | None = None,
    algorithm: SignatureAlgorithm = SignatureAlgorithm.SHA256_WITH_RSA,
    inner_algorithm: SignatureAlgorithm | None = None,
    signer: ForgedAuthority | None = None,
) -> bytes:
    """A list as DER: good where nothing is said to the contrary. An empty `next_update` leaves it out."""
    chosen = authority or ForgedAuthority()
    every = list_extensions(chosen) if extensions is None else extensions
    signed = tlv(
        0x30,
        b"".join(
            (
                version,
                (inner_algorithm or algorithm).value,
                (issuer or chosen.name).public_bytes(),
                this_update or utc_time(MOMENT - timedelta(hours=1)),
                utc_time(MOMENT + timedelta(hours=23)) if next_update is None else next_update,
                tlv(0x30, b"".join(entries)) if entries else b"",
                tlv(0xA0, tlv(0x30, b"".join(every))) if every else b"",
            )
        ),
    )
    signature = (signer or chosen).sign(signed, algorithm)
    return tlv(0x30, signed + algorithm.value + tlv(0x03, b"\0" + signature))
