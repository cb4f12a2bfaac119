"""sessions and card conversations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "card_conversations",
        sa.Column(
            "state_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of the state",
        ),
        sa.Column(
            "talk_sealed",
            sa.LargeBinary(length=6177),
            nullable=False,
            comment="sensitive=true; session, purpose, challenge, answer, expiry",
        ),
        sa.Column("spent", sa.Boolean(), nullable=False, comment="sensitive=false; a challenge serves once"),
        sa.PrimaryKeyConstraint("state_index", name=op.f("pk_card_conversations")),
    )
    op.create_table(
        "console_sessions",
        sa.Column(
            "token_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of the token",
        ),
        sa.Column(
            "data_sealed",
            sa.LargeBinary(length=2081),
            nullable=False,
            comment="sensitive=true; session and its times",
        ),
        sa.PrimaryKeyConstraint("token_index", name=op.f("pk_console_sessions")),
    )
    op.create_table(
        "portal_sessions",
        sa.Column(
            "token_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of the token",
        ),
        sa.Column(
            "data_sealed",
            sa.LargeBinary(length=2081),
            nullable=False,
            comment="sensitive=true; session and its times",
        ),
        sa.PrimaryKeyConstraint("token_index", name=op.f("pk_portal_sessions")),
    )


def downgrade() -> None:
    op.drop_table("portal_sessions")
    op.drop_table("console_sessions")
    op.drop_table("card_conversations")
