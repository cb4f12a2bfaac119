"""Reserve points whose term is over go to the base account, or stay where no base account can take them.

What stays is still the citizen's; they are reminded of it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from mykey.points.acts.expire_lots import days_that_are_over
from mykey.points.acts.find_programme import OpenProgramme, expiry_day, open_programme
from mykey.points.acts.remind_of_end import mark_as_reminded
from mykey.points.acts.tell_holder import Notice
from mykey.points.acts.tell_holders import Telling, tell_holders
from mykey.points.ground import PointsWork
from mykey.points.ledger.accounts import LockedAccount, lock_free_accounts
from mykey.points.ledger.due import DueLot, LotLeft, lots_left_of
from mykey.points.ledger.lots import Take
from mykey.points.ledger.post import Side, post
from mykey.points.models.ledger import Account, ActKind
from mykey.points.refusals import LedgerBroken, ProgrammeNotFound, ProgrammeNotOpen

__all__ = ["Dealt", "move_past_term"]

_ACCOUNTS = cast("Table", Account.__table__)


@dataclass(frozen=True)
class Dealt:
    """How many lots were moved, and of how many that stay their holders were reminded."""

    moved: int
    reminded: int


def move_past_term(work: PointsWork, due: Sequence[DueLot]) -> Dealt:
    """Deal with these reserves, in one act each.

    A reserve or base account at which somebody else is at work is left to the next run.
    """
    bases = _bases(work, {lot.account_id for lot in due})
    locked = lock_free_accounts(work, bases.keys() | {base for base in bases.values() if base is not None})
    mine = {account_id: base for account_id, base in bases.items() if account_id in locked}
    lots = lots_left_of(work, list(mine), days_that_are_over(work))
    programmes: dict[str, OpenProgramme | None] = {}
    moved = 0
    staying: list[LotLeft] = []
    for account_id, of_it in lots.items():
        base_id = mine[account_id]
        if base_id is None:
            staying += [lot for lot in of_it if not lot.reminded]
            continue
        base = locked.get(base_id)
        if base is None or not base.is_base:
            continue  # somebody is at work there, or another was chosen at this moment
        programme = _programme(work, programmes, base.municipality_code)
        if programme is None:
            staying += [lot for lot in of_it if not lot.reminded]
            continue
        _move(work, locked[account_id], base, of_it, programme)
        moved += len(of_it)
    tell_holders(work, Notice.EXPIRING, _tellings(staying, locked))
    return Dealt(moved, mark_as_reminded(work, staying))


def _bases(work: PointsWork, reserves: set[UUID]) -> dict[UUID, UUID | None]:
    """By reserve, its holder's base account."""
    base = _ACCOUNTS.alias()
    rows = work.connection.execute(
        select(_ACCOUNTS.c.account_id, base.c.account_id)
        .select_from(_ACCOUNTS.outerjoin(base, (base.c.holder_id == _ACCOUNTS.c.holder_id) & base.c.is_base))
        .where(_ACCOUNTS.c.account_id.in_(sorted(reserves)))
    )
    return {row[0]: row[1] for row in rows}


def _programme(
    work: PointsWork, known: dict[str, OpenProgramme | None], municipality_code: str
) -> OpenProgramme | None:
    """The programme if it runs today."""
    if municipality_code not in known:
        try:
            known[municipality_code] = open_programme(work, municipality_code)
        except (ProgrammeNotFound, ProgrammeNotOpen):
            known[municipality_code] = None
    return known[municipality_code]


def _move(
    work: PointsWork,
    reserve: LockedAccount,
    base: LockedAccount,
    lots: Sequence[LotLeft],
    programme: OpenProgramme,
) -> None:
    amount = sum(lot.left for lot in lots)
    takes = [Take(lot.lot_number, lot.left) for lot in lots]
    sides = [
        Side(reserve, -amount, takes=takes),
        Side(base, amount, ends_on=expiry_day(programme, work.today)),
    ]
    post(work, ActKind.TERM_MOVE, sides)


def _tellings(lots: Sequence[LotLeft], locked: dict[UUID, LockedAccount]) -> list[Telling]:
    """One for each reserve: what stays there of all its lots, and the latest day of their terms."""
    by_account: dict[UUID, list[LotLeft]] = {}
    for lot in lots:
        by_account.setdefault(lot.account_id, []).append(lot)
    tellings = []
    for account_id, of_it in by_account.items():
        holder_id = locked[account_id].holder_id
        if holder_id is None:
            raise LedgerBroken(what="lot")
        amount, last_day = sum(lot.left for lot in of_it), max(lot.ends_on for lot in of_it)
        tellings.append(Telling(holder_id, amount, last_day, None))
    return tellings
