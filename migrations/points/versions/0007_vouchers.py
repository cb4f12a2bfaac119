"""vouchers and their face values."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "voucher_faces",
        sa.Column(
            "municipality_code",
            sa.String(length=6),
            nullable=False,
            comment="sensitive=false; whose vouchers",
        ),
        sa.Column(
            "face_points",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="sensitive=false; points a voucher carries",
        ),
        sa.CheckConstraint("face_points BETWEEN 1 AND 100000", name=op.f("ck_voucher_faces_face_points")),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["programmes.municipality_code"],
            name=op.f("fk_voucher_faces_municipality_code"),
        ),
        sa.PrimaryKeyConstraint("municipality_code", "face_points", name=op.f("pk_voucher_faces")),
    )
    op.create_table(
        "vouchers",
        sa.Column("voucher_id", sa.Uuid(), nullable=False, comment="sensitive=true; random"),
        sa.Column(
            "voucher_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of the code on the sheet",
        ),
        sa.Column(
            "municipality_code",
            sa.String(length=6),
            nullable=False,
            comment="sensitive=false; whose programme",
        ),
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="sensitive=true; out of which account"),
        sa.Column("voucher_points", sa.Integer(), nullable=False, comment="sensitive=false; its face value"),
        sa.Column(
            "voucher_ends_on", sa.Date(), nullable=False, comment="sensitive=false; last day (JST) of use"
        ),
        sa.Column(
            "voucher_state",
            sa.String(length=8),
            nullable=False,
            comment="sensitive=false; issued, taken or returned",
        ),
        sa.Column(
            "issue_act_id", sa.Uuid(), nullable=False, comment="sensitive=true; the act that issued it"
        ),
        sa.Column(
            "end_act_id", sa.Uuid(), nullable=True, comment="sensitive=true; the act that took or returned it"
        ),
        sa.CheckConstraint(
            "(voucher_state = 'issued') = (end_act_id IS NULL)", name=op.f("ck_vouchers_ended_by_an_act")
        ),
        sa.CheckConstraint(
            "voucher_state IN ('issued', 'taken', 'returned')", name=op.f("ck_vouchers_voucher_state")
        ),
        sa.CheckConstraint("voucher_points BETWEEN 1 AND 100000", name=op.f("ck_vouchers_voucher_points")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.account_id"], name=op.f("fk_vouchers_account_id")),
        sa.ForeignKeyConstraint(["end_act_id"], ["acts.act_id"], name=op.f("fk_vouchers_end_act_id")),
        sa.ForeignKeyConstraint(["issue_act_id"], ["acts.act_id"], name=op.f("fk_vouchers_issue_act_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["programmes.municipality_code"],
            name=op.f("fk_vouchers_municipality_code"),
        ),
        sa.PrimaryKeyConstraint("voucher_id", name=op.f("pk_vouchers")),
        sa.UniqueConstraint("end_act_id", name=op.f("uq_vouchers_end_act_id")),
        sa.UniqueConstraint("issue_act_id", name=op.f("uq_vouchers_issue_act_id")),
        sa.UniqueConstraint("voucher_index", name=op.f("uq_vouchers_voucher_index")),
    )
    with op.batch_alter_table("vouchers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vouchers_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            "ix_vouchers_unused",
            ["voucher_ends_on"],
            unique=False,
            sqlite_where=sa.text("voucher_state = 'issued'"),
            postgresql_where=sa.text("voucher_state = 'issued'"),
        )


def downgrade() -> None:
    op.drop_table("vouchers")
    op.drop_table("voucher_faces")
