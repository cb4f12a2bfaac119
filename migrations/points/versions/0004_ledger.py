"""the ledger: accounts, acts, postings, lots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


#: What was written stays as it was: corrections are new acts (docs/adr/0015).
IMMUTABLE = ("acts", "postings", "lot_uses")


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'ledger-is-immutable'; END $$"
        )
        for table in IMMUTABLE:
            op.execute(
                f"CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        return
    for table in IMMUTABLE:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_stay_{change.lower()} BEFORE {change} ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'ledger-is-immutable'); END"
            )


def _allow_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in IMMUTABLE:
            op.execute(f"DROP TRIGGER {table}_stay ON {table}")
        op.execute("DROP FUNCTION refuse_change()")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="sensitive=true; random"),
        sa.Column(
            "account_kind",
            sa.String(length=12),
            nullable=False,
            comment="sensitive=false; a citizen's, a shop's, the system's",
        ),
        sa.Column(
            "holder_id",
            sa.Uuid(),
            nullable=True,
            comment="sensitive=true; whose; null for a shop's or the system's",
        ),
        sa.Column(
            "municipality_code",
            sa.String(length=6),
            nullable=False,
            comment="sensitive=false; six digits; 000000 for reserves and the partners' clearing",
        ),
        sa.Column("event_id", sa.Uuid(), nullable=True, comment="sensitive=false; for kind event alone"),
        sa.Column("shop_id", sa.Uuid(), nullable=True, comment="sensitive=false; for kind claim alone"),
        sa.Column(
            "is_base",
            sa.Boolean(),
            nullable=False,
            comment="sensitive=false; whether the term moves reserve points here; one a holder at most",
        ),
        sa.Column(
            "is_closed",
            sa.Boolean(),
            nullable=False,
            comment="sensitive=false; whether its holder closed the points account; nothing is posted to it",
        ),
        sa.Column(
            "balance",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; points; the sum of the postings",
        ),
        sa.Column(
            "last_number",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; running number of the last posting; 0: none",
        ),
        sa.Column(
            "head",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; chain hash of the last posting",
        ),
        sa.CheckConstraint("(account_kind = 'claim') = (shop_id IS NOT NULL)", name=op.f("ck_accounts_shop")),
        sa.CheckConstraint(
            "(account_kind = 'event') = (event_id IS NOT NULL)", name=op.f("ck_accounts_event")
        ),
        sa.CheckConstraint(
            "(account_kind IN ('reserve', 'municipal', 'event')) = (holder_id IS NOT NULL)",
            name=op.f("ck_accounts_holder"),
        ),
        sa.CheckConstraint(
            "NOT is_closed OR (balance = 0 AND NOT is_base)", name=op.f("ck_accounts_closed_is_empty")
        ),
        sa.CheckConstraint(
            "NOT is_base OR account_kind = 'municipal'", name=op.f("ck_accounts_base_is_municipal")
        ),
        sa.CheckConstraint(
            "account_kind IN ('reserve', 'municipal', 'event', 'issue', 'clearing', 'claim', 'expired', 'corrections')",
            name=op.f("ck_accounts_account_kind"),
        ),
        sa.CheckConstraint(
            "balance >= 0 OR account_kind IN ('issue', 'clearing', 'corrections')",
            name=op.f("ck_accounts_balance"),
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.event_id"], name=op.f("fk_accounts_event_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["holders.holder_id"], name=op.f("fk_accounts_holder_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.shop_id"], name=op.f("fk_accounts_shop_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_accounts")),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accounts_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index(
            "uq_accounts_base",
            ["holder_id"],
            unique=True,
            sqlite_where=sa.text("is_base"),
            postgresql_where=sa.text("is_base"),
        )
        batch_op.create_index(
            "uq_accounts_claim",
            ["shop_id"],
            unique=True,
            sqlite_where=sa.text("account_kind = 'claim'"),
            postgresql_where=sa.text("account_kind = 'claim'"),
        )
        batch_op.create_index(
            "uq_accounts_event",
            ["holder_id", "event_id"],
            unique=True,
            sqlite_where=sa.text("account_kind = 'event'"),
            postgresql_where=sa.text("account_kind = 'event'"),
        )
        batch_op.create_index(
            "uq_accounts_municipal",
            ["holder_id", "municipality_code"],
            unique=True,
            sqlite_where=sa.text("account_kind = 'municipal'"),
            postgresql_where=sa.text("account_kind = 'municipal'"),
        )
        batch_op.create_index(
            "uq_accounts_reserve",
            ["holder_id"],
            unique=True,
            sqlite_where=sa.text("account_kind = 'reserve'"),
            postgresql_where=sa.text("account_kind = 'reserve'"),
        )
        batch_op.create_index(
            "uq_accounts_system",
            ["account_kind", "municipality_code"],
            unique=True,
            sqlite_where=sa.text("account_kind IN ('issue', 'clearing', 'expired', 'corrections')"),
            postgresql_where=sa.text("account_kind IN ('issue', 'clearing', 'expired', 'corrections')"),
        )
    op.create_table(
        "acts",
        sa.Column("act_id", sa.Uuid(), nullable=False, comment="sensitive=true; random"),
        sa.Column("act_kind", sa.String(length=16), nullable=False, comment="sensitive=false; what happened"),
        sa.Column("act_day", sa.Date(), nullable=False, comment="sensitive=false; day (JST); never a time"),
        sa.Column(
            "cancels_act_id", sa.Uuid(), nullable=True, comment="sensitive=true; what a cancel undoes, once"
        ),
        sa.Column(
            "receipt_shop_id",
            sa.Uuid(),
            nullable=True,
            comment="sensitive=false; at whose till; null away from tills",
        ),
        sa.Column(
            "receipt_number",
            sa.Integer(),
            nullable=True,
            comment="sensitive=false; the shop's own running number, from 1",
        ),
        sa.CheckConstraint(
            "(act_kind = 'cancel') = (cancels_act_id IS NOT NULL)", name=op.f("ck_acts_cancels")
        ),
        sa.CheckConstraint(
            "act_kind IN ('put-into-reserve', 'grant', 'move', 'term-move', 'spend', 'cancel', 'expire', 'give-back', 'correct')",
            name=op.f("ck_acts_act_kind"),
        ),
        sa.CheckConstraint(
            "(receipt_number IS NULL) = (receipt_shop_id IS NULL)", name=op.f("ck_acts_receipt_whole")
        ),
        sa.ForeignKeyConstraint(["cancels_act_id"], ["acts.act_id"], name=op.f("fk_acts_cancels_act_id")),
        sa.ForeignKeyConstraint(["receipt_shop_id"], ["shops.shop_id"], name=op.f("fk_acts_receipt_shop_id")),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_acts")),
        sa.UniqueConstraint("cancels_act_id", name=op.f("uq_acts_cancels_act_id")),
    )
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.create_index(
            "uq_acts_receipt",
            ["receipt_shop_id", "receipt_number"],
            unique=True,
            sqlite_where=sa.text("receipt_number IS NOT NULL"),
            postgresql_where=sa.text("receipt_number IS NOT NULL"),
        )
    op.create_table(
        "postings",
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="sensitive=true; which account"),
        sa.Column(
            "posting_number",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="sensitive=false; running number in the account",
        ),
        sa.Column("act_id", sa.Uuid(), nullable=False, comment="sensitive=true; of which act"),
        sa.Column(
            "amount",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; points; below zero: out of the account",
        ),
        sa.Column(
            "balance_after",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; points in the account after it",
        ),
        sa.Column(
            "chain_hash",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; SHA-256 over the one before and this (points/ledger/chain.py)",
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_postings_amount")),
        sa.CheckConstraint("posting_number > 0", name=op.f("ck_postings_posting_number")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name=op.f("fk_postings_account_id")),
        sa.ForeignKeyConstraint(["act_id"], ["acts.act_id"], name=op.f("fk_postings_act_id")),
        sa.PrimaryKeyConstraint("account_id", "posting_number", name=op.f("pk_postings")),
    )
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postings_act_id"), ["act_id"], unique=False)
    op.create_table(
        "lots",
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="sensitive=true; which account"),
        sa.Column(
            "lot_number",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="sensitive=false; of the posting that brought it",
        ),
        sa.Column("lot_amount", sa.BigInteger(), nullable=False, comment="sensitive=false; points that came"),
        sa.Column(
            "lot_left", sa.BigInteger(), nullable=False, comment="sensitive=false; points not yet used"
        ),
        sa.Column(
            "ends_on",
            sa.Date(),
            nullable=False,
            comment="sensitive=false; last day of use; in the reserve, last day of the term",
        ),
        sa.Column(
            "reminded",
            sa.Boolean(),
            nullable=False,
            comment="sensitive=false; whether the notice before the end was dealt with",
        ),
        sa.CheckConstraint("lot_amount > 0", name=op.f("ck_lots_lot_amount")),
        sa.CheckConstraint("lot_left BETWEEN 0 AND lot_amount", name=op.f("ck_lots_lot_left")),
        sa.ForeignKeyConstraint(
            ["account_id", "lot_number"],
            ["postings.account_id", "postings.posting_number"],
            name="fk_lots_posting",
        ),
        sa.PrimaryKeyConstraint("account_id", "lot_number", name=op.f("pk_lots")),
    )
    with op.batch_alter_table("lots", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lots_account_left",
            ["account_id"],
            unique=False,
            sqlite_where=sa.text("lot_left > 0"),
            postgresql_where=sa.text("lot_left > 0"),
        )
        batch_op.create_index(
            "ix_lots_ends_on_left",
            ["ends_on", "account_id"],
            unique=False,
            sqlite_where=sa.text("lot_left > 0"),
            postgresql_where=sa.text("lot_left > 0"),
        )
    op.create_table(
        "lot_uses",
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="sensitive=true; which account"),
        sa.Column(
            "posting_number",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="sensitive=false; the posting that used it",
        ),
        sa.Column(
            "lot_number",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="sensitive=false; the lot",
        ),
        sa.Column(
            "used_amount",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; points taken; below zero: given back",
        ),
        sa.CheckConstraint("used_amount <> 0", name=op.f("ck_lot_uses_used_amount")),
        sa.ForeignKeyConstraint(
            ["account_id", "lot_number"], ["lots.account_id", "lots.lot_number"], name="fk_lot_uses_lot"
        ),
        sa.ForeignKeyConstraint(
            ["account_id", "posting_number"],
            ["postings.account_id", "postings.posting_number"],
            name="fk_lot_uses_posting",
        ),
        sa.PrimaryKeyConstraint("account_id", "posting_number", "lot_number", name=op.f("pk_lot_uses")),
    )
    _refuse_changes()


def downgrade() -> None:
    _allow_changes()
    op.drop_table("lot_uses")
    op.drop_table("lots")
    op.drop_table("postings")
    op.drop_table("acts")
    op.drop_table("accounts")
