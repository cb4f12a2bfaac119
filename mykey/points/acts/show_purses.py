"""What a person can spend at one shop: points of its municipality and of its support events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mykey.points.acts.find_programme import open_programme
from mykey.points.acts.show_balances import Balance, show_balances
from mykey.points.ground import PointsWork
from mykey.points.models.ledger import AccountKind
from mykey.points.refusals import LedgerBroken

__all__ = ["MUNICIPAL", "Purse", "show_purse", "show_purses"]

#: The name of the municipality's own purse; an event's purse is named by the event's id.
MUNICIPAL = "municipal"


@dataclass(frozen=True)
class Purse:
    """Points of use today. `ends_on` is the day on which the first of them end; None where there are none."""

    purse: str
    name: str
    points: int
    ends_on: date | None


def show_purses(work: PointsWork, holder_id: UUID, municipality_code: str) -> list[Purse]:
    """The municipality's purse first, empty or not; then the events' that have points. Nothing of others.

    An event's points are of use in its term alone, and end with it: whose points count, runs today.

    Raises:
        ProgrammeNotFound, ProgrammeNotOpen.
    """
    programme = open_programme(work, municipality_code)
    purses = [Purse(MUNICIPAL, programme.programme_name, 0, None)]
    for balance in show_balances(work, holder_id):
        account = balance.account
        if account.municipality_code != municipality_code:
            continue
        if account.kind == AccountKind.MUNICIPAL:
            purses[0] = _purse(MUNICIPAL, programme.programme_name, balance)
        elif account.event_id is not None and balance.points:
            purses.append(_purse(str(account.event_id), account.name or "", balance))
    return purses


def show_purse(work: PointsWork, holder_id: UUID, municipality_code: str, event_id: UUID | None) -> Purse:
    """One purse after an act; an event's may be empty by now."""
    for balance in show_balances(work, holder_id):
        account = balance.account
        if account.municipality_code == municipality_code and account.event_id == event_id:
            return _purse(MUNICIPAL if event_id is None else str(event_id), account.name or "", balance)
    raise LedgerBroken(what="purse-missing")


def _purse(purse: str, name: str, balance: Balance) -> Purse:
    return Purse(purse, name, balance.points, balance.endings[0].day if balance.endings else None)
