"""Every table of the points side on one metadata, for migrations and schema tests."""

from __future__ import annotations

from mykey.points.models import (
    holders,
    ledger,
    letters,
    office_work,
    officers,
    partners,
    programmes,
    requests,
    sessions,
    shops,
    vouchers,
)
from mykey.points.models.base import PointsBase

__all__ = ["CITIZENS_TABLES", "FAMILIES", "POINTS_METADATA"]

FAMILIES = (
    holders, ledger, letters, office_work, officers, partners, programmes, requests, sessions, shops,
    vouchers,
)  # fmt: skip

POINTS_METADATA = PointsBase.metadata

#: What tells of citizens, in the order of their foreign keys: the rewriting job writes these anew.
CITIZENS_TABLES = tuple(
    POINTS_METADATA.tables[name]
    for name in (
        "holders", "subject_names", "accounts", "acts", "postings", "lots", "lot_uses", "redeemed_coupons",
        "exchanges", "partner_answers", "vouchers", "corrections", "settlement_lines",
        "points_letters", "points_sessions", "till_visits", "pay_codes", "opened_tickets",
        "kept_answers",
    )
)  # fmt: skip
