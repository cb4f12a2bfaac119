"""Command APDUs in short form, ISO/IEC 7816-4 section 5.1, and the status words the cards answer with."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

__all__ = ["Command", "Status", "WrongLength"]

HEADER = 4


class WrongLength(Exception):
    """The bytes are not one short command APDU."""


class Status(Enum):
    """Status words, jpki.md first, ISO/IEC 7816-4 table 6 where that page is silent."""

    DONE = "9000"
    WRONG_LENGTH = "6700"
    NOT_A_READABLE_FILE = "6981"
    PIN_NEEDED = "6982"
    LOCKED = "6984"
    NOTHING_SELECTED = "6986"
    WRONG_DATA = "6A80"
    NOT_FOUND = "6A82"
    WRONG_PARAMETERS = "6A86"
    OFFSET_OUTSIDE = "6B00"
    INSTRUCTION_NOT_KNOWN = "6D00"
    CLASS_NOT_KNOWN = "6E00"

    @property
    def word(self) -> bytes:
        """The two bytes."""
        return bytes.fromhex(self.value)


@dataclass(frozen=True)
class Command:
    """One command. `data` may be a PIN, so it never shows. `expected` is Le in bytes, None where absent."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = field(repr=False)
    expected: int | None

    @classmethod
    def parse(cls, apdu: bytes) -> Command:
        """Read the four cases of a short command. Anything else, extended length too: `WrongLength`."""
        if len(apdu) < HEADER:
            raise WrongLength
        header, body = apdu[:HEADER], apdu[HEADER:]
        if len(body) <= 1:
            return cls(*header, data=b"", expected=(body[0] or 256) if body else None)
        length, rest = body[0], body[1:]
        data, end = rest[:length], rest[length:]
        if len(data) < length or len(end) > 1 or length == 0:
            raise WrongLength
        return cls(*header, data=data, expected=(end[0] or 256) if end else None)
