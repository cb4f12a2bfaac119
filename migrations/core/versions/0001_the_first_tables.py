"""the first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


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
            sa.LargeBinary(length=2081),
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
        sa.Column("id", sa.Integer(), nullable=False, comment="sensitive=false; always 1"),
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
            comment="sensitive=false; ok or the refusal's code",
        ),
        sa.Column("count", sa.Integer(), nullable=False, comment="sensitive=false; how often"),
        sa.CheckConstraint("count >= 0", name=op.f("ck_terminal_usage_count")),
        sa.PrimaryKeyConstraint("terminal_id", "day", "outcome", name=op.f("pk_terminal_usage")),
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
            sa.LargeBinary(length=417),
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
            "failed_activations",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; wrong passwords in a row",
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
    if op.get_bind().dialect.name == "postgresql":
        # A nonce need not survive a crash: its mark is lost with it (performance.md).
        op.execute("ALTER TABLE nonces SET UNLOGGED")
        op.execute("ALTER TABLE nonce_marks SET UNLOGGED")
    op.execute("INSERT INTO nonce_marks (id, since) VALUES (1, 0)")


def downgrade() -> None:
    op.drop_table("terminal_contacts")
    with op.batch_alter_table("terminals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_terminals_municipality_code"))

    op.drop_table("terminals")
    op.drop_table("mykey_ids")
    op.drop_table("links")
    op.drop_table("form_one_rows")
    with op.batch_alter_table("bindings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_bindings_live_citizen",
            postgresql_where=sa.text("state = 'live'"),
            sqlite_where=sa.text("state = 'live'"),
        )
        batch_op.drop_index(batch_op.f("ix_bindings_citizen_id"))

    op.drop_table("bindings")
    op.drop_table("terminal_usage")
    with op.batch_alter_table("terminal_challenges", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_terminal_challenges_expires_at"))

    op.drop_table("terminal_challenges")
    with op.batch_alter_table("providers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_providers_municipality_code"))

    op.drop_table("providers")
    op.drop_table("portal_sessions")
    op.drop_table("outbox")
    op.drop_table("officers")
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
    with op.batch_alter_table("form_ones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_ones_municipality_code"))

    op.drop_table("form_ones")
    op.drop_table("console_sessions")
    op.drop_table("citizens")
    op.drop_table("card_conversations")
