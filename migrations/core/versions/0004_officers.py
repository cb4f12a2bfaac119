"""officers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "officers",
        sa.Column("id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column(
            "login", sa.String(length=60), nullable=False, comment="sensitive=false; the name to sign in with"
        ),
        sa.Column(
            "role", sa.String(length=16), nullable=False, comment="sensitive=false; operator or municipality"
        ),
        sa.Column(
            "municipality_code",
            sa.String(length=6),
            nullable=True,
            comment="sensitive=false; for role municipality alone",
        ),
        sa.Column(
            "password_hash",
            sa.String(length=128),
            nullable=False,
            comment="sensitive=true; argon2id with its salt",
        ),
        sa.Column(
            "totp_sealed",
            sa.LargeBinary(length=97),
            nullable=False,
            comment="sensitive=true; secret of the second factor",
        ),
        sa.Column(
            "totp_last_step",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; last TOTP step that was accepted",
        ),
        sa.Column(
            "session_epoch",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; grows when all sessions must end",
        ),
        sa.Column(
            "enabled", sa.Boolean(), nullable=False, comment="sensitive=false; whether sign-in is open"
        ),
        sa.CheckConstraint(
            "(role = 'municipality') = (municipality_code IS NOT NULL)",
            name=op.f("ck_officers_municipality_of_role"),
        ),
        sa.CheckConstraint("role IN ('operator', 'municipality')", name=op.f("ck_officers_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officers")),
        sa.UniqueConstraint("login", name=op.f("uq_officers_login")),
    )


def downgrade() -> None:
    op.drop_table("officers")
