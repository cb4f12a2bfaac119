"""what partners, vouchers and settlement add to tables that were there: words, columns, conditions.

SQLite changes no condition of a table but by making the table anew, and its rows are referred to. What is
allowed becomes more and nothing that stands in the table changes, so there the table's own text is changed
(sqlite.org/lang_altertable.html, section 8).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

#: table, name of the condition, before, after
CONDITIONS = (
    (
        "accounts",
        "account_kind",
        "account_kind IN ('reserve', 'municipal', 'event', 'issue', 'clearing', 'claim', 'expired', 'corrections')",
        ("account_kind IN ('reserve', 'municipal', 'event', 'issue', 'clearing', 'claim', 'expired', "
        "'corrections', 'vouchers', 'settled')"),
    ),
    (
        "accounts",
        "balance",
        "balance >= 0 OR account_kind IN ('issue', 'clearing', 'corrections')",
        "balance >= 0 OR account_kind IN ('issue', 'clearing', 'corrections', 'claim')",
    ),
    (
        "acts",
        "act_kind",
        ("act_kind IN ('put-into-reserve', 'grant', 'move', 'term-move', 'spend', 'cancel', 'expire', "
        "'give-back', 'correct')"),
        ("act_kind IN ('put-into-reserve', 'grant', 'move', 'term-move', 'spend', 'cancel', 'expire', "
        "'give-back', 'correct', 'issue-voucher', 'take-voucher', 'return-voucher', 'settle')"),
    ),
    ("tills", "till_kind", "till_kind IN ('spend', 'grant')", "till_kind IN ('spend', 'grant', 'voucher')"),
)  # fmt: skip
COMMENTS = (
    ("tills", "till_kind", "sensitive=false; spend or grant", "sensitive=false; spend, grant or voucher"),
)
SYSTEM_BEFORE = "account_kind IN ('issue', 'clearing', 'expired', 'corrections')"
SYSTEM_AFTER = (
    "account_kind IN ('issue', 'clearing', 'expired', 'corrections', 'vouchers', 'settled')"
    " AND partner_id IS NULL"
)
#: How SQLite keeps it in the text of the table.
FOREIGN_KEY = "CONSTRAINT fk_accounts_partner_id FOREIGN KEY(partner_id) REFERENCES partners (partner_id), "
BEFORE_KEY = "CONSTRAINT pk_accounts"
#: table, column, its type and conditions in SQL, what it holds
COLUMNS = (
    ("accounts", "partner_id",
     "{uuid} CONSTRAINT ck_accounts_partner CHECK (partner_id IS NULL OR account_kind = 'clearing')",
     "for kind clearing: whose points"),
    ("programmes", "voucher_days",
     ("SMALLINT CONSTRAINT ck_programmes_voucher_days"
     " CHECK (voucher_days IS NULL OR voucher_days BETWEEN 1 AND 366)"),
     "days a voucher is good for at most; null: none are issued"),
    ("programmes", "form_title", "VARCHAR(60)", "the settlement form's title; null: the platform's own"),
    ("programmes", "form_number", "VARCHAR(30)", "the settlement form's number in the municipality's rules"),
    ("programmes", "form_note", "VARCHAR(300)", "what the settlement form says below the sums"),
    ("shops", "shop_address", "VARCHAR(100)", "where it is, public; null: not told"),
    ("shops", "goods_sold", "VARCHAR(200)", "what it sells or offers, public; null: not told"),
    ("shops", "opening_hours", "VARCHAR(100)", "in words, public; null: not told"),
    ("shops", "latitude_micro",
     ("INTEGER CONSTRAINT ck_shops_latitude_in_japan"
     " CHECK (latitude_micro IS NULL OR latitude_micro BETWEEN 20400000 AND 45600000)"),
     "millionths of a degree north (JGD2011); null: not told"),
    ("shops", "longitude_micro",
     ("INTEGER CONSTRAINT ck_shops_longitude_in_japan"
     " CHECK (longitude_micro IS NULL OR longitude_micro BETWEEN 122900000 AND 154000000)"
     " CONSTRAINT ck_shops_position_whole CHECK ((latitude_micro IS NULL) = (longitude_micro IS NULL))"),
     "millionths of a degree east (JGD2011); null: not told"),
    ("shops", "shop_words", "VARCHAR(500)", "name, goods and address as they are searched for; null: the name"),
    ("shops", "details_on", "DATE", "day (JST) on which its details were last written; null: not known"),
)  # fmt: skip


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _change_conditions(*, forwards: bool) -> None:
    changes = [
        (table, name, old, new) if forwards else (table, name, new, old)
        for table, name, old, new in CONDITIONS
    ]
    if _is_postgresql():
        for table, name, _, wanted in changes:
            op.execute(sa.text(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}"))
            op.execute(sa.text(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({wanted})"))
        return
    _change_text([(table, f"({present})", f"({wanted})") for table, _, present, wanted in changes])


def _change_text(changes: list[tuple[str, str, str]]) -> None:
    """SQLite alone: in the text of a table, what stands there becomes something else."""
    bind = op.get_bind()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    for table, present, wanted in changes:
        changed = bind.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?)"
            " WHERE type = 'table' AND name = ? AND instr(sql, ?) > 0",
            (present, wanted, table, present),
        )
        assert changed.rowcount == 1, table  # noqa: S101 - the table's text is not as 0002 and 0004 made it
    bind.exec_driver_sql("PRAGMA writable_schema = RESET")


def _tie_accounts_to_partners() -> None:
    if _is_postgresql():
        op.create_foreign_key(
            "fk_accounts_partner_id", "accounts", "partners", ["partner_id"], ["partner_id"]
        )
    else:
        _change_text([("accounts", BEFORE_KEY, FOREIGN_KEY + BEFORE_KEY)])


def _cut_accounts_from_partners() -> None:
    if _is_postgresql():
        op.drop_constraint("fk_accounts_partner_id", "accounts", type_="foreignkey")
    else:
        _change_text([("accounts", FOREIGN_KEY, "")])


def _replace_system_index(condition: str) -> None:
    op.drop_index("uq_accounts_system", "accounts")
    where = sa.text(condition)
    op.create_index(
        "uq_accounts_system",
        "accounts",
        ["account_kind", "municipality_code"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def upgrade() -> None:
    _change_conditions(forwards=True)
    for table, name, kind, about in COLUMNS:
        uuid = "UUID" if _is_postgresql() else "CHAR(32)"
        op.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {name} {kind.format(uuid=uuid)}"))
        if _is_postgresql():
            words = about.replace("'", "''")
            op.execute(sa.text(f"COMMENT ON COLUMN {table}.{name} IS 'sensitive=false; {words}'"))
    _tie_accounts_to_partners()
    if _is_postgresql():
        for table, name, _, comment in COMMENTS:
            op.execute(sa.text(f"COMMENT ON COLUMN {table}.{name} IS '{comment}'"))
    op.create_index("ix_acts_act_kind_act_day", "acts", ["act_kind", "act_day"])
    _replace_system_index(SYSTEM_AFTER)
    whose = sa.text("partner_id IS NOT NULL")
    op.create_index(
        "uq_accounts_partner",
        "accounts",
        ["partner_id"],
        unique=True,
        sqlite_where=whose,
        postgresql_where=whose,
    )


def downgrade() -> None:
    # Refused where acts, accounts or tills of the new kinds are there: the ledger is not thrown away.
    op.drop_index("uq_accounts_partner", "accounts")
    op.drop_index("ix_acts_act_kind_act_day", "acts")
    _replace_system_index(SYSTEM_BEFORE)
    if _is_postgresql():
        for table, name, comment, _ in COMMENTS:
            op.execute(sa.text(f"COMMENT ON COLUMN {table}.{name} IS '{comment}'"))
    _cut_accounts_from_partners()
    for table, name, _, _ in reversed(COLUMNS):
        op.execute(sa.text(f"ALTER TABLE {table} DROP COLUMN {name}"))
    _change_conditions(forwards=False)
