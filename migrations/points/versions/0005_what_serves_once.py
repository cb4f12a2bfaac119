"""tickets, visits at tills, pay codes, kept answers, nonces, limits, letters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "opened_tickets",
        sa.Column(
            "ticket_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of the ticket's nonce",
        ),
        sa.Column(
            "gone_after",
            sa.Date(),
            nullable=False,
            comment="sensitive=false; day after which the row is purged",
        ),
        sa.PrimaryKeyConstraint("ticket_index", name=op.f("pk_opened_tickets")),
    )
    op.create_table(
        "till_visits",
        sa.Column(
            "visit_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of the session's token",
        ),
        sa.Column(
            "visit_sealed",
            sa.LargeBinary(length=289),
            nullable=False,
            comment="sensitive=true; who, at which till, for what, until when",
        ),
        sa.PrimaryKeyConstraint("visit_index", name=op.f("pk_till_visits")),
    )
    op.create_table(
        "pay_codes",
        sa.Column(
            "pay_code_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of the code",
        ),
        sa.Column(
            "pay_code_sealed",
            sa.LargeBinary(length=161),
            nullable=False,
            comment="sensitive=true; whose, until when",
        ),
        sa.PrimaryKeyConstraint("pay_code_index", name=op.f("pk_pay_codes")),
    )
    op.create_table(
        "kept_answers",
        sa.Column(
            "call_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of caller, call and key",
        ),
        sa.Column(
            "call_body_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of the body",
        ),
        sa.Column(
            "answer_kept_sealed",
            sa.LargeBinary(length=1697),
            nullable=False,
            comment="sensitive=true; the answer",
        ),
        sa.Column(
            "kept_third",
            sa.SmallInteger(),
            nullable=False,
            comment="sensitive=false; the Japan day's number modulo 3: dropped when its turn is over",
        ),
        sa.CheckConstraint("kept_third BETWEEN 0 AND 2", name=op.f("ck_kept_answers_kept_third")),
        sa.PrimaryKeyConstraint("call_index", name=op.f("pk_kept_answers")),
    )
    op.create_table(
        "seen_nonces",
        sa.Column(
            "seen_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of till and nonce",
        ),
        sa.Column(
            "seen_third",
            sa.SmallInteger(),
            nullable=False,
            comment="sensitive=false; the hour's number modulo 3: dropped when its turn is over",
        ),
        sa.CheckConstraint("seen_third BETWEEN 0 AND 2", name=op.f("ck_seen_nonces_seen_third")),
        sa.PrimaryKeyConstraint("seen_index", name=op.f("pk_seen_nonces")),
    )
    with op.batch_alter_table("seen_nonces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seen_nonces_seen_third"), ["seen_third"], unique=False)
    op.create_table(
        "points_limits",
        sa.Column(
            "key_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=false; keyed index of what is limited",
        ),
        sa.Column("hits", sa.Integer(), nullable=False, comment="sensitive=false; hits in the window"),
        sa.Column(
            "expires_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="sensitive=false; end of the window",
        ),
        sa.PrimaryKeyConstraint("key_index", name=op.f("pk_points_limits")),
    )
    with op.batch_alter_table("points_limits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_points_limits_expires_at"), ["expires_at"], unique=False)
    op.create_table(
        "points_letters",
        sa.Column("letter_id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column(
            "letter_sealed",
            sa.LargeBinary(length=4129),
            nullable=False,
            comment="sensitive=true; recipient, subject and text",
        ),
        sa.Column(
            "letter_tries",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; how often the relay refused it",
        ),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_points_letters")),
    )


def downgrade() -> None:
    op.drop_table("points_letters")
    op.drop_table("points_limits")
    op.drop_table("seen_nonces")
    op.drop_table("kept_answers")
    op.drop_table("pay_codes")
    op.drop_table("till_visits")
    op.drop_table("opened_tickets")
