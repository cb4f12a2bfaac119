"""outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column(
            "mail_sealed",
            sa.LargeBinary(length=4129),
            nullable=False,
            comment="sensitive=true; recipient, subject, text",
        ),
        sa.Column(
            "not_before",
            sa.Date(),
            nullable=True,
            comment="sensitive=false; first day on which it may leave (JST)",
        ),
        sa.Column(
            "attempts",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; how often the relay refused it",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )


def downgrade() -> None:
    op.drop_table("outbox")
