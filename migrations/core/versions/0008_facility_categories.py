"""facility categories.

A terminal that spends, grants or prints points belongs to a facility whose category the operator confirmed.
Nobody confirmed one for those that were issued before, and guessing "other" would let a library's machine
through: they are closed. Nothing is lost by it, since points could not be used before; a new Form I brings
new ones.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ABOUT = "what kind of place, as the operator confirmed it; never a library; null for kind service-id"
WORDS = (
    "facility_category IN ('shop', 'restaurant', 'lodging', 'transport', 'sports', 'culture', "
    "'municipal-office', 'other')"
)
CONFIRMED = (
    "(kind = 'service-id') = (facility_category IS NULL) OR (facility_category IS NULL AND state = 'closed')"
)


def upgrade() -> None:
    op.execute(sa.text("UPDATE terminals SET state = 'closed' WHERE kind <> 'service-id'"))
    # Both constraints come with the column: SQLite adds none later but by making the table anew, and that
    # would drop the rows that contacts refer to.
    op.execute(
        sa.text(
            "ALTER TABLE terminals ADD COLUMN facility_category VARCHAR(16)\n"
            f"CONSTRAINT ck_terminals_facility_category CHECK ({WORDS})\n"
            f"CONSTRAINT ck_terminals_facility_of_points CHECK ({CONFIRMED})"
        )
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute(sa.text(f"COMMENT ON COLUMN terminals.facility_category IS 'sensitive=false; {ABOUT}'"))


def downgrade() -> None:
    # Its constraints go with the column. What was closed stays closed: nobody knows in which state it was.
    op.execute(sa.text("ALTER TABLE terminals DROP COLUMN facility_category"))
