"""How long the job takes to end 1,000,000 lots on PostgreSQL, notices included, and that it ends them right.

500,000 people of ten municipalities have two lots each, whose days are over; one in ten wishes to be told.
The world is copied in as the service would have written it; at the end the whole ledger is proved.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bench.bench_cluster import bench_cluster
from bench.figures import Figure, limit_figure
from mykey.crypto.tokens import system_random_bytes
from mykey.kernel.municipalities import municipality
from mykey.kernel.randomness import random_id
from mykey.points.ground import PointsGround
from mykey.points.jobs.expire_lots import expire_lots
from mykey.points.ledger.chain import NO_HEAD, chain_hash
from mykey.points.ledger.streams import snapshot
from mykey.points.ledger.verify import verify_ledger
from mykey.points.migrate import upgrade
from mykey.points.models.holders import HOLDER_CHOICES, Holder, HolderState
from mykey.points.models.ledger import Account, AccountKind, Act, ActKind, Lot, Posting
from mykey.points.models.letters import Letter
from mykey.points.models.programmes import ExpiryRule, Programme
from mykey.web.engines import make_engine
from tests.support.moving_clock import MovingClock
from tests.support.points_ground import make_points_ground

__all__ = ["measure"]

LOTS = 1_000_000
LOTS_OF_ONE = 2
MUNICIPALITIES = (
    "141305",
    "141003",
    "131016",
    "131024",
    "131032",
    "131041",
    "131059",
    "131067",
    "131075",
    "131083",
)
ONE_IN = 10
AT_ONCE = 1_000
POINTS = 100
GOAL_MINUTES = 10.0
GRANTED, ENDED, TODAY = date(2026, 4, 6), date(2026, 10, 6), datetime(2026, 10, 7, 1, 0, tzinfo=UTC)


def measure(lots: int = LOTS) -> list[Figure]:
    """`points_expiry_minutes`."""
    with bench_cluster("expiry") as (_, url):
        upgrade(url)
        engine = make_engine(url)
        ground = make_points_ground(MovingClock(TODAY))
        _fill(engine, ground, lots)
        began = time.perf_counter()
        ended = expire_lots(engine, ground)
        minutes = (time.perf_counter() - began) / 60
        _prove(engine, ended, lots)
        engine.dispose()
    return [limit_figure("points_expiry_minutes", [minutes], GOAL_MINUTES, "minutes")]


def _prove(engine: Engine, ended: int, lots: int) -> None:
    with snapshot(engine) as connection:
        left = connection.scalar(select(func.sum(Lot.lot_left)))
        told = connection.scalar(select(func.count()).select_from(Letter))
        wrong = next(verify_ledger(connection), None)
    if (ended, left, told, wrong) != (lots, 0, lots // LOTS_OF_ONE // ONE_IN, None):
        raise RuntimeError


def _fill(engine: Engine, ground: PointsGround, lots: int) -> None:
    """Table by table; each bulk of grants is one act, as it would be from a municipality's file."""
    with Session(engine) as session, session.begin():
        session.add_all(_programme(code) for code in MUNICIPALITIES)
    people = [
        (random_id(system_random_bytes), random_id(system_random_bytes)) for _ in range(lots // LOTS_OF_ONE)
    ]
    _copy(engine, Holder.__tablename__, HOLDER_COLUMNS, _holders(ground, [holder for holder, _ in people]))
    for number, code in enumerate(MUNICIPALITIES):
        ledger = _Ledger(code, people[number :: len(MUNICIPALITIES)])
        rows = list(ledger.write())
        _copy(engine, Account.__tablename__, ACCOUNT_COLUMNS, ledger.accounts())
        for model, columns in ((Act, ACT_COLUMNS), (Posting, POSTING_COLUMNS), (Lot, LOT_COLUMNS)):
            mine = (row for table, row in rows if table == model.__tablename__)
            _copy(engine, model.__tablename__, columns, mine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


HOLDER_COLUMNS = ("holder_id", "holder_state", "sign_in_epoch", "points_number_index", "choices_sealed")
ACCOUNT_COLUMNS = (
    "account_id", "account_kind", "holder_id", "municipality_code", "is_base", "is_closed", "balance",
    "last_number", "head",
)  # fmt: skip
ACT_COLUMNS = ("act_id", "act_kind", "act_day")
POSTING_COLUMNS = ("account_id", "posting_number", "act_id", "amount", "balance_after", "chain_hash")
LOT_COLUMNS = ("account_id", "lot_number", "lot_amount", "lot_left", "ends_on", "reminded")


class _Ledger:
    """Chains of one municipality's grants: its people get their lots by a thousand an act."""

    def __init__(self, code: str, people: list[tuple[UUID, UUID]]) -> None:
        self._code = code
        self._people = people
        self._issue = random_id(system_random_bytes)
        self._states: dict[UUID, tuple[int, int, bytes]] = {}

    def write(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Rows of acts, postings and lots, each with its table."""
        for _ in range(LOTS_OF_ONE):
            for first in range(0, len(self._people), AT_ONCE):
                yield from self._grant([account for _, account in self._people[first : first + AT_ONCE]])

    def accounts(self) -> Iterator[tuple[Any, ...]]:
        """As they stand after all of it."""
        number, balance, head = self._states[self._issue]
        yield self._issue, AccountKind.ISSUE, None, self._code, False, False, balance, number, head
        for holder, account in self._people:
            number, balance, head = self._states[account]
            yield account, AccountKind.MUNICIPAL, holder, self._code, False, False, balance, number, head

    def _grant(self, accounts: list[UUID]) -> Iterator[tuple[str, tuple[Any, ...]]]:
        act_id = random_id(system_random_bytes)
        yield Act.__tablename__, (act_id, ActKind.GRANT, GRANTED)
        yield self._posting(self._issue, act_id, -POINTS * len(accounts), None)
        for account in accounts:
            yield self._posting(account, act_id, POINTS, ENDED)
            number = self._states[account][0]
            yield Lot.__tablename__, (account, number, POINTS, POINTS, ENDED, True)

    def _posting(
        self, account: UUID, act_id: UUID, amount: int, ends_on: date | None
    ) -> tuple[str, tuple[Any, ...]]:
        number, balance, head = self._states.get(account, (0, 0, NO_HEAD))
        number, balance = number + 1, balance + amount
        head = chain_hash(head, account, number, amount, act_id, ActKind.GRANT, GRANTED, ends_on)
        self._states[account] = (number, balance, head)
        return Posting.__tablename__, (account, number, act_id, amount, balance, head)


def _programme(code: str) -> Programme:
    return Programme(
        municipality_code=municipality(code).code,
        programme_name="ポイント",
        opens_on=date(2020, 1, 1),
        closes_on=None,
        expiry_rule=ExpiryRule.MONTHS,
        expiry_months=6,
        expiry_month=None,
        expiry_day=None,
        most_a_grant=100_000,
        most_a_person=900_000,
    )


def _holders(ground: PointsGround, holders: list[UUID]) -> Iterator[tuple[Any, ...]]:
    """Their points numbers are of no use here; what they chose is sealed as ever."""
    for place, holder in enumerate(holders):
        choices = {
            "mail": f"person{place}@example.jp",
            "notices": {"granted": False, "expiring": False, "expired": place % ONE_IN == 0},
            "language": "ja",
            "pending": None,
        }
        sealed = ground.keys.seal(HOLDER_CHOICES, holder, choices)
        yield holder, HolderState.OPEN, 0, system_random_bytes(32), sealed


def _copy(engine: Engine, table: str, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    with closing(engine.raw_connection()) as connection:
        driver = cast("psycopg.Connection[Any]", connection.driver_connection)
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with driver.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
        driver.commit()
