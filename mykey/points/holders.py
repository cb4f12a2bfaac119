"""A holder's row: whether it is open, and what the holder chose, sealed in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from mykey.points.ground import PointsWork
from mykey.points.models.holders import HOLDER_CHOICES, Holder, HolderState
from mykey.points.refusals import LedgerBroken, PointsAccountNotFound

__all__ = ["NO_NOTICES", "Choices", "choices_of", "keep_choices", "open_holder_row"]

NO_NOTICES = {"granted": False, "expiring": False, "expired": False}


@dataclass
class Choices:
    """Values that JSON knows. `mail` is confirmed; `pending` is an address whose code was sent.

    `pending`: {"mail", "code" (keyed index, hexadecimal), "until" (UTC), "tries"}.
    """

    mail: str | None
    notices: dict[str, bool]
    language: str
    pending: dict[str, Any] | None

    @classmethod
    def nothing(cls, language: str) -> Choices:
        """Of a new holder: nothing is preset (privacy.md, P11)."""
        return cls(None, dict(NO_NOTICES), language, None)

    def __repr__(self) -> str:
        """Nothing of the person."""
        return "Choices()"


def open_holder_row(work: PointsWork, holder_id: UUID, *, lock: bool = False) -> Holder:
    """The row of a holder whose account is open; under lock until the transaction ends, if wished.

    The lock makes opening a ledger account of this holder wait, too (its foreign key).

    Raises:
        PointsAccountNotFound: there is none, or it was closed.
    """
    holder = work.session.get(Holder, holder_id, with_for_update=lock or None, populate_existing=True)
    if holder is None or holder.holder_state != HolderState.OPEN:
        raise PointsAccountNotFound
    return holder


def choices_of(work: PointsWork, holder: Holder) -> Choices:
    """What the holder chose."""
    if holder.choices_sealed is None:
        raise LedgerBroken(what="choices-missing")
    return Choices(**work.keys.open_sealed(HOLDER_CHOICES, holder.holder_id, holder.choices_sealed))


def keep_choices(work: PointsWork, holder: Holder, choices: Choices) -> None:
    """Write them into the row, which is under lock: a change made meanwhile would be lost."""
    holder.choices_sealed = work.keys.seal(HOLDER_CHOICES, holder.holder_id, asdict(choices))
    work.session.flush()  # the ledger's plain statements do not see what the session holds back
