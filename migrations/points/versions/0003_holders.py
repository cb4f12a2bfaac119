"""people on the points side."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "holders",
        sa.Column(
            "holder_id", sa.Uuid(), nullable=False, comment="sensitive=true; random; of this side alone"
        ),
        sa.Column(
            "holder_state", sa.String(length=8), nullable=False, comment="sensitive=false; open or closed"
        ),
        sa.Column(
            "sign_in_epoch",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; grows when all browsers are signed out; older sessions end",
        ),
        sa.Column(
            "points_number_index",
            sa.LargeBinary(length=32),
            nullable=True,
            comment="sensitive=true; keyed index of the points number; null once closed",
        ),
        sa.Column(
            "points_number_sealed",
            sa.LargeBinary(length=49),
            nullable=True,
            comment="sensitive=true; the points number, to show it to its holder",
        ),
        sa.Column(
            "choices_sealed",
            sa.LargeBinary(length=1057),
            nullable=True,
            comment="sensitive=true; mail address and notices; null once closed",
        ),
        sa.CheckConstraint(
            "holder_state = 'closed' OR points_number_index IS NOT NULL",
            name=op.f("ck_holders_open_holder_has_a_number"),
        ),
        sa.CheckConstraint("holder_state IN ('open', 'closed')", name=op.f("ck_holders_holder_state")),
        sa.PrimaryKeyConstraint("holder_id", name=op.f("pk_holders")),
        sa.UniqueConstraint("points_number_index", name=op.f("uq_holders_points_number_index")),
    )
    op.create_table(
        "subject_names",
        sa.Column(
            "subject_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=true; keyed index of the ticket's subject",
        ),
        sa.Column("holder_id", sa.Uuid(), nullable=False, comment="sensitive=true; whose"),
        sa.Column(
            "subject_key_version",
            sa.SmallInteger(),
            nullable=False,
            comment="sensitive=false; of the ticket writer's key, the same for all people",
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["holders.holder_id"], name=op.f("fk_subject_names_holder_id")
        ),
        sa.PrimaryKeyConstraint("subject_index", name=op.f("pk_subject_names")),
    )
    with op.batch_alter_table("subject_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subject_names_holder_id"), ["holder_id"], unique=False)


def downgrade() -> None:
    op.drop_table("subject_names")
    op.drop_table("holders")
