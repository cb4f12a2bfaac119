"""providers and links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "providers",
        sa.Column(
            "provider_id", sa.String(length=6), nullable=False, comment="sensitive=false; six digits, 000001"
        ),
        sa.Column(
            "municipality_code", sa.String(length=6), nullable=False, comment="sensitive=false; six digits"
        ),
        sa.Column(
            "name", sa.String(length=100), nullable=False, comment="sensitive=false; as Form I names it"
        ),
        sa.Column(
            "kind", sa.String(length=16), nullable=False, comment="sensitive=false; library or another kind"
        ),
        sa.Column(
            "min_length",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; characters of a number, check digit included",
        ),
        sa.Column(
            "max_length",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; characters of a number, check digit included",
        ),
        sa.Column(
            "letters",
            sa.Boolean(),
            nullable=False,
            comment="sensitive=false; whether A to Z may stand in a number",
        ),
        sa.Column(
            "prefix",
            sa.String(length=20),
            nullable=False,
            comment="sensitive=false; with which every number begins; may be empty",
        ),
        sa.Column(
            "check_digit",
            sa.String(length=8),
            nullable=False,
            comment="sensitive=false; the last digit's rule, or none",
        ),
        sa.Column(
            "hand_over",
            sa.String(length=8),
            nullable=False,
            comment="sensitive=false; how a number reaches the provider's system",
        ),
        sa.Column(
            "symbology", sa.String(length=8), nullable=False, comment="sensitive=false; of barcode and label"
        ),
        sa.Column(
            "start_stop",
            sa.String(length=2),
            nullable=False,
            comment="sensitive=false; NW-7 start and stop characters, AA",
        ),
        sa.Column(
            "minimum_assurance",
            sa.String(length=8),
            nullable=False,
            comment="sensitive=false; touched, or proved (PIN)",
        ),
        sa.Column(
            "grace_hours",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; how long after its end a revocation list serves look-ups",
        ),
        sa.CheckConstraint(
            "check_digit IN ('none', 'm10w21', 'm10w31', 'm11w27')", name=op.f("ck_providers_check_digit")
        ),
        sa.CheckConstraint(
            "hand_over IN ('number', 'barcode', 'keyboard', 'label')", name=op.f("ck_providers_hand_over")
        ),
        sa.CheckConstraint(
            "kind IN ('library', 'shopping-street', 'museum', 'sports', 'hospital', 'other')",
            name=op.f("ck_providers_kind"),
        ),
        sa.CheckConstraint(
            "minimum_assurance IN ('touched', 'proved')", name=op.f("ck_providers_minimum_assurance")
        ),
        sa.CheckConstraint("symbology IN ('nw7', 'code39', 'code128')", name=op.f("ck_providers_symbology")),
        sa.CheckConstraint("length(provider_id) = 6", name=op.f("ck_providers_provider_id")),
        sa.CheckConstraint(
            "min_length BETWEEN 1 AND max_length AND max_length <= 20", name=op.f("ck_providers_length")
        ),
        sa.PrimaryKeyConstraint("provider_id", name=op.f("pk_providers")),
        sa.UniqueConstraint("municipality_code", "name", name=op.f("uq_providers_municipality_code_name")),
    )
    with op.batch_alter_table("providers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_providers_municipality_code"), ["municipality_code"], unique=False
        )

    op.create_table(
        "links",
        sa.Column("id", sa.Uuid(), nullable=False, comment="sensitive=false; random"),
        sa.Column("citizen_id", sa.Uuid(), nullable=False, comment="sensitive=true; whose"),
        sa.Column(
            "provider_id", sa.String(length=6), nullable=False, comment="sensitive=false; whose number"
        ),
        sa.Column(
            "number_index",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="sensitive=true; keyed index of provider and number",
        ),
        sa.Column(
            "number_sealed", sa.LargeBinary(length=65), nullable=False, comment="sensitive=true; the number"
        ),
        sa.Column(
            "change_notice",
            sa.Boolean(),
            nullable=False,
            comment="sensitive=false; whether the provider learns that basic information changed",
        ),
        sa.Column(
            "signing_sealed",
            sa.LargeBinary(length=801),
            nullable=True,
            comment="sensitive=true; the signing certificate, on consent only",
        ),
        sa.Column(
            "times_sealed", sa.LargeBinary(length=129), nullable=False, comment="sensitive=true; since when"
        ),
        sa.CheckConstraint(
            "change_notice = (signing_sealed IS NOT NULL)", name=op.f("ck_links_signing_on_consent")
        ),
        sa.ForeignKeyConstraint(["citizen_id"], ["citizens.id"], name=op.f("fk_links_citizen_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.provider_id"], name=op.f("fk_links_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("citizen_id", "provider_id", name=op.f("uq_links_citizen_id_provider_id")),
        sa.UniqueConstraint("provider_id", "number_index", name=op.f("uq_links_provider_id_number_index")),
    )


def downgrade() -> None:
    op.drop_table("links")
    with op.batch_alter_table("providers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_providers_municipality_code"))

    op.drop_table("providers")
