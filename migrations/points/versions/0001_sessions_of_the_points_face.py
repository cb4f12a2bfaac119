"""sessions of the points face."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "points_sessions",
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
        sa.PrimaryKeyConstraint("token_index", name=op.f("pk_points_sessions")),
    )


def downgrade() -> None:
    op.drop_table("points_sessions")
