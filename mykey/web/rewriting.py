"""Write tables anew in random order, so that where a row lies tells nothing of when it came.

Physical order (`ctid`, `rowid`) and the number of the writing transaction (`xmin`) rank rows by their age, in
every copy of the files and, to whoever may ask for them, in every query. All rows of all given tables are
written again in one transaction: all have one `xmin` afterwards, and their order is drawn. Shuffling day by
day would still rank the days, and one table after the other would still rank rows against each other.

The values stay as they are, to the byte. A process that is killed leaves everything as it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Table, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import sort_tables

from mykey.crypto.tokens import system_random_bytes
from mykey.kernel.errors import Broken, CannotTell
from mykey.kernel.randomness import RandomBytes
from mykey.web.rewriting_sqlite import LogNotCut, rewrite_sqlite

__all__ = ["ADVISORY_LOCK", "LogNotCut", "Patience", "RowsReferredTo", "TablesBusy", "rewrite_tables"]

#: Whoever dumps a database takes this lock, too (docs/operations.md): a dump that began before this job and
#: reads after it would find the tables empty, since TRUNCATE is not seen by older snapshots as rows are.
ADVISORY_LOCK = 5_319_002
#: Less than PostgreSQL's deadlock_timeout (1 s): where this job and a request wait for each other, the job
#: gives way.
LOCK_TIMEOUT = "500ms"
LOCKING_TIMEOUT = "900ms"
#: lock_not_available, query_canceled (by the timeout above), deadlock_detected
NOT_NOW = {"55P03", "57014", "40P01"}


class TablesBusy(CannotTell):
    """The tables were in use at every try, or another rewriting or a dump is at work. Nothing has changed."""

    code = "tables-busy"


class RowsReferredTo(Broken):
    """A table that was not given refers to one that was. Fact `tables`: a list of {"table", "refers_to"}."""

    code = "rows-referred-to"


@dataclass(frozen=True)
class Patience:
    """How often to try for the tables, how long to pause between (seconds), and how to wait."""

    tries: int = 20
    pause: float = 3.0
    sleep: Callable[[float], None] = time.sleep


def rewrite_tables(
    engine: Engine,
    tables: Sequence[Table],
    random_bytes: RandomBytes = system_random_bytes,
    patience: Patience | None = None,
) -> None:
    """Write every row of `tables` anew, in random order and in one transaction.

    While it lasts, requests that need the tables wait. It may run twice, and at the same time as itself.
    `tables` must be closed: no other table refers to them. On PostgreSQL the role must own them, and the
    order is drawn by the server (`gen_random_uuid`: 122 strong bits a row); on SQLite from `random_bytes`.
    Triggers that refuse changes stay: PostgreSQL asks those for UPDATE and DELETE at neither TRUNCATE nor
    INSERT; on SQLite they are taken off and put back within the transaction.

    Raises:
        TablesBusy: the tables were not to be had in `patience` (PostgreSQL).
        LogNotCut: SQLite's log still tells the old order.
        RowsReferredTo: a table outside refers to one of them.
    """
    ordered = sort_tables(list(tables))
    _refuse_outsiders(engine, ordered)
    if engine.dialect.name == "sqlite":
        rewrite_sqlite(engine, ordered, random_bytes)
        return
    patience = patience or Patience()
    for attempt in range(patience.tries):
        if attempt:
            patience.sleep(patience.pause)
        if _try_postgresql(engine, ordered):
            return
    raise TablesBusy


def _refuse_outsiders(engine: Engine, tables: Sequence[Table]) -> None:
    inside = {table.name for table in tables}
    looking = inspect(engine)
    outside = [
        {"table": name, "refers_to": key["referred_table"]}
        for name in looking.get_table_names()
        if name not in inside
        for key in looking.get_foreign_keys(name)
        if key["referred_table"] in inside
    ]
    if outside:
        raise RowsReferredTo(tables=outside)


def _try_postgresql(engine: Engine, tables: Sequence[Table]) -> bool:
    try:
        with engine.begin() as connection:
            return _rewrite_postgresql(connection, tables)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) in NOT_NOW:
            return False
        raise


def _rewrite_postgresql(connection: Connection, tables: Sequence[Table]) -> bool:
    names = [connection.dialect.identifier_preparer.format_table(table) for table in tables]
    listed = ", ".join(names)
    # Every statement must see what was committed until the locks were had.
    connection.execute(text("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"))
    alone = connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    if not alone:
        return False
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"SET LOCAL statement_timeout = '{LOCKING_TIMEOUT}'"))
    connection.execute(text(f"LOCK TABLE {listed} IN ACCESS EXCLUSIVE MODE"))
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    for number, name in enumerate(names):
        connection.execute(
            text(f"CREATE TEMPORARY TABLE rewriting_{number} ON COMMIT DROP AS SELECT * FROM {name}")  # noqa: S608 - names of our own tables, quoted
        )
    connection.execute(text(f"TRUNCATE {listed}"))
    for number, name in enumerate(names):
        connection.execute(
            text(f"INSERT INTO {name} SELECT * FROM rewriting_{number} ORDER BY gen_random_uuid()")  # noqa: S608 - as above
        )
    return True
