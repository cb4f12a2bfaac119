"""Command APDUs in short form, ISO/IEC 7816-4 section 5.1, and the status words the cards answer with."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Self

__all__ = ["Command", "RefusedByCard", "Status"]

HEADER = 4


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


class RefusedByCard(Exception):
    """The card answers with this status word and no data."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.name)
        self.status = status


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
    def parse(cls, apdu: bytes) -> Self:
        """Read the four cases of a short command. Anything else, extended length too, is a wrong length."""
        if len(apdu) < HEADER:
            raise RefusedByCard(Status.WRONG_LENGTH)
        cla, ins, p1, p2, *body = apdu
        if len(body) <= 1:
            data, end = b"", body
        else:
            length = body[0]
            data, end = bytes(body[1 : 1 + length]), body[1 + length :]
            if length == 0 or len(data) < length or len(end) > 1:
                raise RefusedByCard(Status.WRONG_LENGTH)
        expected = (end[0] or 256) if end else None
        return cls(cla=cla, ins=ins, p1=p1, p2=p2, data=data, expected=expected)
