"""The rows of a book on their way into a database: by COPY on PostgreSQL, in bulk on SQLite."""

from __future__ import annotations

from contextlib import closing
from typing import Any, cast

import psycopg
from psycopg import sql
from sqlalchemy import Engine, insert

from bench.town_year.book import Rows
from mykey.points.models.all_tables import POINTS_METADATA

__all__ = ["COLUMNS", "write_rows"]

#: table → columns; what is not named is null
COLUMNS = {
    "holders": ("holder_id", "holder_state", "sign_in_epoch", "points_number_index", "points_number_sealed"),
    "shops": (
        "shop_id", "municipality_code", "shop_name", "shop_category", "shop_state", "last_receipt",
        "shop_address", "goods_sold", "opening_hours", "latitude_micro", "longitude_micro",
    ),
    "accounts": (
        "account_id", "account_kind", "holder_id", "municipality_code", "shop_id", "partner_id", "is_base",
        "is_closed", "balance", "last_number", "head",
    ),
    "acts": ("act_id", "act_kind", "act_day", "cancels_act_id", "receipt_shop_id", "receipt_number"),
    "postings": ("account_id", "posting_number", "act_id", "amount", "balance_after", "chain_hash"),
    "lots": ("account_id", "lot_number", "lot_amount", "lot_left", "ends_on", "reminded"),
    "lot_uses": ("account_id", "posting_number", "lot_number", "used_amount"),
    "partners": (
        "partner_id", "partner_name", "partner_about", "partner_state", "partner_key", "takes_coupons",
    ),
    "coupon_batches": (
        "batch_id", "partner_id", "batch_name", "coupon_points", "coupons_end_on", "batch_state",
        "batch_size",
    ),
    "coupons": ("coupon_index", "batch_id", "coupon_number"),
    "redeemed_coupons": ("coupon_index", "act_id", "is_told"),
    "exchanges": (
        "exchange_id", "partner_id", "account_id", "asked_on", "exchange_units", "exchange_points",
        "exchange_state", "is_reversal_owed", "act_id",
    ),
    "partner_answers": (
        "answer_id", "exchange_id", "said_on", "said_by", "said_word", "said_units", "said_points", "verdict",
    ),
    "vouchers": (
        "voucher_id", "voucher_index", "municipality_code", "account_id", "voucher_points",
        "voucher_ends_on", "voucher_state", "issue_act_id", "end_act_id",
    ),
}  # fmt: skip


def write_rows(engine: Engine, rows: Rows) -> None:
    """All of it in one transaction, table after table in the order of their foreign keys."""
    several = [
        (table.name, rows[table.name]) for table in POINTS_METADATA.sorted_tables if table.name in rows
    ]
    if engine.dialect.name == "postgresql":
        with closing(engine.raw_connection()) as connection:
            driver = cast("psycopg.Connection[Any]", connection.driver_connection)
            for name, mine in several:
                statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                    sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, COLUMNS[name]))
                )
                with driver.cursor().copy(statement) as copy:
                    for row in mine:
                        copy.write_row(row)
            driver.commit()
        return
    with engine.begin() as connection:
        for name, mine in several:
            given = [dict(zip(COLUMNS[name], row, strict=True)) for row in mine]
            connection.execute(insert(POINTS_METADATA.tables[name]), given)
