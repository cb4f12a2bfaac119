"""What municipalities decide: their points programme and their support events (特定支援イベント)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Uuid,
)
from sqlalchemy.orm import Mapped

from mykey.points.models.base import PointsBase, column

__all__ = ["Budget", "Event", "ExpiryRule", "Programme", "VoucherFace"]


class ExpiryRule:
    """The words of `programmes.expiry_rule`."""

    MONTHS = "months"
    """So many months after the grant, to the end of that day."""
    YEARLY_DAY = "yearly-day"
    """On one day of the year, the first that is at least a month after the grant."""


class Programme(PointsBase):
    """The points programme of one municipality."""

    __tablename__ = "programmes"
    __table_args__ = (
        CheckConstraint("expiry_rule IN ('months', 'yearly-day')", name="expiry_rule"),
        CheckConstraint(
            "(expiry_rule = 'months') = (expiry_months IS NOT NULL)"
            " AND (expiry_rule = 'yearly-day') = (expiry_month IS NOT NULL)"
            " AND (expiry_rule = 'yearly-day') = (expiry_day IS NOT NULL)",
            name="expiry_whole",
        ),
        CheckConstraint("expiry_months IS NULL OR expiry_months BETWEEN 1 AND 120", name="expiry_months"),
        CheckConstraint("closes_on IS NULL OR closes_on >= opens_on", name="open_before_close"),
        CheckConstraint("most_a_grant BETWEEN 1 AND 1000000", name="most_a_grant"),
        CheckConstraint("most_a_person >= most_a_grant", name="most_a_person"),
        CheckConstraint("voucher_days IS NULL OR voucher_days BETWEEN 1 AND 366", name="voucher_days"),
    )

    municipality_code: Mapped[str] = column(String(6), primary_key=True, sensitive=False, about="six digits")
    programme_name: Mapped[str] = column(String(60), sensitive=False, about="as citizens read it")
    opens_on: Mapped[date] = column(Date, sensitive=False, about="first day (JST)")
    closes_on: Mapped[date | None] = column(Date, sensitive=False, about="last day (JST); null: open end")
    expiry_rule: Mapped[str] = column(String(12), sensitive=False, about="months or yearly-day")
    expiry_months: Mapped[int | None] = column(SmallInteger, sensitive=False, about="months after the grant")
    expiry_month: Mapped[int | None] = column(SmallInteger, sensitive=False, about="of the day of the year")
    expiry_day: Mapped[int | None] = column(SmallInteger, sensitive=False, about="of the day of the year")
    most_a_grant: Mapped[int] = column(BigInteger, sensitive=False, about="points one grant may have")
    most_a_person: Mapped[int] = column(
        BigInteger, sensitive=False, about="points a person may be granted in a fiscal year (April to March)"
    )

    voucher_days: Mapped[int | None] = column(
        SmallInteger, sensitive=False, about="days a voucher is good for at most; null: none are issued"
    )
    form_title: Mapped[str | None] = column(
        String(60), sensitive=False, about="the settlement form's title; null: the platform's own"
    )
    form_number: Mapped[str | None] = column(
        String(30), sensitive=False, about="the settlement form's number in the municipality's rules"
    )
    form_note: Mapped[str | None] = column(
        String(300), sensitive=False, about="what the settlement form says below the sums"
    )

    def __repr__(self) -> str:
        """The municipality's code."""
        return f"<Programme {self.municipality_code}>"


class VoucherFace(PointsBase):
    """A face value that a municipality's vouchers may have."""

    __tablename__ = "voucher_faces"
    __table_args__ = (CheckConstraint("face_points BETWEEN 1 AND 100000", name="face_points"),)

    municipality_code: Mapped[str] = column(
        String(6),
        ForeignKey("programmes.municipality_code"),
        primary_key=True,
        sensitive=False,
        about="whose vouchers",
    )
    face_points: Mapped[int] = column(
        Integer, primary_key=True, autoincrement=False, sensitive=False, about="points a voucher carries"
    )

    def __repr__(self) -> str:
        """The points."""
        return f"<VoucherFace {self.face_points}>"


class Budget(PointsBase):
    """What a municipality may grant in one fiscal year. Without a row a year has no budget and no limit."""

    __tablename__ = "budgets"
    __table_args__ = (
        CheckConstraint("budget_points >= 0", name="budget_points"),
        CheckConstraint("budget_used BETWEEN 0 AND budget_points", name="budget_used"),
        CheckConstraint("fiscal_year BETWEEN 2000 AND 2999", name="fiscal_year"),
    )

    municipality_code: Mapped[str] = column(
        String(6),
        ForeignKey("programmes.municipality_code"),
        primary_key=True,
        sensitive=False,
        about="whose budget",
    )
    fiscal_year: Mapped[int] = column(
        SmallInteger,
        primary_key=True,
        autoincrement=False,
        sensitive=False,
        about="the year in which it begins, on 1 April",
    )
    budget_points: Mapped[int] = column(BigInteger, sensitive=False, about="points that may be granted")
    budget_used: Mapped[int] = column(BigInteger, sensitive=False, about="points granted in the year so far")

    def __repr__(self) -> str:
        """The year."""
        return f"<Budget {self.municipality_code} {self.fiscal_year}>"


class Event(PointsBase):
    """A support event: its points are of use in its term and end with it."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("event_closes_on >= event_opens_on", name="open_before_close"),
        Index(None, "municipality_code"),
    )

    event_id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    municipality_code: Mapped[str] = column(
        String(6), ForeignKey("programmes.municipality_code"), sensitive=False, about="whose event"
    )
    event_name: Mapped[str] = column(String(60), sensitive=False, about="as citizens read it")
    event_opens_on: Mapped[date] = column(Date, sensitive=False, about="first day (JST)")
    event_closes_on: Mapped[date] = column(Date, sensitive=False, about="last day (JST); its points end then")

    def __repr__(self) -> str:
        """The event's random id."""
        return f"<Event {self.event_id}>"
