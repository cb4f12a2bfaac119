"""Rate limits counted in the database, so that all workers count together (dependencies.md).

Keys of limits are stored as keyed indexes: a row tells how often, never who. A window of an hour or more ends
on the hour, so that its row, which lives as long, does not tell the moment of the act (privacy.md,
"Deliberately non-joinable", 4). A hit is one statement in a transaction of its own, so that a refused request
counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Engine, Table, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from mykey.kernel.clock import Clock
from mykey.kernel.errors import Refused

__all__ = ["RateLimits", "TooManyRequests"]


_HOUR = 3600


class TooManyRequests(Refused):
    """The limit is reached. Fact: `retry_after`, in seconds."""

    code = "too-many-requests"
    status = 429


class RateLimits:
    """The limits of one face, over a table with `key_index`, `hits` and `expires_at`."""

    def __init__(
        self, table: Table, index: Callable[[bytes], bytes], engine: Callable[[], Engine], clock: Clock
    ) -> None:
        self._storage = _TableStorage(table, index, engine, clock)
        self._limiter = FixedWindowRateLimiter(self._storage)
        self._clock = clock

    def hit(self, limit: str, *key: str) -> None:
        """Count one hit against e.g. "10 per 15 minute" for a key.

        Raises:
            TooManyRequests: the limit was reached before this hit.
        """
        item = parse(limit)
        if not self._limiter.hit(item, *key):
            self._refuse(item, key)

    def check(self, limit: str, *key: str) -> None:
        """Refuse when the limit is reached, without counting. Raises `TooManyRequests`."""
        item = parse(limit)
        if not self._limiter.test(item, *key):
            self._refuse(item, key)

    def add(self, key: str, seconds: int, amount: int) -> int:
        """Add hits that a worker gathered, to a counter of `seconds`; the total of all workers."""
        return self._storage.incr(key, seconds, amount)

    def forget(self, limit: str, *key: str) -> None:
        """Begin anew for a key, as after a right password."""
        self._storage.clear(parse(limit).key_for(*key))

    def _refuse(self, item: RateLimitItem, key: tuple[str, ...]) -> None:
        reset = self._storage.get_expiry(item.key_for(*key))
        raise TooManyRequests(retry_after=max(1, math.ceil(reset - self._clock().timestamp())))


class _TableStorage(Storage):
    """`limits` storage on a table. One upsert a hit; in it a window that is over begins anew."""

    STORAGE_SCHEME = None
    base_exceptions = Exception

    def __init__(
        self, table: Table, index: Callable[[bytes], bytes], engine: Callable[[], Engine], clock: Clock
    ) -> None:
        super().__init__()
        self._table = table
        self._index = index
        self._engine = engine
        self._clock = clock

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        table, now = self._table, self._clock()
        insert = postgresql.insert if self._engine().dialect.name == "postgresql" else sqlite.insert
        fresh = insert(table).values(
            key_index=self._index(key.encode()), hits=amount, expires_at=_end_of_window(now, expiry)
        )
        over = table.c.expires_at <= now
        statement = fresh.on_conflict_do_update(
            index_elements=[table.c.key_index],
            set_={
                "hits": case((over, amount), else_=table.c.hits + amount),
                "expires_at": case((over, fresh.excluded.expires_at), else_=table.c.expires_at),
            },
        ).returning(table.c.hits)
        with self._engine().begin() as connection:
            return int(connection.execute(statement).scalar_one())

    def get(self, key: str) -> int:
        row = self._row(key)
        return 0 if row is None else row[0]

    def get_expiry(self, key: str) -> float:
        row = self._row(key)
        return self._clock().timestamp() if row is None else row[1].timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self._engine().begin() as connection:
            return connection.execute(delete(self._table)).rowcount

    def clear(self, key: str) -> None:
        table = self._table
        with self._engine().begin() as connection:
            connection.execute(delete(table).where(table.c.key_index == self._index(key.encode())))

    def _row(self, key: str) -> tuple[int, datetime] | None:
        table = self._table
        statement = select(table.c.hits, table.c.expires_at).where(
            table.c.key_index == self._index(key.encode())
        )
        with self._engine().connect() as connection:
            row = connection.execute(statement).first()
        if row is None or row.expires_at <= self._clock():
            return None
        return int(row.hits), row.expires_at.astimezone(UTC)


def _end_of_window(now: datetime, seconds: int) -> datetime:
    end = now + timedelta(seconds=seconds)
    return end if seconds < _HOUR else end.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
