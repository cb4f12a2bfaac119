"""Every migration of both lines, up and down, with rows in every table, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.migrations.core_testers import CORE_TESTERS
from tests.migrations.lines import LINES, Database, before, revisions
from tests.migrations.points_testers import POINTS_TESTERS
from tests.migrations.programme_testers import PROGRAMME_TESTERS
from tests.migrations.rows import Rows
from tests.migrations.schema import schema_of
from tests.support.databases import Databases

TESTERS = {"core": CORE_TESTERS, "points": POINTS_TESTERS | PROGRAMME_TESTERS}


@pytest.mark.parametrize("line", LINES)
def test_every_migration_has_its_tester(line: str) -> None:
    assert sorted(TESTERS[line]) == revisions(line)
    assert len(set(TESTERS[line].values())) == len(TESTERS[line])


@pytest.fixture(params=LINES)
def database(
    request: pytest.FixtureRequest, databases: Databases, database_engine: str
) -> Iterator[Database]:
    url = databases.create_empty(request.param, database_engine)
    made = Database(request.param, url)
    yield made
    made.close()
    databases.drop(url)


def test_every_step_goes_up_and_down_with_rows(database: Database) -> None:
    """Along the line: each step up, filled, down again and up again, with the rows of all steps before."""
    keys: dict[str, Any] = {}
    for revision in revisions(database.line):
        tester = TESTERS[database.line][revision]()
        contents, schemas = look(database, keys), []
        for _ in range(2):
            database.to(revision)
            with database.connection() as connection:
                schemas.append(schema_of(connection))
                tester.check_upgraded(Rows(connection, keys), contents)
                tester.fill(Rows(connection, keys))
            with database.engine.connect() as connection:
                tester.check_constraints(Rows(connection, dict(keys)))
                connection.rollback()
            database.to(before(database.line, revision))
            with database.connection() as connection:
                tester.check_downgraded(Rows(connection, keys), contents)
        assert schemas[0] == schemas[1], f"up, down and up again differ at {revision}"
        database.to(revision)
        with database.connection() as connection:
            tester.fill(Rows(connection, keys))


def look(database: Database, keys: dict[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    with database.connection() as connection:
        return Rows(connection, keys).all()


def test_down_is_the_way_back(database: Database) -> None:
    """Going down, filled, the schema is at each step what it was going up."""
    keys: dict[str, Any] = {}
    line = revisions(database.line)
    going_up = []
    for revision in line:
        with database.connection() as connection:
            going_up.append(schema_of(connection))
        database.to(revision)
        with database.connection() as connection:
            TESTERS[database.line][revision]().fill(Rows(connection, keys))
    for revision in reversed(line):
        database.to(before(database.line, revision))
        with database.connection() as connection:
            assert schema_of(connection) == going_up.pop(), f"down from {revision}"
