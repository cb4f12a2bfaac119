"""requests of terminals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "idempotency_records",
        sa.Column(
            "key_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed hash of terminal, method, path and key",
        ),
        sa.Column(
            "body_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed hash of the body",
        ),
        sa.Column(
            "answer_sealed",
            sa.LargeBinary(length=6177),
            nullable=True,
            comment="sensitive=true; the answer; null while at work",
        ),
        sa.Column(
            "leased_until",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="sensitive=false; until when a request without answer counts as at work, to the minute",
        ),
        sa.Column(
            "expires_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="sensitive=false; rounded to the hour",
        ),
        sa.PrimaryKeyConstraint("key_index", name=op.f("pk_idempotency_records")),
    )
    with op.batch_alter_table("idempotency_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_records_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "limits",
        sa.Column(
            "key_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed hash of the limit's key",
        ),
        sa.Column("hits", sa.Integer(), nullable=False, comment="sensitive=false; hits in the window"),
        sa.Column(
            "expires_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="sensitive=false; end of the window",
        ),
        sa.PrimaryKeyConstraint("key_index", name=op.f("pk_limits")),
    )
    with op.batch_alter_table("limits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_limits_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "nonce_marks",
        sa.Column(
            "id", sa.Integer(), autoincrement=False, nullable=False, comment="sensitive=false; always 1"
        ),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="sensitive=false; seconds since 1970"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nonce_marks")),
    )
    op.create_table(
        "nonces",
        sa.Column(
            "nonce_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed hash of terminal and nonce",
        ),
        sa.Column("minute", sa.BigInteger(), nullable=False, comment="sensitive=false; minutes since 1970"),
        sa.PrimaryKeyConstraint("nonce_index", name=op.f("pk_nonces")),
    )
    with op.batch_alter_table("nonces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nonces_minute"), ["minute"], unique=False)

    op.create_table(
        "terminal_challenges",
        sa.Column("id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column(
            "terminal_id",
            sa.String(length=8),
            nullable=False,
            comment="sensitive=false; for this terminal only",
        ),
        sa.Column(
            "challenge", sa.LargeBinary(length=32), nullable=False, comment="sensitive=false; 32 random bytes"
        ),
        sa.Column(
            "expires_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="sensitive=false; after which it is refused",
        ),
        sa.Column(
            "used",
            sa.Boolean(),
            nullable=False,
            comment="sensitive=false; burnt once a signature over it was checked",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terminal_challenges")),
    )
    with op.batch_alter_table("terminal_challenges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_terminal_challenges_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "terminal_usage",
        sa.Column(
            "terminal_id", sa.String(length=8), nullable=False, comment="sensitive=false; which terminal"
        ),
        sa.Column("day", sa.Date(), nullable=False, comment="sensitive=false; day (JST)"),
        sa.Column(
            "outcome",
            sa.String(length=40),
            nullable=False,
            comment="sensitive=false; the act, and the refusal's code, if any",
        ),
        sa.Column("count", sa.Integer(), nullable=False, comment="sensitive=false; how often"),
        sa.CheckConstraint("count >= 0", name=op.f("ck_terminal_usage_count")),
        sa.PrimaryKeyConstraint("terminal_id", "day", "outcome", name=op.f("pk_terminal_usage")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # A nonce need not survive a crash: its mark is lost with it (performance.md).
        op.execute("ALTER TABLE nonces SET UNLOGGED")
        op.execute("ALTER TABLE nonce_marks SET UNLOGGED")
    op.execute("INSERT INTO nonce_marks (id, since) VALUES (1, 0)")


def downgrade() -> None:
    op.drop_table("terminal_usage")
    with op.batch_alter_table("terminal_challenges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_terminal_challenges_expires_at"))

    op.drop_table("terminal_challenges")
    with op.batch_alter_table("nonces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nonces_minute"))

    op.drop_table("nonces")
    op.drop_table("nonce_marks")
    with op.batch_alter_table("limits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_limits_expires_at"))

    op.drop_table("limits")
    with op.batch_alter_table("idempotency_records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_records_expires_at"))

    op.drop_table("idempotency_records")
