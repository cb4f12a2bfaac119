"""One revocation list, ready to be asked: mapped into memory and searched where it lies (performance.md)."""

from __future__ import annotations

import mmap
from bisect import bisect_left
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Self

from mykey.certificates.index_format import NARROW, IndexHeader, IndexUnreadable, read_layout
from mykey.certificates.revocation_reasons import RevocationReason
from mykey.kernel.refusals_of_cards import RevocationUnknown

__all__ = ["Freshness", "RevocationIndex"]


class Freshness(Enum):
    """How young the list is that answered: within its own term, or within the grace granted after it."""

    FRESH = "fresh"
    STALE = "stale"


class RevocationIndex:
    """An opened index file (`index_format`). Stays readable when the file is replaced: the map keeps it."""

    def __init__(self, data: memoryview) -> None:
        layout = read_layout(data)
        self._width, self._count = layout.width, layout.count
        self._serials = data[layout.serials_at : layout.reasons_at]
        self._numbers = self._serials.cast("Q") if layout.width == NARROW else None
        self._reasons = data[layout.reasons_at :]
        self.header: IndexHeader = layout.header

    def __len__(self) -> int:
        return self._count

    @classmethod
    def open(cls, path: Path) -> Self:
        """Maps the file and checks all of it. Raises `RevocationUnknown` when it is missing or unreadable."""
        try:
            with path.open("rb") as file:
                return cls(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
        except (OSError, ValueError, OverflowError, IndexUnreadable):
            # ValueError: an empty file cannot be mapped, nor can names that are no UTF-8 be read.
            raise RevocationUnknown from None

    def find(self, serial: int) -> RevocationReason | None:
        """Why this serial was revoked; None where it is not on the list."""
        if self._numbers is not None:
            place = bisect_left(self._numbers, serial)
            found = place < self._count and self._numbers[place] == serial
        else:
            place = bisect_left(range(self._count), serial, key=self._wide_serial)
            found = place < self._count and self._wide_serial(place) == serial
        return RevocationReason(self._reasons[place]) if found else None

    def freshness(self, moment: datetime, grace: timedelta) -> Freshness:
        """Whether the list may still be used at `moment`; `grace` zero means: not after its nextUpdate.

        Raises `RevocationUnknown` for a list older than that.
        """
        if moment <= self.header.next_update:
            return Freshness.FRESH
        if moment <= self.header.next_update + grace:
            return Freshness.STALE
        raise RevocationUnknown

    def _wide_serial(self, place: int) -> int:
        return int.from_bytes(self._serials[place * self._width : (place + 1) * self._width], "big")
