"""municipalities' programmes, their shops and tills, and who works for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "programmes",
        sa.Column(
            "municipality_code", sa.String(length=6), nullable=False, comment="sensitive=false; six digits"
        ),
        sa.Column(
            "programme_name",
            sa.String(length=60),
            nullable=False,
            comment="sensitive=false; as citizens read it",
        ),
        sa.Column("opens_on", sa.Date(), nullable=False, comment="sensitive=false; first day (JST)"),
        sa.Column(
            "closes_on", sa.Date(), nullable=True, comment="sensitive=false; last day (JST); null: open end"
        ),
        sa.Column(
            "expiry_rule",
            sa.String(length=12),
            nullable=False,
            comment="sensitive=false; months or yearly-day",
        ),
        sa.Column(
            "expiry_months",
            sa.SmallInteger(),
            nullable=True,
            comment="sensitive=false; months after the grant",
        ),
        sa.Column(
            "expiry_month",
            sa.SmallInteger(),
            nullable=True,
            comment="sensitive=false; of the day of the year",
        ),
        sa.Column(
            "expiry_day", sa.SmallInteger(), nullable=True, comment="sensitive=false; of the day of the year"
        ),
        sa.Column(
            "most_a_grant",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; points one grant may have",
        ),
        sa.Column(
            "most_a_person",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; points a person may be granted in a fiscal year (April to March)",
        ),
        sa.CheckConstraint(
            "(expiry_rule = 'months') = (expiry_months IS NOT NULL) AND (expiry_rule = 'yearly-day') = (expiry_month IS NOT NULL) AND (expiry_rule = 'yearly-day') = (expiry_day IS NOT NULL)",
            name=op.f("ck_programmes_expiry_whole"),
        ),
        sa.CheckConstraint("expiry_rule IN ('months', 'yearly-day')", name=op.f("ck_programmes_expiry_rule")),
        sa.CheckConstraint(
            "closes_on IS NULL OR closes_on >= opens_on", name=op.f("ck_programmes_open_before_close")
        ),
        sa.CheckConstraint(
            "expiry_months IS NULL OR expiry_months BETWEEN 1 AND 120",
            name=op.f("ck_programmes_expiry_months"),
        ),
        sa.CheckConstraint("most_a_grant BETWEEN 1 AND 1000000", name=op.f("ck_programmes_most_a_grant")),
        sa.CheckConstraint("most_a_person >= most_a_grant", name=op.f("ck_programmes_most_a_person")),
        sa.PrimaryKeyConstraint("municipality_code", name=op.f("pk_programmes")),
    )
    op.create_table(
        "events",
        sa.Column("event_id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column(
            "municipality_code", sa.String(length=6), nullable=False, comment="sensitive=false; whose event"
        ),
        sa.Column(
            "event_name", sa.String(length=60), nullable=False, comment="sensitive=false; as citizens read it"
        ),
        sa.Column("event_opens_on", sa.Date(), nullable=False, comment="sensitive=false; first day (JST)"),
        sa.Column(
            "event_closes_on",
            sa.Date(),
            nullable=False,
            comment="sensitive=false; last day (JST); its points end then",
        ),
        sa.CheckConstraint("event_closes_on >= event_opens_on", name=op.f("ck_events_open_before_close")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programmes.municipality_code"], name=op.f("fk_events_municipality_code")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_municipality_code"), ["municipality_code"], unique=False)
    op.create_table(
        "shops",
        sa.Column("shop_id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column(
            "municipality_code",
            sa.String(length=6),
            nullable=False,
            comment="sensitive=false; whose programme",
        ),
        sa.Column(
            "shop_name",
            sa.String(length=60),
            nullable=False,
            comment="sensitive=false; as receipts and histories show it",
        ),
        sa.Column(
            "shop_category", sa.String(length=16), nullable=False, comment="sensitive=false; never a library"
        ),
        sa.Column(
            "shop_state", sa.String(length=8), nullable=False, comment="sensitive=false; open or closed"
        ),
        sa.Column(
            "last_receipt",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; the last running number of its receipts",
        ),
        sa.CheckConstraint(
            "shop_category IN ('shop', 'restaurant', 'lodging', 'transport', 'sports', 'culture', 'municipal-office', 'other')",
            name=op.f("ck_shops_no_library"),
        ),
        sa.CheckConstraint("shop_state IN ('open', 'closed')", name=op.f("ck_shops_shop_state")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programmes.municipality_code"], name=op.f("fk_shops_municipality_code")
        ),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_shops")),
    )
    with op.batch_alter_table("shops", schema=None) as batch_op:
        batch_op.create_index("uq_shops_name", ["municipality_code", "shop_name"], unique=True)
    op.create_table(
        "tills",
        sa.Column(
            "till_id", sa.String(length=8), nullable=False, comment="sensitive=false; eight digits, random"
        ),
        sa.Column("shop_id", sa.Uuid(), nullable=False, comment="sensitive=false; whose till"),
        sa.Column(
            "till_name", sa.String(length=40), nullable=False, comment="sensitive=false; as the shop calls it"
        ),
        sa.Column(
            "till_kind", sa.String(length=8), nullable=False, comment="sensitive=false; spend or grant"
        ),
        sa.Column(
            "till_state",
            sa.String(length=8),
            nullable=False,
            comment="sensitive=false; invited, enrolled or closed",
        ),
        sa.Column(
            "till_key",
            sa.LargeBinary(length=32),
            nullable=True,
            comment="sensitive=false; the till's own Ed25519 key",
        ),
        sa.Column(
            "code_index",
            sa.LargeBinary(length=32),
            nullable=True,
            comment="sensitive=false; keyed index of the enrolment code; null once used",
        ),
        sa.Column(
            "code_until",
            sa.Date(),
            nullable=True,
            comment="sensitive=false; last day of the enrolment code (JST)",
        ),
        sa.CheckConstraint("till_kind IN ('spend', 'grant')", name=op.f("ck_tills_till_kind")),
        sa.CheckConstraint(
            "till_state <> 'enrolled' OR till_key IS NOT NULL", name=op.f("ck_tills_enrolled_has_a_key")
        ),
        sa.CheckConstraint(
            "till_state IN ('invited', 'enrolled', 'closed')", name=op.f("ck_tills_till_state")
        ),
        sa.CheckConstraint("length(till_id) = 8", name=op.f("ck_tills_till_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.shop_id"], name=op.f("fk_tills_shop_id")),
        sa.PrimaryKeyConstraint("till_id", name=op.f("pk_tills")),
        sa.UniqueConstraint("code_index", name=op.f("uq_tills_code_index")),
    )
    with op.batch_alter_table("tills", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tills_shop_id"), ["shop_id"], unique=False)
        batch_op.create_index(
            "uq_tills_key_in_use",
            ["till_key"],
            unique=True,
            sqlite_where=sa.text("till_state = 'enrolled'"),
            postgresql_where=sa.text("till_state = 'enrolled'"),
        )
    op.create_table(
        "office_clerks",
        sa.Column("clerk_id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column(
            "clerk_login", sa.String(length=60), nullable=False, comment="sensitive=false; as they type it"
        ),
        sa.Column(
            "clerk_role",
            sa.String(length=12),
            nullable=False,
            comment="sensitive=false; municipality or operator",
        ),
        sa.Column(
            "municipality_code",
            sa.String(length=6),
            nullable=True,
            comment="sensitive=false; six digits; null for the operator",
        ),
        sa.Column(
            "clerk_password_hash",
            sa.String(length=128),
            nullable=False,
            comment="sensitive=true; argon2id with its salt",
        ),
        sa.Column(
            "clerk_totp_sealed",
            sa.LargeBinary(length=97),
            nullable=False,
            comment="sensitive=true; the TOTP secret",
        ),
        sa.Column(
            "clerk_totp_step",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; the last one-time code's step; a code serves once",
        ),
        sa.Column("clerk_enabled", sa.Boolean(), nullable=False, comment="sensitive=false; false: shut out"),
        sa.Column(
            "clerk_epoch",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; grows when sessions must end",
        ),
        sa.CheckConstraint(
            "(clerk_role = 'municipality') = (municipality_code IS NOT NULL)",
            name=op.f("ck_office_clerks_municipality_of_role"),
        ),
        sa.CheckConstraint(
            "clerk_role IN ('municipality', 'operator')", name=op.f("ck_office_clerks_clerk_role")
        ),
        sa.PrimaryKeyConstraint("clerk_id", name=op.f("pk_office_clerks")),
        sa.UniqueConstraint("clerk_login", name=op.f("uq_office_clerks_clerk_login")),
    )
    op.create_table(
        "office_sessions",
        sa.Column(
            "token_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of the token",
        ),
        sa.Column(
            "data_sealed",
            sa.LargeBinary(length=1057),
            nullable=False,
            comment="sensitive=true; session and its times",
        ),
        sa.PrimaryKeyConstraint("token_index", name=op.f("pk_office_sessions")),
    )


def downgrade() -> None:
    op.drop_table("office_sessions")
    op.drop_table("office_clerks")
    op.drop_table("tills")
    op.drop_table("shops")
    op.drop_table("events")
    op.drop_table("programmes")
