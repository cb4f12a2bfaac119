"""corrections, which two clerks decide."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

#: What a correction's request says. Its account is another one where an event is over by now.
REQUESTED = (
    "correction_id", "municipality_code", "correction_kind", "correction_points", "correction_reason",
    "wrong_act_id", "requested_by", "requested_on",
)  # fmt: skip


def _keep_requests() -> None:
    """Of a correction: nothing that the second clerk looks at changes, and what was decided stands."""
    requested = ", ".join(REQUESTED)
    when = {"UPDATE": "OLD.correction_state <> 'requested'", f"UPDATE OF {requested}": "", "DELETE": ""}
    for number, (change, only) in enumerate(when.items(), start=1):
        condition = f" WHEN ({only})" if only else ""
        refuse = "BEGIN SELECT RAISE(ABORT, 'ledger-is-immutable'); END"
        if op.get_bind().dialect.name == "postgresql":
            refuse = "EXECUTE FUNCTION refuse_change()"
        op.execute(
            f"CREATE TRIGGER corrections_stay_{number} BEFORE {change} ON corrections"
            f" FOR EACH ROW{condition} {refuse}"
        )


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("correction_id", sa.Uuid(), nullable=False, comment="sensitive=true; random"),
        sa.Column(
            "municipality_code",
            sa.String(length=6),
            nullable=False,
            comment="sensitive=false; whose programme",
        ),
        sa.Column(
            "correction_kind",
            sa.String(length=10),
            nullable=False,
            comment="sensitive=false; give, take-back or from-shop",
        ),
        sa.Column(
            "correction_state",
            sa.String(length=10),
            nullable=False,
            comment="sensitive=false; requested, approved, refused or withdrawn",
        ),
        sa.Column("correction_points", sa.BigInteger(), nullable=False, comment="sensitive=false; points"),
        sa.Column(
            "correction_reason",
            sa.String(length=16),
            nullable=False,
            comment="sensitive=false; a word of a list, no free text: it could name somebody",
        ),
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="sensitive=true; the citizen's account"),
        sa.Column(
            "wrong_act_id", sa.Uuid(), nullable=True, comment="sensitive=true; for from-shop: the payment"
        ),
        sa.Column(
            "requested_by", sa.Uuid(), nullable=False, comment="sensitive=false; the clerk who wants it"
        ),
        sa.Column("requested_on", sa.Date(), nullable=False, comment="sensitive=false; day (JST)"),
        sa.Column("judged_by", sa.Uuid(), nullable=True, comment="sensitive=false; the clerk who decided"),
        sa.Column("judged_on", sa.Date(), nullable=True, comment="sensitive=false; day (JST)"),
        sa.Column("act_id", sa.Uuid(), nullable=True, comment="sensitive=true; the act that did it"),
        sa.CheckConstraint(
            "(correction_kind = 'from-shop') = (wrong_act_id IS NOT NULL)",
            name=op.f("ck_corrections_from_shop_by_receipt"),
        ),
        sa.CheckConstraint(
            "(correction_state = 'approved') = (act_id IS NOT NULL)",
            name=op.f("ck_corrections_approved_has_an_act"),
        ),
        sa.CheckConstraint(
            "(correction_state = 'requested') = (judged_by IS NULL) AND (correction_state = 'requested') = (judged_on IS NULL)",
            name=op.f("ck_corrections_judged_whole"),
        ),
        sa.CheckConstraint(
            "correction_kind IN ('give', 'take-back', 'from-shop')",
            name=op.f("ck_corrections_correction_kind"),
        ),
        sa.CheckConstraint(
            "correction_state <> 'withdrawn' OR (judged_by IS NOT NULL AND judged_by = requested_by)",
            name=op.f("ck_corrections_withdrawn_by_whoever_wanted"),
        ),
        sa.CheckConstraint(
            "correction_state IN ('requested', 'approved', 'refused', 'withdrawn')",
            name=op.f("ck_corrections_correction_state"),
        ),
        sa.CheckConstraint(
            "correction_state NOT IN ('approved', 'refused') OR (judged_by IS NOT NULL AND judged_by <> requested_by)",
            name=op.f("ck_corrections_four_eyes"),
        ),
        sa.CheckConstraint(
            "correction_points BETWEEN 1 AND 1000000", name=op.f("ck_corrections_correction_points")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_corrections_account_id")
        ),
        sa.ForeignKeyConstraint(["act_id"], ["acts.act_id"], name=op.f("fk_corrections_act_id")),
        sa.ForeignKeyConstraint(
            ["judged_by"], ["office_clerks.clerk_id"], name=op.f("fk_corrections_judged_by")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["programmes.municipality_code"],
            name=op.f("fk_corrections_municipality_code"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["office_clerks.clerk_id"], name=op.f("fk_corrections_requested_by")
        ),
        sa.ForeignKeyConstraint(["wrong_act_id"], ["acts.act_id"], name=op.f("fk_corrections_wrong_act_id")),
        sa.PrimaryKeyConstraint("correction_id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("act_id", name=op.f("uq_corrections_act_id")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_corrections_municipality_code_correction_state"),
            ["municipality_code", "correction_state"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_corrections_wrong_act_id"), ["wrong_act_id"], unique=False)
    _keep_requests()


def downgrade() -> None:
    op.drop_table("corrections")
