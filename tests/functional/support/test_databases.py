"""The test databases themselves: one test never sees another's rows, on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from mykey.models.all_tables import CORE_METADATA
from mykey.points.models.all_tables import POINTS_METADATA
from tests.support.databases import Databases
from tests.support.dump import dump, rows_by_table
from tests.support.leak_guard import LeakGuard

PROVIDER = {
    "provider_id": "000001",
    "municipality_code": "141305",
    "name": "川崎市立図書館",
    "kind": "library",
    "min_length": 12,
    "max_length": 12,
    "letters": False,
    "prefix": "18",
    "check_digit": "none",
    "hand_over": "barcode",
    "symbology": "nw7",
    "start_stop": "AA",
    "minimum_assurance": "touched",
    "grace_hours": 24,
}
METADATA = {"core": CORE_METADATA, "points": POINTS_METADATA}


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def tables(url: str) -> set[str]:
    with connected(url) as connection:
        return set(sa.inspect(connection).get_table_names()) - {"alembic_version"}


def rows(url: str) -> dict[str, int]:
    with connected(url) as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
            for name in sa.inspect(connection).get_table_names()
        }


@pytest.mark.parametrize("line", METADATA)
def test_a_database_is_at_the_newest_migration(databases: Databases, database_engine: str, line: str) -> None:
    url = databases.create(line, database_engine)
    assert tables(url) == set(METADATA[line].tables)
    databases.drop(url)


def test_what_a_test_wrote_is_gone_and_what_a_migration_wrote_is_back(
    databases: Databases, database_engine: str
) -> None:
    url = databases.create("core", database_engine)
    before = rows(url)
    assert before["nonce_marks"] == 1
    with connected(url) as connection:
        connection.execute(sa.text("DELETE FROM nonce_marks"))
        connection.execute(sa.insert(CORE_METADATA.tables["providers"]), [PROVIDER])
    databases.drop(url)
    again = databases.create("core", database_engine)
    assert rows(again) == before
    databases.drop(again)


def test_a_database_whose_tables_changed_is_not_lent_again(
    databases: Databases, database_engine: str
) -> None:
    url = databases.create("points", database_engine)
    with connected(url) as connection:
        connection.execute(sa.text("CREATE TABLE of_this_test (id int)"))
    databases.drop(url)
    again = databases.create("points", database_engine)
    assert "of_this_test" not in tables(again)
    databases.drop(again)


def test_a_database_is_taken_back_from_whoever_is_still_connected(databases: Databases) -> None:
    url = databases.create("core", "postgresql")
    engine = sa.create_engine(url)
    with engine.connect() as left_open:
        left_open.execute(sa.text("LOCK TABLE citizens"))
        databases.drop(url)
        left_open.invalidate()
    engine.dispose()


def test_an_empty_database_is_empty(databases: Databases, database_engine: str) -> None:
    url = databases.create_empty("core", database_engine)
    assert tables(url) == set()
    databases.drop(url)


def test_each_side_is_refused_by_the_other_cluster(databases: Databases) -> None:
    core, points = (databases.create(line, "postgresql") for line in ("core", "points"))
    for url, role in ((core, "mykey_points"), (points, "mykey_core")):
        refused = sa.make_url(url).set(username=role)
        with pytest.raises(sa.exc.OperationalError), connected(refused.render_as_string()):
            pass
    databases.drop(core)
    databases.drop(points)


def test_a_value_in_clear_is_found_in_a_dump(databases: Databases, database_engine: str) -> None:
    url = databases.create("core", database_engine)
    guard = LeakGuard()
    guard.watch("川崎市立図書館", "a name")
    guard.look_into("the dump before", dump(url))
    before = rows_by_table(url)
    with connected(url) as connection:
        connection.execute(sa.insert(CORE_METADATA.tables["providers"]), [PROVIDER])
    guard.look_into("the dump after", dump(url))
    assert [leak.where for leak in guard.leaks()] == ["the dump after"]
    assert rows_by_table(url) != before
    assert rows_by_table(url, but={"providers"}) == {t: r for t, r in before.items() if t != "providers"}
    databases.drop(url)
