"""Leave the same kind of notice for many holders at once, for the jobs: two statements for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Executable, Table, insert, select

from mykey.kernel.randomness import random_id
from mykey.points.acts.tell_holder import Notice, notice_text
from mykey.points.ground import PointsWork
from mykey.points.holders import Choices
from mykey.points.ledger.accounts import LockedAccount
from mykey.points.models.holders import HOLDER_CHOICES, Holder
from mykey.points.models.ledger import AccountKind
from mykey.points.models.letters import LETTER, Letter
from mykey.points.models.programmes import Event, Programme

__all__ = ["Telling", "place_names", "tell_holders"]

_HOLDERS, _LETTERS = cast("Table", Holder.__table__), cast("Table", Letter.__table__)


@dataclass(frozen=True)
class Telling:
    """What one holder is told of: so many points of one place with one last day."""

    holder_id: UUID
    amount: int
    ends_on: date
    place: str | None


def tell_holders(work: PointsWork, notice: Notice, tellings: Sequence[Telling]) -> None:
    """Leave the letters. Who did not ask for them, or has closed the points account, is passed over."""
    wanted = sorted({telling.holder_id for telling in tellings})
    rows = work.connection.execute(
        select(_HOLDERS.c.holder_id, _HOLDERS.c.choices_sealed).where(
            _HOLDERS.c.holder_id.in_(wanted), _HOLDERS.c.choices_sealed.is_not(None)
        )
    )
    choices = {
        holder_id: Choices(**work.keys.open_sealed(HOLDER_CHOICES, holder_id, sealed))
        for holder_id, sealed in rows
    }
    letters = [
        _letter(work, chosen.mail, *notice_text(chosen.language, notice, one.amount, one.ends_on, one.place))
        for one in tellings
        if (chosen := choices.get(one.holder_id)) is not None
        and chosen.mail is not None
        and chosen.notices[notice]
    ]
    if letters:
        work.connection.execute(insert(_LETTERS), letters)


def place_names(work: PointsWork, accounts: Iterable[LockedAccount]) -> dict[UUID, str | None]:
    """By account, the programme's or event's name as citizens read it; None: the reserve."""
    wanted = list(accounts)
    codes = {account.municipality_code for account in wanted}
    programmes = select(Programme.municipality_code, Programme.programme_name)
    of_codes: dict[str, str] = _pairs(work, programmes.where(Programme.municipality_code.in_(codes)))
    events = {account.event_id for account in wanted if account.event_id is not None}
    of_events: dict[UUID, str] = _pairs(
        work, select(Event.event_id, Event.event_name).where(Event.event_id.in_(events))
    )

    def name(account: LockedAccount) -> str | None:
        if account.account_kind == AccountKind.RESERVE:
            return None
        return (
            of_codes[account.municipality_code] if account.event_id is None else of_events[account.event_id]
        )

    return {account.account_id: name(account) for account in wanted}


def _pairs(work: PointsWork, statement: Executable) -> dict[Any, str]:
    return {row[0]: row[1] for row in work.connection.execute(statement)}


def _letter(work: PointsWork, recipient: str, subject: str, text: str) -> dict[str, object]:
    letter_id = random_id(work.random_bytes)
    value = {"recipient": recipient, "subject": subject, "text": text}
    return {
        "letter_id": letter_id,
        "letter_sealed": work.keys.seal(LETTER, letter_id, value),
        "letter_tries": 0,
    }
