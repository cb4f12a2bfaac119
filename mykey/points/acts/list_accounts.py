"""A citizen's accounts by the names that people know them by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from sqlalchemy import Table, case, select

from mykey.points.ground import PointsWork
from mykey.points.models.ledger import Account, AccountKind
from mykey.points.models.programmes import Event, Programme
from mykey.points.refusals import AccountNotFound

__all__ = ["MyAccount", "find_account", "list_accounts"]

_ACCOUNTS = cast("Table", Account.__table__)


@dataclass(frozen=True)
class MyAccount:
    """One account. `name` is the programme's or the event's; None: the reserve."""

    account_id: UUID = field(repr=False)
    kind: str
    municipality_code: str
    event_id: UUID | None
    name: str | None
    is_base: bool
    last_number: int


def list_accounts(work: PointsWork, holder_id: UUID, kind: str | None = None) -> list[MyAccount]:
    """The reserve first, then municipalities, the base account before the others, then events."""
    order = case({AccountKind.RESERVE: 0, AccountKind.MUNICIPAL: 1}, value=_ACCOUNTS.c.account_kind, else_=2)
    statement = (
        select(
            _ACCOUNTS.c.account_id,
            _ACCOUNTS.c.account_kind,
            _ACCOUNTS.c.municipality_code,
            _ACCOUNTS.c.event_id,
            case((Event.event_id.is_not(None), Event.event_name), else_=Programme.programme_name),
            _ACCOUNTS.c.is_base,
            _ACCOUNTS.c.last_number,
        )
        .outerjoin(Programme, Programme.municipality_code == _ACCOUNTS.c.municipality_code)
        .outerjoin(Event, Event.event_id == _ACCOUNTS.c.event_id)
        .where(_ACCOUNTS.c.holder_id == holder_id)
        .order_by(order, _ACCOUNTS.c.is_base.desc(), _ACCOUNTS.c.municipality_code, Event.event_name)
    )
    if kind is not None:
        statement = statement.where(_ACCOUNTS.c.account_kind == kind)
    return [MyAccount(*row) for row in work.connection.execute(statement)]


def find_account(
    accounts: list[MyAccount], municipality_code: str | None = None, event_id: UUID | None = None
) -> MyAccount:
    """The account of this municipality or event among them.

    Raises:
        AccountNotFound: the holder has none there.
    """
    for account in accounts:
        if event_id is not None and account.event_id == event_id:
            return account
        if event_id is None and municipality_code in {None, account.municipality_code}:
            return account
    raise AccountNotFound
