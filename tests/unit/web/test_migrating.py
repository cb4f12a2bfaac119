from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from mykey.models.all_tables import CORE_METADATA
from mykey.points.models.all_tables import POINTS_METADATA
from mykey.web.engines import make_engine
from mykey.web.migrating import ADVISORY_LOCK, run_migrations
from tests.support.databases import Databases

METADATA = {"core": CORE_METADATA, "points": POINTS_METADATA}


@pytest.fixture
def empty(databases: Databases, database_engine: str) -> Iterator[str]:
    url = databases.create_empty("core", database_engine)
    yield url
    databases.drop(url)


def tables(url: str) -> set[str]:
    engine = make_engine(url)
    with engine.connect() as connection:
        found = set(sa.inspect(connection).get_table_names())
    engine.dispose()
    return found


def test_a_second_run_changes_nothing(empty: str) -> None:
    run_migrations("core", empty, CORE_METADATA)
    once = tables(empty)
    run_migrations("core", empty, CORE_METADATA)
    assert tables(empty) == once == {*CORE_METADATA.tables, "alembic_version"}


def test_one_may_go_step_by_step(empty: str) -> None:
    run_migrations("core", empty, CORE_METADATA, "0001")
    assert "links" not in tables(empty)
    run_migrations("core", empty, CORE_METADATA)
    assert "links" in tables(empty)


def test_two_migrators_at_once_do_the_work_once(empty: str) -> None:
    start = threading.Barrier(2)
    errors: list[Exception] = []

    def migrate() -> None:
        start.wait(10)
        try:
            run_migrations("core", empty, CORE_METADATA)
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=migrate) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert tables(empty) == {*CORE_METADATA.tables, "alembic_version"}


def test_an_unknown_revision_leaves_the_database_as_it_was(empty: str) -> None:
    with pytest.raises(Exception, match="9999"):
        run_migrations("core", empty, CORE_METADATA, "9999")
    assert tables(empty) == set()


@pytest.mark.parametrize("database_engine", ["postgresql"])
def test_it_waits_for_another_migrator_but_not_for_ever(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mykey.web.migrating.LOCK_TIMEOUT", "200ms")
    engine = make_engine(empty)
    with engine.begin() as other:
        other.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
        began = time.monotonic()
        with pytest.raises(sa.exc.OperationalError):
            run_migrations("core", empty, CORE_METADATA)
        assert time.monotonic() - began < 10
    engine.dispose()
    run_migrations("core", empty, CORE_METADATA)


@pytest.mark.parametrize("line", METADATA)
def test_each_line_makes_its_own_tables_alone(databases: Databases, database_engine: str, line: str) -> None:
    url = databases.create_empty(line, database_engine)
    run_migrations(line, url, METADATA[line])
    assert tables(url) == {*METADATA[line].tables, "alembic_version"}
    databases.drop(url)
