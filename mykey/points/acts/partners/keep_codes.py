"""Keep the codes of a batch: all of them in one transaction, or none.

A million rows: on PostgreSQL by COPY, on SQLite by one prepared statement, both in the order of the indexes,
so that the primary key grows from one end to the other and the rows tell nothing of the company's order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, cast
from uuid import UUID

import psycopg
from sqlalchemy import Connection, Table, select

from mykey.points.acts.partners.admit_partner_request import AdmittedPartner
from mykey.points.acts.partners.coupon_batches import lock_batch
from mykey.points.acts.partners.read_codes import MOST_FAULTS, CodeList
from mykey.points.ground import PointsWork
from mykey.points.models.partners import BatchState, Coupon
from mykey.points.refusals_of_partners import CodesRefused, CouponsNotTaken, PartnerClosed

__all__ = ["keep_codes"]

#: Indexes that one statement looks for.
AT_ONCE = 5_000

_COUPONS = cast("Table", Coupon.__table__)

Row = tuple[bytes, int]


def keep_codes(work: PointsWork, partner: AdmittedPartner, batch_id: UUID, found: CodeList) -> int:
    """Give the number of codes; the batch is open then. A line's number is its coupon's.

    Raises:
        PartnerClosed, CouponsNotTaken, BatchNotFound; BatchStateRefused: it has its codes, or is closed;
        CodesRefused: a hundred lines at most, `form`, `twice`, or `known`: a code that we have had before.
    """
    if not partner.is_open:
        raise PartnerClosed
    if not partner.takes_coupons:
        raise CouponsNotTaken
    batch = lock_batch(work, partner.partner_id, batch_id, BatchState.ANNOUNCED)
    if found.faults:
        _refuse(found.faults)
    if found.older:
        _refuse_known(work.connection, found.older)
    try:
        with work.connection.begin_nested():
            if work.connection.dialect.name == "postgresql":
                _copy(work.connection, batch_id, found.rows)
            else:
                _insert(work.connection, batch_id, found.rows)
    except (psycopg.errors.UniqueViolation, sqlite3.IntegrityError):
        _refuse_known(work.connection, found.rows)
        raise
    batch.batch_state, batch.batch_size = BatchState.OPEN, len(found.rows)
    work.session.flush()
    return len(found.rows)


def _copy(connection: Connection, batch_id: UUID, rows: Sequence[Row]) -> None:
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    statement = "COPY coupons (coupon_index, batch_id, coupon_number) FROM STDIN (FORMAT BINARY)"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(("bytea", "uuid", "int4"))
        for index, number in rows:
            copy.write_row((index, batch_id, number))


def _insert(connection: Connection, batch_id: UUID, rows: Sequence[Row]) -> None:
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    statement = "INSERT INTO coupons (coupon_index, batch_id, coupon_number) VALUES (?, ?, ?)"
    driver.executemany(statement, ((index, batch_id.hex, number) for index, number in rows))


def _refuse_known(connection: Connection, rows: Sequence[Row]) -> None:
    lines = list(_known_lines(connection, rows))
    if lines:
        _refuse([(line, "known") for line in sorted(lines)])


def _known_lines(connection: Connection, rows: Sequence[Row]) -> Iterator[int]:
    """The lines whose code we have, up to a hundred or some more."""
    told = 0
    for place in range(0, len(rows), AT_ONCE):
        if told >= MOST_FAULTS:
            return
        part = dict(rows[place : place + AT_ONCE])
        statement = select(_COUPONS.c.coupon_index).where(_COUPONS.c.coupon_index.in_(list(part)))
        for index in connection.scalars(statement):
            told += 1
            yield part[bytes(index)]


def _refuse(faults: Sequence[tuple[int, str]]) -> None:
    lines = [{"line": str(line), "reason": reason} for line, reason in faults[:MOST_FAULTS]]
    raise CodesRefused(lines=lines)
