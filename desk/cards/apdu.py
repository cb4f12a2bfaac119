"""Command APDUs of ISO 7816-4 as far as the JPKI application needs them."""

from __future__ import annotations

from desk.cards.refusals import CardNotUnderstood
from desk.readers.interface import CardChannel

__all__ = ["OK", "command", "exchange"]

OK = 0x9000
_STATUS_BYTES = 2
_MORE_DATA = 0x61  # 61xx: xx bytes wait for GET RESPONSE (T=0 readers)
_WRONG_LENGTH = 0x6C  # 6Cxx: ask again with Le = xx
_MAX_SHORT = 255
_MAX_FOLLOW_UPS = 32  # a card that never stops saying "more" must not hold the desk


def command(
    ins: int, p1: int, p2: int, data: bytes = b"", *, le: int | None = None, cla: int = 0x00
) -> bytes:
    """A short command APDU. `le` is the wanted length, 1–256; None asks for no data.

    Raises:
        ValueError: data longer than 255 bytes or `le` out of range (extended length is not used).
    """
    if len(data) > _MAX_SHORT or (le is not None and not 1 <= le <= _MAX_SHORT + 1):
        raise ValueError
    body = bytes([len(data)]) + data if data else b""
    tail = bytes([le % 256]) if le is not None else b""
    return bytes([cla, ins, p1, p2]) + body + tail


def exchange(channel: CardChannel, apdu: bytes) -> tuple[bytes, int]:
    """Send `apdu`; return data and status word, following 61xx and 6Cxx.

    Raises:
        CardNotUnderstood: an answer shorter than a status word, or one that never ends.
    """
    data, status = _split(channel.transmit(apdu))
    if status >> 8 == _WRONG_LENGTH:
        data, status = _split(channel.transmit(apdu[:-1] + bytes([status & 0xFF])))
    for _ in range(_MAX_FOLLOW_UPS):
        if status >> 8 != _MORE_DATA:
            return data, status
        more, status = _split(channel.transmit(command(0xC0, 0, 0, le=(status & 0xFF) or 256)))
        data += more
    raise CardNotUnderstood


def _split(answer: bytes) -> tuple[bytes, int]:
    if len(answer) < _STATUS_BYTES:
        raise CardNotUnderstood
    return answer[:-_STATUS_BYTES], int.from_bytes(answer[-_STATUS_BYTES:], "big")
