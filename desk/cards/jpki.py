"""The commands of the JPKI application that a counter or an agent may use (jpki.md, card protocol).

Only the user certificate, its key and its PIN can be named here; the signing certificate, and every other
application of the card (one holds the My Number), cannot.
"""

from __future__ import annotations

from enum import Enum

from desk.cards.apdu import OK, command, exchange
from desk.cards.refusals import CardNotUnderstood, PinLocked, PinWrong
from desk.readers.interface import CardChannel

__all__ = ["JPKI_AID", "ElementaryFile", "JpkiCard"]

JPKI_AID = bytes.fromhex("D392F000260100000001")
_SELECT, _READ, _VERIFY, _PSO = 0xA4, 0xB0, 0x20, 0x2A
_CHUNK = 256
_LOCKED = (0x6984, 0x6983)
_TRIES_LEFT = 0x63C0
_HEADER = 4  # tag, 0x82, two length bytes: every certificate is longer than 255 bytes
_DER_SEQUENCE_LONG = b"\x30\x82"
_MAX_CERTIFICATE = 8192


class ElementaryFile(Enum):
    """The files this software may select, all of the user authentication side."""

    USER_CERTIFICATE = 0x000A
    USER_KEY = 0x0017
    USER_PIN = 0x0018


class JpkiCard:
    """The JPKI application, selected on an open channel.

    Raises:
        CardNotUnderstood: the card has no such application.
    """

    def __init__(self, channel: CardChannel) -> None:
        self._channel = channel
        self._send(command(_SELECT, 0x04, 0x0C, JPKI_AID))

    def user_certificate(self) -> bytes:
        """The user certificate, DER, without the padding of its file. Needs no PIN.

        Raises:
            CardNotUnderstood: the file does not hold one DER structure.
        """
        self._select(ElementaryFile.USER_CERTIFICATE)
        head = self._read(0, _HEADER)
        if head[:2] != _DER_SEQUENCE_LONG or len(head) != _HEADER:
            raise CardNotUnderstood
        total = _HEADER + int.from_bytes(head[2:], "big")
        if total > _MAX_CERTIFICATE:
            raise CardNotUnderstood
        content = head
        while len(content) < total:
            part = self._read(len(content), min(_CHUNK, total - len(content)))
            if not part:
                raise CardNotUnderstood
            content += part
        return content[:total]

    def tries_left(self) -> int:
        """How many wrong PINs the card still forgives, 0–3. Asking costs none.

        Raises:
            CardNotUnderstood: the card answered something else.
        """
        self._select(ElementaryFile.USER_PIN)
        _, status = exchange(self._channel, command(_VERIFY, 0x00, 0x80))
        if status in _LOCKED:
            return 0
        if status & 0xFFF0 == _TRIES_LEFT:
            return status & 0x0F
        raise CardNotUnderstood(status)

    def verify(self, pin: str) -> None:
        """Show the PIN to the card.

        Raises:
            PinWrong: wrong, with the tries left.
            PinLocked: locked now, or already before.
            CardNotUnderstood: the card answered something else.
        """
        self._select(ElementaryFile.USER_PIN)
        _, status = exchange(self._channel, command(_VERIFY, 0x00, 0x80, pin.encode("ascii")))
        if status == OK:
            return
        if status in _LOCKED or status == _TRIES_LEFT:
            raise PinLocked
        if status & 0xFFF0 == _TRIES_LEFT:
            raise PinWrong(status & 0x0F)
        raise CardNotUnderstood(status)

    def sign(self, digest_info: bytes) -> bytes:
        """The user key's signature over a DigestInfo (RFC 8017, 9.2); the PIN must have been shown.

        Raises:
            CardNotUnderstood: the card refused.
        """
        self._select(ElementaryFile.USER_KEY)
        return self._send(command(_PSO, 0x00, 0x80, digest_info, le=_CHUNK, cla=0x80))

    def _select(self, file: ElementaryFile) -> None:
        self._send(command(_SELECT, 0x02, 0x0C, file.value.to_bytes(2, "big")))

    def _read(self, offset: int, length: int) -> bytes:
        return self._send(command(_READ, offset >> 8, offset & 0xFF, le=length))

    def _send(self, apdu: bytes) -> bytes:
        data, status = exchange(self._channel, apdu)
        if status != OK:
            raise CardNotUnderstood(status)
        return data
