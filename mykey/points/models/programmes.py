"""What municipalities decide: their points programme and their support events (特定支援イベント)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, SmallInteger, String, Uuid
from sqlalchemy.orm import Mapped

from mykey.points.models.base import PointsBase, column

__all__ = ["Event", "ExpiryRule", "Programme"]


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

    def __repr__(self) -> str:
        """The municipality's code."""
        return f"<Programme {self.municipality_code}>"


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
