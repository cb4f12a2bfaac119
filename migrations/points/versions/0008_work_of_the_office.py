"""budgets, closed months, statistics, the audit list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

#: A closed month is never opened again, and nobody's act leaves the list.
IMMUTABLE = ("closed_months", "settlement_lines", "audit_entries")


def _refuse_changes(table: str) -> None:
    """The function is of 0004."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_stay_{change.lower()} BEFORE {change} ON {table}"
            " BEGIN SELECT RAISE(ABORT, 'ledger-is-immutable'); END"
        )


def upgrade() -> None:
    op.create_table(
        "budgets",
        sa.Column(
            "municipality_code", sa.String(length=6), nullable=False, comment="sensitive=false; whose budget"
        ),
        sa.Column(
            "fiscal_year",
            sa.SmallInteger(),
            autoincrement=False,
            nullable=False,
            comment="sensitive=false; the year in which it begins, on 1 April",
        ),
        sa.Column(
            "budget_points",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; points that may be granted",
        ),
        sa.Column(
            "budget_used",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; points granted in the year so far",
        ),
        sa.CheckConstraint("budget_points >= 0", name=op.f("ck_budgets_budget_points")),
        sa.CheckConstraint("budget_used BETWEEN 0 AND budget_points", name=op.f("ck_budgets_budget_used")),
        sa.CheckConstraint("fiscal_year BETWEEN 2000 AND 2999", name=op.f("ck_budgets_fiscal_year")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["programmes.municipality_code"], name=op.f("fk_budgets_municipality_code")
        ),
        sa.PrimaryKeyConstraint("municipality_code", "fiscal_year", name=op.f("pk_budgets")),
    )
    op.create_table(
        "closed_months",
        sa.Column(
            "municipality_code",
            sa.String(length=6),
            nullable=False,
            comment="sensitive=false; whose programme",
        ),
        sa.Column(
            "closed_month", sa.Date(), nullable=False, comment="sensitive=false; the first day of the month"
        ),
        sa.Column("closed_on", sa.Date(), nullable=False, comment="sensitive=false; day (JST) of closing"),
        sa.Column("closed_by", sa.Uuid(), nullable=False, comment="sensitive=false; the clerk who closed it"),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["office_clerks.clerk_id"], name=op.f("fk_closed_months_closed_by")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["programmes.municipality_code"],
            name=op.f("fk_closed_months_municipality_code"),
        ),
        sa.PrimaryKeyConstraint("municipality_code", "closed_month", name=op.f("pk_closed_months")),
    )
    op.create_table(
        "settlement_lines",
        sa.Column(
            "municipality_code",
            sa.String(length=6),
            nullable=False,
            comment="sensitive=false; whose programme",
        ),
        sa.Column(
            "closed_month", sa.Date(), nullable=False, comment="sensitive=false; the first day of the month"
        ),
        sa.Column("shop_id", sa.Uuid(), nullable=False, comment="sensitive=false; which shop"),
        sa.Column(
            "cut_number",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; the last posting of its claim that belongs to this month or before",
        ),
        sa.Column("payments", sa.Integer(), nullable=False, comment="sensitive=false; how many payments"),
        sa.Column(
            "taken_points", sa.BigInteger(), nullable=False, comment="sensitive=false; points they brought"
        ),
        sa.Column(
            "vouchers_taken", sa.Integer(), nullable=False, comment="sensitive=false; how many vouchers"
        ),
        sa.Column(
            "voucher_points", sa.BigInteger(), nullable=False, comment="sensitive=false; points they brought"
        ),
        sa.Column(
            "cancels",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; how many cancels, of vouchers too",
        ),
        sa.Column(
            "cancelled_points",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; points they took back",
        ),
        sa.Column(
            "corrections_made", sa.Integer(), nullable=False, comment="sensitive=false; how many corrections"
        ),
        sa.Column(
            "corrected_points",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; points they took back",
        ),
        sa.Column(
            "carried_in",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; from the month before, never above 0",
        ),
        sa.Column(
            "paid_points",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; what the shop is paid, yen",
        ),
        sa.Column(
            "carried_out",
            sa.BigInteger(),
            nullable=False,
            comment="sensitive=false; into the next month, never above 0",
        ),
        sa.Column("act_id", sa.Uuid(), nullable=True, comment="sensitive=false; the act of the payment"),
        sa.CheckConstraint(
            "(paid_points > 0) = (act_id IS NOT NULL)", name=op.f("ck_settlement_lines_paid_has_an_act")
        ),
        sa.CheckConstraint(
            "carried_in + taken_points + voucher_points - cancelled_points - corrected_points = paid_points + carried_out",
            name=op.f("ck_settlement_lines_adds_up"),
        ),
        sa.CheckConstraint(
            "paid_points = 0 OR carried_out = 0", name=op.f("ck_settlement_lines_paid_or_carried")
        ),
        sa.CheckConstraint(
            "paid_points >= 0 AND carried_in <= 0 AND carried_out <= 0",
            name=op.f("ck_settlement_lines_carried"),
        ),
        sa.ForeignKeyConstraint(["act_id"], ["acts.act_id"], name=op.f("fk_settlement_lines_act_id")),
        sa.ForeignKeyConstraint(
            ["municipality_code", "closed_month"],
            ["closed_months.municipality_code", "closed_months.closed_month"],
            name="fk_settlement_lines_month",
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.shop_id"], name=op.f("fk_settlement_lines_shop_id")),
        sa.PrimaryKeyConstraint(
            "municipality_code", "closed_month", "shop_id", name=op.f("pk_settlement_lines")
        ),
        sa.UniqueConstraint("act_id", name=op.f("uq_settlement_lines_act_id")),
    )
    with op.batch_alter_table("settlement_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_settlement_lines_shop_id"), ["shop_id"], unique=False)
    op.create_table(
        "month_figures",
        sa.Column(
            "municipality_code",
            sa.String(length=6),
            nullable=False,
            comment="sensitive=false; whose programme",
        ),
        sa.Column(
            "figure_month", sa.Date(), nullable=False, comment="sensitive=false; the first day of the month"
        ),
        sa.Column(
            "figure_kind",
            sa.String(length=10),
            nullable=False,
            comment="sensitive=false; granted, moved-in, spent or expired",
        ),
        sa.Column(
            "figure_category",
            sa.String(length=16),
            nullable=False,
            comment="sensitive=false; of shops, for kind spent; empty otherwise",
        ),
        sa.Column(
            "figure_people",
            sa.Integer(),
            nullable=True,
            comment="sensitive=false; how many people; null: fewer than ten",
        ),
        sa.Column(
            "figure_points",
            sa.BigInteger(),
            nullable=True,
            comment="sensitive=false; points; null: of fewer than ten people",
        ),
        sa.CheckConstraint(
            "figure_kind IN ('granted', 'moved-in', 'spent', 'expired')",
            name=op.f("ck_month_figures_figure_kind"),
        ),
        sa.CheckConstraint(
            "(figure_people IS NULL) = (figure_points IS NULL)", name=op.f("ck_month_figures_figure_whole")
        ),
        sa.CheckConstraint(
            "figure_people IS NULL OR figure_people >= 10", name=op.f("ck_month_figures_fewest_people")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["programmes.municipality_code"],
            name=op.f("fk_month_figures_municipality_code"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_code",
            "figure_month",
            "figure_kind",
            "figure_category",
            name=op.f("pk_month_figures"),
        ),
    )
    op.create_table(
        "audit_heads",
        sa.Column(
            "audit_scope",
            sa.String(length=6),
            nullable=False,
            comment="sensitive=false; municipality code; 000000: the operator",
        ),
        sa.Column(
            "last_entry",
            sa.Integer(),
            nullable=False,
            comment="sensitive=false; running number of the last entry",
        ),
        sa.PrimaryKeyConstraint("audit_scope", name=op.f("pk_audit_heads")),
    )
    op.create_table(
        "audit_entries",
        sa.Column(
            "audit_scope",
            sa.String(length=6),
            nullable=False,
            comment="sensitive=false; municipality code; 000000: the operator",
        ),
        sa.Column(
            "entry_number",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="sensitive=false; running number in the scope",
        ),
        sa.Column("entry_on", sa.Date(), nullable=False, comment="sensitive=false; day (JST)"),
        sa.Column(
            "entry_by", sa.String(length=60), nullable=False, comment="sensitive=false; the clerk's login"
        ),
        sa.Column(
            "entry_word", sa.String(length=24), nullable=False, comment="sensitive=false; what was done"
        ),
        sa.Column(
            "entry_about",
            sa.String(length=80),
            nullable=False,
            comment="sensitive=false; a shop, month, amount, partner; never a person",
        ),
        sa.CheckConstraint("entry_number > 0", name=op.f("ck_audit_entries_entry_number")),
        sa.PrimaryKeyConstraint("audit_scope", "entry_number", name=op.f("pk_audit_entries")),
    )
    for table in IMMUTABLE:
        _refuse_changes(table)


def downgrade() -> None:
    op.drop_table("audit_entries")
    op.drop_table("audit_heads")
    op.drop_table("month_figures")
    op.drop_table("settlement_lines")
    op.drop_table("closed_months")
    op.drop_table("budgets")
