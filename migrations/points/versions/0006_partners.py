"""partners, their rates, coupons and exchanges."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def _refuse_changes(table: str) -> None:
    """What was said stays as it was said. The function is of 0004."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_stay_{change.lower()} BEFORE {change} ON {table}"
            " BEGIN SELECT RAISE(ABORT, 'ledger-is-immutable'); END"
        )


def upgrade() -> None:
    op.create_table(
        "partners",
        sa.Column("partner_id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column(
            "partner_name",
            sa.String(length=60),
            nullable=False,
            comment="sensitive=false; as citizens read it",
        ),
        sa.Column(
            "partner_about",
            sa.String(length=200),
            nullable=False,
            comment="sensitive=false; which points these are, public",
        ),
        sa.Column(
            "partner_state", sa.String(length=8), nullable=False, comment="sensitive=false; open or closed"
        ),
        sa.Column(
            "partner_key",
            sa.LargeBinary(length=32),
            nullable=True,
            comment="sensitive=false; the company's public Ed25519 key",
        ),
        sa.Column(
            "authorize_url",
            sa.String(length=300),
            nullable=True,
            comment="sensitive=false; where citizens sign in; null: no ID link",
        ),
        sa.Column(
            "token_url",
            sa.String(length=300),
            nullable=True,
            comment="sensitive=false; where codes become tokens",
        ),
        sa.Column(
            "redeem_url",
            sa.String(length=300),
            nullable=True,
            comment="sensitive=false; where an exchange is asked, cancelled",
        ),
        sa.Column(
            "notice_url",
            sa.String(length=300),
            nullable=True,
            comment="sensitive=false; where redeemed coupons are told; null: by the file alone",
        ),
        sa.Column(
            "client_name",
            sa.String(length=100),
            nullable=True,
            comment="sensitive=false; our client_id at the company",
        ),
        sa.Column(
            "client_secret_sealed",
            sa.LargeBinary(length=289),
            nullable=True,
            comment="sensitive=true; our client secret at the company",
        ),
        sa.Column(
            "takes_coupons",
            sa.Boolean(),
            nullable=False,
            comment="sensitive=false; whether it may upload coupons",
        ),
        sa.CheckConstraint("partner_state IN ('open', 'closed')", name=op.f("ck_partners_partner_state")),
        sa.CheckConstraint(
            "(authorize_url IS NULL) = (token_url IS NULL) AND (authorize_url IS NULL) = (redeem_url IS NULL) AND (authorize_url IS NULL) = (client_name IS NULL) AND (authorize_url IS NULL) = (client_secret_sealed IS NULL)",
            name=op.f("ck_partners_link_whole"),
        ),
        sa.CheckConstraint(
            "partner_key IS NOT NULL OR authorize_url IS NULL", name=op.f("ck_partners_link_needs_a_key")
        ),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_partners")),
        sa.UniqueConstraint("partner_key", name=op.f("uq_partners_partner_key")),
        sa.UniqueConstraint("partner_name", name=op.f("uq_partners_partner_name")),
    )
    op.create_table(
        "partner_rates",
        sa.Column("partner_id", sa.Uuid(), nullable=False, comment="sensitive=false; whose"),
        sa.Column("rate_from", sa.Date(), nullable=False, comment="sensitive=false; first day (JST)"),
        sa.Column(
            "rate_units",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; so many of the company's own points",
        ),
        sa.Column(
            "rate_points", sa.BigInteger(), nullable=False, comment="sensitive=false; become so many points"
        ),
        sa.Column(
            "units_least",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; the least at once, company's points",
        ),
        sa.Column(
            "units_step",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; in steps of, company's points",
        ),
        sa.Column(
            "units_most",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; the most at once, company's points",
        ),
        sa.CheckConstraint("rate_units > 0 AND rate_points > 0", name=op.f("ck_partner_rates_rate")),
        sa.CheckConstraint(
            "units_least % units_step = 0 AND units_most % units_step = 0",
            name=op.f("ck_partner_rates_whole_steps"),
        ),
        sa.CheckConstraint("units_most >= units_least", name=op.f("ck_partner_rates_units_most")),
        sa.CheckConstraint(
            "units_step * rate_points % rate_units = 0", name=op.f("ck_partner_rates_whole_points")
        ),
        sa.CheckConstraint(
            "units_step > 0 AND units_least >= units_step", name=op.f("ck_partner_rates_units_least")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.partner_id"], name=op.f("fk_partner_rates_partner_id")
        ),
        sa.PrimaryKeyConstraint("partner_id", "rate_from", name=op.f("pk_partner_rates")),
    )
    op.create_table(
        "coupon_batches",
        sa.Column("batch_id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column("partner_id", sa.Uuid(), nullable=False, comment="sensitive=false; whose coupons"),
        sa.Column(
            "batch_name",
            sa.String(length=40),
            nullable=False,
            comment="sensitive=false; as the company calls it",
        ),
        sa.Column(
            "coupon_points",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; points each coupon brings",
        ),
        sa.Column(
            "coupons_end_on",
            sa.Date(),
            nullable=False,
            comment="sensitive=false; last day (JST) to redeem one",
        ),
        sa.Column(
            "batch_state",
            sa.String(length=10),
            nullable=False,
            comment="sensitive=false; announced, open or closed",
        ),
        sa.Column("batch_size", sa.Integer(), nullable=False, comment="sensitive=false; how many codes came"),
        sa.CheckConstraint(
            "batch_size >= 0 AND (batch_state <> 'open' OR batch_size > 0)",
            name=op.f("ck_coupon_batches_batch_size"),
        ),
        sa.CheckConstraint(
            "batch_state IN ('announced', 'open', 'closed')", name=op.f("ck_coupon_batches_batch_state")
        ),
        sa.CheckConstraint(
            "coupon_points BETWEEN 1 AND 1000000", name=op.f("ck_coupon_batches_coupon_points")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.partner_id"], name=op.f("fk_coupon_batches_partner_id")
        ),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_coupon_batches")),
        sa.UniqueConstraint("partner_id", "batch_name", name=op.f("uq_coupon_batches_partner_id_batch_name")),
    )
    op.create_table(
        "coupons",
        sa.Column(
            "coupon_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of the code",
        ),
        sa.Column("batch_id", sa.Uuid(), nullable=False, comment="sensitive=false; of which batch"),
        sa.Column(
            "coupon_number",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; its line in the company's own list, from 1",
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["coupon_batches.batch_id"], name=op.f("fk_coupons_batch_id")),
        sa.PrimaryKeyConstraint("coupon_index", name=op.f("pk_coupons")),
    )
    op.create_table(
        "redeemed_coupons",
        sa.Column(
            "coupon_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=true; which; tied to whoever redeemed it",
        ),
        sa.Column(
            "act_id", sa.Uuid(), nullable=False, comment="sensitive=true; the act that brought the points"
        ),
        sa.Column(
            "is_told",
            sa.Boolean(),
            nullable=False,
            comment="sensitive=false; whether the company has taken the notice of it",
        ),
        sa.ForeignKeyConstraint(["act_id"], ["acts.act_id"], name=op.f("fk_redeemed_coupons_act_id")),
        sa.ForeignKeyConstraint(
            ["coupon_index"], ["coupons.coupon_index"], name=op.f("fk_redeemed_coupons_coupon_index")
        ),
        sa.PrimaryKeyConstraint("coupon_index", name=op.f("pk_redeemed_coupons")),
        sa.UniqueConstraint("act_id", name=op.f("uq_redeemed_coupons_act_id")),
    )
    with op.batch_alter_table("redeemed_coupons", schema=None) as batch_op:
        batch_op.create_index(
            "ix_redeemed_coupons_untold",
            ["coupon_index"],
            unique=False,
            sqlite_where=sa.text("NOT is_told"),
            postgresql_where=sa.text("NOT is_told"),
        )
    op.create_table(
        "exchanges",
        sa.Column(
            "exchange_id",
            sa.Uuid(),
            nullable=False,
            comment="sensitive=true; random; the company knows it, too",
        ),
        sa.Column("partner_id", sa.Uuid(), nullable=False, comment="sensitive=false; with which company"),
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="sensitive=true; into whose reserve"),
        sa.Column("asked_on", sa.Date(), nullable=False, comment="sensitive=false; day (JST); never a time"),
        sa.Column(
            "exchange_units",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; the company's own points",
        ),
        sa.Column(
            "exchange_points", sa.BigInteger(), nullable=False, comment="sensitive=false; points they become"
        ),
        sa.Column(
            "exchange_state",
            sa.String(length=10),
            nullable=False,
            comment="sensitive=false; asked, done, refused or cancelled",
        ),
        sa.Column(
            "access_sealed",
            sa.LargeBinary(length=2081),
            nullable=True,
            comment="sensitive=true; the access token; null once it is over",
        ),
        sa.Column(
            "is_reversal_owed",
            sa.Boolean(),
            nullable=False,
            comment="sensitive=false; whether the company must still be told to give its points back",
        ),
        sa.Column(
            "act_id", sa.Uuid(), nullable=True, comment="sensitive=true; the act that brought the points"
        ),
        sa.CheckConstraint(
            "(exchange_state = 'done') = (act_id IS NOT NULL)", name=op.f("ck_exchanges_done_has_an_act")
        ),
        sa.CheckConstraint(
            "NOT is_reversal_owed OR exchange_state = 'cancelled'", name=op.f("ck_exchanges_reversal")
        ),
        sa.CheckConstraint(
            "exchange_state = 'asked' OR access_sealed IS NULL", name=op.f("ck_exchanges_access_ends")
        ),
        sa.CheckConstraint(
            "exchange_state IN ('asked', 'done', 'refused', 'cancelled')",
            name=op.f("ck_exchanges_exchange_state"),
        ),
        sa.CheckConstraint("exchange_units > 0 AND exchange_points > 0", name=op.f("ck_exchanges_amounts")),
        sa.ForeignKeyConstraint(["act_id"], ["acts.act_id"], name=op.f("fk_exchanges_act_id")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_exchanges_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partners.partner_id"], name=op.f("fk_exchanges_partner_id")
        ),
        sa.PrimaryKeyConstraint("exchange_id", name=op.f("pk_exchanges")),
        sa.UniqueConstraint("act_id", name=op.f("uq_exchanges_act_id")),
    )
    with op.batch_alter_table("exchanges", schema=None) as batch_op:
        batch_op.create_index(
            "ix_exchanges_at_work",
            ["partner_id"],
            unique=False,
            sqlite_where=sa.text("exchange_state = 'asked' OR is_reversal_owed"),
            postgresql_where=sa.text("exchange_state = 'asked' OR is_reversal_owed"),
        )
        batch_op.create_index(batch_op.f("ix_exchanges_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_exchanges_partner_id_asked_on"), ["partner_id", "asked_on"], unique=False
        )
    op.create_table(
        "partner_answers",
        sa.Column("answer_id", sa.Uuid(), nullable=False, comment="sensitive=true; random"),
        sa.Column("exchange_id", sa.Uuid(), nullable=False, comment="sensitive=true; about which exchange"),
        sa.Column("said_on", sa.Date(), nullable=False, comment="sensitive=false; day (JST); never a time"),
        sa.Column(
            "said_by", sa.String(length=8), nullable=False, comment="sensitive=false; response or callback"
        ),
        sa.Column(
            "said_word",
            sa.String(length=10),
            nullable=False,
            comment="sensitive=false; done, refused or unreadable",
        ),
        sa.Column(
            "said_units", sa.BigInteger(), nullable=True, comment="sensitive=false; the company's own points"
        ),
        sa.Column(
            "said_points", sa.BigInteger(), nullable=True, comment="sensitive=false; points, by the company"
        ),
        sa.Column(
            "verdict", sa.String(length=16), nullable=False, comment="sensitive=false; what became of it"
        ),
        sa.CheckConstraint("said_by IN ('response', 'callback')", name=op.f("ck_partner_answers_said_by")),
        sa.CheckConstraint(
            "said_word IN ('done', 'refused', 'unreadable')", name=op.f("ck_partner_answers_said_word")
        ),
        sa.CheckConstraint(
            "verdict IN ('accepted', 'repeated', 'other-amount', 'wrong-signature', 'after-cancel', 'after-refusal', 'contradicts', 'unreadable')",
            name=op.f("ck_partner_answers_verdict"),
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchanges.exchange_id"], name=op.f("fk_partner_answers_exchange_id")
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_partner_answers")),
    )
    with op.batch_alter_table("partner_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_answers_exchange_id"), ["exchange_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_partner_answers_said_on"), ["said_on"], unique=False)
    _refuse_changes("partner_answers")


def downgrade() -> None:
    op.drop_table("partner_answers")
    op.drop_table("exchanges")
    op.drop_table("redeemed_coupons")
    op.drop_table("coupons")
    op.drop_table("coupon_batches")
    op.drop_table("partner_rates")
    op.drop_table("partners")
