"""Which municipalities run points, or will: for everybody to see. Found by name, reading or code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mykey.kernel.municipalities import Municipality, municipality
from mykey.points.acts.find_municipality import find_by_municipality
from mykey.points.models.programmes import Programme

__all__ = ["ProgrammeShown", "find_programmes", "list_programmes"]


@dataclass(frozen=True)
class ProgrammeShown:
    """A programme that runs, or has not begun yet."""

    municipality_code: str
    name: str
    opens_on: date
    closes_on: date | None
    is_open: bool

    @property
    def municipality(self) -> Municipality:
        """Whose it is."""
        return municipality(self.municipality_code)


def list_programmes(session: Session, today: date) -> list[ProgrammeShown]:
    """By municipality; those that are over are left out."""
    rows = session.execute(
        select(Programme.municipality_code, Programme.programme_name, Programme.opens_on, Programme.closes_on)
        .where(or_(Programme.closes_on.is_(None), Programme.closes_on >= today))
        .order_by(Programme.municipality_code)
    )
    return [ProgrammeShown(*row, is_open=row[2] <= today) for row in rows]


def find_programmes(programmes: list[ProgrammeShown], typed: str) -> list[ProgrammeShown]:
    """Those that fit what was typed (`find_by_municipality`)."""
    return find_by_municipality(programmes, typed, lambda one: (one.municipality_code, one.name))
