"""Form I (様式Ⅰ): what a municipality asks terminals for. Form II is made from what is issued for it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped

from mykey.models.base import Base, column

__all__ = ["FormOne", "FormOneRow", "FormOneState"]


class FormOneState:
    """The words of `form_ones.state`."""

    SUBMITTED = "submitted"
    ISSUED = "issued"
    REJECTED = "rejected"


class FormOne(Base):
    """One Form I of one municipality."""

    __tablename__ = "form_ones"
    __table_args__ = (CheckConstraint("state IN ('submitted', 'issued', 'rejected')", name="state"),)

    id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    municipality_code: Mapped[str] = column(String(6), index=True, sensitive=False, about="six digits")
    municipality_name: Mapped[str] = column(String(60), sensitive=False, about="as written in the form")
    state: Mapped[str] = column(String(10), sensitive=False, about="submitted, issued or rejected")
    submitted_on: Mapped[date] = column(Date, sensitive=False, about="day of submission (JST)")
    decided_on: Mapped[date | None] = column(
        Date, sensitive=False, about="day of the operator's decision (JST)"
    )
    rejection: Mapped[str | None] = column(
        String(500), sensitive=False, about="the operator's reason, if rejected"
    )

    def __repr__(self) -> str:
        """The form's random id."""
        return f"<FormOne {self.id}>"


class FormOneRow(Base):
    """One machine asked for. `place` and `terminal_name` are business data of the municipality."""

    __tablename__ = "form_one_rows"
    __table_args__ = (
        UniqueConstraint("form_id", "kind", "position"),
        CheckConstraint(
            "kind IN ('service-id', 'spend-points', 'issue-vouchers', 'grant-points')", name="kind"
        ),
        CheckConstraint("(kind = 'service-id') = (provider_name IS NOT NULL)", name="provider_of_service_id"),
    )

    id: Mapped[UUID] = column(Uuid, primary_key=True, sensitive=False, about="random")
    form_id: Mapped[UUID] = column(Uuid, ForeignKey("form_ones.id"), sensitive=False, about="which form")
    kind: Mapped[str] = column(String(16), sensitive=False, about="service-id ア, spend-points イ, ウ, エ")
    position: Mapped[int] = column(Integer, sensitive=False, about="running number within the kind, from 1")
    provider_name: Mapped[str | None] = column(
        String(100), sensitive=False, about="for kind service-id alone"
    )
    place: Mapped[str] = column(String(100), sensitive=False, about="where the machine stands")
    terminal_name: Mapped[str] = column(String(100), sensitive=False, about="the machine's name")

    def __repr__(self) -> str:
        """The row's random id."""
        return f"<FormOneRow {self.id}>"
