"""Every form in which a value may turn up in a log, a file or a print: what the leak guard looks for.

Text is searched in lower case and without blanks, hyphens and colons, so that AB:CD:EF, 1234-5678-9012 and
lines broken by PEM or MIME are found. Short values must stand alone there, or chance would find them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

__all__ = ["SHORTEST", "Haystack", "TooShortToTell", "forms_of", "forms_of_serial"]

# Five digits stand in every tenth line of a log.
SHORTEST = 6

# Below this length a plain text or number must not touch another letter or digit.
_STANDS_ALONE_BELOW = 10

# Of something long, several pieces near the end are looked for: all certificates begin alike, but the end
# is the signature, and no two line breaks cut all the pieces.
_LONG = 128
_END = 96
_PIECE = 20
_STEP = 24

_SQUEEZED_OUT = b" \t\r\n:-"
_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


class TooShortToTell(ValueError):
    """The value has under six characters, so that finding it would say nothing."""


class Haystack:
    """One content made ready to be searched for many forms."""

    def __init__(self, content: bytes) -> None:
        self._lowered = content.lower()
        self._squeezed = self._lowered.translate(None, _SQUEEZED_OUT)

    def has(self, form: bytes) -> bool:
        """Whether a form that `forms_of` made stands in the content."""
        if _may_stand_anywhere(form):
            return form in self._squeezed
        if form not in self._lowered:
            return False
        return re.search(rb"(?<![0-9a-z])" + re.escape(form) + rb"(?![0-9a-z])", self._lowered) is not None


def forms_of(value: str | bytes) -> set[bytes]:
    """The forms of one text or of one run of bytes.

    Raises:
        TooShortToTell: the value has under `SHORTEST` characters.
    """
    if len(value) < SHORTEST:
        raise TooShortToTell
    return _prepared(_forms_of_text(value) if isinstance(value, str) else _forms_of_bytes(value))


def forms_of_serial(serial: int) -> set[bytes]:
    """A certificate's serial as decimal, hex and bytes.

    Raises:
        TooShortToTell: it has under `SHORTEST` decimal digits.
    """
    if serial < 10 ** (SHORTEST - 1):
        raise TooShortToTell
    octets = serial.to_bytes((serial.bit_length() + 7) // 8, "big")
    forms = _prepared(iter([str(serial).encode(), octets.hex().encode()]))
    return forms | forms_of(octets) if len(octets) >= SHORTEST else forms


def _prepared(forms: Iterator[bytes]) -> set[bytes]:
    lowered = {form.lower() for form in forms}
    return {form.translate(None, _SQUEEZED_OUT) if _may_stand_anywhere(form) else form for form in lowered}


def _may_stand_anywhere(form: bytes) -> bool:
    return len(form.translate(None, _SQUEEZED_OUT)) >= _STANDS_ALONE_BELOW


def _forms_of_text(text: str) -> Iterator[bytes]:
    for written in {text, unicodedata.normalize("NFKC", text), text.translate(_WIDE)}:
        yield written.encode()
        yield json.dumps(written)[1:-1].encode()
        yield quote(written, safe="").encode()
        yield quote_plus(written).encode()
        yield written.encode("utf-16-le")
        if not written.isascii():
            yield written.encode("cp932", "replace")
    octets = text.encode()
    yield octets.hex().encode()
    for before in range(3):  # inside a longer text the value begins at any of three places of a base64 group
        encoded = base64.b64encode(b"\0" * before + octets)
        own = encoded[(before * 8 + 5) // 6 : (before + len(octets)) * 8 // 6]
        if len(own) > SHORTEST:
            yield own
            yield own.translate(_URL_SAFE)


def _forms_of_bytes(octets: bytes) -> Iterator[bytes]:
    encodings = [octets.hex().encode(), repr(octets)[2:-1].encode(), base64.b64encode(octets).rstrip(b"=")]
    encodings.append(encodings[-1].translate(_URL_SAFE))
    if len(octets) < _LONG:
        yield octets
        yield from encodings
        return
    yield octets[-_PIECE:]
    for encoded in encodings:
        end = encoded[-_END:].translate(None, _SQUEEZED_OUT)
        for start in range(0, len(end) - _PIECE, _STEP):
            yield end[start : start + _PIECE]
    for digest in (hashlib.sha256(octets), hashlib.sha1(octets)):  # noqa: S324 -- looked for, not relied on
        yield from _forms_of_bytes(digest.digest())
