"""A simple model of the ledger: lots in lists. What it says, the ledger must say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

__all__ = ["ModelLot", "ModelPayment", "PursesModel"]

#: (holder, purse): the purse is "reserve", "municipal" or "event".
Purse = tuple[int, str]


@dataclass
class ModelLot:
    """Points with a last day."""

    left: int
    ends_on: date


@dataclass
class ModelPayment:
    """A receipt of a payment: which lots it took from, and how much of each."""

    day: date
    took: list[tuple[ModelLot, int]]
    cancelled: bool = False


@dataclass
class PursesModel:
    """What everybody has, and what the shop, the municipality and the clearing stand at."""

    purses: dict[Purse, list[ModelLot]] = field(default_factory=dict)
    base: dict[int, bool] = field(default_factory=dict)
    payments: dict[int, ModelPayment] = field(default_factory=dict)
    receipts: int = 0
    claim: int = 0
    issue: int = 0
    clearing: int = 0
    expired: int = 0

    def balance(self, purse: Purse) -> int:
        """All that is in it, past its day or not."""
        return sum(lot.left for lot in self.purses.get(purse, []))

    def usable(self, purse: Purse, today: date) -> int:
        """What is of use today: in the reserve everything."""
        return sum(
            lot.left for lot in self.purses.get(purse, []) if purse[1] == "reserve" or lot.ends_on >= today
        )

    def add(self, purse: Purse, amount: int, ends_on: date) -> None:
        """A new lot."""
        self.purses.setdefault(purse, []).append(ModelLot(amount, ends_on))

    def take(self, purse: Purse, amount: int, today: date) -> list[tuple[ModelLot, int]] | None:
        """Oldest first; None where it does not suffice, and nothing is taken."""
        if self.usable(purse, today) < amount:
            return None
        took = []
        for lot in sorted(self.purses[purse], key=lambda one: one.ends_on):  # stable: the older comes first
            if lot.left == 0 or (purse[1] != "reserve" and lot.ends_on < today):
                continue
            part = min(lot.left, amount)
            lot.left -= part
            amount -= part
            took.append((lot, part))
            if amount == 0:
                break
        return took

    def expire(self, today: date) -> None:
        """What is past its day goes, but for the reserve."""
        for (_, kind), lots in self.purses.items():
            for lot in lots:
                if kind != "reserve" and lot.ends_on < today:
                    self.expired += lot.left
                    lot.left = 0

    def move_past_term(self, today: date, ends_on: date) -> None:
        """What stayed in the reserve past its term goes to the base account, where there is one."""
        for (who, kind), lots in list(self.purses.items()):
            due = [lot for lot in lots if lot.left and lot.ends_on < today]
            if kind == "reserve" and self.base.get(who) and due:
                self.add((who, "municipal"), sum(lot.left for lot in due), ends_on)
                for lot in due:
                    lot.left = 0
