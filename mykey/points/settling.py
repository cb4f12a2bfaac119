"""The edge of every act of the ledger: one transaction, begun anew when two acts met.

Two acts that meet wait for each other's accounts. What can still fail without fault of the caller is a
deadlock or serialisation failure of PostgreSQL, and a call with an idempotency key whose twin was faster;
both are rolled back whole and tried again. A lost connection is not: whether it was committed is unknown,
and the caller's own retry with the same key finds out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from mykey.points.ground import PointsGround, PointsWork
from mykey.points.ledger.once import AnsweredMeanwhile

__all__ = ["settle"]

T = TypeVar("T")
U = TypeVar("U")

TRIES = 5
MET = {"40001", "40P01"}  # serialization_failure, deadlock_detected


def settle(
    engine: Engine, ground: PointsGround, act: Callable[[PointsWork], T], *, apart_first: bool = False
) -> T:
    """Run `act` in a transaction of its own and commit; roll back and raise what it raises.

    `apart_first`: for an act that begins by writing apart what must stay whatever follows, such as a burnt
    ticket. Its own transaction then begins with its first own statement; on SQLite one that has begun holds
    the database, and what is written apart would wait for it.
    """
    once = _once_late if apart_first else _once
    for _ in range(TRIES - 1):
        try:
            return once(engine, ground, act)
        except AnsweredMeanwhile:
            continue
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in MET:
                raise
    return once(engine, ground, act)


def _once(engine: Engine, ground: PointsGround, act: Callable[[PointsWork], T]) -> T:
    # The session stands on the connection and begins at its first use: most acts of the ledger need none.
    with engine.begin() as connection, Session(connection) as session:
        done = act(ground.work(session, _ApartOn(engine), connection))
        if session.in_transaction():
            session.flush()
            session.commit()
        return done


def _once_late(engine: Engine, ground: PointsGround, act: Callable[[PointsWork], T]) -> T:
    with Session(engine) as session, session.begin():
        return act(ground.work(session, _ApartOn(engine)))


class _ApartOn:
    """`Apart` on an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __call__(self, act: Callable[[Session], U]) -> U:
        with Session(self._engine) as own, own.begin():
            return act(own)
