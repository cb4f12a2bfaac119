from __future__ import annotations

import os
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, Table
from sqlalchemy.orm import Session

from mykey.crypto.tokens import system_random_bytes
from mykey.jobs.rewrite_citizens_tables import CITIZENS_TABLES, rewrite_citizens_tables
from mykey.models.all_tables import CORE_METADATA
from mykey.services.ground import Ground
from mykey.web.rewriting import RowsReferredTo, rewrite_tables
from tests.factories.citizens import a_citizen
from tests.factories.links import a_link
from tests.factories.providers import a_library
from tests.support.dump import rows_by_table
from tests.support.moving_clock import MovingClock

CITIZENS = 150
#: Tables with something sensitive that are not written anew, and why.
LEFT_ALONE = {
    "console_sessions": "officers at work are no citizens",
    "officers": "as above",
}


@pytest.fixture
def filled(core_engine: Engine, ground: Ground, clock: MovingClock) -> Engine:
    """Citizens one after the other, each with all that a citizen may have."""
    with Session(core_engine) as session:
        library = a_library(session)
        a_link(ground, session, a_citizen(ground, session), library)
        session.commit()
        with core_engine.connect() as connection:
            (sample,) = connection.execute(sa.select(CORE_METADATA.tables["citizens"])).all()
    rows: dict[str, list[dict[str, object]]] = {table.name: [] for table in CITIZENS_TABLES}
    for _ in range(CITIZENS):
        one, old, new = uuid4(), uuid4(), uuid4()
        rows["citizens"].append(sample._asdict() | {"id": one, "profile_sealed": os.urandom(801)})
        rows["mykey_ids"].append(
            {"id_index": os.urandom(32), "citizen_id": one, "value_sealed": os.urandom(49)}
        )
        rows["bindings"] += [binding(one, new, "live", None), binding(one, old, "replaced", new)]
        rows["links"].append(
            {
                "id": uuid4(),
                "citizen_id": one,
                "provider_id": "000001",
                "number_index": os.urandom(32),
                "number_sealed": os.urandom(65),
                "change_notice": False,
                "signing_sealed": None,
                "times_sealed": os.urandom(129),
            }
        )
        rows["outbox"].append(
            {"id": uuid4(), "mail_sealed": os.urandom(4129), "not_before": None, "attempts": 0}
        )
        rows["portal_sessions"].append({"token_index": os.urandom(32), "data_sealed": os.urandom(2081)})
        rows["card_conversations"].append(
            {"state_index": os.urandom(32), "talk_sealed": os.urandom(6177), "spent": False}
        )
        rows["idempotency_records"].append(
            {
                "key_index": os.urandom(32),
                "body_index": os.urandom(32),
                "answer_sealed": os.urandom(6177),
                "leased_until": clock(),
                "expires_at": clock() + timedelta(hours=24),
            }
        )
    with core_engine.begin() as connection:
        for table in CITIZENS_TABLES:
            for row in rows[table.name]:
                connection.execute(table.insert(), row)
    return core_engine


def binding(citizen: UUID, row: UUID, state: str, replaced_by: UUID | None) -> dict[str, object]:
    return {
        "id": row,
        "citizen_id": citizen,
        "certificate_index": os.urandom(32),
        "state": state,
        "replaced_by": replaced_by,
        "detail_sealed": os.urandom(545),
    }


def as_they_lie(engine: Engine, table: Table) -> list[object]:
    """The keys of a table's rows in the order of their places."""
    place = "rowid" if engine.dialect.name == "sqlite" else "ctid"
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(next(iter(table.primary_key))).order_by(sa.text(place))))


def rank_correlation(first: list[object], second: list[object]) -> float:
    """Spearman's, of the places of the same keys in two orders."""
    places = {key: place for place, key in enumerate(second)}
    count = len(first)
    distance = sum((place - places[key]) ** 2 for place, key in enumerate(first))
    return 1 - 6 * distance / (count * (count**2 - 1))


def test_the_rows_stay_and_their_order_tells_nothing(filled: Engine, database_url: str) -> None:
    before = rows_by_table(database_url)
    lay = {table: as_they_lie(filled, table) for table in CITIZENS_TABLES}
    assert rank_correlation(lay[CITIZENS_TABLES[0]], lay[CITIZENS_TABLES[0]]) == 1
    for _ in range(2):
        rewrite_citizens_tables(filled, system_random_bytes)
        assert rows_by_table(database_url) == before
        for table in CITIZENS_TABLES:
            order = as_they_lie(filled, table)
            assert len(order) >= CITIZENS
            assert abs(rank_correlation(lay[table], order)) < 0.42, table.name  # five standard deviations


def test_no_table_tells_the_order_of_another(filled: Engine) -> None:
    """The n-th citizen has not the n-th link, MyKey ID or binding."""
    rewrite_citizens_tables(filled, system_random_bytes)
    place = "rowid" if filled.dialect.name == "sqlite" else "ctid"
    with filled.connect() as connection:
        orders = [
            list(connection.scalars(sa.text(f"SELECT {column} FROM {table} {where} ORDER BY {place}")))  # noqa: S608 - words of this file
            for table, column, where in (
                ("citizens", "id", ""),
                ("mykey_ids", "citizen_id", ""),
                ("links", "citizen_id", ""),
            )
        ]
    for other in orders[1:]:
        assert sorted(map(str, other)) == sorted(map(str, orders[0]))
        assert abs(rank_correlation(orders[0], other)) < 0.42


def test_one_transaction_wrote_all(filled: Engine) -> None:
    rewrite_citizens_tables(filled, system_random_bytes)
    if filled.dialect.name == "sqlite":
        return  # has no such number
    with filled.connect() as connection:
        writers = {
            writer
            for table in CITIZENS_TABLES
            for writer in connection.scalars(sa.select(sa.text("xmin::text")).select_from(table))
        }
    assert len(writers) == 1


def test_an_empty_database_is_no_trouble(core_engine: Engine, database_url: str) -> None:
    before = rows_by_table(database_url)
    rewrite_citizens_tables(core_engine, system_random_bytes)
    assert rows_by_table(database_url) == before


def test_every_table_with_something_sensitive_is_written_anew_or_said_to_be_left_alone() -> None:
    sensitive = {
        table.name
        for table in CORE_METADATA.sorted_tables
        if any((column.comment or "").startswith("sensitive=true") for column in table.columns)
    }
    assert sensitive == {table.name for table in CITIZENS_TABLES} | set(LEFT_ALONE)


@pytest.mark.parametrize("forgotten", ["mykey_ids", "bindings", "links"])
def test_a_forgotten_table_is_noticed(core_engine: Engine, forgotten: str) -> None:
    with pytest.raises(RowsReferredTo):
        rewrite_tables(core_engine, [table for table in CITIZENS_TABLES if table.name != forgotten])
