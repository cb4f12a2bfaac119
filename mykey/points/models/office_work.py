"""What a municipality's office leaves: corrections by two people, closed months, statistics, its audit list.

Closed months, their lines and the audit list are never changed and never deleted; triggers refuse it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Uuid,
)
from sqlalchemy.orm import Mapped

from mykey.points.models.base import PointsBase, column

__all__ = [
    "FEWEST_PEOPLE",
    "AuditEntry",
    "AuditHead",
    "ClosedMonth",
    "Correction",
    "CorrectionKind",
    "CorrectionState",
    "FigureKind",
    "MonthFigure",
    "SettlementLine",
]

#: No figure of statistics tells of fewer people.
FEWEST_PEOPLE = 10


class CorrectionKind:
    """The words of `corrections.correction_kind`."""

    GIVE = "give"
    """Points that a person should have had."""
    TAKE_BACK = "take-back"
    """Points that a person should not have had."""
    FROM_SHOP = "from-shop"
    """Out of a shop's claim back to whoever paid, by the shop's receipt, on a later day than the payment."""


class CorrectionState:
    """The words of `corrections.correction_state`."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class FigureKind:
    """The words of `month_figures.figure_kind`."""

    GRANTED = "granted"
    MOVED_IN = "moved-in"
    SPENT = "spent"
    """By category of shop; payments less cancels, vouchers not among them: they are paper."""
    EXPIRED = "expired"


class Correction(PointsBase):
    """A correction that one clerk wants and another one approves: four eyes."""

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint("correction_kind IN ('give', 'take-back', 'from-shop')", name="correction_kind"),
        CheckConstraint(
            "correction_state IN ('requested', 'approved', 'refused', 'withdrawn')", name="correction_state"
        ),
        CheckConstraint("correction_points BETWEEN 1 AND 1000000", name="correction_points"),
        CheckConstraint(
            "(correction_kind = 'from-shop') = (wrong_act_id IS NOT NULL)", name="from_shop_by_receipt"
        ),
        # Four eyes. Only whoever wanted it may withdraw it, and nobody else.
        CheckConstraint(
            "correction_state NOT IN ('approved', 'refused')"
            " OR (judged_by IS NOT NULL AND judged_by <> requested_by)",
            name="four_eyes",
        ),
        CheckConstraint(
            "correction_state <> 'withdrawn' OR (judged_by IS NOT NULL AND judged_by = requested_by)",
            name="withdrawn_by_whoever_wanted",
        ),
        CheckConstraint(
            "(correction_state = 'requested') = (judged_by IS NULL)"
            " AND (correction_state = 'requested') = (judged_on IS NULL)",
            name="judged_whole",
        ),
        CheckConstraint("(correction_state = 'approved') = (act_id IS NOT NULL)", name="approved_has_an_act"),
        Index(None, "municipality_code", "correction_state"),
        Index(None, "wrong_act_id"),
    )

    correction_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=True, about="random")
    municipality_code: Mapped[str] = column(
        String(6), ForeignKey("programmes.municipality_code"), sensitive=False, about="whose programme"
    )
    correction_kind: Mapped[str] = column(String(10), sensitive=False, about="give, take-back or from-shop")
    correction_state: Mapped[str] = column(
        String(10), sensitive=False, about="requested, approved, refused or withdrawn"
    )
    correction_points: Mapped[int] = column(BigInteger, sensitive=False, about="points")
    correction_reason: Mapped[str] = column(
        String(16), sensitive=False, about="a word of a list, no free text: it could name somebody"
    )
    account_id: Mapped[UUID] = column(
        Uuid, ForeignKey("accounts.account_id"), sensitive=True, about="the citizen's account"
    )
    wrong_act_id: Mapped[UUID | None] = column(
        Uuid, ForeignKey("acts.act_id"), sensitive=True, about="for from-shop: the payment"
    )
    requested_by: Mapped[UUID] = column(
        Uuid, ForeignKey("office_clerks.clerk_id"), sensitive=False, about="the clerk who wants it"
    )
    requested_on: Mapped[date] = column(Date, sensitive=False, about="day (JST)")
    judged_by: Mapped[UUID | None] = column(
        Uuid, ForeignKey("office_clerks.clerk_id"), sensitive=False, about="the clerk who decided"
    )
    judged_on: Mapped[date | None] = column(Date, sensitive=False, about="day (JST)")
    act_id: Mapped[UUID | None] = column(
        Uuid, ForeignKey("acts.act_id"), unique=True, sensitive=True, about="the act that did it"
    )

    def __repr__(self) -> str:
        """The kind and state; nothing of the person."""
        return f"<Correction {self.correction_kind} {self.correction_state}>"


class ClosedMonth(PointsBase):
    """A month whose sums stand for good. What comes later belongs to a later month."""

    __tablename__ = "closed_months"

    municipality_code: Mapped[str] = column(
        String(6),
        ForeignKey("programmes.municipality_code"),
        primary_key=True,
        sensitive=False,
        about="whose programme",
    )
    closed_month: Mapped[date] = column(
        Date, primary_key=True, sensitive=False, about="the first day of the month"
    )
    closed_on: Mapped[date] = column(Date, sensitive=False, about="day (JST) of closing")
    closed_by: Mapped[UUID] = column(
        Uuid, ForeignKey("office_clerks.clerk_id"), sensitive=False, about="the clerk who closed it"
    )

    def __repr__(self) -> str:
        """The month."""
        return f"<ClosedMonth {self.municipality_code} {self.closed_month}>"


class SettlementLine(PointsBase):
    """One shop in a closed month: the postings of its claim up to a number, and what it is paid.

    carried_in + taken - cancelled - corrected (+ vouchers) = paid_points + carried_out, where only one of
    the last two is not zero: what is below zero is carried into the next month.
    """

    __tablename__ = "settlement_lines"
    __table_args__ = (
        ForeignKeyConstraint(
            ["municipality_code", "closed_month"],
            ["closed_months.municipality_code", "closed_months.closed_month"],
            name="fk_settlement_lines_month",
        ),
        CheckConstraint("paid_points >= 0 AND carried_in <= 0 AND carried_out <= 0", name="carried"),
        CheckConstraint("paid_points = 0 OR carried_out = 0", name="paid_or_carried"),
        CheckConstraint(
            "carried_in + taken_points + voucher_points - cancelled_points - corrected_points"
            " = paid_points + carried_out",
            name="adds_up",
        ),
        CheckConstraint("(paid_points > 0) = (act_id IS NOT NULL)", name="paid_has_an_act"),
        Index(None, "shop_id"),
    )

    municipality_code: Mapped[str] = column(
        String(6), primary_key=True, sensitive=False, about="whose programme"
    )
    closed_month: Mapped[date] = column(
        Date, primary_key=True, sensitive=False, about="the first day of the month"
    )
    shop_id: Mapped[UUID] = column(
        Uuid, ForeignKey("shops.shop_id"), primary_key=True, sensitive=False, about="which shop"
    )
    cut_number: Mapped[int] = column(
        Integer, sensitive=False, about="the last posting of its claim that belongs to this month or before"
    )
    payments: Mapped[int] = column(Integer, sensitive=False, about="how many payments")
    taken_points: Mapped[int] = column(BigInteger, sensitive=False, about="points they brought")
    vouchers_taken: Mapped[int] = column(Integer, sensitive=False, about="how many vouchers")
    voucher_points: Mapped[int] = column(BigInteger, sensitive=False, about="points they brought")
    cancels: Mapped[int] = column(Integer, sensitive=False, about="how many cancels, of vouchers too")
    cancelled_points: Mapped[int] = column(BigInteger, sensitive=False, about="points they took back")
    corrections_made: Mapped[int] = column(Integer, sensitive=False, about="how many corrections")
    corrected_points: Mapped[int] = column(BigInteger, sensitive=False, about="points they took back")
    carried_in: Mapped[int] = column(
        BigInteger, sensitive=False, about="from the month before, never above 0"
    )
    paid_points: Mapped[int] = column(BigInteger, sensitive=False, about="what the shop is paid, yen")
    carried_out: Mapped[int] = column(BigInteger, sensitive=False, about="into the next month, never above 0")
    act_id: Mapped[UUID | None] = column(
        Uuid, ForeignKey("acts.act_id"), unique=True, sensitive=False, about="the act of the payment"
    )

    def __repr__(self) -> str:
        """The month."""
        return f"<SettlementLine {self.closed_month}>"


class MonthFigure(PointsBase):
    """A figure of statistics. Of fewer than ten people nothing is kept: both figures are null."""

    __tablename__ = "month_figures"
    __table_args__ = (
        CheckConstraint("figure_kind IN ('granted', 'moved-in', 'spent', 'expired')", name="figure_kind"),
        CheckConstraint("(figure_people IS NULL) = (figure_points IS NULL)", name="figure_whole"),
        CheckConstraint("figure_people IS NULL OR figure_people >= 10", name="fewest_people"),
    )

    municipality_code: Mapped[str] = column(
        String(6),
        ForeignKey("programmes.municipality_code"),
        primary_key=True,
        sensitive=False,
        about="whose programme",
    )
    figure_month: Mapped[date] = column(
        Date, primary_key=True, sensitive=False, about="the first day of the month"
    )
    figure_kind: Mapped[str] = column(
        String(10), primary_key=True, sensitive=False, about="granted, moved-in, spent or expired"
    )
    figure_category: Mapped[str] = column(
        String(16), primary_key=True, sensitive=False, about="of shops, for kind spent; empty otherwise"
    )
    figure_people: Mapped[int | None] = column(
        Integer, sensitive=False, about="how many people; null: fewer than ten"
    )
    figure_points: Mapped[int | None] = column(
        BigInteger, sensitive=False, about="points; null: of fewer than ten people"
    )

    def __repr__(self) -> str:
        """The month."""
        return f"<MonthFigure {self.figure_month}>"


class AuditHead(PointsBase):
    """The last number of one audit list."""

    __tablename__ = "audit_heads"

    audit_scope: Mapped[str] = column(
        String(6), primary_key=True, sensitive=False, about="municipality code; 000000: the operator"
    )
    last_entry: Mapped[int] = column(Integer, sensitive=False, about="running number of the last entry")

    def __repr__(self) -> str:
        """The scope."""
        return f"<AuditHead {self.audit_scope}>"


class AuditEntry(PointsBase):
    """What a clerk did: a word and what it was done to. Never a person, never a time of day."""

    __tablename__ = "audit_entries"
    __table_args__ = (CheckConstraint("entry_number > 0", name="entry_number"),)

    audit_scope: Mapped[str] = column(
        String(6), primary_key=True, sensitive=False, about="municipality code; 000000: the operator"
    )
    entry_number: Mapped[int] = column(
        Integer, primary_key=True, autoincrement=False, sensitive=False, about="running number in the scope"
    )
    entry_on: Mapped[date] = column(Date, sensitive=False, about="day (JST)")
    entry_by: Mapped[str] = column(String(60), sensitive=False, about="the clerk's login")
    entry_word: Mapped[str] = column(String(24), sensitive=False, about="what was done")
    entry_about: Mapped[str] = column(
        String(80), sensitive=False, about="a shop, month, amount, partner; never a person"
    )

    def __repr__(self) -> str:
        """The word."""
        return f"<AuditEntry {self.entry_word}>"
