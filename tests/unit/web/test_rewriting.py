"""Tables written anew: the values stay to the byte, the order is gone, and nothing half-done is ever seen."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from mykey.web.engines import make_engine
from mykey.web.rewriting import (
    ADVISORY_LOCK,
    LogNotCut,
    Patience,
    RowsReferredTo,
    TablesBusy,
    rewrite_tables,
)

REPOSITORY = Path(__file__).parents[3]
ROWS = 400
AT_ONCE = Patience(tries=2, pause=0.0)
METADATA = sa.MetaData()
SHELVES = sa.Table(
    "shelves",
    METADATA,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("next_id", sa.Uuid, sa.ForeignKey("shelves.id")),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("made_on", sa.Date),
)
BOXES = sa.Table(
    "boxes",
    METADATA,
    sa.Column("box_id", sa.LargeBinary(16), primary_key=True),
    sa.Column("shelf_id", sa.Uuid, sa.ForeignKey("shelves.id"), nullable=False, index=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("whole", sa.Boolean),
)
OUTSIDE = sa.MetaData()
sa.Table("shelves", OUTSIDE, sa.Column("id", sa.Uuid, primary_key=True))
LABELS = sa.Table(
    "labels",
    OUTSIDE,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("shelf_id", sa.ForeignKey("shelves.id", ondelete="CASCADE")),
)
#: in the wrong order of foreign keys: it is found out
TABLES = (BOXES, SHELVES)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    METADATA.create_all(made)
    shelves: list[dict[str, object]] = []
    boxes = []
    for number in range(ROWS):
        shelf = sa.Uuid().python_type(bytes=os.urandom(16), version=4)
        before = shelves[-1]["id"] if shelves else None
        shelves.append({"id": shelf, "next_id": before, "number": number, "made_on": None})
        # Every fourth is longer than a page of PostgreSQL holds and is kept beside the row.
        content = os.urandom(9000 if number % 4 == 0 else 40)
        whole = (True, False, None)[number % 3]
        boxes.append(
            {
                "box_id": os.urandom(16),
                "shelf_id": shelf,
                "number": number,
                "content": content,
                "whole": whole,
            }
        )
    with made.begin() as connection:
        connection.execute(SHELVES.insert(), shelves)
        for box in boxes:
            connection.execute(BOXES.insert(), box)
    yield made
    made.dispose()


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
            for table in TABLES
        }


def as_they_lie(engine: Engine, table: sa.Table) -> list[int]:
    """The running numbers in the order of the rows' places."""
    place = "rowid" if engine.dialect.name == "sqlite" else "ctid"
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(table.c.number).order_by(sa.text(place))))


def rank_correlation(order: list[int]) -> float:
    """Spearman's, of the place with the running number."""
    count = len(order)
    distance = sum((place - number) ** 2 for place, number in enumerate(order))
    return 1 - 6 * distance / (count * (count**2 - 1))


def test_values_stay_and_the_order_is_gone(engine: Engine) -> None:
    before = contents(engine)
    assert as_they_lie(engine, BOXES) == list(range(ROWS))
    rewrite_tables(engine, TABLES)
    assert contents(engine) == before
    orders = [as_they_lie(engine, table) for table in TABLES]
    rewrite_tables(engine, TABLES)
    orders += [as_they_lie(engine, table) for table in TABLES]
    assert contents(engine) == before
    for order in orders:
        assert sorted(order) == list(range(ROWS))
        assert abs(rank_correlation(order)) < 0.25  # five standard deviations of chance
    assert len({tuple(order) for order in orders}) == 4
    paired = [orders[1].index(number) for number in orders[0]]
    assert abs(rank_correlation(paired)) < 0.25  # the two tables tell nothing of each other either


def test_the_correlation_finds_an_order() -> None:
    assert rank_correlation(list(range(ROWS))) == 1
    days = [number for day in range(0, ROWS, 40) for number in sorted(range(day, day + 40), key=hash_of)]
    assert rank_correlation(days) > 0.9  # shuffled day by day


def hash_of(number: int) -> int:
    return number * 7919 % 40


def test_one_transaction_wrote_all(engine: Engine) -> None:
    rewrite_tables(engine, TABLES)
    if engine.dialect.name == "sqlite":
        return  # has no such number
    with engine.connect() as connection:
        writers = {
            writer
            for table in ("boxes", "shelves")
            for writer in connection.scalars(sa.select(sa.text("xmin::text")).select_from(sa.table(table)))
        }
    assert len(writers) == 1


def test_constraints_and_triggers_stay(engine: Engine) -> None:
    """A table whose rows may never be changed is written anew all the same, and stays so."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for change in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(
                    f'CREATE TRIGGER "boxes ""stay"" {change}" BEFORE {change} ON boxes'
                    " BEGIN SELECT RAISE(ABORT, 'immutable'); END"
                )
        else:
            connection.exec_driver_sql(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION 'immutable'; END $$"
            )
            connection.exec_driver_sql(
                "CREATE TRIGGER boxes_stay BEFORE UPDATE OR DELETE ON boxes"
                " FOR EACH STATEMENT EXECUTE FUNCTION refuse()"
            )
    before = contents(engine)
    rewrite_tables(engine, TABLES)
    assert contents(engine) == before
    for change in ("UPDATE boxes SET number = 0", "DELETE FROM boxes", "DELETE FROM shelves"):
        with pytest.raises(sa.exc.DBAPIError), engine.begin() as connection:
            connection.exec_driver_sql(change)
    with engine.connect() as connection:
        names = {index["name"] for index in sa.inspect(connection).get_indexes("boxes")}
        assert "ix_boxes_shelf_id" in names
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "DROP TABLE boxes" if engine.dialect.name == "sqlite" else "DROP FUNCTION refuse() CASCADE"
        )


def test_a_table_outside_that_refers_to_one_refuses(engine: Engine) -> None:
    """Its rows would be deleted with those that it refers to, on SQLite even silently."""
    LABELS.create(engine)
    shelf = contents(engine)["shelves"][0][0]
    with engine.begin() as connection:
        connection.execute(LABELS.insert(), {"id": 1, "shelf_id": shelf})
    before = contents(engine)
    with pytest.raises(RowsReferredTo) as caught:
        rewrite_tables(engine, TABLES)
    assert caught.value.facts["tables"] == [{"table": "labels", "refers_to": "shelves"}]
    assert contents(engine) == before
    LABELS.drop(engine)


def test_two_at_once_and_writers_meanwhile(engine: Engine) -> None:
    patient = Patience(tries=200, pause=0.02)
    failed: list[BaseException] = []
    stop = threading.Event()
    added = itertools.count(ROWS)
    shelf = contents(engine)["shelves"][0][0]

    def rewrite() -> None:
        try:
            for _ in range(3):
                rewrite_tables(engine, TABLES, patience=patient)
        except LogNotCut:
            pass  # the writer reads all the time
        except BaseException as error:  # noqa: BLE001 - shown below
            failed.append(error)

    def write() -> None:
        while not stop.is_set():
            number = next(added)
            try:
                with engine.begin() as connection:
                    content = os.urandom(20)
                    row = {"box_id": os.urandom(16), "shelf_id": shelf, "number": number, "content": content}
                    connection.execute(BOXES.insert(), row)
            except BaseException as error:  # noqa: BLE001 - shown below
                failed.append(error)
                return

    writer = threading.Thread(target=write)
    jobs = [threading.Thread(target=rewrite) for _ in range(2)]
    for thread in (writer, *jobs):
        thread.start()
    for thread in jobs:
        thread.join(60)
    stop.set()
    writer.join(60)
    assert failed == []
    assert len(contents(engine)["boxes"]) == next(added)
    assert len(contents(engine)["shelves"]) == ROWS


def test_tables_in_use_are_left_alone(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        return  # there all writers wait for each other, as always
    before = as_they_lie(engine, BOXES)
    with engine.connect() as reader:
        reader.execute(sa.select(BOXES.c.number).limit(1))
        with pytest.raises(TablesBusy):
            rewrite_tables(engine, TABLES, patience=AT_ONCE)
    with engine.begin() as dump:
        dump.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        with pytest.raises(TablesBusy):
            rewrite_tables(engine, TABLES, patience=AT_ONCE)
    assert as_they_lie(engine, BOXES) == before


#: Stops for good in the middle of the rewriting's last table.
KILLED = """
import os, signal, sys
import sqlalchemy as sa
from mykey.web.engines import make_engine
from mykey.web.rewriting import rewrite_tables
engine = make_engine(sys.argv[1])
metadata = sa.MetaData()
metadata.reflect(engine, only=["boxes", "shelves"])
drawn = 0
def draw(count):
    global drawn
    drawn += 1
    if drawn == 600:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.urandom(count)
@sa.event.listens_for(engine, "before_cursor_execute")
def stop(connection, cursor, statement, *_):
    if statement.startswith("INSERT INTO boxes"):
        os.kill(os.getpid(), signal.SIGKILL)
rewrite_tables(engine, list(metadata.tables.values()), draw)
"""


def test_a_kill_in_the_middle_leaves_everything_as_it_was(engine: Engine, database_url: str) -> None:
    before, order = contents(engine), as_they_lie(engine, BOXES)
    engine.dispose()
    ended = subprocess.run(  # noqa: S603 - our own words and a test database's address
        [sys.executable, "-c", KILLED, database_url], cwd=REPOSITORY, check=False
    )
    assert ended.returncode == -signal.SIGKILL
    assert contents(engine) == before
    assert as_they_lie(engine, BOXES) == order
    rewrite_tables(engine, TABLES)
    assert contents(engine) == before


def test_the_files_of_sqlite_keep_nothing_of_before(engine: Engine, database_url: str) -> None:
    """What was deleted before the run stands in no page and in no log of the file."""
    if engine.dialect.name != "sqlite":
        return  # there the old files are gone with the commit
    gone = os.urandom(32)
    with engine.begin() as connection:
        connection.execute(BOXES.update().where(BOXES.c.number == 5).values(content=gone))
    with engine.begin() as connection:
        connection.execute(BOXES.delete().where(BOXES.c.number == 5))
    path = Path(database_url.removeprefix("sqlite:///"))
    log = path.with_name(path.name + "-wal")
    assert gone in log.read_bytes()
    with engine.connect() as another_face:
        another_face.execute(sa.select(BOXES.c.number)).all()
        another_face.rollback()
        rewrite_tables(engine, TABLES)
        assert log.stat().st_size == 0
    assert gone not in path.read_bytes()
