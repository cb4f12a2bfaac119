"""A simple model of the ledger: lots in lists. What it says, the ledger must say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

__all__ = ["ModelLot", "ModelPayment", "ModelVoucher", "PursesModel"]

#: (holder, purse): the purse is "reserve", "municipal" or "event".
Purse = tuple[int, str]


@dataclass
class ModelLot:
    """Points with a last day."""

    left: int
    ends_on: date


@dataclass
class ModelVoucher:
    """Points on paper, and the lots that they came from. `state`: issued, taken or returned."""

    who: int
    number: int
    code: str
    ends_on: date
    took: list[tuple[ModelLot, int]]
    state: str = "issued"

    @property
    def points(self) -> int:
        """Its face value."""
        return sum(part for _, part in self.took)

    def give_back(self) -> None:
        """To the lots that they came from."""
        self.state = "returned"
        for lot, part in self.took:
            lot.left += part


@dataclass
class ModelPayment:
    """A receipt of a payment: which lots it took from, and how much of each; or which voucher."""

    day: date
    took: list[tuple[ModelLot, int]]
    voucher: ModelVoucher | None = None
    cancelled: bool = False

    def cancel(self) -> int:
        """Give back what was taken; how much it was."""
        self.cancelled = True
        if self.voucher is not None:
            self.voucher.state = "issued"
            return self.voucher.points
        for lot, part in self.took:
            lot.left += part
        return sum(part for _, part in self.took)


@dataclass
class PursesModel:
    """What everybody has, and what the shop, the municipality and the clearing stand at."""

    purses: dict[Purse, list[ModelLot]] = field(default_factory=dict)
    base: dict[int, bool] = field(default_factory=dict)
    payments: dict[int, ModelPayment] = field(default_factory=dict)
    papers: list[ModelVoucher] = field(default_factory=list)
    receipts: int = 0
    claim: int = 0
    issue: int = 0
    clearing: int = 0
    expired: int = 0

    @property
    def vouchers(self) -> int:
        """What stands on paper that nobody has used."""
        return sum(one.points for one in self.papers if one.state == "issued")

    def return_past(self, today: date) -> None:
        """Unused paper past its day goes back to its lots."""
        for one in self.papers:
            if one.state == "issued" and one.ends_on < today:
                one.give_back()

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
