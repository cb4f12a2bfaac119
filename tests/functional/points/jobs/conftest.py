"""A town whose clock moves, and what its people are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from mykey.points.acts.choose_base_account import choose_base_account
from mykey.points.acts.grant_points import grant_points
from mykey.points.ground import PointsWork
from mykey.points.holders import choices_of, keep_choices, open_holder_row
from mykey.points.models.ledger import Account, Lot
from mykey.points.models.letters import LETTER, Letter
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import KAWASAKI, PointsTown

__all__ = ["JobsTown"]


@dataclass
class JobsTown:
    """`PointsTown` with what the jobs are about."""

    points: PointsTown
    clock: MovingClock

    @property
    def engine(self) -> sa.Engine:
        return self.points.engine

    def grant(self, holder: UUID, amount: int, event: UUID | None = None) -> None:
        self.points.do(lambda work: grant_points(work, holder, KAWASAKI, amount, event_id=event))

    def days(self, count: int) -> None:
        self.clock.advance(timedelta(days=count))

    def set_base(self, holder: UUID, code: str | None = KAWASAKI) -> None:
        self.points.do(lambda work: choose_base_account(work, holder, code))

    def wishes(self, holder: UUID, mail: str, *notices: str) -> None:
        def act(work: PointsWork) -> None:
            row = open_holder_row(work, holder, lock=True)
            choices = choices_of(work, row)
            choices.mail = mail
            choices.notices |= dict.fromkeys(notices, True)
            keep_choices(work, row, choices)

        self.points.do(act)

    def letters(self) -> list[tuple[str, str, str]]:
        """Recipient, subject and text of what waits; taken away."""

        def act(work: PointsWork) -> list[tuple[str, str, str]]:
            found = []
            for letter in work.session.scalars(sa.select(Letter)):
                value = work.keys.open_sealed(LETTER, letter.letter_id, letter.letter_sealed)
                found.append((value["recipient"], value["subject"], value["text"]))
                work.session.delete(letter)
            return sorted(found)

        return self.points.do(act)

    def balances(self, holder: UUID) -> dict[str, int]:
        def act(work: PointsWork) -> dict[str, int]:
            mine = work.session.scalars(sa.select(Account).where(Account.holder_id == holder))
            return {account.account_kind: account.balance for account in mine}

        return self.points.do(act)

    def system(self, kind: str) -> int:
        """The balance of Kawasaki's account of a kind."""
        statement = sa.select(Account.balance).where(Account.account_kind == kind)
        return self.points.do(lambda work: work.session.scalar(statement)) or 0

    def lots(self, holder: UUID, kind: str) -> list[Lot]:
        statement = (
            sa.select(Lot)
            .join(Account, Account.account_id == Lot.account_id)
            .where(Account.holder_id == holder, Account.account_kind == kind)
            .order_by(Lot.lot_number)
        )
        with Session(self.engine) as session:
            return list(session.scalars(statement))


@pytest.fixture
def town(points_database_url: str) -> Iterator[JobsTown]:
    clock = MovingClock()
    made = JobsTown(PointsTown.on(points_database_url, clock), clock)
    yield made
    made.engine.dispose()
