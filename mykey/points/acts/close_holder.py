"""A citizen closes the points account: what is left goes back, and what names them is erased.

The ledger's acts stay, as the law of accounts wants it, under a random id that leads to nobody. Who comes
again is somebody new.
"""

from __future__ import annotations

from typing import cast
from uuid import UUID

from sqlalchemy import Table, delete, update

from mykey.points.acts.give_back_points import give_back_points, give_back_target
from mykey.points.acts.partners.cancel_exchange import cancel_exchanges_of
from mykey.points.ground import PointsWork
from mykey.points.holders import open_holder_row
from mykey.points.ledger.accounts import lock_accounts_of
from mykey.points.models.holders import HolderState, SubjectName
from mykey.points.models.ledger import Account

__all__ = ["close_holder"]

_ACCOUNTS = cast("Table", Account.__table__)
_SUBJECTS = cast("Table", SubjectName.__table__)


def close_holder(work: PointsWork, holder_id: UUID) -> int:
    """Close and give the points that went back.

    The holder's row is locked first, so that no account is opened meanwhile; then all accounts, so that every
    act either came before and its points go back, or comes after and finds the account closed.

    Raises:
        PointsAccountNotFound: closed already.
    """
    holder = open_holder_row(work, holder_id, lock=True)
    cancel_exchanges_of(work, holder_id)
    mine = lock_accounts_of(work, holder_id)
    targets = {account.account_id: give_back_target(work, account) for account in mine if account.balance}
    locked = {account.account_id: account for account in lock_accounts_of(work, holder_id, *targets.values())}
    given_back = sum(
        give_back_points(work, locked[account_id], locked[target]) for account_id, target in targets.items()
    )
    work.connection.execute(
        update(_ACCOUNTS).where(_ACCOUNTS.c.holder_id == holder_id).values(is_base=False, is_closed=True)
    )
    work.connection.execute(delete(_SUBJECTS).where(_SUBJECTS.c.holder_id == holder_id))
    holder.holder_state = HolderState.CLOSED
    holder.sign_in_epoch += 1
    holder.points_number_index = holder.points_number_sealed = holder.choices_sealed = None
    work.session.flush()
    return given_back
