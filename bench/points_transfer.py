"""Transfers of points by the service call, beside the same postings as raw SQL through psycopg.

Sixteen processes with a connection each, PostgreSQL. Ours is everything a citizen's move does: programme,
locks, lots, chains, idempotency. Beside it stands one transaction with the same locks and the same rows of
act, postings, accounts and lots, its hashes given; it has no idempotency and asks no programme.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from uuid import UUID, uuid4

import psycopg
from sqlalchemy.engine import make_url

from bench.bench_cluster import bench_cluster, copied_database
from bench.figures import Figure, ratio_figure
from mykey.kernel.clock import japan_day, system_clock
from mykey.points.acts.move_points import move_points
from mykey.points.ground import PointsGround, PointsWork
from mykey.points.ledger.once import make_call, once
from mykey.points.migrate import upgrade
from mykey.points.settling import settle
from mykey.web.engines import make_engine
from tests.support.ledger_checks import assert_ledger_whole
from tests.support.points_ground import KAWASAKI, PointsTown

__all__ = ["measure"]

CONNECTIONS = 16
ROUNDS = 7
SECONDS = 2.0
GOAL = 0.50
PEOPLE_EACH = 25
RESERVE = 1_000_000

Transfer = Callable[[int], None]


def measure() -> list[Figure]:
    """`points_transfer`. Ours must be a whole ledger at the end."""
    with bench_cluster("transfer") as (directory, url):
        upgrade(url)
        town = PointsTown.on(url, system_clock)
        people = [town.person(reserve=RESERVE) for _ in range(CONNECTIONS * PEOPLE_EACH)]
        for person in people:
            _open_municipal_account(town, person)
        town.engine.dispose()
        copy = copied_database(directory, url)
        ours, beside = [], []
        for _ in range(ROUNDS):
            ours.append(_rate(lambda mine: _service(url, town.ground, mine), people))
            beside.append(_rate(lambda mine: _raw(copy, mine), people))
        assert_ledger_whole(town.engine)
        town.engine.dispose()
    return [ratio_figure("points_transfer", ours, beside, GOAL, "transfers/s")]


def _open_municipal_account(town: PointsTown, holder: UUID) -> None:
    town.do(lambda work: move_points(work, holder, 1, municipality_code=KAWASAKI))


def _rate(work: Callable[[list[UUID]], Transfer], people: list[UUID]) -> float:
    """Transfers a second of all connections together."""
    context = multiprocessing.get_context("fork")
    start, counts = context.Barrier(CONNECTIONS), context.Array("l", CONNECTIONS)

    def run(number: int, barrier: Barrier) -> None:
        act = work(people[number * PEOPLE_EACH : (number + 1) * PEOPLE_EACH])
        for warm in range(20):
            act(warm)
        barrier.wait()
        ends, done = time.monotonic() + SECONDS, 0
        while time.monotonic() < ends:
            act(done)
            done += 1
        counts[number] = done

    processes = [context.Process(target=run, args=(number, start)) for number in range(CONNECTIONS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        if process.exitcode != 0:
            raise RuntimeError
    return float(sum(counts[:])) / SECONDS


def _service(url: str, ground: PointsGround, people: list[UUID]) -> Transfer:
    own = make_engine(url)

    def transfer(turn: int) -> None:
        holder, key = people[turn % len(people)], os.urandom(16).hex()

        def move(work: PointsWork) -> dict[str, str]:
            moved = move_points(work, holder, 1, municipality_code=KAWASAKI)
            return {"ends_on": moved.ends_on.isoformat()}

        def move_once(work: PointsWork) -> None:
            once(work, make_call(work.keys, str(holder), "move", key, b""), lambda: move(work))

        settle(own, ground, move_once)

    return transfer


def _raw(url: str, people: list[UUID]) -> Transfer:
    connection = psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string())
    today = japan_day(system_clock())
    head = bytes(32)

    def transfer(turn: int) -> None:
        holder = people[turn % len(people)]
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT account_id, account_kind, balance, last_number FROM accounts WHERE holder_id = %s"
                " ORDER BY account_id FOR UPDATE",
                (holder,),
            )
            rows = {kind: (account, balance, number) for account, kind, balance, number in cursor}
            (source, source_balance, source_number) = rows["reserve"]
            (target, target_balance, target_number) = rows["municipal"]
            cursor.execute(
                "SELECT lot_number, lot_left FROM lots WHERE account_id = %s AND lot_left > 0"
                " ORDER BY ends_on, lot_number",
                (source,),
            )
            lot, _ = cursor.fetchall()[0]
            act_id = uuid4()
            cursor.execute(
                "INSERT INTO acts (act_id, act_kind, act_day) VALUES (%s, 'move', %s)", (act_id, today)
            )
            cursor.execute(
                "INSERT INTO postings (account_id, posting_number, act_id, amount, balance_after, chain_hash)"
                " VALUES (%s, %s, %s, -1, %s, %s), (%s, %s, %s, 1, %s, %s)",
                (
                    source, source_number + 1, act_id, source_balance - 1, head,
                    target, target_number + 1, act_id, target_balance + 1, head,
                ),
            )  # fmt: skip
            for account, balance, number in (
                (source, source_balance - 1, source_number + 1),
                (target, target_balance + 1, target_number + 1),
            ):
                cursor.execute(
                    "UPDATE accounts SET balance = %s, last_number = %s, head = %s WHERE account_id = %s",
                    (balance, number, head, account),
                )
            cursor.execute(
                "INSERT INTO lots (account_id, lot_number, lot_amount, lot_left, ends_on, reminded)"
                " VALUES (%s, %s, 1, 1, %s, false)",
                (target, target_number + 1, today),
            )
            cursor.execute(
                "INSERT INTO lot_uses (account_id, posting_number, lot_number, used_amount)"
                " VALUES (%s, %s, %s, 1)",
                (source, source_number + 1, lot),
            )
            cursor.execute(
                "UPDATE lots SET lot_left = lot_left - 1 WHERE account_id = %s AND lot_number = %s",
                (source, lot),
            )

    return transfer
