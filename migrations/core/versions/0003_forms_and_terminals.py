"""forms and terminals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "form_ones",
        sa.Column("id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column(
            "municipality_code", sa.String(length=6), nullable=False, comment="sensitive=false; six digits"
        ),
        sa.Column(
            "municipality_name",
            sa.String(length=60),
            nullable=False,
            comment="sensitive=false; as written in the form",
        ),
        sa.Column(
            "state",
            sa.String(length=10),
            nullable=False,
            comment="sensitive=false; submitted, issued or rejected",
        ),
        sa.Column(
            "submitted_on", sa.Date(), nullable=False, comment="sensitive=false; day of submission (JST)"
        ),
        sa.Column(
            "decided_on",
            sa.Date(),
            nullable=True,
            comment="sensitive=false; day of the operator's decision (JST)",
        ),
        sa.Column(
            "rejection",
            sa.String(length=500),
            nullable=True,
            comment="sensitive=false; the operator's reason, if rejected",
        ),
        sa.CheckConstraint("state IN ('submitted', 'issued', 'rejected')", name=op.f("ck_form_ones_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_ones")),
    )
    with op.batch_alter_table("form_ones", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_form_ones_municipality_code"), ["municipality_code"], unique=False
        )

    op.create_table(
        "form_one_rows",
        sa.Column("id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column("form_id", sa.Uuid(), nullable=False, comment="sensitive=false; which form"),
        sa.Column(
            "kind",
            sa.String(length=16),
            nullable=False,
            comment="sensitive=false; service-id ア, spend-points イ, ウ, エ",
        ),
        sa.Column(
            "position",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; running number within the kind, from 1",
        ),
        sa.Column(
            "provider_name",
            sa.String(length=100),
            nullable=True,
            comment="sensitive=false; for kind service-id alone",
        ),
        sa.Column(
            "place",
            sa.String(length=100),
            nullable=False,
            comment="sensitive=false; where the machine stands",
        ),
        sa.Column(
            "terminal_name",
            sa.String(length=100),
            nullable=False,
            comment="sensitive=false; the machine's name",
        ),
        sa.CheckConstraint(
            "(kind = 'service-id') = (provider_name IS NOT NULL)",
            name=op.f("ck_form_one_rows_provider_of_service_id"),
        ),
        sa.CheckConstraint(
            "kind IN ('service-id', 'spend-points', 'issue-vouchers', 'grant-points')",
            name=op.f("ck_form_one_rows_kind"),
        ),
        sa.ForeignKeyConstraint(["form_id"], ["form_ones.id"], name=op.f("fk_form_one_rows_form_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_one_rows")),
        sa.UniqueConstraint(
            "form_id", "kind", "position", name=op.f("uq_form_one_rows_form_id_kind_position")
        ),
    )
    op.create_table(
        "terminals",
        sa.Column(
            "terminal_id",
            sa.String(length=8),
            nullable=False,
            comment="sensitive=false; eight digits, random",
        ),
        sa.Column(
            "form_row_id", sa.Uuid(), nullable=False, comment="sensitive=false; the row of Form I it answers"
        ),
        sa.Column(
            "municipality_code", sa.String(length=6), nullable=False, comment="sensitive=false; six digits"
        ),
        sa.Column(
            "kind",
            sa.String(length=16),
            nullable=False,
            comment="sensitive=false; service-id, spend-points, issue-vouchers, grant-points",
        ),
        sa.Column(
            "provider_id",
            sa.String(length=6),
            nullable=True,
            comment="sensitive=false; for kind service-id alone",
        ),
        sa.Column(
            "state", sa.String(length=16), nullable=False, comment="sensitive=false; from approved to closed"
        ),
        sa.Column(
            "password_index",
            sa.LargeBinary(length=32),
            nullable=True,
            comment="sensitive=false; keyed hash of terminal ID and password; null until Form II",
        ),
        sa.Column(
            "fingerprint",
            sa.LargeBinary(length=32),
            nullable=True,
            comment="sensitive=false; SHA-256 of the machine",
        ),
        sa.Column(
            "public_key",
            sa.LargeBinary(length=32),
            nullable=True,
            comment="sensitive=false; the device's Ed25519 key",
        ),
        sa.CheckConstraint(
            "(kind = 'service-id') = (provider_id IS NOT NULL)",
            name=op.f("ck_terminals_provider_of_service_id"),
        ),
        sa.CheckConstraint(
            "kind IN ('service-id', 'spend-points', 'issue-vouchers', 'grant-points')",
            name=op.f("ck_terminals_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('approved', 'issued', 'contact-required', 'active', 'stopped', 'closed')",
            name=op.f("ck_terminals_state"),
        ),
        sa.CheckConstraint(
            "(public_key IS NULL) = (fingerprint IS NULL)", name=op.f("ck_terminals_device_whole")
        ),
        sa.CheckConstraint("length(terminal_id) = 8", name=op.f("ck_terminals_terminal_id")),
        sa.ForeignKeyConstraint(["form_row_id"], ["form_one_rows.id"], name=op.f("fk_terminals_form_row_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.provider_id"], name=op.f("fk_terminals_provider_id")
        ),
        sa.PrimaryKeyConstraint("terminal_id", name=op.f("pk_terminals")),
        sa.UniqueConstraint("form_row_id", name=op.f("uq_terminals_form_row_id")),
    )
    with op.batch_alter_table("terminals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_terminals_municipality_code"), ["municipality_code"], unique=False
        )

    op.create_table(
        "terminal_contacts",
        sa.Column(
            "terminal_id", sa.String(length=8), nullable=False, comment="sensitive=false; which terminal"
        ),
        sa.Column(
            "place",
            sa.String(length=100),
            nullable=False,
            comment="sensitive=false; where the machine stands",
        ),
        sa.Column(
            "terminal_name",
            sa.String(length=100),
            nullable=False,
            comment="sensitive=false; the machine's name",
        ),
        sa.Column(
            "person_in_charge",
            sa.String(length=100),
            nullable=False,
            comment="sensitive=false; business contact",
        ),
        sa.Column(
            "organisation", sa.String(length=100), nullable=False, comment="sensitive=false; business contact"
        ),
        sa.Column(
            "postal_code", sa.String(length=7), nullable=False, comment="sensitive=false; seven digits"
        ),
        sa.Column(
            "address", sa.String(length=200), nullable=False, comment="sensitive=false; business address"
        ),
        sa.Column(
            "telephone",
            sa.String(length=20),
            nullable=False,
            comment="sensitive=false; business telephone, digits and hyphens",
        ),
        sa.Column("email", sa.String(length=254), nullable=False, comment="sensitive=false; business mail"),
        sa.Column(
            "reviewed_on",
            sa.Date(),
            nullable=True,
            comment="sensitive=false; day on which the municipality's officer reviewed it; null again after a change",
        ),
        sa.ForeignKeyConstraint(
            ["terminal_id"], ["terminals.terminal_id"], name=op.f("fk_terminal_contacts_terminal_id")
        ),
        sa.PrimaryKeyConstraint("terminal_id", name=op.f("pk_terminal_contacts")),
    )


def downgrade() -> None:
    op.drop_table("terminal_contacts")
    with op.batch_alter_table("terminals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_terminals_municipality_code"))

    op.drop_table("terminals")
    op.drop_table("form_one_rows")
    with op.batch_alter_table("form_ones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_ones_municipality_code"))

    op.drop_table("form_ones")
