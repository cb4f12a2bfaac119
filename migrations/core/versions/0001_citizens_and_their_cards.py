"""citizens and their cards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "citizens",
        sa.Column("id", sa.Uuid(), nullable=False, comment="sensitive=true; random; never leaves the core"),
        sa.Column(
            "state", sa.String(length=8), nullable=False, comment="sensitive=false; active, paused or revoked"
        ),
        sa.Column(
            "password_hash",
            sa.String(length=128),
            nullable=False,
            comment="sensitive=true; argon2id with its salt",
        ),
        sa.Column(
            "session_epoch",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; grows at 'sign out everywhere'; older sessions end",
        ),
        sa.Column(
            "profile_sealed",
            sa.LargeBinary(length=801),
            nullable=False,
            comment="sensitive=true; mail address, notices, consents, times",
        ),
        sa.CheckConstraint("state IN ('active', 'paused', 'revoked')", name=op.f("ck_citizens_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizens")),
    )
    op.create_table(
        "bindings",
        sa.Column("id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column("citizen_id", sa.Uuid(), nullable=False, comment="sensitive=true; whose"),
        sa.Column(
            "certificate_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=true; keyed index of (CA key identifier, serial)",
        ),
        sa.Column(
            "state", sa.String(length=8), nullable=False, comment="sensitive=false; live, replaced or closed"
        ),
        sa.Column(
            "replaced_by",
            sa.Uuid(),
            nullable=True,
            comment="sensitive=false; the binding of the renewed certificate",
        ),
        sa.Column(
            "detail_sealed",
            sa.LargeBinary(length=545),
            nullable=False,
            comment="sensitive=true; serial, expiry, since and until",
        ),
        sa.CheckConstraint("state IN ('live', 'replaced', 'closed')", name=op.f("ck_bindings_state")),
        sa.ForeignKeyConstraint(["citizen_id"], ["citizens.id"], name=op.f("fk_bindings_citizen_id")),
        sa.ForeignKeyConstraint(["replaced_by"], ["bindings.id"], name=op.f("fk_bindings_replaced_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bindings")),
        sa.UniqueConstraint("certificate_index", name=op.f("uq_bindings_certificate_index")),
    )
    with op.batch_alter_table("bindings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bindings_citizen_id"), ["citizen_id"], unique=False)
        batch_op.create_index(
            "uq_bindings_live_citizen",
            ["citizen_id"],
            unique=True,
            postgresql_where=sa.text("state = 'live'"),
            sqlite_where=sa.text("state = 'live'"),
        )

    op.create_table(
        "mykey_ids",
        sa.Column(
            "id_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=true; keyed index of the MyKey ID",
        ),
        sa.Column("citizen_id", sa.Uuid(), nullable=True, comment="sensitive=true; whose; null once retired"),
        sa.Column(
            "value_sealed",
            sa.LargeBinary(length=49),
            nullable=False,
            comment="sensitive=true; the MyKey ID, for its holder to see",
        ),
        sa.ForeignKeyConstraint(["citizen_id"], ["citizens.id"], name=op.f("fk_mykey_ids_citizen_id")),
        sa.PrimaryKeyConstraint("id_index", name=op.f("pk_mykey_ids")),
        sa.UniqueConstraint("citizen_id", name=op.f("uq_mykey_ids_citizen_id")),
    )


def downgrade() -> None:
    op.drop_table("mykey_ids")
    with op.batch_alter_table("bindings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_bindings_live_citizen",
            postgresql_where=sa.text("state = 'live'"),
            sqlite_where=sa.text("state = 'live'"),
        )
        batch_op.drop_index(batch_op.f("ix_bindings_citizen_id"))

    op.drop_table("bindings")
    op.drop_table("citizens")
