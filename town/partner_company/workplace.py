"""What every page and call of the company works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from town.clock import Clock
from town.partner_company.books import Books
from town.partner_company.contract import Contract
from town.partner_company.platform import Platform

__all__ = ["Workplace"]

JAPAN = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True)
class Workplace:
    """`origin`: the company's own, as the contract's addresses say it."""

    books: Books
    contract: Contract
    platform: Platform
    clock: Clock
    origin: str

    @property
    def now(self) -> int:
        """Unix seconds."""
        return int(self.clock().timestamp())

    @property
    def today(self) -> date:
        """The day in Japan."""
        return self.clock().astimezone(JAPAN).date()
