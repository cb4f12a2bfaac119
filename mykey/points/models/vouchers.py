"""Vouchers: points on paper. Whoever holds the sheet may spend it, once, at a shop of the programme.

The code on the sheet is kept as a keyed hash alone, so no sheet can be printed again: an unused voucher is
cancelled, and another one issued.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Uuid, text
from sqlalchemy.orm import Mapped

from mykey.points.models.base import IndexBytes, PointsBase, column

__all__ = ["Voucher", "VoucherState"]


class VoucherState:
    """The words of `vouchers.voucher_state`."""

    ISSUED = "issued"
    TAKEN = "taken"
    RETURNED = "returned"
    """Cancelled, or past its last day."""


class Voucher(PointsBase):
    """One voucher. Its points came from one posting of a citizen's account, and go back there if unused."""

    __tablename__ = "vouchers"
    __table_args__ = (
        CheckConstraint("voucher_state IN ('issued', 'taken', 'returned')", name="voucher_state"),
        CheckConstraint("voucher_points BETWEEN 1 AND 100000", name="voucher_points"),
        CheckConstraint("(voucher_state = 'issued') = (end_act_id IS NULL)", name="ended_by_an_act"),
        Index(None, "account_id"),
        Index(
            "ix_vouchers_unused",
            "voucher_ends_on",
            sqlite_where=text("voucher_state = 'issued'"),
            postgresql_where=text("voucher_state = 'issued'"),
        ),
    )

    voucher_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=True, about="random")
    voucher_index: Mapped[bytes] = column(
        IndexBytes, unique=True, sensitive=False, about="keyed index of the code on the sheet"
    )
    municipality_code: Mapped[str] = column(
        String(6), ForeignKey("programmes.municipality_code"), sensitive=False, about="whose programme"
    )
    account_id: Mapped[UUID] = column(
        Uuid, ForeignKey("accounts.account_id"), sensitive=True, about="out of which account"
    )
    voucher_points: Mapped[int] = column(Integer, sensitive=False, about="its face value")
    voucher_ends_on: Mapped[date] = column(Date, sensitive=False, about="last day (JST) of use")
    voucher_state: Mapped[str] = column(String(8), sensitive=False, about="issued, taken or returned")
    issue_act_id: Mapped[UUID] = column(
        Uuid, ForeignKey("acts.act_id"), unique=True, sensitive=True, about="the act that issued it"
    )
    end_act_id: Mapped[UUID | None] = column(
        Uuid, ForeignKey("acts.act_id"), unique=True, sensitive=True, about="the act that took or returned it"
    )

    def __repr__(self) -> str:
        """The state; nothing of the code."""
        return f"<Voucher {self.voucher_state}>"
