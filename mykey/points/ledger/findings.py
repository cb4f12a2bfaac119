"""What `mykey-points verify` finds: a word, and where."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

__all__ = ["Finding"]


@dataclass(frozen=True)
class Finding:
    """One thing that is not as the ledger says. No person is named: accounts and acts are random ids.

    Words: `number-missing`, `chain-broken`, `balance-after-wrong`, `balance-wrong`, `head-wrong`,
    `below-zero`, `posting-without-account`, `posting-without-act`, `account-without-owner`;
    `lot-without-account`, `use-without-account`, `lot-without-posting`, `lot-missing`,
    `lot-amount-wrong`, `lot-left-wrong`, `lots-differ-from-balance`, `use-without-posting`,
    `use-without-lot`, `uses-wrong`;
    `act-without-postings`, `act-not-balanced`, `act-one-sided`, `cancel-not-of-a-spend`, `cancel-differs`,
    `receipt-missing`, `receipt-without-shop`, `last-receipt-wrong`, `ledger-not-balanced`;
    `voucher-differs`, `voucher-missing`, `voucher-taken-by-nothing`, `vouchers-do-not-add-up`,
    `partner-act-differs`, `partner-does-not-add-up`, `correction-differs`, `correction-missing`,
    `correction-too-large`,
    `settlement-differs`, `settlement-unpaid`, `settlement-missing`, `settled-does-not-add-up`;
    `head-lost`, `account-vanished`, `acts-vanished`.
    """

    word: str
    account_id: UUID | None = None
    number: int | None = None
    act_id: UUID | None = None
    shop_id: UUID | None = None

    def line(self) -> str:
        """One line: the word, then where."""
        places = {
            "account": self.account_id,
            "number": self.number,
            "act": self.act_id,
            "shop": self.shop_id,
        }
        told = [f"{name}={value}" for name, value in places.items() if value is not None]
        return " ".join([self.word, *told])
